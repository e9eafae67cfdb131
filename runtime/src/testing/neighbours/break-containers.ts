import { dependenciesOf, matches, propertySchemas } from "../instance/matches.ts";
import type { References } from "../instance/references.ts";
import {
  isObject,
  isSchema,
  type Json,
  type JsonObject,
  type Schema,
  schemasOf,
  stringsOf,
} from "../instance/schema.ts";
import { type Breaker, scalarBreakers } from "./break-scalars.ts";

/** What breakers of containers and unions are made with. */
export interface BreakerContext {
  readonly references: References;
  /** An instance of a schema of the document, another one for each number; nothing where there is none. */
  readonly write: (schema: Schema, round: number) => Json | undefined;
}

/** More elements or keys than this are not made. */
const most = 2_000;

const strangeNames: readonly string[] = ["unexpected", "another_key", "?", "UNEXPECTED KEY", "0", "", "x".repeat(120)];

const numberOr = (value: Json | undefined, otherwise: number): number =>
  typeof value === "number" ? value : otherwise;

/** Makes what breaks the keywords that speak of arrays, objects and unions, and those of scalars. */
export function createBreakers(context: BreakerContext): Readonly<Record<string, Breaker>> {
  return { ...scalarBreakers, ...objectBreakers(context), ...arrayBreakers(context), ...unionBreakers(context) };
}

function objectBreakers({ write }: BreakerContext): Readonly<Record<string, Breaker>> {
  const withKey = function* (schema: JsonObject, value: Json, name: string): Iterable<Json> {
    if (!isObject(value) || Object.hasOwn(value, name)) return;
    const written = write(allOf(propertySchemas(schema, name)), 0);
    for (const item of [written ?? true, true, "unexpected"]) yield { ...value, [name]: item };
  };
  const anyKey = function* (schema: JsonObject, value: Json): Iterable<Json> {
    for (const name of strangeNames) yield* withKey(schema, value, name);
  };
  const oneLess = function* (_schema: JsonObject, value: Json): Iterable<Json> {
    if (isObject(value)) for (const key of Object.keys(value).reverse()) yield withoutKey(value, key);
  };
  const dependents: Breaker = function* (schema, value) {
    if (!isObject(value)) return;
    for (const [key, needed] of dependenciesOf(schema)) {
      for (const name of stringsOf(needed)) {
        if (Object.hasOwn(value, key)) yield withoutKey(value, name);
        else for (const changed of withKey(schema, value, key)) if (isObject(changed)) yield withoutKey(changed, name);
      }
    }
  };
  return {
    required: function* (schema, value) {
      if (isObject(value)) for (const name of stringsOf(schema["required"])) yield withoutKey(value, name);
    },
    dependentRequired: dependents,
    dependencies: dependents,
    additionalProperties: anyKey,
    unevaluatedProperties: anyKey,
    propertyNames: anyKey,
    minProperties: function* (schema, value) {
      const min = numberOr(schema["minProperties"], 0);
      const keep = stringsOf(schema["required"]);
      if (!isObject(value)) return;
      const entries = Object.entries(value).sort(([a], [b]) => Number(keep.includes(b)) - Number(keep.includes(a)));
      yield Object.fromEntries(entries.slice(0, Math.max(0, min - 1)));
      yield* oneLess(schema, value);
    },
    maxProperties: function* (schema, value) {
      const max = numberOr(schema["maxProperties"], most);
      if (!isObject(value) || max >= most) return;
      let grown: JsonObject = value;
      const names = [...Object.keys(isObject(schema["properties"]) ? schema["properties"] : {})];
      for (let i = 1; Object.keys(grown).length <= max && i <= max + 1 + names.length; i++) {
        const name = names[i - 1] ?? `entry_${i}`;
        const [next] = withKey(schema, grown, name);
        if (isObject(next)) grown = next;
      }
      yield grown;
    },
  };
}

