import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { Inverse, StreamTable } from "../../runtime/src/codec.ts";
import { type DialectName, dialectNames } from "../../runtime/src/facts/dialects.ts";
import { decodeValue } from "../../runtime/src/partial/decode-value.ts";
import { createPartialBuilder } from "../../runtime/src/partial/partial-builder.ts";
import { dialects } from "../../runtime/src/schema/dialects/compile.ts";
import type { Json, JsonSchema } from "../../runtime/src/schema/json.ts";
import { lawRuns } from "../law-runs.ts";
import { findDialectIssue } from "./dialects-rules.ts";
import { object, source } from "./dialects-source.ts";

/** Schemas with values that must survive the way into each dialect and back. */
const roundTrips: readonly (readonly [string, JsonSchema, readonly Json[]])[] = [
  [
    "optional properties",
    object({ a: { type: "string" }, b: { type: "number" }, c: object({ d: { type: "boolean" } }) }, ["a"]),
    [{ a: "x" }, { a: "x", b: 1 }, { a: "", c: {} }, { a: "", c: { d: false } }],
  ],
  [
    "null as a value",
    object({ a: { type: ["string", "null"] }, b: { anyOf: [object({ x: { type: "string" } }), { type: "null" }] } }, [
      "a",
      "b",
    ]),
    [
      { a: null, b: null },
      { a: "", b: {} },
    ],
  ],
  [
    "maps",
    object({ m: { type: "object", additionalProperties: { type: "number" } } }, ["m"]),
    [{ m: {} }, { m: { a: 1, "b c": 2 } }],
  ],
  [
    "maps of objects with optional properties",
    object(
      { m: { type: "object", additionalProperties: object({ x: { type: "string" }, y: { type: "string" } }, ["x"]) } },
      ["m"],
    ),
    [{ m: { a: { x: "1" }, b: { x: "2", y: "3" } } }],
  ],
  ["a map at the root", { type: "object", additionalProperties: { type: "string" } }, [{}, { a: "b" }]],
  ["a list at the root", { type: "array", items: { type: "string" } }, [[], ["a"]]],
  ["a choice at the root", { enum: ["spam", "ham"] }, ["spam"]],
  [
    "a tagged union",
    {
      oneOf: [
        object({ k: { const: "a" }, x: { type: "string" } }, ["k"]),
        object({ k: { const: "b" }, y: { type: "number" } }, ["k", "y"]),
      ],
    },
    [{ k: "a" }, { k: "a", x: "1" }, { k: "b", y: 2 }],
  ],
  [
    "an untagged union",
    object(
      {
        u: {
          anyOf: [
            object({ mail: { type: "string" } }, ["mail"]),
            object({ phone: { type: "string" }, country: { type: "string" } }, ["phone"]),
          ],
        },
      },
      ["u"],
    ),
    [{ u: { mail: "a" } }, { u: { phone: "1" } }, { u: { phone: "1", country: "x" } }],
  ],
  [
    "a tuple",
    object({ t: { type: "array", prefixItems: [{ type: "number" }, { type: "string" }], items: false, minItems: 2 } }, [
      "t",
    ]),
    [{ t: [1, "a"] }],
  ],
  [
    "tuples that go on, or stop early",
    object(
      {
        t: { type: "array", prefixItems: [{ type: "number" }, { type: "string" }], items: { type: "boolean" } },
        u: { type: "array", prefixItems: [{ type: "number" }, object({ a: { type: "string" } })], minItems: 1 },
      },
      ["t", "u"],
    ),
    [
      { t: [], u: [1] },
      { t: [1], u: [1, {}] },
      { t: [1, "a", true, false], u: [1, { a: "b" }, "any", { thing: [null] }] },
    ],
  ],
  [
    "any value",
    object({ a: {}, b: { type: "array", items: {} }, c: { type: "object" } }, ["a"]),
    [{ a: null }, { a: "a string", b: ["1", 1, null, { x: [] }] }, { a: '{"x":1}', c: { d: null, e: { f: "g" } } }],
  ],
  ["any value at the root", true, [null, "text", 1, { a: [1] }]],
  [
    "open names beside declared ones",
    object(
      {
        keep: object({ a: { type: "string" } }, [], { additionalProperties: true }),
        typed: object({ a: { type: "string" } }, ["a"], { additionalProperties: object({ n: { type: "number" } }) }),
      },
      ["keep", "typed"],
    ),
    [
      { keep: {}, typed: { a: "1" } },
      { keep: { a: "1", other: "2", more: { x: [null] } }, typed: { a: "1", b: {}, c: { n: 2 } } },
    ],
  ],
  [
    "values that are objects or arrays",
    object({ a: { enum: [{ x: 1 }, ["y"], "z", 3, null] } }, ["a"]),
    [{ a: { x: 1 } }, { a: ["y"] }, { a: "z" }, { a: 3 }, { a: null }],
  ],
  [
    "a union of everything",
    object(
      {
        u: {
          anyOf: [
            { type: "string" },
            { type: "number" },
            { type: "null" },
            { type: "array", items: { type: "string" } },
            { type: "object", additionalProperties: { type: "string" } },
          ],
        },
      },
      ["u"],
    ),
    [{ u: "1" }, { u: 1 }, { u: null }, { u: [] }, { u: ["a"] }, { u: {} }, { u: { a: "b" } }],
  ],
  [
    "a union with an open object",
    object({ u: { anyOf: [{ type: "boolean" }, { type: "array", items: { type: "number" } }, { type: "object" }] } }, [
      "u",
    ]),
    [{ u: true }, { u: [1] }, { u: {} }, { u: { a: [1] } }],
  ],
  [
    "mixed enums",
    object({ a: { enum: ["x", 1, true, null] }, b: { type: ["string", "integer", "null"] }, c: { type: "null" } }, [
      ...["a", "b", "c"],
    ]),
    [
      { a: "x", b: "y", c: null },
      { a: 1, b: 2, c: null },
      { a: true, b: null, c: null },
      { a: null, b: null, c: null },
    ],
  ],
  [
    "deep nesting",
    Array.from({ length: 14 }).reduce<JsonSchema>((inner) => object({ a: inner }, ["a"]), { type: "string" }),
    [Array.from({ length: 14 }).reduce<Json>((inner) => ({ a: inner }), "deep")],
  ],
  [
    "recursion that could be a string",
    object({ t: { $ref: "#/$defs/T" } }, ["t"], {
      $defs: { T: { anyOf: [{ type: "string" }, { type: "array", items: { $ref: "#/$defs/T" } }] } },
    }),
    [{ t: "a" }, { t: ["b", ["c", ["d", [["e"]]]]] }],
  ],
  [
    "shared definitions",
    object({ a: { $ref: "#/$defs/P" }, b: { $ref: "#/$defs/P" } }, ["a"], {
      $defs: { P: object({ n: { type: "string" }, t: { type: "string" } }, ["n"]) },
    }),
    [{ a: { n: "1" } }, { a: { n: "1" }, b: { n: "2", t: "3" } }],
  ],
  [
    "definitions that would multiply when written out, and are too deep for some dialects",
    object({ a: { $ref: "#/$defs/L0" } }, [], {
      $defs: Object.fromEntries(
        Array.from({ length: 12 }, (_, level) => {
          const next: JsonSchema = level === 11 ? { type: "string" } : { $ref: `#/$defs/L${level + 1}` };
          return [`L${level}`, object(Object.fromEntries([..."bcdefg"].map((name) => [name, next])))];
        }),
      ),
    }),
    [{}, { a: {} }, { a: [..."gdefbbbbbbbb"].reduceRight<Json>((inner, name) => ({ [name]: inner }), "x") }],
  ],
  [
    "recursion",
    object({ n: { type: "string" }, sub: { type: "array", items: { $ref: "#" } } }, ["n"]),
    [
      { n: "1" },
      { n: "1", sub: [{ n: "2" }, { n: "3", sub: [] }] },
      { n: "1", sub: [{ n: "2", sub: [{ n: "3", sub: [{ n: "4", sub: [{ n: "5" }] }] }] }] },
    ],
  ],
  [
    "names that look odd",
    object({ "": { type: "string" }, "a/b~c": object({ "x y": { type: "number" } }) }, [""]),
    [{ "": "1" }, { "": "1", "a/b~c": { "x y": 1 } }],
  ],
];

