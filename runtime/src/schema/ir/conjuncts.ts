import { canonicalJson } from "../canonical-json.ts";
import type { Json, JsonSchema } from "../json.ts";
import type { SchemaObject } from "../keywords.ts";
import { isRecord } from "../pointer.ts";
import type { Constraints, ScalarType } from "./ir.ts";
import { constraintsOf, unsaidKeywords } from "./keywords.ts";
import type { Conjunct } from "./sources.ts";

/** A JSON type by the name `type` gives it. */
export type TypeName = ScalarType | "object" | "array";

/** Keywords that, on a node without `additionalProperties`, speak of names that are not declared. DESIGN section 2. */
const speaksOfOtherNames: ReadonlySet<string> = new Set([
  "patternProperties",
  "minProperties",
  "maxProperties",
  "propertyNames",
  "unevaluatedProperties",
  "unevaluatedItems",
  "not",
  "if",
  "dependencies",
  "dependentRequired",
  "dependentSchemas",
]);

/** The names a schema requires. */
export function requiredOf(schema: JsonSchema): readonly string[] {
  const names = isRecord(schema) ? schema["required"] : undefined;
  return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
}

/** Keywords that may evaluate names no schema lists. */
const evaluatesOtherNames = ["patternProperties", "dependentSchemas", "dependencies"];

/**
 * Whether an `unevaluatedProperties: false` closes an object as `additionalProperties` would: nothing else that applies,
 * or may apply, speaks of names it does not list.
 */
export function closesUnevaluated(conjuncts: readonly Conjunct[], possible: readonly Conjunct[]): boolean {
  const closes = conjuncts.some(({ schema }) => schema["unevaluatedProperties"] === false);
  const listed = new Set(conjuncts.flatMap(({ schema }) => namesIn(schema)));
  const opens = conjuncts.some(
    ({ schema }) =>
      evaluatesOtherNames.some((keyword) => Object.hasOwn(schema, keyword)) ||
      ["if", "then", "else"].some((keyword) => mayEvaluateMore(schema[keyword], listed)) ||
      (schema["unevaluatedProperties"] ?? false) !== false,
  );
  return closes && !opens && !possible.some(({ schema }) => admitsOtherNames(schema));
}

function namesIn({ properties }: SchemaObject): readonly string[] {
  return isRecord(properties) ? Object.keys(properties) : [];
}

/** Whether a part of a condition may evaluate names beyond those listed. What leads on to other schemas may. */
function mayEvaluateMore(part: Json | undefined, listed: ReadonlySet<string>): boolean {
  if (!isRecord(part)) return false;
  return Object.keys(part).some((keyword) => {
    if (keyword === "properties") return namesIn(part).some((name) => !listed.has(name));
    return keyword !== "required" && keyword !== "type" && keyword !== "description" && keyword !== "title";
  });
}

/** The keywords of some schemas that the IR leaves to the validator, with their places. */
export function unsaidBy(conjuncts: readonly Conjunct[]): readonly string[] {
  return conjuncts.flatMap(({ schema, pointer }) => {
    const whole = unsaidKeywords.filter((keyword) => Object.hasOwn(schema, keyword));
    // A type has no word for which names a pattern means.
    const patterns = patternsOf(schema).some((pattern) => !matchesEveryName(pattern)) ? ["patternProperties"] : [];
    return [...whole, ...patterns].map((keyword) => `${keyword} at ${pointer}`);
  });
}

const shapeKeywords = [
  ...["properties", "patternProperties", "additionalProperties", "required"],
  ...["items", "prefixItems", "additionalItems"],
];

