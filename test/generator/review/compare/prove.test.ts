import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { createProver } from "../../../../generator/src/review/compare/prove.ts";
import { sampleInstances } from "../../../../generator/src/review/compare/sample.ts";
import { createBudget } from "../../../../generator/src/review/normal/budget.ts";
import { conjoin, openDocument } from "../../../../generator/src/review/normal/document.ts";
import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { closed } from "./rule-cases.ts";
import { validator } from "./witness-check.ts";

const rootOf = (schema: JsonSchema) => {
  const document = openDocument(schema);
  return conjoin(document, [document.rootPlace]);
};

function isProved(inner: JsonSchema, outer: JsonSchema): boolean {
  return createProver(createBudget(20_000, Number.POSITIVE_INFINITY)).contained(rootOf(inner), rootOf(outer));
}

const string = { type: "string" };
const integer = { type: "integer" };
const number = { type: "number" };
const list = (more: object): JsonSchema => ({ type: "array", ...more });
const object = (more: object): JsonSchema => ({ type: "object", ...more });
const tree = (item: JsonSchema): JsonSchema => ({
  $ref: "#/$defs/T",
  $defs: { T: closed({ v: item, "k?": { type: "array", items: { $ref: "#/$defs/T" } } }) },
});
const kinds = (...names: readonly string[]): JsonSchema => ({
  anyOf: names.map((name) => closed({ kind: { const: name }, [name]: integer })),
});

/** The first is contained in the second; not the other way round, unless they mean the same. */
const pairs: readonly (readonly [what: string, inner: JsonSchema, outer: JsonSchema, same?: "same"])[] = [
  ["anything", string, true],
  ["nothing", false, string],
  ["an integer", integer, number],
  ["one type of two", string, { type: ["string", "null"] }],
  ["a listed text", { const: "a" }, { enum: ["a", "b"] }],
  ["listed texts", { enum: ["a", "b"] }, string],
  ["a listed number", { enum: [1, 2] }, { type: "integer", maximum: 2 }],
  ["listed values of a length", { enum: ["ab", "abc"] }, { type: "string", minLength: 2, maxLength: 3 }],
  ["a listed object", { const: { a: 1 } }, closed({ a: integer })],
  ["a higher least number", { type: "number", minimum: 2 }, { type: "number", minimum: 1 }],
  ["a bound that is left out", { type: "number", exclusiveMinimum: 1 }, { type: "number", minimum: 1 }],
  ["a bound that is left out above", { type: "number", exclusiveMaximum: 1 }, { type: "number", maximum: 1 }],
  ["a lower highest number", { type: "number", maximum: 1 }, { type: "number", maximum: 2 }],
  ["a bound at all", { type: "number", maximum: 1 }, number],
  ["a step that is a multiple", { type: "number", multipleOf: 0.5 }, { type: "number", multipleOf: 0.25 }],
  ["integers on a step", integer, { type: "number", multipleOf: 0.5 }],
  ["an integer on a step of one", integer, { type: "number", multipleOf: 1 }, "same"],
  ["a longer text", { type: "string", minLength: 2 }, { type: "string", minLength: 1 }],
  ["a shorter text", { type: "string", maxLength: 2 }, { type: "string", maxLength: 3 }],
  ["a text of a pattern", { type: "string", pattern: "^ab?$" }, { type: "string", pattern: "^a" }],
  [
    "a text of a pattern that has a length",
    { type: "string", pattern: "^[a-z]{2,3}$" },
    { type: "string", minLength: 2 },
  ],
  ["a pattern of few texts", { type: "string", pattern: "^(a|b)$" }, { enum: ["a", "b", "c"] }],
  [
    "a pattern among two",
    { allOf: [{ type: "string", pattern: "^a" }, { pattern: "b$" }] },
    { type: "string", pattern: "b$" },
  ],
  ["a pattern beside a listed text", { enum: ["a1"] }, { type: "string", pattern: "^a[0-9]$" }],
  ["a format", { type: "string", format: "date" }, string],
  ["a value that is left out", { type: "integer", not: { const: 1 } }, integer],
  ["a value that is left out by a bound", { type: "integer", minimum: 2 }, { type: "integer", not: { const: 1 } }],
  ["a list of fewer", list({ items: string, maxItems: 2 }), list({ items: string, maxItems: 3 })],
  ["a list of more", list({ items: string, minItems: 2 }), list({ items: string, minItems: 1 })],
  ["a list of integers", list({ items: integer }), list({ items: number })],
  ["a list without repeats", list({ items: string, uniqueItems: true }), list({ items: string })],
  [
    "a list of one is without repeats",
    list({ items: string, maxItems: 1 }),
    list({ items: string, uniqueItems: true }),
  ],
  ["a tuple", list({ prefixItems: [integer, string], items: false }), list({ prefixItems: [number, string] })],
  ["a tuple among equal items", list({ prefixItems: [integer, integer], items: false }), list({ items: number })],
  ["equal items among a tuple", list({ items: integer, minItems: 1 }), list({ prefixItems: [integer], items: number })],
  [
    "a tuple that ends at what cannot be",
    list({ prefixItems: [integer, false] }),
    list({ items: integer, maxItems: 1 }),
    "same",
  ],
  ["a list that has to hold something", list({ items: string, contains: { const: "a" } }), list({ items: string })],
  ["a list that has to hold two", list({ contains: { const: "a" }, minContains: 2 }), list({ contains: string })],
  ["a list that holds it anyway", list({ items: string, minItems: 1 }), list({ contains: string })],
  [
    "a list that may hold it twice",
    list({ contains: string, maxContains: 2 }),
    list({ contains: string, maxContains: 3 }),
  ],
  [
    "a list too short to hold more",
    list({ items: string, maxItems: 2 }),
    list({ contains: string, minContains: 0, maxContains: 2 }),
  ],
  ["an object with more that is required", closed({ a: string }), closed({ "a?": string })],
  ["an object with less that is allowed", closed({ a: string }), closed({ a: string, "b?": string })],
  ["an object whose member is narrower", closed({ a: integer }), closed({ a: number })],
  ["a closed object", closed({ a: string }), object({ properties: { a: string } })],
  ["a map of integers", object({ additionalProperties: integer }), object({ additionalProperties: number })],
  ["an object among a map", closed({ a: integer }), object({ additionalProperties: integer })],
  [
    "an object of few",
    object({ additionalProperties: integer, maxProperties: 2 }),
    object({ additionalProperties: integer, maxProperties: 3 }),
  ],
  ["an object of many", object({ minProperties: 2 }), object({ minProperties: 1 })],
  [
    "an object whose members are counted",
    closed({ a: string, "b?": string }),
    object({ minProperties: 1, maxProperties: 2 }),
  ],
  [
    "an object with short names",
    object({ propertyNames: { maxLength: 2 } }),
    object({ propertyNames: { maxLength: 3 } }),
  ],
  ["an object whose names are short", closed({ ab: string }), object({ propertyNames: { maxLength: 2 } })],
  [
    "names of a pattern",
    object({ patternProperties: { "^x": integer }, additionalProperties: false }),
    object({ patternProperties: { "^x": number }, additionalProperties: false }),
  ],
  [
    "names of a pattern among any",
    object({ patternProperties: { "^x": integer }, additionalProperties: false }),
    object({ additionalProperties: number }),
  ],
  ["a declared name of a pattern", closed({ xa: integer }), object({ patternProperties: { "^x": integer } })],
  ["an object without what needs others", closed({ b: string }), object({ dependentRequired: { a: ["b"] } })],
  ["an object with what others need", closed({ "a?": string, b: string }), object({ dependentRequired: { a: ["b"] } })],
  ["what needs more", object({ dependentRequired: { a: ["b", "c"] } }), object({ dependentRequired: { a: ["b"] } })],
  ["a variant", kinds("a"), kinds("a", "b")],
  ["variants in another order", kinds("a", "b"), kinds("b", "a"), "same"],
  [
    "an object whose tag is one of two",
    closed({ kind: { enum: ["a", "b"] } }),
    { anyOf: [closed({ kind: { const: "a" } }), closed({ kind: { const: "b" } })] },
    "same",
  ],
  [
    "an object with or without a member",
    closed({ "a?": { const: 1 } }),
    { anyOf: [closed({}), closed({ a: { const: 1 } })] },
    "same",
  ],
  ["a part of a union of types", { anyOf: [integer, { const: "x" }] }, { type: ["number", "string"] }],
  ["a tree of integers", tree(integer), tree(number)],
  ["a tree in other words", tree(string), { ...(tree(string) as object), description: "A tree." }, "same"],
  ["what is left out in the same words", { not: { required: ["a"] }, type: "object" }, { type: "object" }],
];

