import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Codec, Validate } from "../../runtime/src/codec.ts";
import * as formats from "../../runtime/src/validation/formats.ts";

/** The corpus of real schemas, where this checkout has one beside it. */
const corpusFolder = join(import.meta.dirname, "..", "..", "..", "shared", "corpus");

/** One schema of the corpus with its labelled instances. */
export interface CorpusEntry {
  readonly family: string;
  readonly name: string;
  readonly schema: unknown;
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
  readonly ajvError?: string;
}

/** Reads the corpus; empty where it is missing. */
export function readCorpus(): readonly CorpusEntry[] {
  if (!existsSync(corpusFolder)) return [];
  return readdirSync(corpusFolder)
    .filter((name) => name.endsWith(".jsonl.gz"))
    .sort()
    .flatMap((name) =>
      gunzipSync(readFileSync(join(corpusFolder, name)))
        .toString("utf8")
        .split("\n")
        .filter((line) => line !== "")
        // The cast holds by the corpus's own description.
        .map((line) => ({
          family: name.replace(".jsonl.gz", ""),
          ...(JSON.parse(line) as Omit<CorpusEntry, "family">),
        })),
    );
}

/** Every `step`-th entry: the same sample on every machine. */
export function sample<T>(entries: readonly T[], size: number): readonly T[] {
  const step = Math.max(1, entries.length / size);
  return Array.from({ length: Math.min(size, entries.length) }, (_, index) => entries[Math.floor(index * step)] as T);
}

/** What an internal file exports, as a test sees it. */
export interface Internal {
  readonly schema: unknown;
  readonly table: Codec["table"];
  readonly validate: Validate;
  readonly codec: Codec;
}

const require = createRequire(import.meta.url);
const runtime: Readonly<Record<string, unknown>> = {
  ...formats,
  equal: require("ajv/dist/runtime/equal").default,
  ucs2length: require("ajv/dist/runtime/ucs2length").default,
};

/** Evaluates an internal file without a loader: its few types are taken off and its imports handed in. */
export function evaluateInternal(text: string): Internal {
  const code = text
    .replaceAll(/^import type .*$/gm, "")
    .replaceAll(/^import \{(.*)\} from .*$/gm, "const {$1} = runtime;")
    .replaceAll(/^(export )?const (\w+): \w+ = /gm, "const $2 = ");
  const load = new Function("runtime", `${code}\nreturn { schema, table, validate, codec };`);
  // The cast holds because the file was just emitted with these exports.
  return load(runtime) as Internal;
}