function arrayBreakers({ references, write }: BreakerContext): Readonly<Record<string, Breaker>> {
  const fits = (schema: JsonObject, item: Json): boolean => {
    const { contains } = schema;
    return isSchema(contains) && matches(contains, item, references);
  };
  const longer: Breaker = function* (schema, value) {
    if (!Array.isArray(value)) return;
    const items = isSchema(schema["items"]) ? schema["items"] : true;
    const list: readonly Json[] = value;
    for (const extra of [list.at(-1), write(items, 0), null, "unexpected"])
      if (extra !== undefined) yield [...list, extra];
  };
  return {
    minItems: (schema, value) => {
      const min = numberOr(schema["minItems"], 0);
      return Array.isArray(value) && min > 0 ? [value.slice(0, min - 1)] : [];
    },
    maxItems: function* (schema, value) {
      const max = numberOr(schema["maxItems"], most);
      if (!Array.isArray(value) || max >= most) return;
      const items = isSchema(schema["items"]) ? schema["items"] : true;
      const list: readonly Json[] = value;
      const missing = Array.from({ length: Math.max(0, max + 1 - list.length) });
      const fresh = missing.map((_, round) => write(items, round + 1)).filter((item) => item !== undefined);
      yield [...list, ...fresh];
      const [example] = [...list, ...fresh];
      if (example !== undefined) yield [...list, ...missing.map((_, round) => vary(example, round + 1))];
      const [first = true] = [...list, ...fresh];
      yield [...list, ...missing.map(() => first)];
    },
    uniqueItems: function* (schema, value) {
      if (!Array.isArray(value)) return;
      const [first = write(isSchema(schema["items"]) ? schema["items"] : true, 0)] = value;
      if (first === undefined) return;
      if (value.length > 1) yield value.with(-1, first);
      yield [...value, ...(value.length === 0 ? [first, first] : [first])];
    },
    contains: function* (schema, value) {
      if (!Array.isArray(value)) return;
      yield value.filter((item: Json) => !fits(schema, item));
      const items = isSchema(schema["items"]) ? schema["items"] : true;
      const other = [0, 1, 2, 3]
        .map((round) => write(items, round))
        .find((item) => item !== undefined && !fits(schema, item));
      const stand: readonly Json[] = other === undefined ? ["unexpected", null, 0] : [other];
      for (const item of stand) yield value.map((own: Json) => (fits(schema, own) ? item : own));
    },
    minContains: function* (schema, value) {
      if (!Array.isArray(value)) return;
      const least = numberOr(schema["minContains"], 1) - 1;
      let left = least;
      yield value.filter((item: Json) => !fits(schema, item) || left-- > 0);
    },
    maxContains: function* (schema, value) {
      const { contains } = schema;
      const max = numberOr(schema["maxContains"], most);
      if (!Array.isArray(value) || max >= most || !isSchema(contains)) return;
      const own = value.find((item: Json) => fits(schema, item)) ?? write(contains, 0);
      if (own !== undefined) yield [...value, ...Array.from({ length: max + 1 }, () => own)];
    },
    items: longer,
    additionalItems: longer,
    unevaluatedItems: longer,
  };
}

/** A value like another one, for lists that may not hold the same twice. */
function vary(value: Json, round: number): Json {
  if (typeof value === "string") return `${value} ${round}`;
  if (typeof value === "number") return value + round;
  if (!isObject(value)) return value;
  const [varied] =
    Object.entries(value).find(([, inner]) => typeof inner === "string" || typeof inner === "number") ?? [];
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]): [string, Json] => [key, key === varied ? vary(inner, round) : inner]),
  );
}

function unionBreakers({ write }: BreakerContext): Readonly<Record<string, Breaker>> {
  const strange: readonly Json[] = ["unexpected", 42, true, null, [], { unexpected: true }];
  const noBranch = (keyword: string): Breaker =>
    function* (schema, value) {
      const { [keyword]: _branches, ...rest } = schema;
      if (isObject(value)) for (const key of Object.keys(value)) yield withoutKey(value, key);
      for (const round of [0, 1, 2]) {
        const written = write(rest, round);
        if (written !== undefined) yield written;
      }
      yield* strange;
    };
  return {
    anyOf: noBranch("anyOf"),
    oneOf: function* (schema, value) {
      const { oneOf, ...rest } = schema;
      const branches = schemasOf(oneOf).slice(0, 6);
      for (const [index, first] of branches.entries()) {
        for (const second of branches.slice(index + 1)) {
          const both = write(allOf([rest, first, second]), 0);
          if (both !== undefined) yield both;
        }
      }
      yield* noBranch("oneOf")(schema, value);
    },
    not: function* (schema) {
      const { not, ...rest } = schema;
      if (!isSchema(not)) return;
      for (const round of [0, 1, 2]) {
        const written = write(allOf([rest, not]), round);
        if (written !== undefined) yield written;
      }
    },
  };
}

function withoutKey(value: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

function allOf(schemas: readonly Schema[]): Schema {
  const [only = true] = schemas;
  return schemas.length < 2 ? only : { allOf: schemas };
}
