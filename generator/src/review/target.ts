import type { DialectName, Mode } from "../../../runtime/src/facts/dialects.ts";
import { dialectFor, endpointFor, modesFor, overrideFor } from "../../../runtime/src/facts/provider-row.ts";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import { dialects } from "../../../runtime/src/schema/dialects/compile.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { atPointer, isRecord } from "../../../runtime/src/schema/pointer.ts";
import type { ModelConfig, ProjectConfig } from "../config.ts";
import { planSpec } from "../plan/build.ts";
import { createImports } from "../plan/exports.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";

/** What a model is sent of a schema, and what it promises in return. */
export interface Projection {
  /** The strongest mode in which the model can be asked; absent where there is none, and every call fails. */
  readonly mode?: Mode;
  readonly dialect?: DialectName;
  /** The schema as it is sent: compact JSON text, or prose. */
  readonly text: string;
  readonly unenforced: readonly UnenforcedKeyword[];
  /** Why the stronger modes cannot be used, strongest first. */
  readonly refusals: readonly { readonly mode: Mode; readonly reason: string; readonly pointer?: string }[];
}

/** A keyword of the authored schema that is left to the validator. */
export interface UnenforcedKeyword {
  readonly keyword: string;
  /** Where it stands in the schema: `/properties/a`. */
  readonly pointer: string;
  readonly value: Json;
}

/** One model that a spec is asked of, as far as its schema is concerned. */
export interface Target {
  /** `provider/model`. */
  readonly name: string;
  project(spec: ResolvedSpec): Projection;
}

/** The models that a spec is asked of, in order: those of its router. Models of a project's own say nothing of themselves. */
export function targetsOf(spec: ResolvedSpec, config: ProjectConfig, source: DialectSources): readonly Target[] {
  const name = spec.router ?? "default";
  const router = Object.hasOwn(config.routers, name) ? config.routers[name] : undefined;
  // Nobody is asked for what is only referred to.
  if (router === undefined || spec.shared) return [];
  const models = [router.primary, ...router.fallbacks].filter(({ from }) => from === undefined);
  const distinct = new Map(models.map((model) => [`${model.provider}/${model.model}`, model]));
  return [...distinct].map(([name, model]) => ({ name, project: (one) => project(one, model, source) }));
}

/** Gives a spec's schema in a dialect; each is compiled once, however many models speak it. */
export type DialectSources = (
  spec: ResolvedSpec,
  dialect: DialectName,
) => ReturnType<(typeof dialects)[DialectName]["compile"]>;

/** Creates the {@link DialectSources} of one version of a project. */
export function createDialectSources(specs: readonly ResolvedSpec[], config: ProjectConfig): DialectSources {
  const importsOf = createImports(specs);
  const plans = new Map<ResolvedSpec, Parameters<(typeof dialects)["plain"]["compile"]>[0]>();
  const compiled = new Map<ResolvedSpec, Map<DialectName, ReturnType<DialectSources>>>();

  function planOf(spec: ResolvedSpec): Parameters<(typeof dialects)["plain"]["compile"]>[0] {
    const known = plans.get(spec);
    if (known !== undefined) return known;
    const { output } = planSpec(spec, importsOf(spec), config);
    const examples = spec.examples?.map((example) => example.output);
    const source = { schema: spec.schema, ...output, ...(examples !== undefined && { examples }) };
    plans.set(spec, source);
    return source;
  }

  return (spec, dialect) => {
    const known = compiled.get(spec) ?? new Map<DialectName, ReturnType<DialectSources>>();
    compiled.set(spec, known);
    const one = known.get(dialect) ?? dialects[dialect].compile(planOf(spec));
    known.set(dialect, one);
    return one;
  };
}

function project(spec: ResolvedSpec, { provider, model, modes, api }: ModelConfig, source: DialectSources): Projection {
  const row = providerRows.find(({ id }) => id === provider);
  if (row === undefined) return { text: "", unenforced: [], refusals: [] };
  const override = overrideFor(row, model);
  const refusals: { mode: Mode; reason: string }[] = [];
  for (const mode of modes ?? modesFor(row, override, endpointFor(row, override, api))) {
    const dialect = dialectFor(row, override, mode);
    const one = source(spec, dialect);
    if (!("unusable" in one))
      return { mode, dialect, text: one.schema, unenforced: readUnenforced(one.unenforced ?? [], spec), refusals };
    refusals.push({ mode, reason: one.unusable });
  }
  return { text: "", unenforced: [], refusals };
}

/** Reads `keyword at #/pointer`, as dialects say it. */
function readUnenforced(entries: readonly string[], { schema }: ResolvedSpec): readonly UnenforcedKeyword[] {
  return entries.map((entry) => {
    const [keyword = entry, place = "#"] = entry.split(" at ");
    const pointer = decodeURIComponent(place.replace(/^#/, ""));
    const node = typeof schema === "object" ? atPointer(schema, pointer) : undefined;
    return { keyword, pointer, value: (isRecord(node) ? node[keyword] : undefined) ?? null };
  });
}
