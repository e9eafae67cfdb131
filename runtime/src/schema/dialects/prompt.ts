import { createAuthoredDialect } from "./authored.ts";
import type { Dialect } from "./dialect.ts";

/** Keywords that tell a reader nothing about what to write. */
const noise: ReadonlySet<string> = new Set([
  ...["$schema", "$id", "id", "$comment", "$anchor", "title", "default", "deprecated", "readOnly", "writeOnly"],
]);

/**
 * The schema as it stands in a prompt: compact JSON without what a model has no use for, authored in everything it
 * means. JSON Schema is what models have read most of; a notation of our own would save few tokens and need teaching.
 */
export const prompt: Dialect = createAuthoredDialect(
  "prompt",
  (keyword) => noise.has(keyword) || keyword.startsWith("x-"),
);
