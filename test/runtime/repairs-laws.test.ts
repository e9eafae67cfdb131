import assert from "node:assert/strict";
import type { Repair } from "@outspec/runtime/result";
import { repairsOf } from "@outspec/runtime/validation/repairs";
import fc from "fast-check";
import { describe, it } from "vitest";
import { lawRuns } from "../law-runs.ts";
import { assertAssignable, assertTruthful, cutAt, streamPieces } from "./partial/laws.ts";
import { randomFrom, write } from "./partial/miswritten.ts";
import { compileSpec, randomSpecs } from "./partial/random-specs.ts";
import { readAnswer as read } from "./partial/read-answer.ts";

const numRuns = lawRuns(150);

/** Specs, and texts that a model may have written for them. */
const writings = fc.tuple(randomSpecs, fc.nat()).map(([{ schema, values }, seed]) => {
  const random = randomFrom(seed);
  const texts = Array.from({ length: 20 }, (_, index) =>
    write(values[index % values.length] ?? null, random, 0.06 * (index % 4)),
  );
  return { schema, texts };
});

/** Whether a scalar of an answer is what one of a text was read as: the same, or by one of the repairs of values. */
function isReadFrom(leaf: unknown, written: unknown): boolean {
  if (leaf === written) return true;
  if (typeof written === "string") {
    if (typeof leaf === "string") return leaf.trim().toUpperCase() === written.trim().toUpperCase();
    if (typeof leaf === "number") return Number(written) === leaf;
    return typeof leaf === "boolean" && written.trim().toLowerCase() === String(leaf);
  }
  return (
    typeof leaf === "string" && (typeof written === "boolean" ? leaf === String(written) : Number(leaf) === written)
  );
}

/** The scalars in a value, and those in JSON texts in it. */
function leavesOf(value: unknown, within = false): readonly unknown[] {
  if (typeof value === "object" && value !== null)
    return Object.values(value).flatMap((inner) => leavesOf(inner, within));
  if (!within || typeof value !== "string" || !/^\s*[{[]/.test(value)) return [value];
  try {
    return [value, ...leavesOf(JSON.parse(value), within)];
  } catch {
    return [value];
  }
}

describe("repairs of values", () => {
  it("invent nothing: every scalar of an answer was written", () => {
    fc.assert(
      fc.property(writings, ({ schema, texts }) => {
        const spec = compileSpec(schema);
        for (const written of texts) {
          const answer = read(spec, written, "values");
          if (answer === undefined) continue;
          const there = leavesOf(JSON.parse(written), true);
          for (const leaf of leavesOf(answer.value)) {
            assert.ok(
              there.some((one) => isReadFrom(leaf, one)),
              `${JSON.stringify(leaf)} is not in ${written}`,
            );
          }
        }
      }),
      { numRuns },
    );
  });

  it("leave a valid answer as it is, and accept what is accepted without them", () => {
    fc.assert(
      fc.property(writings, ({ schema, texts }) => {
        const spec = compileSpec(schema);
        for (const written of texts) {
          const before = read(spec, written, "text");
          if (before?.isValid === true) assert.deepEqual(read(spec, written, "values"), before, written);
        }
      }),
      { numRuns },
    );
  });

  it("leave an answer as it is that they have mended", () => {
    fc.assert(
      fc.property(writings, ({ schema, texts }) => {
        const spec = compileSpec(schema);
        for (const written of texts) {
          const answer = read(spec, written, "values");
          if (answer?.isValid !== true || typeof answer.value !== "object" || answer.value === null) continue;
          const again = read(spec, JSON.stringify(answer.value), "values");
          assert.deepEqual(again, { ...answer, value: JSON.parse(JSON.stringify(answer.value)), repairs: [] }, written);
        }
      }),
      { numRuns },
    );
  });

  it("never make an answer of a text that is cut", () => {
    fc.assert(
      fc.property(writings, fc.nat(), ({ schema, texts }, place) => {
        const spec = compileSpec(schema);
        for (const written of texts) {
          const whole = written.trim();
          if (!/^[{[]/.test(whole)) continue;
          const length = place % whole.length;
          assert.equal(read(spec, whole.slice(0, length), "values"), undefined, whole.slice(0, length));
        }
      }),
      { numRuns },
    );
  });

  it("come to the same in a stream, wherever it is cut, and show nothing that is taken back", () => {
    fc.assert(
      fc.property(writings, fc.array(fc.nat(), { maxLength: 8 }), ({ schema, texts }, cuts) => {
        const spec = compileSpec(schema);
        const { table, checks, validate } = spec;
        const isHeld = table.some(({ hold }) => hold === true);
        for (const written of texts) {
          const answer = read(spec, written, "values");
          if (answer === undefined) continue;
          const options = { table, checks, validate, repairs: repairsOf("values") };
          for (const pieces of [written.split(""), cutAt(written, cuts)]) {
            const { looks, value } = streamPieces(options, pieces);
            assert.deepEqual(value, answer.value, written);
            let previous: unknown;
            for (const { partial } of looks) {
              assertAssignable(table, partial);
              assertTruthful(previous, partial);
              previous = partial;
            }
            if (answer.isShown && !isHeld && typeof value === "object" && value !== null)
              assert.deepEqual(previous, value, written);
          }
        }
      }),
      { numRuns },
    );
  });

  it("are all made in these laws", () => {
    const seen = new Map<Repair, number>();
    for (const { schema, texts } of fc.sample(writings, { numRuns: 1000, seed: 11 })) {
      const spec = compileSpec(schema);
      for (const written of texts) {
        const answer = read(spec, written, "values");
        for (const repair of answer?.isValid === true ? answer.repairs : [])
          seen.set(repair, (seen.get(repair) ?? 0) + 1);
      }
    }
    for (const repair of [
      "enum-case",
      "quoted-number",
      "quoted-boolean",
      "quoted-json",
      "unquoted-text",
      "null-property",
      "single-item",
    ] as const) {
      assert.ok((seen.get(repair) ?? 0) >= 5, `${repair}: ${seen.get(repair)}`);
    }
  });
});
