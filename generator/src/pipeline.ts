import { createHash } from "node:crypto";
import type { ProjectConfig } from "./config.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { limitFindings } from "./diagnostics/limit.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import type { IndexEntry } from "./emit/project-files.ts";
import { createImports, type SpecImports } from "./plan/exports.ts";
import type { EmittedFile } from "./plan/file.ts";
import { checkSpec } from "./spec/check.ts";
import { limits } from "./spec/limits.ts";
import { createClosures, type FileLinks, type LinkedFile, readLinks } from "./spec/links.ts";
import { readSpec } from "./spec/read.ts";
import type { OtherFiles } from "./spec/references.ts";
import { checkNames, type Naming, nameDocument, resolveSpecs } from "./spec/resolve.ts";
import type { ResolvedSpec } from "./spec/resolved-spec.ts";
import type { SpecDocument } from "./spec/spec.ts";

/** What a run produces. With an error among the diagnostics there are no files. */
export interface Compilation {
  readonly files: readonly EmittedFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Paths of the specs whose files were emitted in this run; those of the others were known. */
  readonly emitted: readonly string[];
}

/** How far a run is. */
export interface Progress {
  readonly phase: "read" | "emit";
  readonly done: number;
  readonly total: number;
}

/** What reading and checking a file gave, as plain data. `key` is a hash of all it was made from. */
export interface KnownFile {
  readonly key: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Absent where the file is no spec, or none that can be read. */
  readonly naming?: Naming;
  readonly links: FileLinks;
}

/** What emitting a spec gave. `key` covers the spec, all it refers to, and the configuration. */
export interface KnownResult {
  readonly key: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly files: readonly EmittedFile[];
  readonly entry?: IndexEntry;
}

/** What a compiler has learnt, by path of the spec. Plain data: another compiler of the same version may go on from it. */
export interface Knowledge {
  readonly files: ReadonlyMap<string, KnownFile>;
  readonly results: ReadonlyMap<string, KnownResult>;
}

/** What a compiler starts with and tells. */
export interface CompilerOptions {
  readonly knowledge?: Knowledge;
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

/** A spec that is resolved and not emitted yet, because another one has an error. */
interface Resolved {
  readonly key: string;
  readonly spec: ResolvedSpec;
  /** What it can import from the specs it was resolved beside. Asked only when nothing has an error. */
  readonly importsOf: (spec: ResolvedSpec) => SpecImports;
  readonly diagnostics: readonly Diagnostic[];
}

interface Memory {
  readonly files: Map<string, KnownFile>;
  readonly results: Map<string, KnownResult>;
  readonly resolutions: Map<string, Resolved>;
  onProgress(progress: Progress): void;
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
    const documents = await readChanged(memory, changed, keys, config);
    const known = linkedFiles(memory, specs, others);
    const dirty = findDirty(memory, specs, known, config);
    await resolveDirty(memory, { specs, documents, known, dirty, config, others });

    const diagnostics = [
      ...[...specs.keys()].flatMap((path) => memory.files.get(path)?.diagnostics ?? []),
      ...checkNames([...specs.keys()].flatMap((path) => memory.files.get(path)?.naming ?? [])),
      ...[...specs.keys()].flatMap(
        (path) => (memory.resolutions.get(path) ?? memory.results.get(path))?.diagnostics ?? [],
      ),
    ];
    if (hasError(diagnostics)) return { files: [], diagnostics: inOrder(diagnostics), emitted: [] };

    const { emitProjectFiles, emitSpecs, checkTargets } = await import("./emit/emit-project.ts");
    const waiting = [...memory.resolutions.values()];
    const total = waiting.length;
    const emitted = await emitSpecs(
      waiting.map(({ spec, importsOf }) => ({ spec, imports: importsOf(spec) })),
      config,
      {
        ...(workers !== undefined && { workers }),
        onProgress: (done) => memory.onProgress({ phase: "emit", done, total }),
      },
    );
    for (const [index, { key, spec, diagnostics: found }] of waiting.entries()) {
      const one = emitted[index];
      if (one === undefined) continue;
      diagnostics.push(...one.diagnostics);
      if (hasError(one.diagnostics)) continue;
      memory.resolutions.delete(spec.path);
      memory.results.set(spec.path, { ...one, key, diagnostics: [...found, ...one.diagnostics] });
    }
    diagnostics.push(...checkTargets(config));
    if (hasError(diagnostics)) return { files: [], diagnostics: inOrder(diagnostics), emitted: [] };

    const complete = [...specs.keys()].flatMap((path) => memory.results.get(path) ?? []);
    const projectFiles = emitProjectFiles(
      complete.flatMap(({ entry }) => entry ?? []),
      config,
    );
    return {
      files: [...complete.flatMap((one) => one.files), ...projectFiles].sort((a, b) => (a.path < b.path ? -1 : 1)),
      diagnostics: inOrder(diagnostics),
      emitted: waiting.map(({ spec }) => spec.path),
    };
  } finally {
    workers?.stop();
  }
}

