import assert from "node:assert/strict";
import type { Difference } from "../../../../generator/src/review/difference.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { judgeOf } from "../ajv-judges.ts";

/** A validator that shares nothing with the product. */
export function validator(schema: JsonSchema): (value: Json) => boolean {
  const judge = judgeOf(schema, "2020-12");
  return (value) => {
    const verdict = judge(value);
    assert.notEqual(verdict, undefined, "ajv compiles the schema");
    return verdict === true;
  };
}

/** The schema with closedness dropped everywhere, as the cases define an open reader. */
function dropClosedness(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(dropClosedness);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key, value]) => !(["additionalProperties", "unevaluatedProperties"].includes(key) && value === false))
      .map(([key, value]) => [key, dropClosedness(value)]),
  );
}

const sourceOnly = new Set([
  "property-removed",
  "export-renamed",
  "schema-unsatisfiable",
  "discriminator-changed",
  "tuple-changed",
]);

/** Fails when a difference claims a break of values without an instance that shows it. */
export function checkWitnesses(
  differences: readonly Difference[],
  before: JsonSchema,
  after: JsonSchema,
  side: "output" | "input",
): void {
  if (differences.length === 0) return;
  const [old, now] = [validator(before), validator(after)];
  // A schema of `not` may hold what is dropped elsewhere; the rest is as the file says.
  const reader = validator(dropClosedness(before) as JsonSchema);
  for (const { rule, consumer, stored, witness, evidence } of differences) {
    const stem = rule.replace(/^input-/, "");
    if (side === "input") {
      if (consumer === "breaking" && !sourceOnly.has(stem))
        assert.ok(witness?.caller !== undefined, `${rule} without witness`);
      if (witness?.caller !== undefined) {
        assert.ok(old(witness.caller), `${rule}: ${JSON.stringify(witness)} was no input`);
        assert.ok(!now(witness.caller), `${rule}: ${JSON.stringify(witness)} is still an input`);
      }
      continue;
    }
    if (consumer === "breaking" && !sourceOnly.has(stem))
      assert.ok(witness?.consumer !== undefined, `${rule} without a witness for readers (${evidence})`);
    if (stored === "breaking") assert.ok(witness?.stored !== undefined, `${rule} without a stored witness`);
    if (witness?.consumer !== undefined) {
      assert.ok(now(witness.consumer), `${rule}: ${JSON.stringify(witness)} is no new output`);
      assert.ok(!reader(witness.consumer), `${rule}: ${JSON.stringify(witness)} was an output before`);
    }
    if (witness?.stored !== undefined) {
      assert.ok(old(witness.stored), `${rule}: ${JSON.stringify(witness)} was no output`);
      assert.ok(!now(witness.stored), `${rule}: ${JSON.stringify(witness)} still is an output`);
    }
  }
}
