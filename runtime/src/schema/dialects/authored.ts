import type { CompiledDialect } from "../../codec.ts";
import type { DialectName } from "../../facts/dialects.ts";
import { pointerOfRef } from "../ir/keywords.ts";
import type { Json, JsonSchema } from "../json.ts";
import { isSchema, mapSchemas, withoutKeywords } from "../keywords.ts";
import { atPointer, isRecord, joinPointer } from "../pointer.ts";
import type { Dialect } from "./dialect.ts";

/** A dialect that is the authored schema without some keywords; values are written in it as they are. */
export function createAuthoredDialect(name: DialectName, drop: (keyword: string) => boolean): Dialect {
  return {
    name,
    compile: ({ schema, examples }): CompiledDialect => {
      const reduced = withoutUnused(mapSchemas(schema, (inner) => withoutKeywords(inner, drop)));
      return {
        schema: JSON.stringify(reduced),
        ...(examples === undefined ? {} : { examples: examples.map((example) => JSON.stringify(example)) }),
      };
    },
    encoder: () => (value) => value,
  };
}

/** A schema without the definitions nothing refers to. What is referred to by anything but a pointer keeps them all. */
function withoutUnused(schema: JsonSchema): JsonSchema {
  if (!isRecord(schema)) return schema;
  const { $defs, definitions, ...root } = schema;
  const used = new Set<string>();
  const queue: JsonSchema[] = [root];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const reference of referencesIn(next)) {
      if (reference === "#") continue;
      const pointer = /^#\/(?:\$defs|definitions)\/[^/]+/.exec(reference)?.[0];
      if (pointer === undefined) return schema;
      const target = atPointer(schema, pointer.slice(1));
      if (used.has(pointer) || !isSchema(target)) continue;
      used.add(pointer);
      queue.push(target);
    }
  }
  const kept = { ...keptOf($defs, "$defs", used), ...keptOf(definitions, "definitions", used) };
  return Object.fromEntries(
    Object.entries(schema).flatMap(([keyword, value]): [string, Json][] => {
      if (keyword !== "$defs" && keyword !== "definitions") return [[keyword, value]];
      const own = kept[keyword];
      return own === undefined ? [] : [[keyword, own]];
    }),
  );
}

function keptOf(map: Json | undefined, keyword: string, used: ReadonlySet<string>): { readonly [key: string]: Json } {
  if (!isRecord(map)) return {};
  const kept = Object.entries(map).filter(([name]) => used.has(joinPointer("#", keyword, name)));
  return kept.length === 0 ? {} : { [keyword]: Object.fromEntries(kept) };
}

/** The pointers a schema refers to; what is none stays as it is written. */
function referencesIn(schema: JsonSchema): readonly string[] {
  const found: string[] = [];
  mapSchemas(schema, (inner) => {
    for (const keyword of ["$ref", "$dynamicRef", "$recursiveRef"]) {
      const reference = inner[keyword];
      if (typeof reference === "string") found.push(keyword === "$ref" ? pointerOfRef(reference) : keyword);
    }
    return inner;
  });
  return found;
}