const ajv = new Ajv2020({ strict: false, validateFormats: false });

/** Asserts that a value fits a dialect's schema as it is written in it, and comes back as it was, whole and streamed. */
function assertRoundTrip(name: DialectName, schema: JsonSchema, values: readonly Json[]): void {
  const from = source(schema);
  const dialect = dialects[name].compile(from);
  // What passes a limit has nothing to come back from.
  if ("unusable" in dialect) {
    assert.match(dialect.unusable, /^it has \d+ /);
    return;
  }
  const wire = JSON.parse(dialect.schema) as Json;
  assert.equal(findDialectIssue(name, wire), undefined, dialect.schema);
  const validate = ajv.compile(withNullable(wire) as object);
  const encode = dialects[name].encoder(from);
  for (const value of values) {
    const encoded = encode?.(value);
    const text = JSON.stringify(encoded);
    assert.ok(validate(encoded), `${text} fits ${dialect.schema}: ${ajv.errorsText(validate.errors)}`);
    assert.deepEqual(decode(from.table.table, dialect.inverse, encoded), value, text);
    for (const size of [1, 7]) assert.deepEqual(stream(from.table.table, dialect.inverse, text, size), value, text);
  }
}

describe("a value written in a dialect is the authored value again", () => {
  for (const name of dialectNames) {
    for (const [title, schema, values] of roundTrips) {
      it(`${name}: ${title}`, () => assertRoundTrip(name, schema, values));
    }
  }
});

