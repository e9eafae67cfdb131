import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { createValidators } from "../../../../generator/src/review/compare/validators.ts";
import type { Draft, Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";

/** A schema of each draft that means something in it, with a value that it refuses and one that it takes. */
const drafts: readonly (readonly [Draft, JsonSchema, Json, Json])[] = [
  ["draft-04", { type: "number", minimum: 1, exclusiveMinimum: true }, 1, 2],
  ["draft-06", { type: "number", exclusiveMinimum: 1 }, 1, 2],
  ["draft-07", { items: [{ type: "string" }], additionalItems: false }, ["a", 1], ["a"]],
  ["2019-09", { type: "object", properties: { a: true }, unevaluatedProperties: false }, { b: 1 }, { a: 1 }],
  ["2020-12", { prefixItems: [{ type: "string" }], items: false }, ["a", 1], ["a"]],
];

describe("the validator of a comparison", () => {
  for (const [draft, schema, refused, taken] of drafts)
    it(`reads a schema of ${draft} as it was written`, async () => {
      const validate = await (await createValidators()).written(schema, draft);
      assert.deepEqual([validate(refused), validate(taken)], [false, true]);
    });

  it("asserts formats, of texts and of numbers", async () => {
    const { modern } = await createValidators();
    assert.deepEqual(
      ["2026-01-31", "yesterday"].map((value) => modern({ format: "date" })(value)),
      [true, false],
    );
    assert.deepEqual(
      [1, 2 ** 40].map((value) => modern({ format: "int32" })(value)),
      [true, false],
    );
    assert.equal(modern({ format: "date" })(1), true);
  });

  it("does not say where a pattern may not come back, or a schema does not compile", async () => {
    const { modern } = await createValidators();
    assert.equal(modern({ pattern: "^(a+)+$" })(`${"a".repeat(40)}b`), undefined);
    assert.equal(modern({ pattern: "(" })("a"), undefined);
    assert.equal(modern({ $ref: "#/$defs/none" })(1), undefined);
    assert.equal(modern({ $async: true, type: "string" })("a"), undefined);
    assert.equal(modern({ $async: true, type: "string" })(1), undefined);
  });

  it("looks at own members only", async () => {
    const { modern } = await createValidators();
    assert.equal(modern({ type: "object", required: ["toString"] })({}), false);
  });
});
