import type { Draft, Json, JsonSchema } from "./json.ts";
import { isList, isRecord, joinPointer } from "./pointer.ts";

/** A schema that is not a boolean. */
export type SchemaObject = { readonly [keyword: string]: Json };

/** Whether a value can stand where a schema is expected. */
export function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === "boolean" || isRecord(value);
}

/** A schema without the keywords `drop` names. */
export function withoutKeywords(schema: SchemaObject, drop: (keyword: string) => boolean): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !drop(keyword)));
}

/** What a keyword's value holds: no schema, one, a list, a map of them, or one of two of these. */
export type Holds = "value" | "schema" | "list" | "map" | "schema-or-list" | "map-or-names";

const drafts: readonly Draft[] = ["draft-04", "draft-06", "draft-07", "2019-09", "2020-12"];

interface KeywordRow {
  readonly holds: Holds;
  readonly since: Draft;
  readonly until: Draft;
}

const row = (holds: Holds, since: Draft = "draft-04", until: Draft = "2020-12"): KeywordRow => ({
  holds,
  since,
  until,
});

/**
 * Every keyword of the drafts we read, and where it keeps schemas. `definitions` and `dependencies` are no longer in
 * 2019-09, but its meta-schema still describes them and validators still apply them.
 */
const keywords: ReadonlyMap<string, KeywordRow> = new Map(
  Object.entries({
    $schema: row("value"),
    id: row("value", "draft-04", "draft-04"),
    $id: row("value", "draft-06"),
    $anchor: row("value", "2019-09"),
    $ref: row("value"),
    $recursiveRef: row("value", "2019-09", "2019-09"),
    $recursiveAnchor: row("value", "2019-09", "2019-09"),
    $dynamicRef: row("value", "2020-12"),
    $dynamicAnchor: row("value", "2020-12"),
    $vocabulary: row("value", "2019-09"),
    $comment: row("value", "draft-07"),
    $defs: row("map", "2019-09"),
    definitions: row("map"),
    type: row("value"),
    enum: row("value"),
    const: row("value", "draft-06"),
    properties: row("map"),
    patternProperties: row("map"),
    additionalProperties: row("schema"),
    propertyNames: row("schema", "draft-06"),
    unevaluatedProperties: row("schema", "2019-09"),
    required: row("value"),
    minProperties: row("value"),
    maxProperties: row("value"),
    dependencies: row("map-or-names"),
    dependentRequired: row("value", "2019-09"),
    dependentSchemas: row("map", "2019-09"),
    items: row("schema-or-list"),
    additionalItems: row("schema", "draft-04", "2019-09"),
    prefixItems: row("list", "2020-12"),
    unevaluatedItems: row("schema", "2019-09"),
    contains: row("schema", "draft-06"),
    minContains: row("value", "2019-09"),
    maxContains: row("value", "2019-09"),
    minItems: row("value"),
    maxItems: row("value"),
    uniqueItems: row("value"),
    minimum: row("value"),
    maximum: row("value"),
    exclusiveMinimum: row("value"),
    exclusiveMaximum: row("value"),
    multipleOf: row("value"),
    minLength: row("value"),
    maxLength: row("value"),
    pattern: row("value"),
    format: row("value"),
    contentEncoding: row("value", "draft-07"),
    contentMediaType: row("value", "draft-07"),
    contentSchema: row("schema", "2019-09"),
    allOf: row("list"),
    anyOf: row("list"),
    oneOf: row("list"),
    not: row("schema"),
    if: row("schema", "draft-07"),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, and no function.
    then: row("schema", "draft-07"),
    else: row("schema", "draft-07"),
    title: row("value"),
    description: row("value"),
    default: row("value"),
    examples: row("value", "draft-06"),
    deprecated: row("value", "2019-09"),
    readOnly: row("value", "draft-07"),
    writeOnly: row("value", "draft-07"),
  }),
);

/** Whether a keyword exists, and in this draft. */
export function keywordStatus(keyword: string, draft: Draft): "known" | "other-draft" | "unknown" {
  const found = keywords.get(keyword);
  if (found === undefined) return "unknown";
  const at = drafts.indexOf(draft);
  return drafts.indexOf(found.since) <= at && at <= drafts.indexOf(found.until) ? "known" : "other-draft";
}

