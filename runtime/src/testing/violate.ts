import type { Violation } from "./faults.ts";
import { flattenSchema } from "./instance/flatten.ts";
import { matches, propertySchemas } from "./instance/matches.ts";
import { mergeLazily } from "./instance/merge.ts";
import { createReferences, type References } from "./instance/references.ts";
import { isObject, isSchema, type Json, type JsonObject, type Schema, stringsOf, typesOf } from "./instance/schema.ts";

const kinds: readonly Violation[] = ["enum", "missing", "type"];

/** Changes a valid value so that it breaks its schema in one place; gives nothing when the schema allows everything tried. */
export function violateSchema(schema: Schema, value: Json, violation?: Violation): Json | undefined {
  const references = createReferences(schema);
  for (const kind of violation === undefined ? kinds : [violation]) {
    for (const candidate of variantsOf(schema, value, kind, references, 0)) {
      if (!matches(schema, candidate, references)) return candidate;
    }
  }
  return undefined;
}

/** The value with one change each, outermost first. */
function* variantsOf(
  schema: Schema,
  value: Json,
  kind: Violation,
  references: References,
  depth: number,
): Iterable<Json> {
  if (depth > 12) return;
  for (const plain of flattenSchema(schema, { references, order: (alternatives) => alternatives })) {
    yield* changes(plain, value, kind, depth);
    if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        const own = mergeLazily(propertySchemas(plain, key));
        for (const changed of variantsOf(own, inner, kind, references, depth + 1)) yield { ...value, [key]: changed };
      }
    } else if (Array.isArray(value)) {
      const items = plain["items"];
      const list: readonly Json[] = value;
      if (!isSchema(items)) continue;
      for (const [i, inner] of list.entries()) {
        for (const changed of variantsOf(items, inner, kind, references, depth + 1)) yield list.with(i, changed);
      }
    }
  }
}

function* changes(plain: JsonObject, value: Json, kind: Violation, depth: number): Iterable<Json> {
  switch (kind) {
    case "enum":
      if (Array.isArray(plain["enum"])) yield typeof value === "number" ? 987_654 : "something_else";
      else if (plain["const"] !== undefined) yield "something_else";
      break;
    case "missing":
      for (const name of stringsOf(plain["required"])) {
        if (isObject(value)) yield Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
      }
      break;
    case "type":
      // At the root it would no longer look like an answer to the question.
      if (depth > 0 && typesOf(plain) !== undefined)
        yield* [{ unexpected: true }, "unexpected", 42].filter((other) => typeof other !== typeof value);
      break;
  }
}
