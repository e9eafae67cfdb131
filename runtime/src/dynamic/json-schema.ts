/** A schema that is not a boolean. */
export interface SchemaObject {
  readonly [keyword: string]: unknown;
}

/** A schema as it stands in a document. */
export type Schema = boolean | SchemaObject;

/** The drafts that are read at run time. */
export type Draft = "draft-04" | "draft-06" | "draft-07" | "2019-09" | "2020-12";

/** Whether a value is an object that is no list. */
export function isRecord(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a list: `Array.isArray` makes it one of `any`. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** Whether a value can stand where a schema is expected. */
export function isSchema(value: unknown): value is Schema {
  return typeof value === "boolean" || isRecord(value);
}

/** Extends a JSON pointer by some steps. */
export function joinPointer(pointer: string, ...steps: readonly (string | number)[]): string {
  let joined = pointer;
  for (const step of steps) joined += `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`;
  return joined;
}

/** The unescaped steps of a JSON pointer, counted from `#` or from nothing. */
export function stepsOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** Follows a JSON pointer that counts from `#`; gives `undefined` when it leads nowhere. */
export function atPointer(document: unknown, pointer: string): unknown {
  let place = document;
  for (const step of stepsOf(pointer)) {
    if (isList(place)) place = /^(0|[1-9]\d*)$/.test(step) ? place[Number(step)] : undefined;
    else if (isRecord(place)) place = Object.hasOwn(place, step) ? place[step] : undefined;
    else return undefined;
  }
  return place;
}

/** The keywords that hold schemas: one, a list or a map of them, or either of two. */
const holders: ReadonlyMap<string, "one" | "list" | "map" | "one-or-list" | "map-or-names"> = new Map([
  ...[
    "additionalProperties",
    "propertyNames",
    "unevaluatedProperties",
    "additionalItems",
    "unevaluatedItems",
    "contains",
    "contentSchema",
    "not",
    "if",
    "then",
    "else",
  ].map((keyword) => [keyword, "one"] as const),
  ...["allOf", "anyOf", "oneOf", "prefixItems"].map((keyword) => [keyword, "list"] as const),
  ...["$defs", "definitions", "properties", "patternProperties", "dependentSchemas"].map(
    (keyword) => [keyword, "map"] as const,
  ),
  ["items", "one-or-list"],
  ["dependencies", "map-or-names"],
]);

/** Whether a keyword's schemas judge the very value that their own schema judges. */
const inPlaceKeywords: ReadonlySet<string> = new Set([
  ...["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies"],
]);

/** How a keyword's value holds schemas. */
function waysInto(keyword: string, value: unknown): "itself" | "entries" | "none" {
  const holds = holders.get(keyword);
  if (holds === undefined) return "none";
  if (holds === "one" || (holds === "one-or-list" && !isList(value))) return "itself";
  if (holds === "list" || holds === "one-or-list") return isList(value) ? "entries" : "none";
  return isRecord(value) ? "entries" : "none";
}

/** One schema directly inside another. */
export interface Subschema {
  readonly schema: Schema;
  readonly pointer: string;
  /** Whether it judges the same value as the schema it stands in. */
  readonly inPlace: boolean;
  /** Whether it judges nothing unless something refers to it. */
  readonly isDefinition: boolean;
}

/** Lists the schemas directly inside a schema, in the order in which they are written. */
export function subschemas(schema: Schema, pointer: string): readonly Subschema[] {
  if (!isRecord(schema)) return [];
  const found: Subschema[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    const way = waysInto(keyword, value);
    if (way === "none") continue;
    const inPlace = inPlaceKeywords.has(keyword);
    const isDefinition = keyword === "$defs" || keyword === "definitions";
    const at = joinPointer(pointer, keyword);
    const inner = way === "itself" ? [[at, value] as const] : entriesAt(value, at);
    for (const [place, one] of inner) {
      if (isSchema(one)) found.push({ schema: one, pointer: place, inPlace, isDefinition });
    }
  }
  return found;
}

function entriesAt(value: unknown, at: string): readonly (readonly [string, unknown])[] {
  return Object.entries(value ?? {}).map(([step, inner]) => [joinPointer(at, step), inner]);
}

/** Rewrites every schema of a document, inner ones first, and nothing that only looks like one. Pointers count from `#`. */
export function mapSchemas(
  schema: Schema,
  rewrite: (schema: SchemaObject, pointer: string) => Schema,
  pointer = "#",
): Schema {
  if (typeof schema === "boolean") return schema;
  const below = (value: unknown, place: string): unknown =>
    isSchema(value) ? mapSchemas(value, rewrite, place) : value;
  const pairs = Object.entries(schema).map(([keyword, value]): [string, unknown] => {
    const way = waysInto(keyword, value);
    const at = joinPointer(pointer, keyword);
    if (way === "itself") return [keyword, below(value, at)];
    if (way === "none") return [keyword, value];
    if (isList(value)) return [keyword, value.map((inner, index) => below(inner, joinPointer(at, index)))];
    const entries = Object.entries(value ?? {}).map(([name, inner]) => [name, below(inner, joinPointer(at, name))]);
    return [keyword, Object.fromEntries(entries)];
  });
  return rewrite(Object.fromEntries(pairs), pointer);
}

/** A schema without the keywords `drop` names. */
export function withoutKeywords(schema: SchemaObject, drop: (keyword: string) => boolean): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !drop(keyword)));
}
