/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A JSON Schema of any draft. */
export type Schema = boolean | JsonObject;

/** Tells objects from arrays, scalars and null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Tells whether a JSON value can stand where a schema is expected. */
export function isSchema(value: unknown): value is Schema {
  return typeof value === "boolean" || isObject(value);
}

/** The value of a keyword as a list of schemas; empty when it is anything else. */
export function schemasOf(value: Json | undefined): readonly Schema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

/** The value of a keyword as a map of schemas, in order; empty when it is anything else. */
export function schemaMapOf(value: Json | undefined): ReadonlyMap<string, Schema> {
  const entries = isObject(value) ? Object.entries(value) : [];
  return new Map(entries.filter((entry): entry is [string, Schema] => isSchema(entry[1])));
}

/** The value of a keyword as a list of strings; empty when it is anything else. */
export function stringsOf(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The JSON types a schema names, or `undefined` when it names none. */
export function typesOf(schema: JsonObject): readonly string[] | undefined {
  const type = schema["type"];
  if (typeof type === "string") return schema["nullable"] === true ? [type, "null"] : [type];
  return Array.isArray(type) ? stringsOf(type) : undefined;
}

/** Whether two JSON values are the same; the order of keys does not matter. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i] ?? null));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key] ?? null, b[key] ?? null))
  );
}
