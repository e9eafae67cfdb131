import type { Json, JsonSchema } from "../spec/resolved-spec.ts";

/** A schema that is not a boolean. */
export type SchemaObject = { readonly [keyword: string]: Json };

/** Keywords whose value is one schema. */
const schemaKeywords: ReadonlySet<string> = new Set([
  "additionalItems",
  "additionalProperties",
  "contains",
  "contentSchema",
  "else",
  "if",
  "not",
  "propertyNames",
  "then",
  "unevaluatedItems",
  "unevaluatedProperties",
]);

/** Keywords whose value is a list of schemas. */
const schemaListKeywords: ReadonlySet<string> = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);

/** Keywords whose value maps names to schemas. */
const schemaMapKeywords: ReadonlySet<string> = new Set([
  "$defs",
  "definitions",
  "dependencies",
  "dependentSchemas",
  "patternProperties",
  "properties",
]);

/** Keywords that refuse some strings, numbers, arrays or objects without saying more about their shape. */
export const constraintsOf = {
  string: ["minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  array: ["minItems", "maxItems", "uniqueItems"],
  object: ["minProperties", "maxProperties"],
} as const;

/** Keywords the IR leaves to the validator whole. */
export const unsaidKeywords: readonly string[] = [
  "not",
  "if",
  "dependencies",
  "dependentRequired",
  "dependentSchemas",
  "contains",
  "propertyNames",
  "unevaluatedProperties",
  "unevaluatedItems",
];

/** Keywords without which a schema beside a `$ref` or a union says nothing about values. */
export const assertionKeywords: ReadonlySet<string> = new Set([
  "$ref",
  "allOf",
  "anyOf",
  "oneOf",
  "type",
  "enum",
  "const",
  "properties",
  "required",
  "additionalProperties",
  "patternProperties",
  "items",
  "prefixItems",
  "additionalItems",
  "minContains",
  "maxContains",
  ...unsaidKeywords,
  ...Object.values(constraintsOf).flat(),
]);

/** Formats that are asserted, by the JSON type they speak of. Their values are shown only when whole. */
export const formatTypes: Readonly<Record<string, "string" | "number">> = {
  date: "string",
  time: "string",
  "date-time": "string",
  "iso-time": "string",
  "iso-date-time": "string",
  duration: "string",
  uri: "string",
  "uri-reference": "string",
  "uri-template": "string",
  url: "string",
  email: "string",
  hostname: "string",
  ipv4: "string",
  ipv6: "string",
  regex: "string",
  uuid: "string",
  "json-pointer": "string",
  "json-pointer-uri-fragment": "string",
  "relative-json-pointer": "string",
  byte: "string",
  int32: "number",
  int64: "number",
  float: "number",
  double: "number",
};

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value can stand where a schema is expected. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === "boolean" || isObject(value);
}

/** One step of a JSON pointer, escaped. */
export function pointerStep(name: string | number): string {
  return String(name).replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The pointer a local `$ref` names, canonically written: `#` or `#/…` without percent escapes. */
export function pointerOfRef(ref: string): string {
  try {
    return decodeURIComponent(ref);
  } catch {
    return ref;
  }
}

/** What stands at a pointer of a document. */
export function valueAt(document: Json, pointer: string): Json | undefined {
  let value: Json | undefined = document;
  for (const step of pointer.split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as { readonly [key: string]: Json })[name];
  }
  return value;
}

/** A JSON text that is the same for equal values, whatever the order of their keys. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`).join(",")}}`;
}

/**
 * Rewrites every schema of a document, inner ones first, and nothing that only looks like one: the values of `enum`,
 * `default` or a property named `enum` stay as they are.
 */
export function mapSchemas(
  schema: JsonSchema,
  rewrite: (schema: SchemaObject, pointer: string) => JsonSchema,
  pointer = "#",
): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const below = (value: Json, at: string): Json => (isSchema(value) ? mapSchemas(value, rewrite, at) : value);
  const entries = Object.entries(schema).map(([keyword, value]): [string, Json] => {
    const at = `${pointer}/${pointerStep(keyword)}`;
    if (schemaKeywords.has(keyword)) return [keyword, below(value, at)];
    if (schemaListKeywords.has(keyword) || keyword === "items") {
      return [keyword, Array.isArray(value) ? value.map((item, i) => below(item, `${at}/${i}`)) : below(value, at)];
    }
    if (schemaMapKeywords.has(keyword) && isObject(value)) {
      const map = Object.entries(value).map(([name, item]) => [name, below(item, `${at}/${pointerStep(name)}`)]);
      return [keyword, Object.fromEntries(map) as Json];
    }
    return [keyword, value];
  });
  return rewrite(Object.fromEntries(entries), pointer);
}

/** A schema without the keywords `drop` names. */
export function withoutKeywords(schema: SchemaObject, drop: (keyword: string) => boolean): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !drop(keyword)));
}