function decode(table: StreamTable, inverse: Inverse | undefined, value: unknown): unknown {
  return JSON.parse(JSON.stringify(decodeValue(table, inverse, value)));
}

function stream(table: StreamTable, inverse: Inverse | undefined, text: string, size: number): unknown {
  const builder = createPartialBuilder({ table, inverse });
  for (let at = 0; at < text.length; at += size) builder.push(text.slice(at, at + size));
  return JSON.parse(JSON.stringify(builder.finish().value));
}

/** OpenAPI's `nullable`, as JSON Schema says it. */
function withNullable(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(withNullable);
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, ...inner } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, withNullable(value)]),
  );
  return nullable === true ? { anyOf: [inner, { type: "null" }] } : inner;
}

/** A schema and a value that is valid for it. */
type Pair = readonly [schema: { readonly [keyword: string]: Json }, value: Json];

/** Schemas of all kinds with a value each; optional properties never allow null, which openai-strict could not tell apart. */
const pairs: fc.Arbitrary<Pair> = fc.letrec<{ pair: Pair; scalar: Pair; any: Json }>((tie) => ({
  any: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  scalar: fc.oneof(
    fc.string().map((value): Pair => [{ type: "string" }, value]),
    fc.integer().map((value): Pair => [{ type: "integer" }, value]),
    fc.boolean().map((value): Pair => [{ type: "boolean" }, value]),
    fc.constantFrom("a", "b", "").map((value): Pair => [{ enum: ["a", "b", ""] }, value]),
  ),
  pair: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie("scalar"),
    tie("any").map((value): Pair => [{}, value]),
    fc
      .dictionary(fc.string(), tie("any"), { maxKeys: 3, noNullPrototype: true })
      .map((value): Pair => [{ type: "object" }, value]),
    fc
      .array(tie("pair"), { maxLength: 3 })
      .map(
        (items): Pair => [
          { type: "array", prefixItems: items.map(([schema]) => schema), items: false, minItems: items.length },
          items.map(([, value]) => value),
        ],
      )
      .filter(([{ prefixItems }]) => Array.isArray(prefixItems) && prefixItems.length > 0),
    fc
      .tuple(tie("pair"), fc.boolean())
      .map(([[schema, value], some]): Pair => [{ type: "array", items: schema }, some ? [value] : []]),
    fc
      .tuple(tie("pair"), fc.array(fc.string(), { maxLength: 3 }))
      .map(
        ([[schema, value], keys]): Pair => [
          { type: "object", additionalProperties: schema },
          Object.fromEntries(keys.map((key) => [key, value])),
        ],
      ),
    fc
      .tuple(
        fc.dictionary(
          fc.constantFrom("a", "b", "other", "item_1"),
          fc.tuple(tie("pair"), fc.constantFrom("required", "given", "missing")),
          { maxKeys: 3, minKeys: 1, noNullPrototype: true },
        ),
        fc.constantFrom<Json>(false, true, { type: "string" }),
      )
      .map(([members, additionalProperties]): Pair => {
        const given = Object.entries(members).filter(([, [, presence]]) => presence !== "missing");
        return [
          {
            type: "object",
            properties: Object.fromEntries(Object.entries(members).map(([name, [[schema]]]) => [name, schema])),
            required: Object.entries(members).flatMap(([name, [[schema], presence]]) =>
              presence === "required" || allowsNull(schema) ? [name] : [],
            ),
            additionalProperties,
          },
          Object.fromEntries(
            [...Object.entries(members).filter(([, [[schema]]]) => allowsNull(schema)), ...given].map(
              ([name, [[, value]]]) => [name, value],
            ),
          ),
        ];
      }),
    fc.tuple(tie("pair"), tie("scalar")).map(([[schema, value], [other]]): Pair => [{ anyOf: [other, schema] }, value]),
  ),
})).pair;

function allowsNull(schema: { readonly [keyword: string]: Json }): boolean {
  return (
    Object.keys(schema).length === 0 ||
    (Array.isArray(schema["anyOf"]) && schema["anyOf"].some((option: Json) => allowsNull(option as Pair[0])))
  );
}

describe("schemas of all kinds", () => {
  for (const name of dialectNames) {
    it(`come back from ${name}`, () => {
      fc.assert(
        fc.property(pairs, ([schema, value]) => {
          assertRoundTrip(name, schema, [JSON.parse(JSON.stringify(value)) as Json]);
        }),
        { numRuns: lawRuns(60) },
      );
    });
  }
});
