import { dependenciesOf } from "./matches.ts";
import { mergeSchemas } from "./merge.ts";
import type { References } from "./references.ts";
import { isSchema, type JsonObject, type Schema, schemasOf, stringsOf } from "./schema.ts";

/** Keywords that choose between schemas or bring others in. */
const combinators: readonly string[] = [
  "$ref",
  "$dynamicRef",
  "$recursiveRef",
  "allOf",
  "anyOf",
  "oneOf",
  "if",
  "then",
  "else",
];

/** Keywords that a flattened schema still has and that only a check can decide. */
const conditions: readonly string[] = ["not", "dependencies", "dependentSchemas", "dependentRequired"];

/** Whether a schema says more than its own plain keywords. */
export function isCombined(schema: JsonObject): boolean {
  return [...combinators, ...conditions].some((keyword) => schema[keyword] !== undefined);
}

/** How {@link flattenSchema} looks references up and orders alternatives. */
export interface FlattenOptions {
  readonly references: References;
  /** Puts the alternatives of a union into the order in which they are tried. */
  readonly order: (alternatives: readonly Schema[]) => readonly Schema[];
}

/**
 * Yields the plain schemas a schema stands for: references followed, `allOf` merged, one branch of each union chosen.
 *
 * Lazy, so that a caller content with the first pays for the first. What is yielded is a candidate: `not`, `oneOf`
 * and conditions still have to be checked against the original.
 */
export function* flattenSchema(schema: Schema, options: FlattenOptions): Iterable<JsonObject> {
  for (const plain of flatten(schema, options, [])) {
    const required = stringsOf(plain["required"]);
    const dependencies = [...dependenciesOf(plain)];
    const triggered = dependencies.filter(([key, needed]) => required.includes(key) && isSchema(needed));
    if (triggered.length === 0) {
      yield plain;
      continue;
    }
    // A required key makes its dependency a plain demand. Each is met once, so this ends.
    const { dependentSchemas: _schemas, dependentRequired: _names, ...rest } = plain;
    const left = Object.fromEntries(dependencies.filter((entry) => !triggered.includes(entry)));
    const demands = triggered.map(([, needed]) => needed);
    yield* flattenSchema({ allOf: [{ ...rest, dependencies: left }, ...demands] }, options);
  }
}

function* flatten(schema: Schema, options: FlattenOptions, followed: readonly Schema[]): Iterable<JsonObject> {
  if (schema === false) return;
  if (schema === true) {
    yield {};
    return;
  }
  if (!combinators.some((keyword) => schema[keyword] !== undefined)) {
    yield schema;
    return;
  }
  // A schema that leads to itself with nothing in between has no value of its own to offer.
  if (followed.includes(schema)) return;
  const chain = [...followed, schema];
  const plain = Object.fromEntries(Object.entries(schema).filter(([keyword]) => !combinators.includes(keyword)));
  const parts = choicesOf(schema, options).map(
    (choice) => (): Iterable<JsonObject> => flattenAny(choice, options, chain),
  );
  yield* combine(plain, parts);
}

function* flattenAny(
  choice: readonly Schema[],
  options: FlattenOptions,
  followed: readonly Schema[],
): Iterable<JsonObject> {
  for (const alternative of choice) yield* flatten(alternative, options, followed);
}

/** Each entry is a list of alternatives, one of which has to hold. */
function choicesOf(schema: JsonObject, options: FlattenOptions): readonly (readonly Schema[])[] {
  const choices: (readonly Schema[])[] = [];
  const reference = schema["$ref"] ?? schema["$dynamicRef"] ?? schema["$recursiveRef"];
  if (typeof reference === "string") choices.push([options.references.resolve(reference, schema) ?? true]);
  for (const part of schemasOf(schema["allOf"])) choices.push([part]);
  for (const keyword of ["anyOf", "oneOf"]) {
    const alternatives = schemasOf(schema[keyword]);
    if (alternatives.length > 0) choices.push(options.order(alternatives));
  }
  const condition = schema["if"];
  if (isSchema(condition)) {
    const consequence = isSchema(schema["then"]) ? schema["then"] : true;
    const otherwise = isSchema(schema["else"]) ? schema["else"] : true;
    choices.push(options.order([mergeSchemas(condition, { allOf: [consequence] }), otherwise]));
  }
  return choices;
}

function* combine(base: JsonObject, parts: readonly (() => Iterable<JsonObject>)[]): Iterable<JsonObject> {
  const [part, ...others] = parts;
  if (part === undefined) {
    yield base;
    return;
  }
  for (const variant of part()) {
    const merged = mergeSchemas(base, variant);
    if (typeof merged === "object") yield* combine(merged, others);
  }
}
