import { escapeStep } from "../fixtures/subschemas.ts";
import { dependenciesOf, itemSchemas, matches, propertySchemas } from "../instance/matches.ts";
import type { References } from "../instance/references.ts";
import { isObject, isSchema, type Json, type JsonObject, type Schema, schemasOf } from "../instance/schema.ts";

/** A schema that speaks of a place of a value, and what stands there. */
export interface SchemaPlace {
  readonly schema: JsonObject;
  readonly value: Json;
  /** From the root: keys and indexes. */
  readonly path: readonly (string | number)[];
}

const deepest = 24;

/**
 * All schemas that have a say in a valid value, with the places they speak of, outermost first. Of a union those branches
 * that the value satisfies.
 */
export function placesOf(schema: Schema, value: Json, references: References): readonly SchemaPlace[] {
  const places: SchemaPlace[] = [];
  const seen = new Map<JsonObject, Set<string>>();

  const visit = (node: Schema, here: Json, path: readonly (string | number)[]): void => {
    if (!isObject(node) || path.length > deepest) return;
    const pointer = pointerOf(path);
    const pointers = seen.get(node) ?? new Set();
    if (pointers.has(pointer)) return;
    seen.set(node, pointers.add(pointer));
    places.push({ schema: node, value: here, path });
    for (const other of alsoHolding(node, here, references)) visit(other, here, path);
    if (Array.isArray(here)) {
      const { prefix, rest } = itemSchemas(node);
      for (const [index, item] of here.entries()) visit(prefix[index] ?? rest ?? true, item, [...path, index]);
    } else if (isObject(here)) {
      for (const [key, item] of Object.entries(here)) {
        for (const inner of propertySchemas(node, key)) visit(inner, item, [...path, key]);
      }
    }
  };
  visit(schema, value, []);
  return places;
}

/** The schemas that hold for the same value: what is referred to, all of `allOf`, the branches that fit. */
function* alsoHolding(node: JsonObject, value: Json, references: References): Iterable<Schema> {
  const reference = node["$ref"] ?? node["$dynamicRef"] ?? node["$recursiveRef"];
  const target = typeof reference === "string" ? references.resolve(reference, node) : undefined;
  if (target !== undefined) yield target;
  yield* schemasOf(node["allOf"]);
  const branches = [...schemasOf(node["anyOf"]), ...schemasOf(node["oneOf"])];
  yield* branches.filter((branch) => matches(branch, value, references));
  const condition = node["if"];
  if (isSchema(condition)) {
    const consequence = matches(condition, value, references) ? node["then"] : node["else"];
    if (isSchema(consequence)) yield consequence;
  }
  if (!isObject(value)) return;
  for (const [key, needed] of dependenciesOf(node)) {
    if (Object.hasOwn(value, key) && isSchema(needed)) yield needed;
  }
}

/** A path as a JSON pointer. */
export function pointerOf(path: readonly (string | number)[]): string {
  return path.map((step) => `/${escapeStep(String(step))}`).join("");
}

/** The value with another one at a place. */
export function replaceAt(value: Json, path: readonly (string | number)[], replacement: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  if (Array.isArray(value)) {
    return value.map((item: Json, index) => (index === step ? replaceAt(item, rest, replacement) : item));
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, Json] =>
    key === step ? [key, replaceAt(item, rest, replacement)] : [key, item],
  );
  return Object.fromEntries(entries);
}
