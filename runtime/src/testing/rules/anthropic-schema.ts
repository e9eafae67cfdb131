import { isObject, type Json, type JsonObject, schemaMapOf, schemasOf, stringsOf } from "../instance/schema.ts";

const formats: ReadonlySet<string> = new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "uri",
  "ipv4",
  "ipv6",
  "uuid",
]);

/** Keywords that Anthropic refuses, by the type they belong to. */
const refused: Readonly<Record<string, readonly string[]>> = {
  integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  string: ["minLength", "maxLength"],
  array: ["maxItems", "uniqueItems", "contains", "minContains", "maxContains", "unevaluatedItems"],
  object: [
    "minProperties",
    "maxProperties",
    "patternProperties",
    "propertyNames",
    "unevaluatedProperties",
    "dependentRequired",
    "dependentSchemas",
  ],
};

const unsupported: readonly string[] = ["oneOf", "not", "if", "then", "else"];
const maxOptional = 24;
const maxUnions = 16;
const maxStrictTools = 20;

/** Finds the first rule of Anthropic's structured outputs that a schema breaks, in Anthropic's words. */
export function findAnthropicIssue(schema: Json): string | undefined {
  return findCircular(schema) ?? findIn(schema);
}

/** Finds the limit that the strict schemas of one request pass together. */
export function findCountIssue(schemas: readonly Json[]): string | undefined {
  if (schemas.length > maxStrictTools) {
    return `Too many strict tools (${schemas.length}). The maximum number of strict tools supported is ${maxStrictTools}. Try reducing the number of tools marked as strict.`;
  }
  const counts = { optional: 0, unions: 0 };
  for (const schema of schemas) count(schema, counts);
  if (counts.optional > maxOptional) {
    return `Schemas contains too many optional parameters (${counts.optional}), which would make grammar compilation inefficient. Reduce the number of optional parameters in your tool schemas (limit: ${maxOptional}).`;
  }
  if (counts.unions > maxUnions) {
    return `Schemas contains too many parameters with union types (${counts.unions} parameters with type arrays or anyOf). This causes exponential compilation cost. Reduce the number of nullable or union-typed parameters (limit: ${maxUnions} parameters with unions).`;
  }
  return undefined;
}

function findIn(schema: Json): string | undefined {
  if (schema === true || (isObject(schema) && Object.keys(schema).length === 0))
    return "Empty schema ({}) that accepts any JSON value is not supported.";
  if (!isObject(schema)) return undefined;
  if (schema["$ref"] !== undefined) return findInParts(schema);
  const keyword = unsupported.find((name) => schema[name] !== undefined);
  if (keyword !== undefined) return `Schema type '${keyword}' is not supported`;
  const types = typeof schema["type"] === "string" ? [schema["type"]] : stringsOf(schema["type"]);
  for (const type of types) {
    const issue = findInType(schema, type);
    if (issue !== undefined) return issue;
  }
  return findInParts(schema);
}

function findInType(schema: JsonObject, type: string): string | undefined {
  const names = (refused[type] ?? []).filter((name) => schema[name] !== undefined).sort();
  if (names.length === 1) return `For '${type}' type, property '${names[0]}' is not supported`;
  if (names.length > 1) return `For '${type}' type, properties ${names.join(", ")} are not supported`;
  const { minItems, format, additionalProperties } = schema;
  if (type === "array" && typeof minItems === "number" && minItems > 1)
    return "For 'array' type, 'minItems' values other than 0 or 1 are not supported";
  if (type === "string" && typeof format === "string" && !formats.has(format))
    return `For 'string' type, format '${format}' is not supported`;
  if (type === "object" && additionalProperties === undefined)
    return "For 'object' type, 'additionalProperties' must be explicitly set to false";
  if (type === "object" && additionalProperties !== false) {
    return `For 'object' type, 'additionalProperties: ${isObject(additionalProperties) ? "object" : String(additionalProperties)}' is not supported. Please set 'additionalProperties' to false`;
  }
  return undefined;
}

/** The schemas within a schema, definitions included. */
function partsOf(schema: JsonObject): readonly Json[] {
  const { items } = schema;
  return [
    ...["properties", "$defs", "definitions"].flatMap((keyword) => [...schemaMapOf(schema[keyword]).values()]),
    ...["anyOf", "allOf", "prefixItems"].flatMap((keyword) => schemasOf(schema[keyword])),
    ...(items === undefined || Array.isArray(items) ? [] : [items]),
  ];
}

function findInParts(schema: JsonObject): string | undefined {
  for (const part of partsOf(schema)) {
    const issue = findIn(part);
    if (issue !== undefined) return issue;
  }
  return undefined;
}

/** References run between definitions; the document itself goes by the name `#`. */
function findCircular(schema: Json): string | undefined {
  if (!isObject(schema)) return undefined;
  const definitions = new Map<string, Json>([
    ["#", withoutDefinitions(schema)],
    ...[...schemaMapOf(schema["definitions"])].map(([name, inner]): [string, Json] => [name, inner]),
    ...[...schemaMapOf(schema["$defs"])].map(([name, inner]): [string, Json] => [name, inner]),
  ]);
  const cleared = new Set<string>();
  const visit = (name: string, chain: readonly string[]): readonly string[] | undefined => {
    if (cleared.has(name)) return undefined;
    if (chain.includes(name)) return [...chain.slice(chain.indexOf(name)), name];
    for (const next of referencesIn(definitions.get(name) ?? null)) {
      const circle = visit(next, [...chain, name]);
      if (circle !== undefined) return circle;
    }
    cleared.add(name);
    return undefined;
  };
  const circle = visit("#", []);
  return circle === undefined
    ? undefined
    : `Invalid schema: Circular reference detected in schema definitions: ${circle.join(" -> ")}. Self-referencing or mutually-referencing definitions are not supported.`;
}

function withoutDefinitions(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(schema).filter(([keyword]) => keyword !== "$defs" && keyword !== "definitions"),
  );
}

function referencesIn(schema: Json): readonly string[] {
  if (!isObject(schema)) return [];
  const reference = schema["$ref"];
  const own = typeof reference === "string" ? [reference === "#" ? "#" : (reference.split("/").at(-1) ?? "")] : [];
  return [...own, ...partsOf(schema).flatMap(referencesIn)];
}

function count(schema: Json, counts: { optional: number; unions: number }): void {
  if (!isObject(schema)) return;
  const required = stringsOf(schema["required"]);
  counts.optional += [...schemaMapOf(schema["properties"]).keys()].filter((name) => !required.includes(name)).length;
  if (schema["anyOf"] !== undefined || Array.isArray(schema["type"])) counts.unions++;
  for (const part of partsOf(schema)) count(part, counts);
}
