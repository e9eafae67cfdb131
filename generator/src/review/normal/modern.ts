import type { Draft, Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { isSchema, keywordStatus, type SchemaObject, subschemas } from "../../../../runtime/src/schema/keywords.ts";
import { fragmentOf, isList, isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";

/** A schema in the words of 2020-12, whatever draft it was written in, and where each part of it came from. */
export interface ModernSchema {
  readonly root: JsonSchema;
  /** The place in the schema as written of a place in `root`. */
  readonly origin: (pointer: string) => string;
}

/** Rewrites a schema of any draft into 2020-12; the meaning stays, and definitions stay under the key they have. */
export function modernise(schema: JsonSchema, draft: Draft): ModernSchema {
  const toOld = new Map<string, string>();
  const toNew = new Map<string, string>();
  const convert = (node: Json, from: string, to: string): Json => {
    if (from !== to) {
      toOld.set(to, from);
      toNew.set(from, to);
    }
    if (!isRecord(node)) return node;
    const moved = moves(node, draft);
    const placed = new Map<string, Json>();
    for (const { pointer, schema: inner } of subschemas(node, "")) {
      if (!isSchema(inner)) continue;
      const target = targetOf(pointer, moved.renamed);
      placed.set(target, convert(inner, from + pointer, to + target));
    }
    return withChildren(moved.node, placed);
  };
  const converted = convert(schema, "", "");
  const root = isSchema(converted) ? converted : true;
  return {
    root: toNew.size === 0 ? root : rewriteReferences(root, (pointer) => follow(toNew, pointer)),
    origin: (pointer) => follow(toOld, pointer),
  };
}

/** The nearest place above that was moved, with the rest of the way. */
function follow(map: ReadonlyMap<string, string>, pointer: string): string {
  for (let end = pointer.length; end > 0; end = pointer.lastIndexOf("/", end - 1)) {
    const found = map.get(pointer.slice(0, end));
    if (found !== undefined) return found + pointer.slice(end);
  }
  return pointer;
}

/** Rewrites the pointers of every `$ref`. */
export function rewriteReferences(schema: JsonSchema, rewrite: (pointer: string) => string): JsonSchema {
  const go = (value: Json): Json => {
    if (!isRecord(value)) return value;
    const placed = new Map<string, Json>();
    for (const { pointer, schema: inner } of subschemas(value, "")) placed.set(pointer, go(inner));
    const copied = withChildren(value, placed);
    const { $ref } = value;
    if (typeof $ref !== "string" || !$ref.startsWith("#")) return copied;
    return { ...(isRecord(copied) ? copied : {}), $ref: `#${fragmentOf(rewrite(decodePointer($ref)))}` };
  };
  const rewritten = go(schema);
  return isSchema(rewritten) ? rewritten : schema;
}

/** The pointer a local `$ref` holds, decoded. */
export function decodePointer(reference: string): string {
  try {
    return decodeURIComponent(reference.slice(1));
  } catch {
    return reference.slice(1);
  }
}

interface Moves {
  readonly node: SchemaObject;
  /** Where a keyword, or an entry of one, has gone: `/items` → `/prefixItems`. */
  readonly renamed: ReadonlyMap<string, string>;
}

function moves(node: SchemaObject, draft: Draft): Moves {
  const out = new Map<string, Json>();
  const renamed = new Map<string, string>();
  const dependentRequired = new Map<string, Json>();
  const dependentSchemas = new Map<string, Json>();
  for (const [keyword, value] of Object.entries(node)) {
    if (keyword === "items" && isList(value)) {
      out.set("prefixItems", value);
      renamed.set("/items", "/prefixItems");
    } else if (keyword === "additionalItems") {
      if (!isList(node["items"])) continue;
      out.set("items", value);
      renamed.set("/additionalItems", "/items");
    } else if (keyword === "dependencies" && isRecord(value)) {
      for (const [name, what] of Object.entries(value)) {
        if (isList(what)) dependentRequired.set(name, what);
        else dependentSchemas.set(name, what);
        renamed.set(joinPointer("/dependencies", name), joinPointer("/dependentSchemas", name));
      }
    } else if (isBooleanBound(keyword, value)) {
      const bound = keyword === "exclusiveMinimum" ? "minimum" : "maximum";
      if (value === true && typeof node[bound] === "number") out.set(keyword, node[bound]);
    } else if ((keyword === "minimum" || keyword === "maximum") && isExclusive(node, keyword)) {
      // Said by the exclusive bound.
    } else if (keyword === "nullable" || isName(keyword, value) || isIgnored(keyword, draft)) {
      // `nullable` is said by the type; names are not referred to; validators pass over keywords of later drafts.
    } else if (keyword === "type" && node["nullable"] === true) {
      const types: readonly Json[] = isList(value) ? value : [value];
      out.set("type", types.includes("null") ? types : [...types, "null"]);
    } else out.set(keyword, value);
  }
  if (dependentRequired.size > 0) join(out, "dependentRequired", dependentRequired);
  if (dependentSchemas.size > 0) join(out, "dependentSchemas", dependentSchemas);
  return { node: Object.fromEntries(out), renamed };
}

function join(out: Map<string, Json>, keyword: string, entries: ReadonlyMap<string, Json>): void {
  const before = out.get(keyword);
  out.set(keyword, Object.fromEntries([...(isRecord(before) ? Object.entries(before) : []), ...entries]));
}

function isBooleanBound(keyword: string, value: Json): boolean {
  return (keyword === "exclusiveMinimum" || keyword === "exclusiveMaximum") && typeof value === "boolean";
}

function isExclusive(node: SchemaObject, bound: "minimum" | "maximum"): boolean {
  return node[bound === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum"] === true;
}

/** Whether a keyword names a document: references are pointers here, and a copy would have the same name. */
function isName(keyword: string, value: Json): boolean {
  // And one that makes ajv promise an answer, which is no keyword of JSON Schema.
  return (typeof value === "string" && ["$id", "$schema", "id"].includes(keyword)) || keyword === "$async";
}

/**
 * Whether the validator of a draft passes over a keyword. One vocabulary serves all drafts up to 07, so that `const` is
 * checked in a schema of draft 04 as well; definitions are reached by pointer, under any key.
 */
function isIgnored(keyword: string, draft: Draft): boolean {
  const vocabulary = draft === "draft-04" || draft === "draft-06" ? "draft-07" : draft;
  return keyword !== "$defs" && keywordStatus(keyword, vocabulary) === "other-draft";
}

function targetOf(pointer: string, renamed: ReadonlyMap<string, string>): string {
  return follow(renamed, pointer);
}

/** A copy of a schema with other schemas at some pointers directly inside it. */
export function withChildren(node: SchemaObject, placed: ReadonlyMap<string, Json>): SchemaObject {
  return Object.fromEntries(
    Object.entries(node).map(([keyword, value]): [string, Json] => {
      const own = placed.get(joinPointer("", keyword));
      if (own !== undefined) return [keyword, own];
      const at = (step: string | number, inner: Json): Json => placed.get(joinPointer("", keyword, step)) ?? inner;
      if (isList(value)) return [keyword, value.map((inner, index) => at(index, inner))];
      if (!isRecord(value)) return [keyword, value];
      return [keyword, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, at(name, inner)]))];
    }),
  );
}