/** Every keyword of any draft with what it holds. */
export function allKeywords(): readonly (readonly [keyword: string, holds: Holds])[] {
  return [...keywords].map(([keyword, { holds }]) => [keyword, holds]);
}

/** The keywords of a draft. */
export function keywordsOf(draft: Draft): string[] {
  return [...keywords.keys()].filter((keyword) => keywordStatus(keyword, draft) === "known");
}

/** The first draft that has the keyword. */
export function firstDraftOf(keyword: string): Draft {
  return keywords.get(keyword)?.since ?? "2020-12";
}

/** The keyword that keeps named definitions. */
export function definitionsKeyword(draft: Draft): "$defs" | "definitions" {
  return draft === "2019-09" || draft === "2020-12" ? "$defs" : "definitions";
}

/** One schema directly inside another: the keyword that holds it, its place, and whether it judges the same value. */
export interface Subschema {
  readonly keyword: string;
  readonly pointer: string;
  readonly schema: Json;
  readonly inPlace: boolean;
}

const inPlaceKeywords = new Set([
  "allOf",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "dependentSchemas",
  "dependencies",
]);

/** Where a keyword's value holds schemas: it is one, its items are, its entries are, or nothing is. */
function schemasOf(keyword: string, value: Json): "itself" | "items" | "entries" | "none" {
  const holds = keywords.get(keyword)?.holds ?? "value";
  if (holds === "value") return "none";
  if (holds === "schema" || (holds === "schema-or-list" && !isList(value))) return "itself";
  if (isList(value)) return holds === "list" || holds === "schema-or-list" ? "items" : "none";
  return isRecord(value) && holds !== "list" ? "entries" : "none";
}

/** Lists the schemas directly inside a schema, in the order in which they are written. */
export function subschemas(schema: Json, pointer: string): Subschema[] {
  if (!isRecord(schema)) return [];
  return Object.entries(schema).flatMap(([keyword, value]): Subschema[] => {
    const where = schemasOf(keyword, value);
    if (where === "none") return [];
    const inPlace = inPlaceKeywords.has(keyword);
    const one = (inner: Json, place: string): Subschema => ({ keyword, pointer: place, schema: inner, inPlace });
    const place = joinPointer(pointer, keyword);
    if (where === "itself") return [one(value, place)];
    // Names in a list, as `dependencies` has them, are no schema.
    const isNames = (inner: Json): boolean => where === "entries" && isList(inner) && keyword === "dependencies";
    return Object.entries(value ?? {})
      .filter(([, inner]) => !isNames(inner))
      .map(([step, inner]) => one(inner, joinPointer(place, step)));
  });
}

/**
 * Rewrites every schema of a document, inner ones first, and nothing that only looks like one: the values of `enum`,
 * `default` or a property named `enum` stay as they are. Pointers count from `#`.
 */
export function mapSchemas(
  schema: JsonSchema,
  rewrite: (schema: SchemaObject, pointer: string) => JsonSchema,
  pointer = "#",
): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const below = (value: Json, place: string): Json => (isSchema(value) ? mapSchemas(value, rewrite, place) : value);
  const pairs = Object.entries(schema).map(([keyword, value]): [string, Json] => {
    const place = joinPointer(pointer, keyword);
    const where = schemasOf(keyword, value);
    if (where === "itself") return [keyword, below(value, place)];
    if (isList(value) && where === "items")
      return [keyword, value.map((inner, index) => below(inner, joinPointer(place, index)))];
    if (isRecord(value) && where === "entries") {
      const entries = Object.entries(value).map(([name, inner]) => [name, below(inner, joinPointer(place, name))]);
      return [keyword, Object.fromEntries(entries) as Json];
    }
    return [keyword, value];
  });
  return rewrite(Object.fromEntries(pairs), pointer);
}

/** Calls `visit` for a schema and every schema inside it, outermost first. */
export function walkSchemas(
  schema: Json,
  pointer: string,
  visit: (schema: Json, pointer: string, via?: Subschema) => void,
): void {
  const go = (inner: Json, place: string, via?: Subschema): void => {
    visit(inner, place, via);
    for (const child of subschemas(inner, place)) go(child.schema, child.pointer, child);
  };
  go(schema, pointer);
}
