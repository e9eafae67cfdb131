import type { CompiledDialect } from "../../../runtime/src/codec.ts";
import type { DialectName } from "../../../runtime/src/facts/dialects.ts";
import { isObject, mapSchemas, type SchemaObject, withoutKeywords } from "../ir/keywords.ts";
import type { Json, JsonSchema } from "../spec/resolved-spec.ts";
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

/** A schema without the definitions nothing refers to. */
function withoutUnused(schema: JsonSchema): JsonSchema {
  if (!isObject(schema)) return schema;
  return (["$defs", "definitions"] as const).reduce(withoutUnusedUnder, schema);
}

function withoutUnusedUnder(schema: SchemaObject, keyword: "$defs" | "definitions"): SchemaObject {
  const definitions = schema[keyword];
  if (!isObject(definitions)) return schema;
  const { [keyword]: _definitions, ...rest } = schema;
  const used = new Set<string>();
  const queue: Json[] = [rest];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const text = JSON.stringify(next);
    for (const [name, definition] of Object.entries(definitions)) {
      if (used.has(name) || !speaksOf(text, keyword, name)) continue;
      used.add(name);
      queue.push(definition);
    }
  }
  const kept = Object.entries(definitions).filter(([name]) => used.has(name));
  return kept.length === 0 ? rest : { ...schema, [keyword]: Object.fromEntries(kept) };
}

/** Whether a text may refer to a definition; anything less than a plain pointer keeps it. */
function speaksOf(text: string, keyword: string, name: string): boolean {
  return (
    /"\$(?:dynamicRef|recursiveRef|anchor|dynamicAnchor|id)":/.test(text) ||
    text.includes(`#/${keyword}/${refStep(name)}`)
  );
}

function refStep(name: string): string {
  return JSON.stringify(name.replaceAll("~", "~0").replaceAll("/", "~1")).slice(1, -1);
}
