import type { ProjectConfig } from "./config.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { limitFindings } from "./diagnostics/limit.ts";
import { hasError, sortDiagnostics } from "./diagnostics/sort.ts";
import type { EmitWorkers } from "./emit/workers.ts";
import { hash } from "./pipeline/hash.ts";
import { linkFiles } from "./pipeline/link-files.ts";
import type { Knowledge, Memory, Progress, Project, Resolved } from "./pipeline/memory.ts";
import { readChanged } from "./pipeline/read-changed.ts";
import { forgetStale, resolveChanged } from "./pipeline/resolve-changed.ts";
import type { EmittedFile } from "./plan/file.ts";
import { limits } from "./spec/limits.ts";
import type { OtherFiles } from "./spec/references.ts";
import { checkNames } from "./spec/resolve.ts";

/** What a run produces. With an error among the diagnostics there are no files. */
export interface Compilation {
  readonly files: readonly EmittedFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Paths of the specs whose files were emitted in this run; those of the others were known. */
  readonly emitted: readonly string[];
}

/** What a compiler starts with and tells. */
export interface CompilerOptions {
  /** What an earlier compiler knew, as `knowledge()` gave it. */
  readonly knowledge?: Knowledge;
  /** Told how far a long run is, many times a second. */
  onProgress?(progress: Progress): void;
}

/** A compiler that remembers: specs that did not change, and do not depend on one that did, are not looked at again. */
export interface Compiler {
  /**
   * Runs every phase on specs already in memory; the result is that of {@link compile}, byte by byte. Calls wait for
   * each other.
   */
  compile(specs: ReadonlyMap<string, string>, config: ProjectConfig, others?: OtherFiles): Promise<Compilation>;
  /** What has been learnt so far. */
  readonly knowledge: Knowledge;
}

/**
 * Runs every phase on specs already in memory. Reads and writes nothing itself: `others` is asked for the text of a
 * file below the project root when a `$ref` names one that is not a spec.
 */
export function compile(
  specs: ReadonlyMap<string, string>,
  config: ProjectConfig,
  others: OtherFiles = new Map(),
): Promise<Compilation> {
  return createCompiler().compile(specs, config, others);
}

/** Creates a {@link Compiler}, for a watcher or a bundler's dev server. */
export function createCompiler(options: CompilerOptions = {}): Compiler {
  const files = new Map(options.knowledge?.files);
  const results = new Map(options.knowledge?.results);
  const resolutions = new Map<string, Resolved>();
  const memory: Memory = { files, results, resolutions, onProgress: (progress) => options.onProgress?.(progress) };
  let last: Promise<unknown> = Promise.resolve();
  return {
    compile(specs, config, others = new Map()) {
      const compiled = last.then(() => run(memory, specs, config, others));
      last = compiled.catch(() => undefined);
      return compiled;
    },
    knowledge: { files, results },
  };
}

/** More specs than this at once take long enough for threads to be started and progress to be shown. */
const many = 64;

async function run(
  memory: Memory,
  texts: ReadonlyMap<string, string>,
  config: ProjectConfig,
  others: OtherFiles,
): Promise<Compilation> {
  // Sorted by code unit, so that the order in which a disk lists files never shows.
  const specs = new Map([...texts].sort(([a], [b]) => (a < b ? -1 : 1)));
  const readKey = hash(Object.keys(config.routers), config.schemas);
  const keys = new Map([...specs].map(([path, text]) => [path, hash(readKey, path, text)]));
  const changed = [...specs].filter(([path]) => memory.files.get(path)?.key !== keys.get(path));
  const { startWorkers } = changed.length < many ? { startWorkers: undefined } : await import("./emit/workers.ts");
  const workers = startWorkers?.(changed.length);
  try {
    const documents = await readChanged(memory, changed, keys, config, workers);
    // Their libraries are loaded while references are resolved here.
    for (const lane of workers?.lanes ?? []) void lane.emit([], config);
    const linked = linkFiles(memory, specs, others, config);
    const project: Project = { memory, specs, documents, linked, config, others };
    forgetStale(project);
    await resolveChanged(project);

    const diagnostics = [
      ...[...specs.keys()].flatMap((path) => memory.files.get(path)?.diagnostics ?? []),
      ...checkNames([...specs.keys()].flatMap((path) => memory.files.get(path)?.naming ?? [])),
      ...[...specs.keys()].flatMap(
        (path) => (memory.resolutions.get(path) ?? memory.results.get(path))?.diagnostics ?? [],
      ),
    ];
    if (hasError(diagnostics)) return { files: [], diagnostics: inOrder(diagnostics), emitted: [] };
    const waiting = [...memory.resolutions.values()];
    diagnostics.push(...(await emitWaiting(project, waiting, workers)));
    if (hasError(diagnostics)) return { files: [], diagnostics: inOrder(diagnostics), emitted: [] };

    const { emitProjectFiles } = await import("./emit/emit-project.ts");
    const complete = [...specs.keys()].flatMap((path) => memory.results.get(path) ?? []);
    const projectFiles = emitProjectFiles(
      complete.flatMap(({ entry }) => entry ?? []),
      config,
    );
    return {
      files: [...complete.flatMap(({ files }) => files), ...projectFiles].sort((a, b) => (a.path < b.path ? -1 : 1)),
      diagnostics: inOrder(diagnostics),
      emitted: waiting.map(({ spec }) => spec.path),
    };
  } finally {
    workers?.stop();
  }
}

/** Emits resolved specs and keeps what comes of it; gives what was found on the way. */
async function emitWaiting(
  { memory, config }: Project,
  waiting: readonly Resolved[],
  workers: EmitWorkers | undefined,
): Promise<readonly Diagnostic[]> {
  const { emitSpecs } = await import("./emit/emit-project.ts");
  const emitted = await emitSpecs(
    waiting.map(({ spec, importsOf }) => ({ spec, imports: importsOf(spec) })),
    config,
    {
      ...(workers !== undefined && { workers }),
      onProgress: (done) => memory.onProgress({ phase: "emit", done, total: waiting.length }),
    },
  );
  for (const [index, { key, spec, diagnostics }] of waiting.entries()) {
    const one = emitted[index];
    if (one === undefined || hasError(one.diagnostics)) continue;
    memory.resolutions.delete(spec.path);
    memory.results.set(spec.path, { ...one, key, diagnostics: [...diagnostics, ...one.diagnostics] });
  }
  return emitted.flatMap(({ diagnostics }) => diagnostics);
}

/** Findings as they are reported: sorted, and no more of one file than anybody would read. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return limitFindings(sortDiagnostics(diagnostics), limits.findings);
}