/** The keywords that would shape an object or an array, where the schemas do not say that there is one. */
export function shapesBy(conjuncts: readonly Conjunct[]): readonly string[] {
  return conjuncts.flatMap(({ schema, pointer }) =>
    shapeKeywords.filter((keyword) => Object.hasOwn(schema, keyword)).map((keyword) => `${keyword} at ${pointer}`),
  );
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

/** The JSON types all conjuncts agree on; `undefined` when none speaks of types. */
export function typesOf(conjuncts: readonly Conjunct[]): readonly TypeName[] | undefined {
  let types: readonly TypeName[] | undefined;
  for (const { schema } of conjuncts) {
    const stated = schema["type"];
    if (typeof stated !== "string" && !Array.isArray(stated)) continue;
    const own = (typeof stated === "string" ? [stated] : [...stated]).filter(isTypeName);
    if (schema["nullable"] === true && !own.includes("null")) own.push("null");
    if (own.includes("number")) own.splice(0, own.length, ...own.filter((type) => type !== "integer"));
    const before: readonly TypeName[] = types ?? own;
    types = before.flatMap((type): readonly TypeName[] => {
      if (own.includes(type)) return [type];
      if (type === "number" && own.includes("integer")) return ["integer"];
      return type === "integer" && own.includes("number") ? [type] : [];
    });
  }
  return types === undefined ? undefined : [...new Set(types)];
}

const typeNames: ReadonlySet<string> = new Set(["string", "number", "integer", "boolean", "null", "object", "array"]);

function isTypeName(name: unknown): name is TypeName {
  return typeof name === "string" && typeNames.has(name);
}

/**
 * What a schema without `type` is about. By the letter `properties` says nothing about a string; everyone who
 * writes it means an object, so that is how it is read when no keyword of another type stands beside it.
 */
export function inferredTypes(conjuncts: readonly Conjunct[]): readonly TypeName[] | undefined {
  const has = (keywords: readonly string[]): boolean =>
    conjuncts.some(({ schema }) => keywords.some((keyword) => Object.hasOwn(schema, keyword)));
  const names = (value: Json | undefined): boolean => isRecord(value) && Object.keys(value).length > 0;
  const isObjectLike = conjuncts.some(
    ({ schema }) =>
      names(schema["properties"]) || names(schema["patternProperties"]) || isRecord(schema["additionalProperties"]),
  );
  const isArrayLike = has(["items", "prefixItems"]);
  if (isObjectLike === isArrayLike || has([...constraintsOf.string, ...constraintsOf.number])) return undefined;
  return isObjectLike ? ["object"] : ["array"];
}

/** The values all of `enum` and `const` leave, each once; `undefined` without such a keyword. */
export function valuesOf(conjuncts: readonly Conjunct[]): readonly Json[] | undefined {
  let values: readonly Json[] | undefined;
  for (const { schema } of conjuncts) {
    const lists: (readonly Json[])[] = [];
    if (Array.isArray(schema["enum"])) lists.push(schema["enum"]);
    if (schema["const"] !== undefined) lists.push([schema["const"]]);
    for (const list of lists) {
      const texts = new Set(list.map(canonicalJson));
      values = values === undefined ? list : values.filter((value) => texts.has(canonicalJson(value)));
    }
  }
  if (values === undefined) return undefined;
  return [...new Map(values.map((value) => [canonicalJson(value), value])).values()];
}

/** Whether a value has a JSON type; every integer is a number. */
export function hasType(value: Json, type: TypeName): boolean {
  if (value === null) return type === "null";
  if (Array.isArray(value)) return type === "array";
  if (typeof value === "number") return type === "number" || (type === "integer" && Number.isInteger(value));
  return typeof value === type;
}

/** The keywords of all conjuncts together; where two state the same one, the tighter. */
export function constraints(conjuncts: readonly Conjunct[], keywords: readonly string[]): Constraints {
  const all = new Map<string, Json>();
  for (const keyword of keywords) {
    for (const { schema } of conjuncts) {
      const value = schema[keyword];
      if (value === undefined) continue;
      all.set(keyword, tighter(keyword, all.get(keyword), value));
    }
  }
  return Object.fromEntries(all);
}

function tighter(keyword: string, before: Json | undefined, value: Json): Json {
  if (typeof before !== "number" || typeof value !== "number") return before ?? value;
  if (/^(min|exclusiveMin)/.test(keyword)) return Math.max(before, value);
  return /^(max|exclusiveMax)/.test(keyword) ? Math.min(before, value) : before;
}

/** Whether some schemas of one object speak of names they do not declare. DESIGN section 2, "Closed or open". */
export function speakOfOtherNames(conjuncts: readonly Conjunct[]): boolean {
  return conjuncts.some(({ schema }) => Object.keys(schema).some((keyword) => speaksOfOtherNames.has(keyword)));
}

/** Keywords that name properties, or lead to schemas that do. */
const namingKeywords = [
  ...["$ref", "allOf", "anyOf", "oneOf", "properties", "required", "items", "prefixItems", "additionalItems"],
  ...["additionalProperties", ...speaksOfOtherNames],
];

/** Whether a schema that may apply has something to say about which names are there. */
export function speaksOfNames(schema: JsonSchema): boolean {
  return isRecord(schema) && namingKeywords.some((keyword) => Object.hasOwn(schema, keyword));
}

/** Whether a schema that may apply speaks of names it does not list. */
export function admitsOtherNames(schema: SchemaObject): boolean {
  const { additionalProperties } = schema;
  return (
    (additionalProperties !== undefined && additionalProperties !== false) ||
    Object.keys(schema).some((keyword) => speaksOfOtherNames.has(keyword))
  );
}
