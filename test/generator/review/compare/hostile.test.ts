import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { closed } from "./rule-cases.ts";

const draft = "2020-12";

/** Runs a comparison and fails when it takes long. */
async function within(seconds: number, before: JsonSchema, after: JsonSchema) {
  const start = performance.now();
  const compared = await compareSchemas({ schema: before, draft }, { schema: after, draft }, { prefix: "/output" });
  const took = (performance.now() - start) / 1000;
  assert.ok(took < seconds, `took ${took.toFixed(1)} s`);
  return compared;
}

describe("a hostile schema costs a finding and no time", { timeout: 120_000 }, () => {
  // The budgets are a few seconds; what is asked for here is an end, on a machine that does other things as well.
  it("unions within unions, ten levels deep", async () => {
    const levels = (leaf: JsonSchema): JsonSchema =>
      Array.from({ length: 10 }).reduce<JsonSchema>(
        (inner, _, level) => ({
          anyOf: [closed({ [`a${level}`]: inner }), closed({ [`b${level}`]: inner }), { type: "null" }],
        }),
        leaf,
      );
    const { consumer } = await within(25, levels({ type: "integer" }), levels({ type: "number" }));
    assert.notEqual(consumer, "safe");
  });

  it("a product of unions", async () => {
    const product = (last: JsonSchema): JsonSchema => ({
      allOf: [
        ...Array.from(
          { length: 9 },
          (_, index): JsonSchema => ({
            anyOf: [closed({ [`a${index}`]: true }), closed({ [`b${index}`]: true }), closed({ [`c${index}`]: true })],
          }),
        ),
        last,
      ],
    });
    const { consumer, differences } = await within(25, product({ type: "object" }), product({ minProperties: 1 }));
    assert.notEqual(consumer, "safe");
    assert.ok(differences.some(({ rule }) => rule === "compat-unproven"));
  });

  it("a pattern that backtracks without end is not run", async () => {
    const slow = (pattern: string): JsonSchema => closed({ v: { type: "string", pattern } });
    const { consumer, stored } = await within(25, slow("^(a+)+$"), slow("^(a|a)*b?$"));
    // Old texts are proved to fit still, without running anything.
    assert.deepEqual([consumer, stored], ["dangerous", "safe"]);
  });

  it("a keyword that makes a validator promise", async () => {
    const promised = (type: string): JsonSchema => ({
      $async: true,
      type: "object",
      required: ["a"],
      properties: { a: { type } },
    });
    const { consumer } = await within(25, promised("integer"), promised("string"));
    assert.notEqual(consumer, "safe");
  });

  it("names under such a pattern", async () => {
    const slow = (type: string): JsonSchema => ({
      type: "object",
      patternProperties: { "^(a+)+$": { type } },
      properties: { aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab: { type } },
    });
    const { consumer } = await within(25, slow("integer"), slow("string"));
    assert.notEqual(consumer, "safe");
  });

  it("references that lead round, and lists that lead nowhere", async () => {
    const round: JsonSchema = { $ref: "#/$defs/A", $defs: { A: { $ref: "#/$defs/B" }, B: { $ref: "#/$defs/A" } } };
    const other: JsonSchema = {
      $ref: "#/$defs/A",
      $defs: { A: { anyOf: [{ $ref: "#/$defs/A" }, { type: "string" }] } },
    };
    const lost: JsonSchema = { $ref: "#/$defs/missing" };
    for (const before of [round, other, lost])
      for (const after of [round, other, lost, true, false]) {
        const { consumer } = await within(25, before, after);
        assert.ok(["safe", "dangerous", "breaking"].includes(consumer));
      }
  });

  it("large bounds, deep nesting and many properties", async () => {
    const deep = (leaf: JsonSchema): JsonSchema =>
      Array.from({ length: 150 }).reduce<JsonSchema>((inner) => closed({ p: inner }), leaf);
    assert.equal((await within(25, deep({ type: "integer" }), deep({ type: "number" }))).consumer, "breaking");
    const many = (type: string): JsonSchema =>
      closed(Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`p${index}`, { type }])));
    const { differences } = await within(25, many("integer"), many("number"));
    assert.ok(differences.length > 100);
    const large = (maxLength: number): JsonSchema => ({ type: "string", minLength: 1e9, maxLength });
    assert.notEqual((await within(25, large(2e9), large(3e9))).consumer, "safe");
  });
});
