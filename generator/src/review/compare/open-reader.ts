import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { isSchema, type SchemaObject, subschemas } from "../../../../runtime/src/schema/keywords.ts";
import { atPointer, isList, isRecord } from "../../../../runtime/src/schema/pointer.ts";
import { listBelow, openDocument } from "../normal/document.ts";
import { areChoicesDisjoint } from "../normal/expand.ts";
import { decodePointer, rewriteReferences, withChildren } from "../normal/modern.ts";

/** Whether the schemas of a keyword mean the opposite, or ask a question: they stay as they are. */
function isAsked(node: SchemaObject, keyword: string): boolean {
  return keyword === "not" || keyword === "if" || (keyword === "contains" && Object.hasOwn(node, "maxContains"));
}

/** What leads from schemas that stay as they are to a copy of the whole that does, too. */
interface Untouched {
  /** A schema whose references lead to the copy. */
  keep(schema: JsonSchema): JsonSchema;
  /** Adds the copy, where anything refers to it. */
  finish(root: Json): JsonSchema;
}

function createUntouched(original: JsonSchema): Untouched {
  const defined = isRecord(original) && isRecord(original["$defs"]) ? original["$defs"] : {};
  let key = "as_written";
  while (Object.hasOwn(defined, key)) key += "_";
  const lead = (pointer: string): string => `/$defs/${key}${pointer}`;
  let isUsed = false;
  return {
    keep: (schema) => {
      const led = rewriteReferences(schema, lead);
      isUsed ||= canonicalJson(led) !== canonicalJson(schema);
      return led;
    },
    finish: (root) => {
      if (!isSchema(root)) return original;
      if (!isUsed || !isRecord(root)) return root;
      const others = isRecord(root["$defs"]) ? root["$defs"] : {};
      return { ...root, $defs: { ...others, [key]: rewriteReferences(original, lead) } };
    },
  };
}

/**
 * A schema as code reads it that takes no notice of members it does not know: objects are closed no more. A `oneOf`
 * whose branches may have been told apart by that becomes an `anyOf`.
 */
export function openReader(schema: JsonSchema): JsonSchema {
  const untouched = createUntouched(schema);
  return untouched.finish(open(schema, untouched));
}

function open(schema: JsonSchema, untouched: Untouched): JsonSchema {
  if (!isRecord(schema)) return schema;
  const placed = new Map<string, Json>();
  for (const { keyword, pointer, schema: inner } of subschemas(schema, ""))
    if (isSchema(inner)) placed.set(pointer, isAsked(schema, keyword) ? untouched.keep(inner) : open(inner, untouched));
  const copied = withChildren(schema, placed);
  const kept = Object.entries(copied).filter(
    ([keyword, value]) =>
      !((keyword === "additionalProperties" || keyword === "unevaluatedProperties") && value === false),
  );
  const opened: SchemaObject = Object.fromEntries(kept);
  const { oneOf, ...others } = opened;
  if (!isList(oneOf) || !mayHaveOpened(schema["oneOf"] ?? [], oneOf)) return opened;
  if (others["anyOf"] === undefined) return { ...others, anyOf: oneOf };
  const allOf = isList(others["allOf"]) ? others["allOf"] : [];
  return { ...others, allOf: [...allOf, { anyOf: oneOf }] };
}

function mayHaveOpened(before: Json, after: Json): boolean {
  const text = canonicalJson(before);
  return text.includes('"$ref"') || text !== canonicalJson(after);
}

/** Keywords that speak of names that are not declared; DESIGN section 2 keeps such names. */
const speaksOfOthers = [
  ...["additionalProperties", "unevaluatedProperties", "unevaluatedItems", "patternProperties", "propertyNames"],
  ...["minProperties", "maxProperties", "not", "if", "dependencies", "dependentRequired", "dependentSchemas"],
];

const inPlace = new Set(["allOf", "anyOf", "oneOf", "then", "else", "dependentSchemas", "$defs", "definitions"]);
const left = new Set(["not", "if", "contains", "propertyNames"]);

/**
 * A schema of the values that are kept: objects that are open by omission have declared names only, those of all the
 * variants of a union together. Said with `unevaluatedProperties`, so a validator of 2019-09 or later has to read it.
 */
export function declaredOnly(schema: JsonSchema): JsonSchema {
  const untouched = createUntouched(schema);
  const document = openDocument(schema);
  const go = (node: Json, pointer: string, isPosition: boolean): Json => {
    if (!isRecord(node)) return node;
    const placed = new Map<string, Json>();
    for (const { keyword, pointer: step, schema: inner } of subschemas(node, "")) {
      if (!left.has(keyword)) placed.set(step, go(inner, pointer + step, !inPlace.has(keyword)));
      else if (isSchema(inner)) placed.set(step, untouched.keep(inner));
    }
    const copied = keepChoice(node, withChildren(node, placed), pointer);
    const names = isPosition ? declaredNames(schema, node) : undefined;
    if (names === undefined) return copied;
    const own = isRecord(copied["properties"]) ? copied["properties"] : {};
    const others = names.filter((name) => !Object.hasOwn(own, name)).map((name): [string, Json] => [name, true]);
    return {
      ...copied,
      properties: Object.fromEntries([...Object.entries(own), ...others]),
      unevaluatedProperties: false,
    };
  };
  // Where branches overlap, fewer names in one would let a value fit the other alone: the choice itself stays.
  const keepChoice = (node: SchemaObject, copied: SchemaObject, pointer: string): SchemaObject => {
    const [before, after] = [node["oneOf"], copied["oneOf"]];
    if (!isList(before) || !isList(after) || !mayHaveOpened(before, after)) return copied;
    const place = document.placeAt(pointer);
    if (place !== undefined && areChoicesDisjoint(listBelow(place, "oneOf"))) return copied;
    const allOf = isList(copied["allOf"]) ? copied["allOf"] : [];
    const kept = before.map((branch) => (isSchema(branch) ? untouched.keep(branch) : branch));
    return { ...copied, oneOf: kept, allOf: [...allOf, { anyOf: after }] };
  };
  return untouched.finish(go(schema, "", true));
}

/** The names an object at a place can have, where only declared ones are kept. */
function declaredNames(root: JsonSchema, start: SchemaObject): readonly string[] | undefined {
  const names = new Set<string>();
  const seen = new Set<Json>();
  const open: Json[] = [start];
  let declares = false;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!isRecord(node) || seen.has(node)) continue;
    seen.add(node);
    const speaks = node;
    if (speaksOfOthers.some((keyword) => Object.hasOwn(speaks, keyword))) return undefined;
    const { properties, required, $ref } = node;
    if (isRecord(properties)) {
      declares = true;
      for (const name of Object.keys(properties)) names.add(name);
    }
    if (isList(required)) for (const name of required) if (typeof name === "string") names.add(name);
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const branches = node[keyword];
      if (isList(branches)) open.push(...branches);
    }
    if (typeof $ref === "string") open.push(atPointer(root, decodePointer($ref)) ?? true);
  }
  return declares ? [...names] : undefined;
}
