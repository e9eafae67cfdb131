import type { Json } from "../../runtime/src/schema/json.ts";

/** One way in which a value breaks a schema that a TypeScript type could refuse. */
export interface RefusableBreak {
  readonly keyword: "type" | "enum" | "const" | "required" | "additionalProperties";
  /** JSON pointer into the value. */
  readonly at: string;
}

type SchemaObject = { readonly [keyword: string]: Json };

/**
 * Lists what breaks `type`, `enum`, `const`, `required` or `additionalProperties: false` outside any union, condition or
 * negation. A number that is no integer does not count: no type tells the two apart.
 */
export function refusableBreaks(document: Json, value: unknown): readonly RefusableBreak[] {
  const found: RefusableBreak[] = [];
  const visit = (schema: Json | undefined, instance: unknown, at: string, seen: ReadonlySet<SchemaObject>): void => {
    if (!isObject(schema) || seen.has(schema)) return;
    found.push(...breaksOf(schema, instance).map((keyword) => ({ keyword, at })));
    const within = new Set([...seen, schema]);
    for (const inner of inPlace(document, schema)) visit(inner, instance, at, within);
    for (const [name, item, inner] of below(schema, instance)) visit(inner, item, `${at}/${name}`, new Set());
  };
  visit(document, value, "", new Set());
  return found;
}

function breaksOf(schema: SchemaObject, value: unknown): RefusableBreak["keyword"][] {
  const { type, enum: values, const: only, required, additionalProperties } = schema;
  const types = [type].flat().filter((name) => typeof name === "string");
  const found: RefusableBreak["keyword"][] = [];
  if (types.length > 0 && !types.some((name) => hasType(value, name))) found.push("type");
  if (Array.isArray(values) && !values.some((one) => same(one, value))) found.push("enum");
  if (only !== undefined && !same(only, value)) found.push("const");
  if (isObject(value)) {
    if (Array.isArray(required) && required.some((name) => !Object.hasOwn(value, String(name)))) found.push("required");
    if (additionalProperties === false && others(schema, value).length > 0) found.push("additionalProperties");
  }
  return found;
}

/** The schemas that judge the same value in every case. */
function inPlace(document: Json, schema: SchemaObject): readonly Json[] {
  const { $ref, allOf } = schema;
  return [
    ...(typeof $ref === "string" ? [atReference(document, $ref)] : []),
    ...(Array.isArray(allOf) ? (allOf as readonly Json[]) : []),
  ];
}

function atReference(document: Json, reference: string): Json {
  let place: unknown = document;
  for (const step of decodeURIComponent(reference.slice(1)).split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    place = isObject(place) || Array.isArray(place) ? Object.entries(place).find(([key]) => key === name)?.[1] : true;
  }
  // The cast holds because what stands in a JSON document is JSON.
  return place as Json;
}

/** The properties and elements of a value with the schemas that judge them. */
function* below(schema: SchemaObject, value: unknown): Iterable<readonly [string, unknown, Json]> {
  const { properties, patternProperties, additionalProperties, items, prefixItems, additionalItems } = schema;
  if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) {
      if (isObject(properties) && Object.hasOwn(properties, name)) yield [name, item, properties[name] ?? true];
      for (const [pattern, inner] of Object.entries(isObject(patternProperties) ? patternProperties : {})) {
        if (matches(pattern, name)) yield [name, item, inner];
      }
    }
    for (const name of others(schema, value)) yield [name, value[name], additionalProperties ?? true];
  }
  if (Array.isArray(value)) {
    const listed = Array.isArray(items) ? items : Array.isArray(prefixItems) ? prefixItems : [];
    const rest = Array.isArray(items) ? additionalItems : items;
    for (const [index, item] of value.entries()) yield [String(index), item, listed[index] ?? rest ?? true];
  }
}

function others(schema: SchemaObject, value: SchemaObject): readonly string[] {
  const { properties, patternProperties } = schema;
  const patterns = isObject(patternProperties) ? Object.keys(patternProperties) : [];
  return Object.keys(value).filter(
    (name) =>
      !(isObject(properties) && Object.hasOwn(properties, name)) && !patterns.some((pattern) => matches(pattern, name)),
  );
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, "u").test(name);
  } catch {
    return new RegExp(pattern).test(name);
  }
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return typeof value === "number";
    default:
      return typeof value === type;
  }
}

function same(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => same(item, b[i]));
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && same(a[name], b[name]))
    );
  }
  return a === b;
}

function isObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
