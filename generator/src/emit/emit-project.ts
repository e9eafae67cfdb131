import type { Json } from "../../../runtime/src/schema/json.ts";
import type { ProjectConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { InternalError } from "../diagnostics/internal-error.ts";
import type { EmittedFile } from "../plan/file.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import { measureSchemaDepth } from "../spec/schema-depth.ts";
import { type EmitTools, type EmittedSpec, type EmitUnit, emitSpec } from "./emit-spec.ts";
import { emitGitattributes, emitIndexFile, emitRouterFile, type IndexEntry } from "./project-files.ts";
import { shareWork } from "./share-work.ts";
import { loadTypeTools } from "./types.ts";
import { loadValidatorTools } from "./validator-tools.ts";
import type { EmitWorkers } from "./workers.ts";

let loading: Promise<EmitTools> | undefined;

/** Loads what emission needs, once a process: together the libraries cost half a second. */
export function loadEmitTools(): Promise<EmitTools> {
  loading ??= Promise.all([loadTypeTools(), loadValidatorTools()]).then(([types, validators]) => ({
    types,
    validators,
  }));
  return loading;
}

/** How {@link emitSpecs} goes about its work. */
export interface EmitOptions {
  /** Threads that share the work; absent: this one does it all. */
  readonly workers?: EmitWorkers;
  /** Told how many specs are done, now and then. */
  onProgress?(done: number): void;
}

/** So many specs go to a worker at once. */
const batchSize = 8;

/**
 * Writes the files of some specs, in memory, in the order of the specs. What one spec becomes depends on nothing but
 * itself, what it imports and the configuration, so it does not matter which thread does it, or when.
 *
 * Throws an {@link InternalError} that names the spec for what no spec should bring about.
 */
export async function emitSpecs(
  units: readonly EmitUnit[],
  config: ProjectConfig,
  options: EmitOptions = {},
): Promise<readonly EmittedSpec[]> {
  const { workers, onProgress } = options;
  // What a worker could not finish has a finding, and those are made here, where positions are known.
  return shareWork(units, {
    lanes: (workers?.lanes ?? []).map(
      ({ emit }) =>
        (batch) =>
          emit(batch, config),
    ),
    batchSize,
    here: async (unit) => emitHere(await loadEmitTools(), unit, config),
    ...(onProgress !== undefined && { onProgress: (done: number) => onProgress(done) }),
  });
}

let lastTurn: Promise<unknown> = Promise.resolve();

/** Emits a spec when its turn has come: the tools are one set, and two runs in one process would mix their work. */
function emitHere(tools: EmitTools, unit: EmitUnit, config: ProjectConfig): Promise<EmittedSpec> {
  const turn = lastTurn.then(() => emitNow(tools, unit, config));
  lastTurn = turn.catch(() => undefined);
  return turn;
}

async function emitNow(tools: EmitTools, unit: EmitUnit, config: ProjectConfig): Promise<EmittedSpec> {
  const { spec } = unit;
  try {
    return await emitSpec(tools, unit, config);
  } catch (problem) {
    if (isStackOverflow(problem)) return { files: [], diagnostics: [tooDeep(spec)] };
    const reason = refusalOf(problem);
    if (reason === undefined) throw new InternalError(spec.path, problem);
    const message = `no code could be generated for ${spec.name}: ${reason}`;
    return { files: [], diagnostics: [{ code: "not-generated", severity: "error", message, range: spec.rangeOf("") }] };
  }
}

/** The reason behind an exception that a schema, not a fault of ours, brings about. */
function refusalOf(problem: unknown): string | undefined {
  if (!(problem instanceof Error)) return undefined;
  // ajv compiles patterns as they are met, and the engine refuses some it accepted alone.
  if (problem instanceof SyntaxError && problem.message.startsWith("Invalid regular expression"))
    return problem.message.slice(0, 1).toLowerCase() + problem.message.slice(1);
  return undefined;
}

function isStackOverflow(problem: unknown): boolean {
  return problem instanceof RangeError && problem.message.startsWith("Maximum call stack");
}

/** The libraries that compile a schema go down with its references, and have a stack for some hundred of them. */
function tooDeep(spec: ResolvedSpec): Diagnostic {
  const { depth, pointer } = measureSchemaDepth(spec.schema as Json);
  return {
    code: "too-deep",
    severity: "error",
    message: `schemas follow one from another ${depth.toLocaleString("en")} deep down to here, which is too deep to compile`,
    hint: "break the longest row of references, or nest less",
    range: spec.rangeOf(pointer),
  };
}

/** Writes the files that belong to all specs together. */
export function emitProjectFiles(entries: readonly IndexEntry[], config: ProjectConfig): readonly EmittedFile[] {
  return [
    { path: "index.ts", text: emitIndexFile(entries, config) },
    ...(Object.keys(config.routers).length > 0 ? [{ path: "router.ts", text: emitRouterFile(config) }] : []),
    { path: ".gitattributes", text: emitGitattributes() },
  ];
}
