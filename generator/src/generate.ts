import { isAbsolute, join, relative, sep } from "node:path";
import type { ProjectConfig } from "./config.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { UsageError } from "./diagnostics/usage-error.ts";
import { hashFile, hashText, identifyGenerator, type RunRecord, readRecord, writeRecord } from "./files/cache.ts";
import { findProject, findSpecs, type ProjectPlace } from "./files/find.ts";
import { findOrphans } from "./files/output-folder.ts";
import { createInputReader, readText } from "./files/read.ts";
import { readImportStyle } from "./files/tsconfig.ts";
import { writeFiles } from "./files/write.ts";
import type { EmittedFile } from "./plan/file.ts";

/** Where to generate. */
export interface GenerateOptions {
  /** Folder to start from; the project is looked for there and above. Default: the current one. */
  readonly cwd?: string;
  /** Path of the configuration, relative to `cwd`. */
  readonly config?: string;
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
  /** All files that decide the result, below the root where they are; also those that were looked for in vain. */
  readonly inputs: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Paths below the output folder. */
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  readonly unchanged: readonly string[];
}

/** A project brought into memory and compiled; nothing has been written. */
export interface CompiledProject {
  readonly place: ProjectPlace;
  readonly config: ProjectConfig;
  readonly specs: readonly string[];
  readonly files: readonly EmittedFile[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the findings are about the configuration, so that no spec was looked at. */
  readonly configFailed: boolean;
  /** Hash of everything that was read. */
  readonly inputs: Readonly<Record<string, string | null>>;
}

/** Reads a project and compiles it in memory. */
export async function compileProject(
  options: GenerateOptions = {},
  overrides: Partial<ProjectConfig> = {},
): Promise<CompiledProject> {
  const place = findProject(options.cwd ?? process.cwd(), options.config);
  const { root } = place;
  const { readConfig } = await import("./spec/read-config.ts");
  const style = readImportStyle(root);
  const configText = place.config === undefined ? "" : readText(join(root, place.config));
  const reading = await readConfig(place.config ?? "outspec.yaml", configText, style);
  const config = { ...reading.config, ...overrides };
  if (reading.diagnostics.some(({ severity }) => severity === "error")) {
    return { place, config, specs: [], files: [], diagnostics: reading.diagnostics, configFailed: true, inputs: {} };
  }

  const specs = findSpecs(root, config.schemas);
  if (specs.length === 0) {
    throw new UsageError(
      `there are no specs in ${config.schemas}/`,
      "a spec is a .yaml, .yml or .json file; `npx outspec init` writes a first one",
    );
  }
  const reader = createInputReader(root);
  const texts = new Map(specs.map((path) => [path, readText(join(root, path))]));
  const { compile } = await import("./pipeline.ts");
  const { files, diagnostics } = await compile(texts, config, reader);
  const hashes = [
    ...[...texts].map(([path, text]): [string, string] => [path, hashText(text)]),
    ...[...reader.seen].map(([path, text]): [string, string | null] => [
      path,
      text === undefined ? null : hashText(text),
    ]),
    ...style.read.map((path): [string, string | null] => [belowRoot(root, path), hashFile(path)]),
    ...(place.config === undefined ? [] : [[place.config, hashText(configText)] as const]),
  ];
  return {
    place,
    config,
    specs,
    files,
    diagnostics: [...reading.diagnostics, ...diagnostics],
    configFailed: false,
    inputs: Object.fromEntries(hashes),
  };
}

/** Generates a project: reads the specs, compiles them, writes what changed. Without changes it loads no compiler. */
export async function generate(options: GenerateOptions = {}): Promise<GenerateResult> {
  const place = findProject(options.cwd ?? process.cwd(), options.config);
  const { root } = place;
  const configKey = place.config ?? "";
  const generator = identifyGenerator();
  const last = readRecord(root, configKey);
  if (last !== undefined && last.generator === generator && nothingChanged(root, last)) {
    const { output, schemas, specs, diagnostics, inputs, outputs } = last;
    return {
      status: "unchanged",
      root,
      output,
      schemas,
      specs: specs.length,
      inputs: Object.keys(inputs),
      diagnostics,
      written: [],
      deleted: [],
      unchanged: Object.keys(outputs),
    };
  }

  const { config, specs, files, diagnostics, inputs } = await compileProject(options);
  const base = {
    root,
    output: config.output,
    schemas: config.schemas,
    specs: specs.length,
    inputs: Object.keys(inputs),
  };
  if (diagnostics.some(({ severity }) => severity === "error")) {
    return { ...base, status: "failed", diagnostics, written: [], deleted: [], unchanged: [] };
  }
  const { refused, ...report } = writeFiles(root, config.output, files);
  if (refused.length > 0) return { ...base, status: "failed", diagnostics: [...diagnostics, ...refused], ...report };

  const outputs = Object.fromEntries(files.map(({ path, text }) => [path, hashText(text)]));
  const { schemas, output } = config;
  writeRecord(root, configKey, { generator, schemas, output, specs, inputs, outputs, diagnostics });
  const status = report.written.length + report.deleted.length === 0 ? "unchanged" : "written";
  return { ...base, status, diagnostics, ...report };
}

function nothingChanged(root: string, last: RunRecord): boolean {
  try {
    const specs = findSpecs(root, last.schemas);
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