/** Reads and checks the specs that are new or say something else. */
async function readChanged(
  memory: Memory,
  changed: readonly (readonly [string, string])[],
  keys: ReadonlyMap<string, string>,
  config: ProjectConfig,
): Promise<ReadonlyMap<string, SpecDocument>> {
  const documents = new Map<string, SpecDocument>();
  for (const [index, [path, text]] of changed.entries()) {
    const document = readSpec(path, text);
    const naming = nameDocument(document, config);
    memory.files.set(path, {
      key: keys.get(path) ?? "",
      diagnostics: [...document.findings, ...(await checkSpec(document, config))],
      ...(naming !== undefined && { naming }),
      links: readLinks(document),
    });
    documents.set(path, withoutTree(document, text));
    memory.onProgress({ phase: "read", done: index + 1, total: changed.length });
  }
  return documents;
}

/** The same document, which reads its text again where a position is asked for: syntax trees are many times its size. */
function withoutTree({ path, text, value, findings }: SpecDocument, source: string): SpecDocument {
  let read: SpecDocument | undefined;
  const again = (): SpecDocument => {
    read ??= readSpec(path, source);
    return read;
  };
  return {
    path,
    text,
    value,
    findings,
    rangeOf: (pointer, what) => again().rangeOf(pointer, what),
    rangeInText: (pointer, start, end) => again().rangeInText(pointer, start, end),
  };
}

interface KnownLinks extends LinkedFile {
  readonly key: string;
  readonly isSpec: boolean;
}

/** All files of the run: the specs, and what they may refer to, however far away. */
function linkedFiles(
  memory: Memory,
  specs: ReadonlyMap<string, string>,
  others: OtherFiles,
): ReadonlyMap<string, KnownLinks> {
  const known = new Map<string, KnownLinks>();
  const asked = new Set<string>();
  for (const path of specs.keys()) {
    const file = memory.files.get(path);
    if (file === undefined) continue;
    known.set(path, { path, key: file.key, links: file.links, isSpec: true });
    for (const other of file.links.files) asked.add(other);
  }
  for (const path of asked) {
    const text = specs.has(path) ? undefined : others.get(path);
    if (text === undefined) continue;
    const key = hash(path, text);
    const last = memory.files.get(path);
    const links = last?.key === key ? last.links : readLinks(readSpec(path, text));
    memory.files.set(path, { key, diagnostics: [], links });
    known.set(path, { path, key, links, isSpec: false });
    for (const other of links.files) asked.add(other);
  }
  for (const path of memory.files.keys()) if (!known.has(path)) memory.files.delete(path);
  return known;
}

/** A spec whose result is not known, with the paths of all files it may depend on. */
interface Dirty {
  readonly key: string;
  readonly closure: readonly string[];
}

/** Finds the specs to work on, and forgets what is no longer true. */
function findDirty(
  memory: Memory,
  specs: ReadonlyMap<string, string>,
  known: ReadonlyMap<string, KnownLinks>,
  config: ProjectConfig,
): ReadonlyMap<string, Dirty> {
  const configKey = hash(config);
  const closureOf = createClosures(known);
  const dirty = new Map<string, Dirty>();
  for (const path of specs.keys()) {
    const closure = closureOf(path);
    const parts = closure.map((other) => [other, known.get(other)?.isSpec, known.get(other)?.key]);
    const key = hash(configKey, path, parts);
    const isKnown = memory.results.get(path)?.key === key;
    if (memory.resolutions.get(path)?.key !== key) memory.resolutions.delete(path);
    if (isKnown) continue;
    memory.results.delete(path);
    if (!memory.resolutions.has(path)) dirty.set(path, { key, closure });
  }
  for (const path of memory.results.keys()) if (!specs.has(path)) memory.results.delete(path);
  for (const path of memory.resolutions.keys()) if (!specs.has(path)) memory.resolutions.delete(path);
  return dirty;
}

/** Resolves the specs to work on, beside those they depend on. */
async function resolveDirty(
  memory: Memory,
  given: {
    readonly specs: ReadonlyMap<string, string>;
    readonly documents: ReadonlyMap<string, SpecDocument>;
    readonly known: ReadonlyMap<string, KnownLinks>;
    readonly dirty: ReadonlyMap<string, Dirty>;
    readonly config: ProjectConfig;
    readonly others: OtherFiles;
  },
): Promise<void> {
  const { specs, documents, known, dirty, config, others } = given;
  if (dirty.size === 0) return;
  const needed = [...new Set([...dirty.values()].flatMap(({ closure }) => closure))].sort();
  const subset = needed.flatMap((path) => {
    const text = specs.get(path);
    return text === undefined ? [] : [documents.get(path) ?? readSpec(path, text)];
  });
  const ahead = needed.filter((path) => known.get(path)?.isSpec === false);
  const resolution = await resolveSpecs(subset, config, others, { specs: [...specs.keys()], ahead });
  const importsOf = createImports(resolution.specs);
  for (const [index, spec] of resolution.specs.entries()) {
    const one = dirty.get(spec.path);
    if (one === undefined) continue;
    const closure = new Set(one.closure);
    const beyond = resolution.beyond.filter(({ range }) => closure.has(range.path));
    const diagnostics = [...(resolution.own[index] ?? []), ...beyond];
    memory.resolutions.set(spec.path, { key: one.key, spec, importsOf, diagnostics });
  }
}

/** Findings as they are reported: sorted, and no more of one file than anybody would read. */
function inOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return limitFindings(sortDiagnostics(diagnostics), limits.findings);
}

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

function hash(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
