import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import { createValidators } from "../../../../generator/src/review/compare/validators.ts";
import { formatSamples, formatShape } from "../../../../generator/src/review/normal/known-formats.ts";
import { knownFormats } from "../../../../runtime/src/schema/formats.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { closed } from "./rule-cases.ts";

interface EmptyCase {
  readonly title: string;
  readonly empty: JsonSchema;
  /** A schema close to it, and a value that satisfies this one. */
  readonly near: JsonSchema;
  readonly value: Json;
}

const boolean = { type: "boolean" };
const never = { type: "string", minLength: 2, maxLength: 1 };

const cases: readonly EmptyCase[] = [
  {
    title: "an enum of which a length refuses every member",
    empty: { enum: ["a", "bb"], minLength: 4 },
    near: { enum: ["a", "bb"], minLength: 2 },
    value: "bb",
  },
  {
    title: "an enum of which a pattern refuses every member",
    empty: { enum: ["low", "high"], pattern: "x|y" },
    near: { enum: ["low", "high"], pattern: "w$|y" },
    value: "low",
  },
  {
    title: "an enum of which a format refuses every member",
    empty: { type: "string", format: "date-time", enum: ["abc", "2026-01-01"] },
    near: { type: "string", format: "date", enum: ["abc", "2026-01-01"] },
    value: "2026-01-01",
  },
  {
    title: "an enum of which a condition refuses every member",
    empty: { enum: [1, 8], if: { maximum: 0 }, else: { type: "string" } },
    near: { enum: [1, 8], if: { maximum: 1 }, else: { type: "string" } },
    value: 1,
  },
  {
    title: "objects that are listed and lack a member",
    empty: { enum: [{ a: 1 }], required: ["b"] },
    near: { enum: [{ a: 1 }], required: ["a"] },
    value: { a: 1 },
  },
  {
    title: "equal variants of which exactly one has to fit",
    empty: { oneOf: [boolean, boolean] },
    near: { oneOf: [boolean, boolean, { type: "null" }] },
    value: null,
  },
  {
    title: "equal variants with more values than can be listed",
    empty: {
      oneOf: [
        { type: "number", minimum: 0 },
        { type: "number", minimum: 0 },
      ],
    },
    near: {
      oneOf: [
        { type: "number", minimum: 0 },
        { type: "number", minimum: 1 },
      ],
    },
    value: 0.5,
  },
  {
    title: "what is refused in the same words",
    empty: { type: "string", minLength: 1, not: { type: "string" } },
    near: { type: ["string", "null"], minLength: 1, not: { type: "string", minLength: 1 } },
    value: null,
  },
  {
    title: "listed values that are refused twice over",
    empty: { type: "number", not: { not: { enum: [true] } } },
    near: { type: "boolean", not: { not: { enum: [true] } } },
    value: true,
  },
  {
    title: "bounds between which there is no multiple",
    empty: { type: "number", minimum: 0.1, maximum: 0.2, multipleOf: 0.25 },
    near: { type: "number", minimum: 0.1, maximum: 0.25, multipleOf: 0.25 },
    value: 0.25,
  },
  {
    title: "bounds between which there is no common multiple",
    empty: { type: "integer", exclusiveMinimum: 0, maximum: 5, allOf: [{ multipleOf: 2 }, { multipleOf: 3 }] },
    near: { type: "integer", exclusiveMinimum: 0, maximum: 6, allOf: [{ multipleOf: 2 }, { multipleOf: 3 }] },
    value: 6,
  },
  {
    title: "a pattern and lengths that it cannot have",
    empty: { type: "string", pattern: "^a{3}$", maxLength: 2 },
    near: { type: "string", pattern: "^a{2,3}$", maxLength: 2 },
    value: "aa",
  },
  {
    title: "a format and a pattern that none of its texts fits",
    empty: { type: "string", format: "date-time", pattern: "^[A-Z]" },
    near: { type: "string", format: "date-time", pattern: "^[0-9]" },
    value: "2026-01-31T09:30:00Z",
  },
  {
    title: "a format and lengths that it cannot have",
    empty: { type: "string", format: "date", maxLength: 4 },
    near: { type: "string", format: "date", maxLength: 10 },
    value: "2026-01-31",
  },
  {
    title: "a list that is not empty, of items that there are none of",
    empty: { type: "array", minItems: 1, items: never },
    near: { type: "array", items: never },
    value: [],
  },
  {
    title: "a longer list than there are different items",
    empty: { type: "array", uniqueItems: true, minItems: 3, items: boolean },
    near: { type: "array", uniqueItems: true, minItems: 2, items: boolean },
    value: [true, false],
  },
  {
    title: "a list that contains what no item is",
    empty: { type: "array", items: { type: "string" }, contains: { type: "number" } },
    near: { type: "array", items: { type: "string" }, contains: { type: "number" }, minContains: 0 },
    value: [],
  },
  {
    title: "a required member that another refuses to be alone",
    empty: { type: "object", required: ["a"], dependentRequired: { a: ["b"] }, properties: { b: never } },
    near: { type: "object", dependentRequired: { a: ["b"] }, properties: { b: never } },
    value: {},
  },
  {
    title: "a required member whose name is refused",
    empty: { type: "object", required: ["long"], propertyNames: { maxLength: 3 } },
    near: { type: "object", required: ["long"], propertyNames: { maxLength: 4 } },
    value: { long: 1 },
  },
  {
    title: "more members than there are names",
    empty: { type: "object", minProperties: 3, propertyNames: { enum: ["a", "b"] } },
    near: { type: "object", minProperties: 2, propertyNames: { enum: ["a", "b"] } },
    value: { a: 1, b: 1 },
  },
  {
    title: "more members than are declared and have values",
    empty: { type: "object", minProperties: 2, properties: { a: boolean, b: never }, additionalProperties: false },
    near: { type: "object", minProperties: 1, properties: { a: boolean, b: never }, additionalProperties: false },
    value: { a: true },
  },
];

