import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, it } from "vitest";
import { plainContainment } from "../../../generator/src/lint/containment.ts";
import { readSide } from "../../../generator/src/lint/schema-node.ts";
import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { lawRuns } from "../../law-runs.ts";

const scalar: fc.Arbitrary<Json> = fc.constantFrom<Json>("a", "b", "ab", "", 0, 1, 1.5, 2, true, null);
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("a", "b", "k"), tie("value"), { maxKeys: 3 }),
  ),
})).value;

const types = ["string", "number", "integer", "boolean", "null", "array", "object"] as const;
const small = fc.integer({ min: 0, max: 2 });
const schema: fc.Arbitrary<JsonSchema> = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.boolean(),
    fc.record<{ [keyword: string]: Json }>(
      {
        type: fc.oneof(
          fc.constantFrom(...types),
          fc.uniqueArray(fc.constantFrom(...types), { minLength: 1, maxLength: 3 }),
        ),
        enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }),
        const: scalar,
        minLength: small,
        maxLength: small,
        minimum: small,
        maximum: small,
        minItems: small,
        maxItems: small,
        required: fc.uniqueArray(fc.constantFrom("a", "b", "k"), { maxLength: 2 }),
        properties: fc.dictionary(fc.constantFrom("a", "b", "k"), tie("schema") as fc.Arbitrary<Json>, { maxKeys: 2 }),
        additionalProperties: tie("schema") as fc.Arbitrary<Json>,
        items: tie("schema") as fc.Arbitrary<Json>,
        anyOf: fc.array(tie("schema") as fc.Arbitrary<Json>, { minLength: 1, maxLength: 2 }),
        $ref: fc.constant("#/$defs/shared"),
      },
      { requiredKeys: [] },
    ),
  ),
})).schema;

const ajv = new Ajv2020({ strict: false, validateSchema: false, logger: false });
const shared: Json = { type: "string", maxLength: 1 };

describe("the containment that lint asks", () => {
  it("is never wrong about what it says is proven", { timeout: 120_000 }, () => {
    let proven = 0;
    const close = fc.tuple(schema, schema, fc.boolean()).map(([a, b, isNarrowed]): [JsonSchema, JsonSchema] => {
      // Two schemas by chance seldom have much to do with each other.
      if (!isNarrowed || typeof a === "boolean" || typeof b === "boolean") return [a, b];
      return [{ ...a, ...b }, a];
    });
    fc.assert(
      fc.property(close, fc.array(value, { minLength: 30, maxLength: 30 }), ([a, b], values) => {
        const root = { $defs: { shared } } as const;
        const side = readSide("/output", root, "2020-12", () => false);
        const isContained = plainContainment.isContained(side, a as Json, b as Json);
        const isDisjoint = plainContainment.isDisjoint(side, a as Json, b as Json);
        if (!isContained && !isDisjoint) return;
        proven++;
        const [inA, inB] = [a, b].map((one) => ajv.compile({ ...root, allOf: [one] }));
        for (const one of values) {
          if (inA?.(one) !== true) continue;
          if (isContained) assert.ok(inB?.(one), JSON.stringify([a, b, one]));
          if (isDisjoint) assert.ok(!inB?.(one), JSON.stringify([a, b, one]));
        }
      }),
      { numRuns: lawRuns(1500), seed: 6 },
    );
    assert.ok(proven > 100, `only ${proven} proofs were tried`);
  });
});
