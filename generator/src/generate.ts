import { isAbsolute, join, relative, sep } from "node:path";
import type { ProjectConfig } from "./config.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { UsageError } from "./diagnostics/usage-error.ts";
import { identifyGenerator, type RunRecord, readRecord, writeRecord } from "./files/cache.ts";
import { findProject, findSpecs, type ProjectPlace } from "./files/find.ts";
import { hashEmitted, hashFile, hashText } from "./files/hash.ts";
import { readKnowledge, writeKnowledge } from "./files/knowledge.ts";
import { findOrphans } from "./files/output-folder.ts";
import { createInputReader, readText } from "./files/read.ts";
import { findRuntimePackage, usualRuntimePath } from "./files/runtime-package.ts";
import { readImportStyle } from "./files/tsconfig.ts";
import { type SeenFiles, writeFiles } from "./files/write.ts";
import type { KnownFile, KnownResult, Progress } from "./pipeline/memory.ts";
import type { Compiler } from "./pipeline.ts";
import type { EmittedFile } from "./plan/file.ts";
import { version } from "./version.ts";

/** Where to generate. */
export interface GenerateOptions {
  /** Folder to start from; the project is looked for there and above. Default: the current one. */
  readonly cwd?: string;
  /** Path of the configuration, relative to `cwd`. */
  readonly config?: string;
  /** Told how far a long run is, many times a second. */
  onProgress?(progress: Progress): void;
}

/** What a run of `generate` did. */
export interface GenerateResult {
  /** `failed`: findings or files in the way, and nothing was written. */
  readonly status: "unchanged" | "written" | "failed";
  readonly root: string;
  /** Folder of the generated files, below the root. */
  readonly output: string;
  /** Folder of the specs, below the root. */
  readonly schemas: string;
  readonly specs: number;
  /** Paths of the specs that were compiled; what had been generated for the others was still right. */
  readonly compiled: readonly string[];
  /** All files that decide the result, below the root where they are; also those that were looked for in vain. */
  readonly inputs: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Paths below the output folder. */
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  readonly unchanged: readonly string[];
}

/** Generates one project again and again, and remembers what it learnt on the way. */
export interface Generator {
  /** Brings the project up to date as it is now. */
  run(): Promise<GenerateResult>;
}

/** A project brought into memory and compiled; nothing has been written. */
export interface CompiledProject {
  readonly place: ProjectPlace;
  readonly config: ProjectConfig;
  readonly specs: readonly string[];
  readonly files: readonly EmittedFile[];
  /** Paths of the specs that were compiled and not known already. */
  readonly compiled: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the findings are about the configuration, so that no spec was looked at. */
  readonly configFailed: boolean;
  /** Hash of everything that was read. */
  readonly inputs: Readonly<Record<string, string | null>>;
}

/** Reads a project and compiles it in memory, with a compiler that `prepare` makes once the configuration is known. */
export async function compileProject(
  options: GenerateOptions = {},
  overrides: Partial<ProjectConfig> = {},
  prepare?: (config: ProjectConfig) => Compiler,
): Promise<CompiledProject> {
  const place = findProject(options.cwd ?? process.cwd(), options.config);
  const { root } = place;
  const { readConfig } = await import("./spec/read-config.ts");
  const style = readImportStyle(root);
  const configText = place.config === undefined ? "" : readText(join(root, place.config));
  const reading = await readConfig(place.config ?? "outspec.yaml", configText, style);
  const config = { ...reading.config, ...overrides };
  if (reading.diagnostics.some(({ severity }) => severity === "error")) {
    const nothing = { specs: [], files: [], compiled: [], inputs: {} };
    return { place, config, ...nothing, diagnostics: reading.diagnostics, configFailed: true };
  }

  const specs = findSpecs(root, config.schemas, config.patterns);
  if (specs.length === 0) {
    throw new UsageError(
      config.patterns === undefined
        ? `there are no specs in ${config.schemas}/`
        : `no file matches ${config.patterns.map((pattern) => JSON.stringify(pattern)).join(", ")}`,
      "a spec is a .yaml, .yml or .json file; `npx outspec init` writes a first one",
    );
  }
  const reader = createInputReader(root);
  const texts = new Map(specs.map((path) => [path, readText(join(root, path))]));
  const [{ createCompiler }, { checkRuntime }] = await Promise.all([
    import("./pipeline.ts"),
    import("./spec/check-runtime.ts"),
  ]);
  const runtime = findRuntimePackage(root);
  const runtimePath = runtime?.path ?? usualRuntimePath(root);
  const compiler = prepare?.(config) ?? createCompiler(options);
  const { files, diagnostics, emitted } = await compiler.compile(texts, config, reader);
  const hashes = [
    ...[...texts].map(([path, text]): [string, string] => [path, hashText(text)]),
    ...[...reader.seen].map(([path, text]): [string, string | null] => [
      path,
      text === undefined ? null : hashText(text),
    ]),
    ...[...style.read, runtimePath].map((path): [string, string | null] => [belowRoot(root, path), hashFile(path)]),
    ...(place.config === undefined ? [] : [[place.config, hashText(configText)] as const]),
  ];
  return {
    place,
    config,
    specs,
    files,
    compiled: emitted,
    diagnostics: [...checkRuntime(version, runtime), ...reading.diagnostics, ...diagnostics],
    configFailed: false,
    inputs: Object.fromEntries(hashes),
  };
}

