import type { Conjunct } from "./conjuncts.ts";
import { isList, isRecord, type Schema, type SchemaObject } from "./json-schema.ts";
import { namingKeywords, openingKeywords } from "./keywords.ts";

/** The names a schema requires. */
export function requiredOf(schema: SchemaObject): readonly string[] {
  const names = schema["required"];
  return isList(names) ? names.filter((name) => typeof name === "string") : [];
}

/** The patterns of a schema's `patternProperties`. */
export function patternsOf(schema: SchemaObject): readonly string[] {
  const map = schema["patternProperties"];
  return isRecord(map) ? Object.keys(map) : [];
}

/** Whether a pattern is one of the ways to say "every name"; nobody puts a line break into one. */
export function matchesEveryName(pattern: string): boolean {
  return /^\^?(?:\(?(?:\.|\[\\[sdw]\\[SDW]\])\*\)?)?\$?$/.test(pattern) && pattern !== "^$";
}

/** Whether some closed schemas of one object all know a name, or may by a pattern. */
export function admitName(conjuncts: readonly Conjunct[], name: string): boolean {
  return conjuncts.every(
    ({ schema }) =>
      schema["additionalProperties"] !== false ||
      patternsOf(schema).length > 0 ||
      (isRecord(schema["properties"]) && Object.hasOwn(schema["properties"], name)),
  );
}

/** Whether a schema has a keyword that looks at names it does not declare. */
export function looksAtOtherNames(schema: SchemaObject): boolean {
  return openingKeywords.some((keyword) => Object.hasOwn(schema, keyword));
}

/** Whether a schema that may apply has something to say about which names are there. */
export function speaksOfNames(schema: Schema): boolean {
  return isRecord(schema) && namingKeywords.some((keyword) => Object.hasOwn(schema, keyword));
}

/** Whether a schema that may apply speaks of names it does not list. */
export function admitsOtherNames(schema: SchemaObject): boolean {
  const { additionalProperties } = schema;
  return (additionalProperties !== undefined && additionalProperties !== false) || looksAtOtherNames(schema);
}

/**
 * Whether an `unevaluatedProperties: false` closes an object as `additionalProperties` would: nothing else that applies,
 * or may apply, speaks of names it does not list.
 */
export function closesUnevaluated(conjuncts: readonly Conjunct[], possible: readonly Conjunct[]): boolean {
  if (!conjuncts.some(({ schema }) => schema["unevaluatedProperties"] === false)) return false;
  const listed = new Set(conjuncts.flatMap(({ schema }) => namesIn(schema)));
  const opens = conjuncts.some(
    ({ schema }) =>
      ["patternProperties", "dependentSchemas", "dependencies"].some((keyword) => Object.hasOwn(schema, keyword)) ||
      ["if", "then", "else"].some((keyword) => mayEvaluateMore(schema[keyword], listed)) ||
      (schema["unevaluatedProperties"] ?? false) !== false,
  );
  return !opens && !possible.some(({ schema }) => admitsOtherNames(schema));
}

function namesIn({ properties }: SchemaObject): readonly string[] {
  return isRecord(properties) ? Object.keys(properties) : [];
}

/** Whether a part of a condition may evaluate names beyond those listed. What leads on to other schemas may. */
function mayEvaluateMore(part: unknown, listed: ReadonlySet<string>): boolean {
  if (!isRecord(part)) return false;
  return Object.keys(part).some((keyword) => {
    if (keyword === "properties") return namesIn(part).some((name) => !listed.has(name));
    return keyword !== "required" && keyword !== "type" && keyword !== "description" && keyword !== "title";
  });
}
