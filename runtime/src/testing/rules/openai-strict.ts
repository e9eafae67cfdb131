import { isObject, type Json, type JsonObject, schemaMapOf, schemasOf, stringsOf } from "../instance/schema.ts";

/** Keywords that OpenAI refuses in a strict schema. */
const refused: readonly string[] = [
  "oneOf",
  "allOf",
  "not",
  "if",
  "then",
  "else",
  "dependencies",
  "dependentRequired",
  "dependentSchemas",
  "patternProperties",
  "propertyNames",
  "minProperties",
  "maxProperties",
  "unevaluatedProperties",
  "unevaluatedItems",
  "contains",
  "minContains",
  "maxContains",
  "uniqueItems",
  "default",
];

const formats: ReadonlySet<string> = new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "uuid",
]);
const maxDepth = 10;
const maxProperties = 5000;
const maxEnumValues = 1000;

/** Finds the first rule of OpenAI's strict mode that a schema breaks, in OpenAI's words. */
export function findStrictIssue(schema: Json | undefined): string | undefined {
  if (!isObject(schema)) return "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"None\"'.";
  const type = schema["type"];
  if (type !== "object") {
    const shown = typeof type === "string" ? `"${type}"` : '"None"';
    return `schema must be a JSON Schema of 'type: "object"', got 'type: ${shown}'.`;
  }
  if (schema["anyOf"] !== undefined || schema["enum"] !== undefined || schema["oneOf"] !== undefined) {
    return "schema must have type 'object' and not have 'oneOf'/'anyOf'/'allOf'/'enum'/'not' at the top level.";
  }
  const counts = { properties: 0, values: 0 };
  return findIn(schema, [], 1, counts) ?? findLimit(counts);
}

function findLimit({
  properties,
  values,
}: {
  readonly properties: number;
  readonly values: number;
}): string | undefined {
  if (properties > maxProperties)
    return `Expected at most ${maxProperties} object properties total within the schema, but found ${properties}.`;
  if (values > maxEnumValues)
    return `Expected at most ${maxEnumValues} enum values in total within a schema when using structured outputs, but got ${values}.`;
  return undefined;
}

function findIn(
  schema: Json,
  path: readonly string[],
  depth: number,
  counts: { properties: number; values: number },
): string | undefined {
  const context = `In context=(${path.map((step) => `'${step}'`).join(", ")}${path.length === 1 ? "," : ""})`;
  if (!isObject(schema) || Object.keys(schema).length === 0) return `${context}, schema must have a 'type' key.`;
  const keyword = refused.find((name) => schema[name] !== undefined);
  if (keyword !== undefined) return `${context}, '${keyword}' is not permitted.`;
  if (depth > maxDepth) return `${context}, ${depth} levels of nesting exceeds limit of ${maxDepth}.`;

  const reference = schema["$ref"];
  if (reference !== undefined) {
    if (typeof reference !== "string" || !reference.startsWith("#"))
      return `${context}, reference can only point to definitions defined at the top level of the schema.`;
    const siblings = Object.keys(schema).filter(
      (name) => name !== "$ref" && name !== "$defs" && name !== "definitions",
    );
    if (siblings.length > 0)
      return `${context}, $ref cannot have keywords {${siblings.map((name) => `'${name}'`).join(", ")}}.`;
  } else if (
    schema["type"] === undefined &&
    schema["anyOf"] === undefined &&
    schema["enum"] === undefined &&
    schema["const"] === undefined
  ) {
    return `${context}, schema must have a 'type' key.`;
  }
  const { enum: values, format } = schema;
  if (Array.isArray(values)) counts.values += values.length;
  if (typeof format === "string" && !formats.has(format)) return `${context}, '${format}' is not a valid format.`;
  return findInObject(schema, context, counts) ?? findInParts(schema, path, depth, counts);
}

function findInObject(schema: JsonObject, context: string, counts: { properties: number }): string | undefined {
  const { type } = schema;
  const isObjectSchema =
    type === "object" || (Array.isArray(type) && type.includes("object")) || schema["properties"] !== undefined;
  if (!isObjectSchema) return undefined;
  if (schema["additionalProperties"] !== false)
    return `${context}, 'additionalProperties' is required to be supplied and to be false.`;
  const names = [...schemaMapOf(schema["properties"]).keys()];
  counts.properties += names.length;
  const required = stringsOf(schema["required"]);
  const missing = names.find((name) => !required.includes(name));
  if (missing !== undefined) {
    return `${context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
  }
  const extra = required.find((name) => !names.includes(name));
  return extra === undefined
    ? undefined
    : `${context}, 'required' is required to be supplied and to be an array including every key in properties. Extra required key '${extra}' supplied.`;
}

function findInParts(
  schema: JsonObject,
  path: readonly string[],
  depth: number,
  counts: { properties: number; values: number },
): string | undefined {
  if (schema["type"] === "array" && schema["items"] === undefined && schema["prefixItems"] === undefined) {
    return `In context=(${path.map((step) => `'${step}'`).join(", ")}), array schema missing items.`;
  }
  const parts: (readonly [path: readonly string[], schema: Json, deeper: number])[] = [];
  for (const [name, inner] of schemaMapOf(schema["properties"])) parts.push([[...path, "properties", name], inner, 1]);
  for (const keyword of ["$defs", "definitions"]) {
    for (const [name, inner] of schemaMapOf(schema[keyword])) parts.push([[...path, keyword, name], inner, 0]);
  }
  for (const [i, inner] of schemasOf(schema["anyOf"]).entries()) parts.push([[...path, "anyOf", String(i)], inner, 0]);
  for (const [i, inner] of schemasOf(schema["prefixItems"]).entries())
    parts.push([[...path, "prefixItems", String(i)], inner, 0]);
  const items = schema["items"];
  if (items !== undefined && !(items === false && schema["prefixItems"] !== undefined))
    parts.push([[...path, "items"], items, 0]);
  for (const [innerPath, inner, deeper] of parts) {
    const issue = findIn(inner, innerPath, depth + deeper, counts);
    if (issue !== undefined) return issue;
  }
  return undefined;
}
