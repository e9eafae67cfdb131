import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import { declaredOnly, openReader } from "../../../../generator/src/review/compare/open-reader.ts";
import { sampleInstances } from "../../../../generator/src/review/compare/sample.ts";
import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { lawRuns } from "../../../law-runs.ts";
import { changes, edit, schemas } from "./random-schemas.ts";
import { checkWitnesses, validator } from "./witness-check.ts";

const numRuns = lawRuns(2000);
const fewerRuns = Math.min(numRuns, 2000);
const seed = process.env["OUTSPEC_SEED"] === undefined ? 20_261 : Number(process.env["OUTSPEC_SEED"]);
const draft = "2020-12";

/** How many verdicts were open where a sample decides, of how many. */
const count = { open: 0, all: 0 };

/** Fails when a sample shows a break that was called safe, or a witness shows none. */
async function checkPair(before: JsonSchema, after: JsonSchema): Promise<void> {
  count.all++;
  const compared = await compareSchemas(
    { schema: before, draft },
    { schema: after, draft },
    { prefix: "/output", sampleCount: 300 },
  );
  const { differences, consumer, stored } = compared;
  checkWitnesses(differences, before, after, "output");
  const isValid = {
    before: validator(declaredOnly(before)),
    after: validator(declaredOnly(after)),
    open: validator(openReader(before)),
    now: validator(after),
  };
  const samples = [before, after].flatMap((schema) => [
    ...sampleInstances({ schema, draft }, { seed: 99, count: 120 }),
  ]);
  let isOpen = false;
  for (const value of samples) {
    const shown = JSON.stringify(value);
    if (isValid.after(value) && !isValid.open(value)) {
      assert.notEqual(consumer, "safe", `${shown} breaks readers`);
      isOpen ||= consumer === "dangerous";
    }
    if (isValid.before(value) && !isValid.now(value)) {
      assert.notEqual(stored, "safe", `${shown} is refused`);
      isOpen ||= stored === "dangerous";
    }
  }
  if (isOpen) count.open++;
  const input = await compareSchemas(
    { schema: before, draft },
    { schema: after, draft },
    { prefix: "/input", sampleCount: 300, exportDefinitions: false },
  );
  if (stored === "breaking") assert.notEqual(input.consumer, "safe", "callers break where stored outputs do");
}

describe("a comparison of random schemas", () => {
  it(
    "is never contradicted by an instance, and shows each break",
    async () => {
      const pairs = fc.tuple(schemas, fc.array(changes, { minLength: 1, maxLength: 4 }));
      await fc.assert(
        fc.asyncProperty(pairs, async ([schema, edits]) => {
          await checkPair(schema, edits.reduce(edit, schema));
        }),
        { numRuns, seed },
      );
    },
    20_000 + numRuns * 400,
  );

  it(
    "holds for schemas that have nothing to do with each other",
    async () => {
      await fc.assert(
        fc.asyncProperty(schemas, schemas, async (before, after) => {
          await checkPair(before, after);
        }),
        { numRuns: Math.ceil(fewerRuns / 5), seed },
      );
    },
    20_000 + numRuns * 400,
  );

  it("leaves few verdicts open that a sample decides", () => {
    assert.ok(count.open <= count.all * 0.03, `${count.open} of ${count.all} were left open`);
  });

  it(
    "finds nothing between a schema and itself, however its keywords are shuffled",
    async () => {
      const shuffle = (schema: JsonSchema): JsonSchema => {
        if (typeof schema === "boolean") return schema;
        const { required, ...others } = schema;
        const list = Array.isArray(required) ? { required: [...required].reverse() } : {};
        return { ...list, ...Object.fromEntries(Object.entries(others).reverse()) };
      };
      await fc.assert(
        fc.asyncProperty(schemas, async (schema) => {
          const same = structuredClone(schema);
          for (const after of [same, shuffle(same)]) {
            const compared = await compareSchemas({ schema, draft }, { schema: after, draft }, { prefix: "/output" });
            assert.deepEqual(compared, { differences: [], consumer: "safe", stored: "safe" });
          }
        }),
        { numRuns: fewerRuns, seed },
      );
    },
    20_000 + fewerRuns * 400,
  );
});
