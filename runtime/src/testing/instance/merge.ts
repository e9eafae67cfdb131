import { propertySchemas } from "./matches.ts";
import {
  isObject,
  isSchema,
  type Json,
  type JsonObject,
  type Schema,
  sameJson,
  schemaMapOf,
  schemasOf,
  stringsOf,
  typesOf,
} from "./schema.ts";

/** Which of two bounds is the stricter one. */
const bounds: Readonly<Record<string, (a: number, b: number) => number>> = {
  minimum: Math.max,
  maximum: Math.min,
  minLength: Math.max,
  maxLength: Math.min,
  minItems: Math.max,
  maxItems: Math.min,
  minProperties: Math.max,
  maxProperties: Math.min,
};

/** Keywords that {@link mergeSchemas} joins as objects, pair by pair. */
const objectKeywords: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "additionalProperties",
  "required",
]);

/**
 * Says two schemas as one: what satisfies the result is meant to satisfy both.
 *
 * Simple on purpose: a caller checks what it builds from the result. Gives `false` when no value can satisfy both.
 */
export function mergeSchemas(a: Schema, b: Schema): Schema {
  if (a === false || b === false) return false;
  if (a === true) return b;
  if (b === true) return a;
  const merged: Record<string, Json> = {};
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (objectKeywords.has(key)) continue;
    const left = a[key];
    const right = b[key];
    merged[key] = left === undefined || right === undefined ? (left ?? right ?? null) : mergeKeyword(key, left, right);
  }
  const types = mergeTypes(typesOf(a), typesOf(b));
  if (types !== undefined) {
    if (types.length === 0) return false;
    merged["type"] = types;
    delete merged["nullable"];
  }
  const values = merged["enum"];
  if (Array.isArray(values) && values.length === 0) return false;
  const objects = mergeObjects(a, b);
  const properties = schemaMapOf(objects["properties"]);
  if (stringsOf(objects["required"]).some((name) => properties.get(name) === false)) return false;
  return { ...merged, ...objects, ...mergePatterns(a, b), ...mergeContains(a, b) };
}

function mergeKeyword(key: string, left: Json, right: Json): Json {
  const bound = bounds[key];
  if (bound !== undefined && typeof left === "number" && typeof right === "number") return bound(left, right);
  switch (key) {
    case "enum":
      return Array.isArray(left) && Array.isArray(right)
        ? left.filter((item: Json) => right.some((other: Json) => sameJson(item, other)))
        : right;
    case "items":
    case "propertyNames":
    case "additionalItems":
      return isSchema(left) && isSchema(right) ? mergeLazily([left, right]) : left;
    case "anyOf":
    case "oneOf":
    case "not":
    case "if":
    case "then":
    case "else":
      return left;
    case "dependencies":
    case "dependentRequired":
    case "dependentSchemas":
      return isObject(left) && isObject(right) ? { ...left, ...right } : left;
    default:
      // Of two descriptions the nearer one says more; a caller puts the nearer schema first.
      return left;
  }
}

/** One schema that stands for several, merged only when it is looked at. */
export function mergeLazily(schemas: readonly Schema[]): Schema {
  const [only] = schemas;
  if (schemas.length === 0) return true;
  return schemas.length === 1 && only !== undefined ? only : { allOf: schemas };
}

function mergeTypes(a: readonly string[] | undefined, b: readonly string[] | undefined): readonly string[] | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  const common = a.filter((type) => b.includes(type));
  // `integer` is part of `number` without being equal to it.
  const numeric = (types: readonly string[]): boolean => types.includes("integer") || types.includes("number");
  const integer = !common.includes("integer") && !common.includes("number") && numeric(a) && numeric(b);
  return integer ? [...common, "integer"] : common;
}

function mergePatterns(a: JsonObject, b: JsonObject): JsonObject {
  const patterns = [a, b].flatMap((schema) => [schema["pattern"], ...stringsOf(schema["x-patterns"])]);
  const [first, ...others] = [...new Set(patterns.filter((item) => typeof item === "string"))];
  if (first === undefined) return {};
  return { pattern: first, ...(others.length > 0 && { "x-patterns": others }) };
}

/** Each of several `contains` may be met by another element, so they stay apart. */
function mergeContains(a: JsonObject, b: JsonObject): JsonObject {
  const [first, ...others] = [...containsOf(a), ...containsOf(b)];
  return first === undefined ? {} : { contains: first, ...(others.length > 0 && { "x-contains": others }) };
}

/** What an array's elements have to be among others, `contains` of merged schemas included. */
export function containsOf(schema: JsonObject): readonly Schema[] {
  const { contains } = schema;
  return [...(isSchema(contains) ? [contains] : []), ...schemasOf(schema["x-contains"])];
}

/** The values that schemas leave, where they list any. */
function valuesOf(schema: Schema): readonly Json[] | undefined {
  if (!isObject(schema)) return undefined;
  const { const: constant, enum: values } = schema;
  const lists = [
    constant === undefined ? undefined : [constant],
    Array.isArray(values) ? (values as readonly Json[]) : undefined,
    ...schemasOf(schema["allOf"]).map(valuesOf),
  ].filter((list) => list !== undefined);
  const [first, ...others] = lists;
  return first?.filter((value) => others.every((list) => list.some((other) => sameJson(value, other))));
}

/** Schemas of one property as one; `false` where they leave no value, so that branches that cannot go together are seen. */
function mergeProperty(schemas: readonly Schema[]): Schema {
  const merged = mergeLazily(schemas);
  return schemas.includes(false) || valuesOf(merged)?.length === 0 ? false : merged;
}

function mergeObjects(a: JsonObject, b: JsonObject): JsonObject {
  const result: Record<string, Json> = {};
  const required = [...new Set([...stringsOf(a["required"]), ...stringsOf(b["required"])])];
  if (required.length > 0) result["required"] = required;

  const names = new Set([...schemaMapOf(a["properties"]).keys(), ...schemaMapOf(b["properties"]).keys()]);
  if (names.size > 0) {
    const properties = [...names].map((name): [string, Schema] => [
      name,
      // A name only one side declares still has to pass what the other says about additional keys.
      mergeProperty([...propertySchemas(a, name), ...propertySchemas(b, name)]),
    ]);
    result["properties"] = Object.fromEntries(properties);
  }

  const patterns = { ...schemasAt(a, "patternProperties"), ...schemasAt(b, "patternProperties") };
  if (Object.keys(patterns).length > 0) result["patternProperties"] = patterns;

  const additional = [a["additionalProperties"], b["additionalProperties"]].filter(isSchema);
  if (additional.length > 0)
    result["additionalProperties"] = additional.includes(false) ? false : mergeLazily(additional);
  return result;
}

function schemasAt(schema: JsonObject, keyword: string): JsonObject {
  const value = schema[keyword];
  return isObject(value) ? value : {};
}
