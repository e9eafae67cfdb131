import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { leadsInside } from "./find.ts";

/** Reads files below a root and remembers what was asked for, found or not: all of that is input of a run. */
export interface InputReader {
  /** Text of a file below the root; `undefined` when it is missing or leads out of the root. */
  get(path: string): string | undefined;
  /** Everything asked for, with its text; `undefined` for what was not there. */
  readonly seen: ReadonlyMap<string, string | undefined>;
}

/** Creates a reader for the files below `root`. */
export function createInputReader(root: string): InputReader {
  const seen = new Map<string, string | undefined>();
  return {
    seen,
    get(path) {
      if (!seen.has(path)) seen.set(path, leadsInside(root, path) ? readText(join(root, path)) : undefined);
      return seen.get(path);
    },
  };
}

/** Reads a text file that exists; what the system refuses becomes one clear line. */
export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new UsageError(
      `${path} cannot be read: ${(cause as NodeJS.ErrnoException).code ?? "unknown reason"}`,
      undefined,
      { cause },
    );
  }
}
