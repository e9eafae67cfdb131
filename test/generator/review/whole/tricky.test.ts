import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { loadSchema, reviewPair } from "./in-memory.ts";
import { complaintsAbout, createTally } from "./random-reviews.ts";

type Schema = { readonly [keyword: string]: Json };

const text = (more: Schema = {}): Schema => ({ type: "string", ...more });
const of = (properties: Schema, more: Schema = {}): Schema => ({ type: "object", properties, ...more });

/** Schemas of one kind that are close to each other, or seem to be; each is compared with each. */
const families: Readonly<Record<string, readonly JsonSchema[]>> = {
  numbers: [
    { type: "integer" },
    { type: "number" },
    { type: "number", multipleOf: 1 },
    { type: "number", multipleOf: 0.5 },
    { type: "number", multipleOf: 0.25 },
    { type: "integer", multipleOf: 3 },
    { type: "integer", exclusiveMinimum: 0 },
    { type: "integer", minimum: 1 },
    { type: "number", exclusiveMinimum: 0 },
    { type: "integer", minimum: 0.5, maximum: 2.5 },
    { type: "integer", enum: [1, 2] },
    { enum: [1, 1.5, 2] },
    { type: "number", minimum: 9007199254740991 },
    { type: "number", multipleOf: 2 },
  ],
  texts: [
    text(),
    text({ minLength: 1 }),
    text({ minLength: 2, maxLength: 2 }),
    text({ pattern: "^..$" }),
    text({ pattern: "^[ab]$" }),
    text({ enum: ["a", "b"] }),
    text({ enum: ["a", "b"], maxLength: 1 }),
    text({ enum: ["😀", "a"] }),
    text({ format: "uri" }),
    text({ format: "uri-reference" }),
    text({ format: "email" }),
    text({ format: "date" }),
    text({ format: "date-time" }),
    text({ format: "date", minLength: 10 }),
    text({ not: { enum: ["a"] } }),
    text({ not: { const: "" } }),
    text({ pattern: "^(?:a|b)$" }),
    text({ pattern: "" }),
  ],
  unions: [
    { type: ["string", "null"] },
    { anyOf: [text(), { type: "null" }] },
    { oneOf: [text(), { type: "null" }] },
    { anyOf: [text({ maxLength: 3 }), text({ minLength: 2 })] },
    { oneOf: [text({ maxLength: 3 }), text({ minLength: 2 })] },
    { oneOf: [text({ maxLength: 3 }), text({ minLength: 4 })] },
    { anyOf: [{ const: "a" }, { const: "b" }, { type: "integer" }] },
    { anyOf: [{ enum: ["a", "b"] }, text()] },
    { allOf: [text({ maxLength: 3 }), text({ minLength: 2 })] },
    { not: { type: "object" } },
    { type: ["string", "integer", "boolean", "null"] },
    { enum: ["a", 1, null, true] },
    true,
  ],
  objects: [
    of({ a: text() }),
    of({ a: text() }, { additionalProperties: false }),
    of({ a: text() }, { additionalProperties: true }),
    of({ a: text() }, { additionalProperties: text() }),
    of({ a: text() }, { unevaluatedProperties: false }),
    of({ a: text() }, { required: ["a"] }),
    of({ a: text() }, { required: ["a", "b"] }),
    of({ a: true, b: false }),
    of({}, { additionalProperties: text() }),
    { type: "object", patternProperties: { "^a": text() }, additionalProperties: false },
    of({ a: { type: "integer" } }, { patternProperties: { "^x": text() } }),
    { type: "object", propertyNames: { enum: ["a", "b"] } },
    of({ a: text(), b: text() }, { dependentRequired: { a: ["b"] } }),
    of({ a: text(), b: text() }, { minProperties: 1 }),
    { allOf: [of({ a: text() }, { additionalProperties: false }), of({ b: text() })] },
    { allOf: [of({ a: text() }, { required: ["a"] }), of({ b: text() })] },
    { anyOf: [of({ a: text() }, { required: ["a"] }), of({ b: text() }, { required: ["b"] })] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    of({ kind: { enum: ["x", "y"] } }, { if: { properties: { kind: { const: "x" } } }, then: { required: ["kind"] } }),
  ],
  arrays: [
    { type: "array", items: text() },
    { type: "array", items: text(), minItems: 1 },
    { type: "array", items: text(), uniqueItems: true },
    { type: "array", items: { enum: ["a", "b"] }, uniqueItems: true },
    { type: "array", items: { enum: ["a", "b"] }, maxItems: 2 },
    { type: "array", prefixItems: [text(), { type: "integer" }] },
    { type: "array", prefixItems: [text(), { type: "integer" }], items: false },
    { type: "array", prefixItems: [text()], items: { type: "integer" }, minItems: 1 },
    { type: "array", items: false },
    { type: "array", maxItems: 0 },
    { type: "array", items: text(), contains: { const: "a" } },
    { type: "array", items: text(), contains: { const: "a" }, minContains: 0 },
    { type: "array", items: { type: ["string", "integer"] }, contains: { type: "integer" }, maxContains: 1 },
    { type: "array" },
  ],
  tagged: [
    {
      anyOf: [
        of({ kind: { const: "x" }, a: text() }, { required: ["kind"] }),
        of({ kind: { const: "y" } }, { required: ["kind"] }),
      ],
    },
    {
      anyOf: [
        of({ kind: { const: "x" }, a: { type: "integer" } }, { required: ["kind"] }),
        of({ kind: { const: "y" } }, { required: ["kind"] }),
      ],
    },
    {
      oneOf: [
        of({ kind: { const: "x" }, a: text() }, { required: ["kind"] }),
        of({ kind: { const: "y" } }, { required: ["kind"] }),
      ],
    },
    {
      anyOf: [
        of({ kind: { enum: ["x", "z"] }, a: text() }, { required: ["kind"] }),
        of({ kind: { const: "y" } }, { required: ["kind"] }),
      ],
    },
    { anyOf: [of({ kind: { const: "x" }, a: text() }), of({ kind: { const: "y" } })] },
    of({ kind: { enum: ["x", "y"] }, a: text() }, { required: ["kind"] }),
    of({ kind: { enum: ["x", "y"] }, a: { type: ["string", "integer"] } }, { required: ["kind"] }),
  ],
};

describe("a review of schemas that are close to each other", () => {
  for (const [family, schemas] of Object.entries(families))
    it(`is right about ${family}, each with each`, { timeout: 240_000 }, async () => {
      const tally = createTally();
      const wrong: string[] = [];
      const wrapped = schemas.map((v) => of({ v }, { required: ["v"], additionalProperties: false }));
      const loaded = await Promise.all(wrapped.map(loadSchema));
      for (const [index, before] of loaded.entries())
        for (const [other, after] of loaded.entries()) {
          if (before === undefined || after === undefined) continue;
          const reviewed = await reviewPair(before, after);
          if (index === other) assert.equal(reviewed, undefined);
          const found = complaintsAbout(reviewed, { before, after }, index * 100 + other, tally);
          if (found.length > 0)
            wrong.push([found[0], JSON.stringify(schemas[index]), JSON.stringify(schemas[other])].join("\n  "));
        }
      console.log(
        `${family}: ${loaded.filter((one) => one !== undefined).length} of ${schemas.length} are specs; ` +
          `${tally.breaks} broken values, ${tally.open} left open, ${tally.witnesses} witnesses`,
      );
      assert.deepEqual(wrong, []);
    });
});
