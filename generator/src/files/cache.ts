import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { contractVersion } from "../../../runtime/src/facts/dialects.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hashText } from "./hash.ts";
import { writeAtomically } from "./write.ts";

/** What the last complete run read and wrote, as hashes by path; `null` stands for a file that was not there. */
export interface RunRecord {
  readonly generator: string;
  readonly schemas: string;
  readonly patterns?: readonly string[];
  readonly output: string;
  readonly specs: readonly string[];
  readonly inputs: Readonly<Record<string, string | null>>;
  readonly outputs: Readonly<Record<string, string>>;
  /** Warnings of that run, so that they are shown again. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Folder for things that can be made again: below the nearest `node_modules`. `undefined` when there is none. */
export function cacheFolder(root: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "node_modules"))) return join(folder, "node_modules", ".cache", "outspec");
    if (folder === dirname(folder)) return undefined;
  }
}

/** Run from its sources this file is in a folder of theirs; built, all files are beside it. */
const ownFolder = basename(import.meta.dirname) === "files" ? dirname(import.meta.dirname) : import.meta.dirname;

/** Packages whose version may show in the generated files. */
const spellingPackages = ["ajv", "ajv-draft-04", "json-schema-to-typescript", "ts-morph", "yaml"];

/**
 * Identifies the generator that runs: contract version, size and time of the files in its folder, and versions of the
 * packages that write with it. The package version would do for the files of released ones; this also holds while
 * somebody works on the generator.
 */
export function identifyGenerator(folder: string = ownFolder): string {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.[jt]s$/.test(name))
    .sort();
  const stamps = files.map((name) => {
    const { size, mtimeMs } = statSync(join(folder, name));
    return `${name} ${size} ${mtimeMs}`;
  });
  const versions = spellingPackages.map((name) => `${name} ${versionOf(name, folder)}`);
  return hashText([contractVersion, ...stamps, ...versions].join("\n"));
}

/** Version of the package that an import from `folder` finds. */
function versionOf(name: string, folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, "node_modules", name, "package.json");
    if (existsSync(path)) return /"version"\s*:\s*"([^"]*)"/.exec(readFileSync(path, "utf8"))?.[1] ?? "unknown";
    if (at === dirname(at)) return "unknown";
  }
}

/** Reads the record of the last complete run; anything unreadable counts as none. */
export function readRecord(root: string, config: string): RunRecord | undefined {
  const path = recordPath(root, config);
  if (path === undefined || !existsSync(path)) return undefined;
  try {
    const record: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isRunRecord(record) ? record : undefined;
  } catch {
    return undefined;
  }
}

function isRunRecord(value: unknown): value is RunRecord {
  if (!isObject(value)) return false;
  const { generator, schemas, patterns = [], output, specs, inputs, outputs, diagnostics } = value;
  return (
    Array.isArray(patterns) &&
    patterns.every(isText) &&
    [generator, schemas, output].every(isText) &&
    Array.isArray(specs) &&
    specs.every(isText) &&
    isObject(inputs) &&
    Object.values(inputs).every((hash) => hash === null || isText(hash)) &&
    isObject(outputs) &&
    Object.values(outputs).every(isText) &&
    Array.isArray(diagnostics) &&
    diagnostics.every(isDiagnostic)
  );
}

function isDiagnostic(value: unknown): boolean {
  if (!isObject(value) || !isObject(value["range"])) return false;
  const { path, start, end } = value["range"];
  const isPlace = (place: unknown): boolean =>
    isObject(place) && Number.isInteger(place["line"]) && Number.isInteger(place["column"]);
  const { code, severity, message, hint } = value;
  return (
    [code, message, path].every(isText) &&
    (hint === undefined || isText(hint)) &&
    (severity === "error" || severity === "warning") &&
    isPlace(start) &&
    isPlace(end)
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Keeps the record of a complete run. A cache that cannot be written is no reason to fail. */
export function writeRecord(root: string, config: string, record: RunRecord): void {
  const path = recordPath(root, config);
  if (path === undefined) return;
  try {
    writeAtomically(path, JSON.stringify(record));
  } catch {
    // The next run does the work again.
  }
}

function recordPath(root: string, config: string): string | undefined {
  const folder = cacheFolder(root);
  return folder === undefined ? undefined : join(folder, `${hashText(`${root}\n${config}`).slice(0, 16)}.json`);
}