describe("a proof that all values of one schema are values of another", () => {
  for (const [what, inner, outer, same] of pairs)
    it(`is found for ${what}`, () => {
      assert.equal(isProved(inner, outer), true);
      assert.equal(isProved(outer, inner), same === "same");
      assert.equal(isProved(inner, inner), true);
      const isValid = validator(outer);
      for (const value of sampleInstances({ schema: inner, draft: "2020-12" }, { seed: 2, count: 20 }))
        if (validator(inner)(value)) assert.ok(isValid(value), JSON.stringify(value));
    });

  it("is not found where an instance says otherwise", () => {
    const others: readonly (readonly [JsonSchema, JsonSchema])[] = [
      [closed({ a: string }), closed({ b: string })],
      [closed({ "a?": integer }), { anyOf: [closed({}), closed({ a: { const: 1 } })] }],
      [list({ items: string, uniqueItems: true }), list({ items: integer })],
      [
        object({ patternProperties: { "^x": integer } }),
        object({ patternProperties: { "^x": integer }, additionalProperties: integer }),
      ],
      [
        object({ additionalProperties: integer }),
        object({ patternProperties: { "^x": string }, additionalProperties: integer }),
      ],
      [object({ dependentRequired: { a: ["b"] } }), object({ dependentRequired: { a: ["c"] } })],
      [closed({ a: string }), object({ propertyNames: { pattern: "^b" } })],
      [closed({ abc: string }), object({ propertyNames: { maxLength: 2 } })],
      [{ enum: ["a", 1] }, string],
      [tree(number), tree(integer)],
      [
        { type: "string", format: "date" },
        { type: "string", format: "email" },
      ],
      [list({ contains: string, maxContains: 3 }), list({ contains: string, maxContains: 2 })],
      [list({ contains: integer }), list({ contains: string })],
      [kinds("a", "c"), kinds("a", "b")],
      [
        { type: "string", pattern: "^a" },
        { type: "string", pattern: "^b" },
      ],
    ];
    for (const [inner, outer] of others) assert.equal(isProved(inner, outer), false, JSON.stringify([inner, outer]));
  });

  it("ends with its budget", () => {
    const prover = createProver(createBudget(3, Number.POSITIVE_INFINITY));
    const deep = Array.from({ length: 9 }).reduce<JsonSchema>((inner) => closed({ a: inner }), integer);
    const deeper = Array.from({ length: 9 }).reduce<JsonSchema>((inner) => closed({ a: inner }), number);
    assert.throws(() => prover.contained(rootOf(deep), rootOf(deeper)), { name: "BudgetError" });
  });
});
