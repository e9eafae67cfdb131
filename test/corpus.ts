import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { Schema } from "@outspec/runtime/testing";

/** The corpus of real schemas, where this checkout has one beside it or is told of one. */
const corpusFolder = process.env["OUTSPEC_CORPUS"] ?? join(import.meta.dirname, "..", "..", "shared", "corpus");

/** One schema of the corpus with its labelled instances. */
export interface CorpusEntry {
  readonly family: string;
  readonly name: string;
  readonly schema: Schema;
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
  readonly ajvError?: string;
}

/** Whether a run takes all of the corpus, as `npm run sweep` does, instead of a sample. */
export const isSweep: boolean = process.env["OUTSPEC_SWEEP"] !== undefined;

/** Reads the corpus; empty, with a message, where it is missing. */
export function readCorpus(): readonly CorpusEntry[] {
  if (!existsSync(corpusFolder)) {
    console.info("skipped: there is no corpus of schemas beside this checkout");
    return [];
  }
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