async function rulesOf(v: JsonSchema): Promise<readonly string[]> {
  const [before, after] = [closed({ v: true }), closed({ v })].map((schema) => ({ schema, draft: "2020-12" as const }));
  assert.ok(before !== undefined && after !== undefined);
  const { differences } = await compareSchemas(before, after, { prefix: "/output" });
  return differences.map(({ rule, at, consumer, stored }) => `${rule} ${at} ${consumer}/${stored}`);
}

describe("a schema that nothing satisfies any more is a break:", () => {
  for (const { title, empty, near, value } of cases)
    it(title, async () => {
      assert.deepEqual(await rulesOf(empty), ["schema-unsatisfiable /output/properties/v breaking/breaking"]);
      const found = await rulesOf(near);
      assert.ok(!found.some((line) => line.startsWith("schema-unsatisfiable")), found.join("\n"));
      assert.equal((await createValidators()).modern(near)(value), true);
      assert.equal((await createValidators()).modern(empty)(value), false);
    });

  it("a definition whose every value needs another inside", async () => {
    const node = (...required: readonly string[]): JsonSchema => ({
      $ref: "#/$defs/Node",
      $defs: {
        Node: { type: "object", required, properties: { next: { $ref: "#/$defs/Link" }, name: { type: "string" } } },
        Link: { anyOf: [{ $ref: "#/$defs/Node" }, { type: "array", minItems: 1, items: { $ref: "#/$defs/Link" } }] },
      },
    });
    const levelsOf = async (after: JsonSchema): Promise<readonly string[]> => {
      const [one, other] = [node(), after].map((schema) => ({ schema, draft: "2020-12" as const }));
      assert.ok(one !== undefined && other !== undefined);
      const { differences } = await compareSchemas(one, other, { prefix: "/output" });
      return differences.map(({ rule, consumer, stored }) => `${rule} ${consumer}/${stored}`);
    };
    assert.deepEqual(await levelsOf(node("next")), ["schema-unsatisfiable breaking/breaking"]);
    assert.deepEqual(await levelsOf(node("name")), ["property-became-required safe/breaking"]);
  });

  it("shapes of formats fit all of their texts", () => {
    for (const format of knownFormats)
      for (const sample of formatSamples(format)) {
        const shape = formatShape(format);
        assert.ok(shape === undefined || new RegExp(shape, "u").test(String(sample)), `${format}: ${sample}`);
      }
  });
});
