import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isSchema, subschemas } from "../../../../runtime/src/schema/keywords.ts";
import { isList, isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import { below, type Place, referred } from "./document.ts";

/** Keywords that no value is judged by. */
const annotations: ReadonlySet<string> = new Set([
  ...["$schema", "$id", "id", "$anchor", "$comment", "$vocabulary", "$defs", "definitions"],
  ...["title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"],
  ...["contentEncoding", "contentMediaType", "contentSchema", "nullable"],
]);

/** Whether a keyword judges no value: an annotation, or one of the project's own. */
export function isAnnotation(keyword: string): boolean {
  return annotations.has(keyword) || keyword.startsWith("x-");
}

// A schema that writes out longer than this has no text; where others are compared piece by piece, much less will do.
const mostNodes = 20_000;
const mostInAll = 400_000;
const fewNodes = 150;

/**
 * A text that is equal for schemas that say the same in the same words, wherever their parts are defined: references
 * are written out, one back into itself by how far up it leads. `undefined` when the schema is too large for that.
 */
export function structureOf(place: Place, size: "whole" | "short" = "whole"): string | undefined {
  const most = size === "whole" ? mostNodes : fewNodes;
  const memo = place.document.memo<string | undefined>(`structure ${size}`);
  const key = String(place.id);
  if (memo.has(key)) return memo.get(key);
  const spent = place.document.memo<number>("structure nodes");
  const left = mostInAll - (spent.get(size) ?? 0);
  let nodes = 0;
  const write = (at: Place, path: readonly Place[]): Json => {
    nodes++;
    if (nodes > most || nodes > left) throw new RangeError("too large");
    const { schema } = at;
    if (!isRecord(schema)) return schema;
    // Where these lead depends on how one came here.
    if (Object.hasOwn(schema, "$dynamicRef") || Object.hasOwn(schema, "$recursiveRef")) throw new RangeError("dynamic");
    const up = path.indexOf(at);
    if (up >= 0) return ["back", path.length - up];
    const alone = referred(at);
    // A reference alone is what it refers to, and leaves no trace on the way.
    if (alone !== undefined && Object.keys(schema).every((keyword) => keyword === "$ref" || isAnnotation(keyword)))
      return write(alone, path);
    const inside = [...path, at];
    const out = new Map<string, Json>();
    const children = new Map(subschemas(schema, "").map(({ pointer, schema: inner }) => [pointer, inner]));
    const child = (value: Json, ...steps: readonly (string | number)[]): Json => {
      if (!children.has(joinPointer("", ...steps)) || !isSchema(value)) return sortedNames(steps[0], value);
      const inner = below(at, ...steps);
      return inner === undefined ? value : write(inner, inside);
    };
    for (const [keyword, value] of Object.entries(schema)) {
      if (isAnnotation(keyword) || keyword === "$ref") continue;
      if (children.has(joinPointer("", keyword))) out.set(keyword, child(value, keyword));
      else if (isList(value) && !isNameList(keyword))
        out.set(
          keyword,
          value.map((inner, index) => child(inner, keyword, index)),
        );
      else if (isRecord(value))
        out.set(
          keyword,
          Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, child(inner, keyword, name)])),
        );
      else out.set(keyword, sortedNames(keyword, value));
    }
    const target = alone;
    if (target === undefined) {
      if (typeof schema["$ref"] === "string") out.set("$ref", schema["$ref"]);
      return Object.fromEntries(out);
    }
    return Object.fromEntries([...out, ["$ref", write(target, inside)]]);
  };
  let text: string | undefined;
  try {
    text = canonicalJson(write(place, []));
  } catch (problem) {
    if (!(problem instanceof RangeError)) throw problem;
  }
  spent.set(size, mostInAll - left + nodes);
  memo.set(key, text);
  return text;
}

/** A text that is equal only for schemas that say the same: {@link structureOf}, or else a name of this place alone. */
export function identityOf(place: Place): string {
  return structureOf(place) ?? `${place.document.serial}:${place.id}`;
}

function isNameList(keyword: string): boolean {
  return keyword === "required" || keyword === "type";
}

/** Lists whose order means nothing, in one order. */
function sortedNames(keyword: string | number | undefined, value: Json): Json {
  const isSet = keyword === "required" || keyword === "type" || keyword === "dependentRequired";
  return isSet && isList(value) ? [...value].map(String).sort() : value;
}
