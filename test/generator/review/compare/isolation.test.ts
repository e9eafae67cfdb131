import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { closed } from "./rule-cases.ts";
import { checkWitnesses, validator } from "./witness-check.ts";

/** Rule, level for readers, level for stored data. */
async function levels(before: JsonSchema, after: JsonSchema): Promise<readonly string[]> {
  const [old, now] = [closed({ a: before }), closed({ a: after })];
  const version = (schema: JsonSchema) => ({ schema, draft: "2020-12" as const });
  const { differences } = await compareSchemas(version(old), version(now), { prefix: "/output" });
  checkWitnesses(differences, old, now, "output");
  return differences.map(({ rule, consumer, stored }) => `${rule} ${consumer} ${stored}`).sort();
}

const union = (...types: readonly string[]): JsonSchema => ({ anyOf: types.map((type) => ({ type })) });
const consts = (...values: readonly Json[]): JsonSchema => ({ anyOf: values.map((value) => ({ const: value })) });

describe("differences of one and the same node", () => {
  const valueBySwap = ["enum-value-added breaking safe", "enum-value-removed safe breaking"];

  it("are told apart where null goes and a member comes, in a list", async () => {
    const found = [...valueBySwap, "nullable-removed safe breaking"];
    assert.deepEqual(await levels({ enum: ["a", "b", null] }, { enum: ["a", "c"] }), found);
    assert.deepEqual(
      await levels({ type: ["string", "null"], enum: ["a", "b", null] }, { type: "string", enum: ["a", "c"] }),
      found,
    );
  });

  it("are told apart where members are branches", async () => {
    assert.deepEqual(await levels(consts("a", "b"), consts("a", "c")), valueBySwap);
    assert.deepEqual(await levels(consts("a", "b", null), consts("a", "c")), [
      ...valueBySwap,
      "nullable-removed safe breaking",
    ]);
  });

  it("are told apart where members are of several types", async () => {
    assert.deepEqual(await levels({ enum: ["a", 1] }, { enum: ["a", 2] }), valueBySwap);
  });

  it("are told apart where types come and go, in a list and in branches", async () => {
    const found = ["nullable-removed safe breaking", "type-narrowed safe breaking", "type-widened breaking safe"];
    assert.deepEqual(await levels(union("string", "number", "null"), union("string", "boolean")), found);
    assert.deepEqual(await levels({ type: ["string", "number", "null"] }, { type: ["string", "boolean"] }), found);
  });

  it("are told apart where integers become numbers beside another type that goes", async () => {
    assert.deepEqual(await levels(union("integer", "boolean"), union("number", "string")), [
      "type-narrowed safe breaking",
      "type-widened breaking safe",
    ]);
  });

  it("are told apart where null goes and a member of the object beside it changes", async () => {
    const [before, after] = [closed({ x: { type: "string" } }), closed({ x: { type: "number" } })];
    assert.deepEqual(await levels({ anyOf: [before, { type: "null" }] }, after), [
      "nullable-removed safe breaking",
      "type-changed breaking breaking",
    ]);
  });

  it("are told apart where a variant comes, null goes and nobody wrote a union before", async () => {
    const text: JsonSchema = { type: ["string", "null"], minLength: 1 };
    const list: JsonSchema = { type: "array", items: { type: "string" } };
    assert.deepEqual(await levels(text, { anyOf: [{ type: "string", minLength: 2 }, list] }), [
      "length-tightened safe breaking",
      "nullable-removed safe breaking",
      "union-branch-added breaking safe",
    ]);
  });
});

describe("a witness", () => {
  it("differs from old outputs in nothing but what it shows", async () => {
    const version = (pattern: string, maximum: number): JsonSchema =>
      closed({ p: { type: "string", pattern }, r: { type: "integer", minimum: 1, maximum } });
    const [before, after] = [version("^[a-z]+$", 5), version("^[a-z0-9]+$", 10)];
    const { differences } = await compareSchemas(
      { schema: before, draft: "2020-12" },
      { schema: after, draft: "2020-12" },
      { prefix: "/output" },
    );
    const shown = differences.find(({ rule }) => rule === "range-loosened")?.witness?.consumer;
    const patterned = validator(version("^[a-z]+$", 10));
    assert.ok(shown !== undefined && patterned(shown), JSON.stringify(shown));
  });

  it("of a shorter repetition is a longer text", async () => {
    const text = (pattern: string): JsonSchema => ({ type: "string", pattern });
    assert.deepEqual(await levels(text("^[a-z]+$"), text("^[a-z]{1,5}$")), ["pattern-changed safe breaking"]);
  });
});

describe("a pattern that cannot be run safely", () => {
  it("is as safe as the proof that it includes another says", async () => {
    const text = (pattern: string): JsonSchema => ({ type: "string", pattern });
    assert.deepEqual(await levels(text("^(a+)+$"), text("^a+$")), ["pattern-changed safe safe"]);
    assert.deepEqual(await levels(text("^(\\w+\\s?)*$"), text("^\\w+$")), ["pattern-changed safe dangerous"]);
  });
});