/** Generates a project: reads the specs, compiles them, writes what changed. Without changes it loads no compiler. */
export async function generate(options: GenerateOptions = {}): Promise<GenerateResult> {
  const { root, config = "" } = findProject(options.cwd ?? process.cwd(), options.config);
  const last = readRecord(root, config);
  const isCurrent = last !== undefined && last.generator === identifyGenerator() && nothingChanged(root, last);
  return isCurrent ? unchanged(root, last) : createGenerator(options).run();
}

/** Creates a {@link Generator}. What a run learns is on disk for the next process, and in memory for the next run. */
export function createGenerator(options: GenerateOptions = {}): Generator {
  const generator = identifyGenerator();
  const seen: SeenFiles = new Map();
  let compiler: Compiler | undefined;
  return {
    async run() {
      const { root, config: configKey = "" } = findProject(options.cwd ?? process.cwd(), options.config);
      const { createCompiler } = await import("./pipeline.ts");
      const prepare = ({ output }: ProjectConfig): Compiler => {
        if (compiler !== undefined) return compiler;
        const knowledge = readKnowledge<KnownFile, KnownResult>(root, configKey, generator, output);
        compiler = createCompiler({ ...options, ...(knowledge !== undefined && { knowledge }) });
        return compiler;
      };
      const project = await compileProject(options, {}, prepare);
      const result = writeProject(project, seen);
      if (result.status !== "failed") writeRecord(root, configKey, recordOf(generator, project));
      if (compiler !== undefined && (project.compiled.length > 0 || result.status === "failed"))
        writeKnowledge(root, configKey, generator, compiler.knowledge);
      return result;
    },
  };
}

function unchanged(root: string, last: RunRecord): GenerateResult {
  const { output, schemas, specs, diagnostics, inputs, outputs } = last;
  return {
    status: "unchanged",
    root,
    output,
    schemas,
    specs: specs.length,
    compiled: [],
    inputs: Object.keys(inputs),
    diagnostics,
    written: [],
    deleted: [],
    unchanged: Object.keys(outputs),
  };
}

function writeProject(project: CompiledProject, seen: SeenFiles): GenerateResult {
  const { place, config, specs, files, compiled, diagnostics, inputs } = project;
  const base = {
    root: place.root,
    output: config.output,
    schemas: config.schemas,
    specs: specs.length,
    compiled,
    inputs: Object.keys(inputs),
  };
  if (diagnostics.some(({ severity }) => severity === "error"))
    return { ...base, status: "failed", diagnostics, written: [], deleted: [], unchanged: [] };
  const { refused, ...report } = writeFiles(place.root, config.output, files, seen);
  if (refused.length > 0) return { ...base, status: "failed", diagnostics: [...diagnostics, ...refused], ...report };
  const status = report.written.length + report.deleted.length === 0 ? "unchanged" : "written";
  return { ...base, status, diagnostics, ...report };
}

function recordOf(generator: string, { config, specs, files, diagnostics, inputs }: CompiledProject): RunRecord {
  const { schemas, patterns, output } = config;
  const outputs = Object.fromEntries(files.map((file) => [file.path, hashEmitted(file)]));
  return {
    generator,
    schemas,
    ...(patterns !== undefined && { patterns }),
    output,
    specs,
    inputs,
    outputs,
    diagnostics,
  };
}

function nothingChanged(root: string, last: RunRecord): boolean {
  try {
    const specs = findSpecs(root, last.schemas, last.patterns);
    if (specs.length !== last.specs.length || specs.some((path, index) => path !== last.specs[index])) return false;
  } catch {
    return false;
  }
  const same = (path: string, hash: string | null): boolean =>
    hashFile(isAbsolute(path) ? path : join(root, path)) === hash;
  return (
    Object.entries(last.inputs).every(([path, hash]) => same(path, hash)) &&
    Object.entries(last.outputs).every(([path, hash]) => same(join(last.output, path), hash)) &&
    findOrphans(join(root, last.output), new Set(Object.keys(last.outputs))).length === 0
  );
}

function belowRoot(root: string, path: string): string {
  const below = relative(root, path);
  return below.startsWith("..") ? path : below.split(sep).join("/");
}
