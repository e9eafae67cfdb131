import { createHash } from "node:crypto";
import type { ProjectConfig } from "./config.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import type { IndexEntry } from "./emit/project-files.ts";
import type { EmitWorkers } from "./emit/workers.ts";
import type { EmittedFile } from "./plan/file.ts";
import { checkSpec } from "./spec/check.ts";
import { createClosures, type FileLinks, type LinkedFile, readLinks } from "./spec/links.ts";
import { readSpec } from "./spec/read.ts";
import type { OtherFiles } from "./spec/references.ts";
import { checkNames, type Naming, nameDocument, resolveSpecs } from "./spec/resolve.ts";
import type { ForeignPlace, ResolvedSpec } from "./spec/resolved-spec.ts";
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

/** What emitting a spec gave. */
export interface KnownResult {
  /** Covers the spec and all it refers to, the configuration, and what others refer to in it and in those. */
  readonly key: string;
  /** The part of `key` that decides what the spec means: all but what others refer to. */
  readonly meaning: string;
  /** The places in other specs that this one refers to. */
  readonly refers: readonly ForeignPlace[];
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

/** A spec that is resolved. Kept until all files of a run are emitted: another spec may have an error. */
interface Resolved {
  readonly meaning: string;
  readonly spec: ResolvedSpec;
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
    const linked = linkFiles(memory, specs, others, config);
    const project: Project = { memory, specs, documents, linked, config, others };
    forgetStale(project);
    await resolveSome(
      project,
      [...specs.keys()].filter((path) => !memory.results.has(path)),
    );
    const outputKeys = keysOfOutputs(project);
    const waiting = [...specs.keys()].filter((path) => memory.results.get(path)?.key !== outputKeys.get(path));
    for (const path of waiting) memory.results.delete(path);
    await resolveSome(
      project,
      waiting.flatMap((path) => linked.get(path)?.closure ?? []),
    );

    const diagnostics = [
      ...[...specs.keys()].flatMap((path) => memory.files.get(path)?.diagnostics ?? []),
      ...checkNames([...specs.keys()].flatMap((path) => memory.files.get(path)?.naming ?? [])),
      ...[...specs.keys()].flatMap(
        (path) => (memory.results.get(path) ?? memory.resolutions.get(path))?.diagnostics ?? [],
      ),
    ];
    if (hasError(diagnostics)) return { files: [], diagnostics: sortDiagnostics(diagnostics), emitted: [] };
    diagnostics.push(...(await emitWaiting(project, waiting, outputKeys, workers)));
    if (hasError(diagnostics)) return { files: [], diagnostics: sortDiagnostics(diagnostics), emitted: [] };

    memory.resolutions.clear();
    const { emitProjectFiles } = await import("./emit/emit-project.ts");
    const complete = [...specs.keys()].flatMap((path) => memory.results.get(path) ?? []);
    const projectFiles = emitProjectFiles(
      complete.flatMap(({ entry }) => entry ?? []),
      config,
    );
    return {
      files: [...complete.flatMap(({ files }) => files), ...projectFiles].sort((a, b) => (a.path < b.path ? -1 : 1)),
      diagnostics: sortDiagnostics(diagnostics),
      emitted: waiting,
    };
  } finally {
    workers?.stop();
  }
}

