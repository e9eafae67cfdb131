import { createReadStream, readdirSync, statSync } from "node:fs";
import { basename, isAbsolute, join, posix, resolve, sep } from "node:path";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isRecord } from "../../../../runtime/src/schema/pointer.ts";
import { compileGlobs, explainGlob, folderOfGlob } from "../../spec/globs.ts";
import { LoadError } from "./load-error.ts";
import { below } from "./scope.ts";
import { createValueSplitter, type SplitValue } from "./split-values.ts";

/** One recorded output. */
export interface Sample {
  readonly output: Json;
  /** The input it was given for, where that was recorded. */
  readonly input?: Json;
  /** Name of the spec it is of, where that was recorded. */
  readonly spec?: string;
  /** Where it stands: the path as it was found from `cwd`, and the line its value begins at. */
  readonly file: string;
  readonly line: number;
}

/** A place in a file of samples that holds none. */
export interface BrokenSample {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Where recorded outputs are. */
export interface SampleOptions {
  readonly cwd: string;
  /** Files, folders and patterns. */
  readonly globs: readonly string[];
  readonly allowEmpty?: boolean;
  /** Characters that one value may have; longer ones are told as broken. */
  readonly mostCharacters?: number;
}

/** Recorded outputs, read while they are asked for: one value is in memory at a time, however large the files are. */
export interface SampleFiles {
  /** Paths from `cwd`, sorted. */
  readonly files: readonly string[];
  /** Reads all files once more each time it is called. */
  read(): AsyncGenerator<Sample | BrokenSample>;
}

const sampleFile = /\.(?:json|jsonl|ndjson)$/;
const defaultMostCharacters = 8 * 1024 * 1024;

/** Finds files of recorded outputs; what matches nothing is a mistake unless that is allowed. */
export function openSamples({ cwd, globs, allowEmpty = false, mostCharacters }: SampleOptions): SampleFiles {
  const found = new Set<string>();
  for (const glob of globs) {
    const matched = findFiles(cwd, glob);
    if (matched.length === 0 && !allowEmpty)
      throw new LoadError("usage", `--samples ${JSON.stringify(glob)} matches no .json, .jsonl or .ndjson file`, {
        hint: "patterns are relative to --cwd; give --allow-empty where there may be none",
      });
    for (const file of matched) found.add(file);
  }
  const files = [...found].sort();
  return {
    files,
    async *read() {
      for (const file of files) yield* readFile(cwd, file, mostCharacters ?? defaultMostCharacters);
    },
  };
}

/** Whether a place could not be read. */
export function isBroken(one: Sample | BrokenSample): one is BrokenSample {
  return "message" in one;
}

function findFiles(cwd: string, glob: string): readonly string[] {
  const path = glob.split(sep).join("/");
  const problem = explainGlob(path);
  if (problem !== undefined)
    throw new LoadError("usage", `--samples ${JSON.stringify(glob)} cannot be read: ${problem}`, {
      hint: 'as in --samples "recorded/**/*.jsonl"',
    });
  const stat = statSync(resolve(cwd, path), { throwIfNoEntry: false });
  if (stat?.isFile() === true) return [shown(cwd, resolve(cwd, path))];
  const isFolder = stat?.isDirectory() === true;
  const start = resolve(
    cwd,
    isFolder ? path : isAbsolute(path) ? `/${folderOfGlob(path.slice(1))}` : folderOfGlob(path),
  );
  const matches = isFolder ? () => true : compileGlobs([posix.normalize(path)]);
  return listFiles(start)
    .filter((file) => sampleFile.test(file) && matches(isAbsolute(path) ? file : shown(cwd, file)))
    .map((file) => shown(cwd, file));
}

function shown(cwd: string, file: string): string {
  return below(cwd, file);
}

function listFiles(folder: string): readonly string[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  const found: string[] = [];
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      if (entry.isDirectory()) visit(join(path, entry.name));
      else if (entry.isFile()) found.push(join(path, entry.name).split(sep).join("/"));
    }
  };
  visit(folder);
  return found;
}

async function* readFile(cwd: string, file: string, limit: number): AsyncGenerator<Sample | BrokenSample> {
  const splitter = createValueSplitter({ limit, lines: !basename(file).endsWith(".json") });
  const stream = createReadStream(resolve(cwd, file), { encoding: "utf8" });
  try {
    for await (const chunk of stream) for (const value of splitter.push(String(chunk))) yield toSample(file, value);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new LoadError("unreadable", `${file} cannot be read: ${code}`, { cause: error });
  } finally {
    stream.destroy();
  }
  for (const value of splitter.end()) yield toSample(file, value);
}

function toSample(file: string, { line, text, problem }: SplitValue): Sample | BrokenSample {
  if (problem !== undefined) return { file, line, message: problem };
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return { file, line, message: "this is not JSON" };
  }
  return { ...unwrap(value), file, line };
}

const wrapperKeys: ReadonlySet<string> = new Set(["input", "output", "spec"]);

/** Tells an output with what was recorded around it from a bare one. */
function unwrap(value: Json): Pick<Sample, "output" | "input" | "spec"> {
  if (!isRecord(value) || Array.isArray(value) || !Object.hasOwn(value, "output")) return { output: value };
  const keys = Object.keys(value);
  if (!keys.every((key) => wrapperKeys.has(key))) return { output: value };
  const { output = null, input, spec } = value;
  return { output, ...(input !== undefined && { input }), ...(typeof spec === "string" && { spec }) };
}
