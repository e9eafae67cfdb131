import type { CompiledDialect } from "../../../runtime/src/codec.ts";
import { type DialectName, dialectNames, type Mode } from "../../../runtime/src/facts/dialects.ts";
import { overrideFor, type ProviderRow } from "../../../runtime/src/facts/provider-row.ts";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import { dialects } from "../../../runtime/src/schema/dialects/compile.ts";
import type { DialectSource } from "../../../runtime/src/schema/dialects/dialect.ts";
import type { SchemaIr } from "../../../runtime/src/schema/ir/ir.ts";
import { nameTypes } from "../../../runtime/src/schema/ir/names.ts";
import { buildTable } from "../../../runtime/src/schema/ir/table.ts";
import type { ModelConfig, ProjectConfig } from "../config.ts";
import { liveProviders, retirementOf } from "../spec/read-model.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";

/** Something a spec may be sent to: a model with its ladder of modes, or a dialect by itself. */
export interface LintTarget {
  /** `anthropic/claude-haiku-5-5`, or the name of a provider or a dialect. */
  readonly name: string;
  readonly steps: readonly { readonly mode?: Mode; readonly dialect: DialectName }[];
}

/** A target with what becomes of one spec in its steps, up to the first that can take it. */
export interface TargetFit {
  readonly target: LintTarget;
  readonly steps: readonly {
    readonly mode?: Mode;
    readonly dialect: DialectName;
    readonly compiled: CompiledDialect;
  }[];
}

/** The models a spec is sent to by its router, and the project's further targets. */
export function targetsOf(
  config: Pick<ProjectConfig, "routers" | "targets">,
  router: string | undefined,
  more: readonly LintTarget[],
): readonly LintTarget[] {
  const name = router ?? "default";
  const routers =
    Object.hasOwn(config.routers, name) || router !== undefined
      ? [config.routers[name]]
      : Object.values(config.routers);
  const models = routers.flatMap((one) => (one === undefined ? [] : [one.primary, ...one.fallbacks]));
  const all = [
    ...models.flatMap(modelTarget),
    ...config.targets.map((dialect): LintTarget => ({ name: dialect, steps: [{ dialect }] })),
    ...more,
  ];
  return [...new Map(all.map((target) => [target.name, target])).values()];
}

function modelTarget({ provider, model, from, modes }: ModelConfig): readonly LintTarget[] {
  const row = from === undefined ? providerRows.find(({ id }) => id === provider) : undefined;
  return row === undefined ? [] : [rowTarget(row, `${provider}/${model}`, model, modes)];
}

function rowTarget(row: ProviderRow, name: string, model: string, modes?: readonly Mode[]): LintTarget {
  const override = overrideFor(row, model);
  const dialect = override?.dialect ?? row.dialect;
  const steps = (modes ?? override?.modes ?? row.modes).flatMap((mode): LintTarget["steps"] => {
    if (mode === "json_schema" || mode === "json_schema_strict") return [{ mode, dialect }];
    if (mode === "tool" || mode === "tool_strict") return [{ mode, dialect: row.toolDialect ?? dialect }];
    return [];
  });
  return { name, steps };
}

/**
 * Reads a target as `--target` takes it: a model, a provider or a dialect. Nothing where there is none of the name, and
 * what is to be said of a provider that is out of service.
 */
export function readTarget(name: string): LintTarget | string | undefined {
  const dialect = dialectNames.find((one) => one === name);
  const [provider = "", ...rest] = name.split("/");
  const row = providerRows.find(({ id }) => id === provider);
  const retirement = row === undefined ? undefined : retirementOf(row);
  if (retirement !== undefined) return retirement;
  // `anthropic` is both: the provider says more.
  if (row !== undefined) return rowTarget(row, name, rest.length === 0 ? (row.models[0] ?? "") : rest.join("/"));
  return dialect === undefined ? undefined : { name, steps: [{ dialect }] };
}

/** Names that {@link readTarget} reads, for hints. */
export function targetNames(): readonly string[] {
  return [...new Set([...liveProviders, ...dialectNames])];
}

/** Compiles a spec for some targets, each dialect once. Nothing where the schema is too complex for any. */
export function fitTargets(spec: ResolvedSpec, ir: SchemaIr, targets: readonly LintTarget[]): readonly TargetFit[] {
  if (targets.length === 0 || spec.shared || ir.tooComplexAt !== undefined) return [];
  const source: DialectSource = {
    schema: spec.schema,
    ir,
    names: nameTypes(ir, spec.name, new Set()),
    table: buildTable(ir),
  };
  const known = new Map<DialectName, CompiledDialect>();
  const compile = (name: DialectName): CompiledDialect => {
    const compiled = known.get(name) ?? dialects[name].compile(source);
    known.set(name, compiled);
    return compiled;
  };
  return targets.map((target) => {
    const steps: ((typeof target.steps)[number] & { readonly compiled: CompiledDialect })[] = [];
    for (const step of target.steps) {
      const compiled = compile(step.dialect);
      steps.push({ ...step, compiled });
      if ("schema" in compiled) break;
    }
    return { target, steps };
  });
}