/** What the steps of one run share. */
interface Project {
  readonly memory: Memory;
  readonly specs: ReadonlyMap<string, string>;
  readonly documents: ReadonlyMap<string, SpecDocument>;
  readonly linked: ReadonlyMap<string, Linked>;
  readonly config: ProjectConfig;
  readonly others: OtherFiles;
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

/** A file of the run among the others. */
interface Linked extends LinkedFile {
  readonly isSpec: boolean;
  /** Paths of all files its meaning may depend on, its own among them. */
  readonly closure: readonly string[];
  /** Covers the texts of all those, and the configuration. */
  readonly meaning: string;
}

/** Finds all files of the run, the specs and what they may refer to however far away, and what each depends on. */
function linkFiles(
  { files }: Memory,
  specs: ReadonlyMap<string, string>,
  others: OtherFiles,
  config: ProjectConfig,
): ReadonlyMap<string, Linked> {
  const linked = new Map<string, LinkedFile & { readonly key: string; readonly isSpec: boolean }>();
  const asked = new Set<string>();
  for (const path of specs.keys()) {
    const file = files.get(path);
    if (file === undefined) continue;
    linked.set(path, { path, key: file.key, links: file.links, isSpec: true });
    for (const other of file.links.files) asked.add(other);
  }
  for (const path of asked) {
    const text = specs.has(path) ? undefined : others.get(path);
    if (text === undefined) continue;
    const key = hash(path, text);
    const last = files.get(path);
    const links = last?.key === key ? last.links : readLinks(readSpec(path, text));
    files.set(path, { key, diagnostics: [], links });
    linked.set(path, { path, key, links, isSpec: false });
    for (const other of links.files) asked.add(other);
  }
  for (const path of files.keys()) if (!linked.has(path)) files.delete(path);

  const configKey = hash(config);
  const closureOf = createClosures(linked);
  return new Map(
    [...linked.values()].map((file): [string, Linked] => {
      const closure = closureOf(file.path);
      const parts = closure.map((path) => [path, linked.get(path)?.isSpec, linked.get(path)?.key]);
      return [file.path, { ...file, closure, meaning: hash(configKey, file.path, parts) }];
    }),
  );
}

/** Forgets what was made from something that says or means another thing now. */
function forgetStale({ memory, specs, linked }: Project): void {
  for (const known of [memory.results, memory.resolutions]) {
    for (const [path, { meaning }] of known) {
      if (!specs.has(path) || linked.get(path)?.meaning !== meaning) known.delete(path);
    }
  }
  // The hints of errors look beyond what a spec depends on: to a file with a name like the one that is not there.
  for (const [path, { diagnostics }] of memory.resolutions) if (hasError(diagnostics)) memory.resolutions.delete(path);
}

/** Resolves some specs beside all they depend on, as far as they are not resolved. */
async function resolveSome(project: Project, paths: readonly string[]): Promise<void> {
  const { memory, specs, documents, linked, config, others } = project;
  const missing = paths.filter((path) => specs.has(path) && !memory.resolutions.has(path));
  if (missing.length === 0) return;
  const needed = [...new Set(missing.flatMap((path) => linked.get(path)?.closure ?? []))].sort();
  const subset = needed.flatMap((path) => {
    const text = specs.get(path);
    return text === undefined ? [] : [documents.get(path) ?? readSpec(path, text)];
  });
  const ahead = needed.filter((path) => linked.get(path)?.isSpec === false);
  const resolution = await resolveSpecs(subset, config, others, { paths: [...linked.keys()].sort(), ahead });
  for (const [index, spec] of resolution.specs.entries()) {
    const { closure = [], meaning = "" } = linked.get(spec.path) ?? {};
    const beyond = resolution.beyond.filter(({ range }) => closure.includes(range.path));
    memory.resolutions.set(spec.path, {
      meaning,
      spec,
      diagnostics: [...(resolution.own[index] ?? []), ...beyond],
    });
  }
}

/** Works out what decides each spec's files: its meaning, and what others refer to in it and in those it depends on. */
function keysOfOutputs({ memory, specs, linked }: Project): ReadonlyMap<string, string> {
  const offers = new Map<string, Set<string>>();
  for (const path of specs.keys()) {
    const resolved = memory.resolutions.get(path)?.spec;
    const refers = resolved === undefined ? (memory.results.get(path)?.refers ?? []) : placesIn(resolved);
    for (const place of refers) offers.set(place.path, (offers.get(place.path) ?? new Set()).add(place.pointer));
  }
  return new Map(
    [...specs.keys()].map((path) => {
      const { closure = [], meaning = "" } = linked.get(path) ?? {};
      return [path, hash(meaning, ...closure.map((other) => [...(offers.get(other) ?? [])].sort()))];
    }),
  );
}

/** The places in other specs that a spec refers to. */
function placesIn({ foreign }: ResolvedSpec): readonly ForeignPlace[] {
  return [...foreign.values()];
}

/** Emits the specs without a result and keeps what comes of it; gives what was found on the way. */
async function emitWaiting(
  { memory, config }: Project,
  waiting: readonly string[],
  keys: ReadonlyMap<string, string>,
  workers: EmitWorkers | undefined,
): Promise<readonly Diagnostic[]> {
  const { emitSpecs, checkTargets } = await import("./emit/emit-project.ts");
  const resolved = waiting.flatMap((path) => memory.resolutions.get(path) ?? []);
  const emitted = await emitSpecs(
    resolved.map(({ spec }) => spec),
    config,
    {
      ...(workers !== undefined && { workers }),
      onProgress: (done) => memory.onProgress({ phase: "emit", done, total: resolved.length }),
    },
  );
  for (const [index, { meaning, spec, diagnostics }] of resolved.entries()) {
    const one = emitted[index];
    if (one === undefined || hasError(one.diagnostics)) continue;
    memory.results.set(spec.path, {
      ...one,
      key: keys.get(spec.path) ?? "",
      meaning,
      refers: placesIn(spec),
      diagnostics: [...diagnostics, ...one.diagnostics],
    });
  }
  return [...emitted.flatMap(({ diagnostics }) => diagnostics), ...checkTargets(config)];
}

function hasError(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

function hash(...parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
