import { isRecord, mapSchemas, type Schema, type SchemaObject, stepsOf, withoutKeywords } from "./json-schema.ts";

/** Keywords that say nothing of values, once references are pointers. */
const ids: ReadonlySet<string> = new Set([
  ...["$schema", "$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor", "$vocabulary", "$async"],
]);

/** Keywords that tell a reader nothing about what to write. */
const noise: ReadonlySet<string> = new Set([
  ...["id", "$comment", "title", "default", "deprecated", "readOnly", "writeOnly"],
]);

/** A schema as compact JSON text, as it was authored in everything it means; `isForReading` leaves out what only tools use. */
export function authoredText(document: Schema, isForReading: boolean): string {
  const isLeftOut = (keyword: string): boolean =>
    ids.has(keyword) || keyword.startsWith("x-") || (isForReading && noise.has(keyword));
  const reduced = mapSchemas(document, (schema) => {
    const { $ref: reference } = schema;
    const kept = withoutKeywords(schema, isLeftOut);
    return typeof reference === "string" ? { ...kept, $ref: encodePointer(reference) } : kept;
  });
  return JSON.stringify(isRecord(reduced) ? withoutUnused(reduced, usedIn(document)) : reduced);
}

/** A pointer as a URI fragment. */
function encodePointer(pointer: string): string {
  try {
    return encodeURI(pointer);
  } catch {
    // Half a surrogate pair cannot be encoded; what refers to it is left as it is.
    return pointer;
  }
}

type DefinitionsKeyword = "$defs" | "definitions";
const definitionsKeywords: readonly DefinitionsKeyword[] = ["$defs", "definitions"];

/** The definitions of the root that something refers to, from the root on; nothing where all may be needed. */
function usedIn(document: Schema): ReadonlySet<string> | undefined {
  if (!isRecord(document)) return undefined;
  const used = new Set<string>();
  const open: unknown[] = [withoutKeywords(document, (keyword) => keyword === "$defs" || keyword === "definitions")];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const reference of referencesIn(next)) {
      const [keyword, name] = stepsOf(reference);
      // What is not a definition stands in the root itself, and is kept with it.
      if (keyword === undefined) continue;
      if ((keyword !== "$defs" && keyword !== "definitions") || name === undefined) continue;
      const map = document[keyword];
      const key = `${keyword} ${name}`;
      if (used.has(key) || !isRecord(map)) continue;
      used.add(key);
      open.push(map[name]);
    }
  }
  return used;
}

function referencesIn(schema: unknown): readonly string[] {
  const found: string[] = [];
  if (!isRecord(schema)) return found;
  mapSchemas(schema, (inner) => {
    if (typeof inner["$ref"] === "string") found.push(inner["$ref"]);
    return inner;
  });
  return found;
}

function withoutUnused(schema: SchemaObject, used: ReadonlySet<string> | undefined): SchemaObject {
  if (used === undefined) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]): readonly [string, unknown][] => {
      const isMap = definitionsKeywords.some((one) => one === keyword) && isRecord(value);
      if (!isMap) return [[keyword, value]];
      const kept = Object.entries(value).filter(([name]) => used.has(`${keyword} ${name}`));
      return kept.length === 0 ? [] : [[keyword, Object.fromEntries(kept)]];
    }),
  );
}
