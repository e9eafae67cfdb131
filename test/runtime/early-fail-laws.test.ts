import assert from "node:assert/strict";
import { MalformedOutputError } from "@outspec/runtime/partial/malformed-output";
import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import { repairsOf } from "@outspec/runtime/validation/repairs";
import fc from "fast-check";
import { describe, it } from "vitest";
import type { ValidationIssue } from "../../runtime/src/codec.ts";
import { dialectNames } from "../../runtime/src/facts/dialects.ts";
import type { RepairLevel } from "../../runtime/src/options.ts";
import { issuesOf } from "../../runtime/src/partial/flaw.ts";
import type { Json } from "../../runtime/src/schema/json.ts";
import { lawRuns } from "../law-runs.ts";
import { cutAt } from "./partial/laws.ts";
import { randomFrom, write } from "./partial/miswritten.ts";
import {
  asAuthored,
  type Compiled,
  compileSpec,
  randomSpecs,
  type Written,
  writtenBy,
} from "./partial/random-specs.ts";

const numRuns = lawRuns(100);
const levels = fc.constantFrom<RepairLevel>("none", "text", "values");

interface Verdict {
  /** How much had been read when the answer was refused, if it was. */
  readonly stoppedAt?: number;
  /** What was wrong then. */
  readonly issues?: readonly ValidationIssue[];
  /** Whether the whole text could be read. */
  readonly isRead: boolean;
  /** Whether the whole text is a valid answer. */
  readonly isValid: boolean;
}

/** Reads a text in pieces to its end, whatever is wrong with it. */
function judge(spec: Compiled, { dialect }: Written, pieces: readonly string[], repairs: RepairLevel): Verdict {
  const { table, checks, validate } = spec;
  const builder = createPartialBuilder({
    table,
    checks,
    validate,
    inverse: dialect.inverse,
    repairs: repairsOf(repairs),
  });
  let read = 0;
  let stoppedAt: number | undefined;
  let value: { readonly value: unknown } | undefined;
  try {
    for (const piece of pieces) {
      builder.push(piece);
      read += piece.length;
      if (builder.refused !== undefined) stoppedAt ??= read;
    }
    value = builder.finish();
  } catch (error) {
    if (!(error instanceof MalformedOutputError)) throw error;
  }
  const { refused } = builder;
  return {
    isRead: value !== undefined,
    isValid: value !== undefined && validate(value.value),
    ...(stoppedAt === undefined ? {} : { stoppedAt }),
    ...(refused === undefined ? {} : { issues: issuesOf(refused) }),
  };
}

/** Many ways in which a model may write the values of a spec, right and wrong. */
function* writings(values: readonly Json[], { encode }: Written, seed: number): Generator<string> {
  const random = randomFrom(seed);
  for (let index = 0; index < 30; index++) {
    const value = values[index % values.length] ?? null;
    // Some keep to the authored form where another one was asked for.
    const wire = random() < 0.8 ? encode(value) : value;
    if (wire !== undefined) yield write(wire, random, 0.05 * (index % 5));
  }
}

describe("an answer is stopped early", () => {
  it("never when it is valid, in whatever dialect it was asked for, with repairs of any level", () => {
    fc.assert(
      fc.property(randomSpecs, levels, ({ schema, values }, repairs) => {
        const spec = compileSpec(schema);
        for (const name of dialectNames) {
          const written = writtenBy(name, spec);
          for (const value of values) {
            assert.ok(spec.validate(value), JSON.stringify(value));
            const wire = written?.encode(value);
            if (written === undefined || wire === undefined) continue;
            const text = JSON.stringify(wire);
            const { stoppedAt, issues } = judge(spec, written, text.split(""), repairs);
            assert.equal(stoppedAt, undefined, `${name} ${text}: ${JSON.stringify(issues)}`);
          }
        }
      }),
      { numRuns },
    );
  });

  it("never when what follows could still make it valid, in whatever way it is written", () => {
    const dialects = fc.constantFrom("authored" as const, ...dialectNames);
    fc.assert(
      fc.property(randomSpecs, levels, dialects, fc.nat(), ({ schema, values }, repairs, name, seed) => {
        const spec = compileSpec(schema);
        const written = name === "authored" ? asAuthored : writtenBy(name, spec);
        if (written === undefined) return;
        const texts = [...writings(values, written, seed)];
        const verdicts = texts.map((text) => judge(spec, written, text.split(""), repairs));
        // All that begin with what was stopped are continuations of it.
        const stopped = verdicts.flatMap(({ stoppedAt, issues }, index) =>
          stoppedAt === undefined ? [] : [{ beginning: texts[index]?.slice(0, stoppedAt) ?? "", issues }],
        );
        for (const [index, text] of texts.entries()) {
          if (verdicts[index]?.isValid !== true) continue;
          const wrong = stopped.find(({ beginning }) => text.startsWith(beginning));
          assert.equal(wrong, undefined, `${text} is valid: ${JSON.stringify(wrong)}`);
        }
      }),
      { numRuns: numRuns * 5 },
    );
  });

  it("at the same place for the same reason, wherever the text is cut", () => {
    const cuts = fc.array(fc.nat(), { maxLength: 6 });
    fc.assert(
      fc.property(randomSpecs, levels, fc.nat(), cuts, ({ schema, values }, repairs, seed, places) => {
        const spec = compileSpec(schema);
        for (const text of writings(values, asAuthored, seed)) {
          const single = judge(spec, asAuthored, text.split(""), repairs);
          const pieces = cutAt(text, places);
          const cut = judge(spec, asAuthored, pieces, repairs);
          assert.deepEqual(cut.issues, single.issues, text);
          assert.equal(cut.isValid, single.isValid, text);
          // What is read after it, in the same piece, makes no difference.
          const { stoppedAt } = single;
          if (stoppedAt === undefined || cut.stoppedAt === undefined) assert.equal(cut.stoppedAt, undefined);
          else
            assert.ok(
              cut.stoppedAt >= stoppedAt && cut.stoppedAt - stoppedAt < Math.max(...pieces.map(({ length }) => length)),
            );
        }
      }),
      { numRuns },
    );
  });

  it("as a rule when it is not valid for another reason than a format or a pattern", () => {
    const tally = { invalid: 0, stopped: 0 };
    for (const [index, { schema, values }] of fc.sample(randomSpecs, { numRuns: 200, seed: 7 }).entries()) {
      const spec = compileSpec(schema);
      for (const text of writings(values, asAuthored, index)) {
        const { isRead, isValid, stoppedAt } = judge(spec, asAuthored, text.split(""), "none");
        if (!isRead || isValid || spec.validate.errors?.some(({ keyword }) => keyword === "format")) continue;
        tally.invalid++;
        if (stoppedAt !== undefined) tally.stopped++;
      }
    }
    assert.ok(tally.invalid > 500, `${tally.invalid}`);
    assert.ok(tally.stopped / tally.invalid > 0.95, JSON.stringify(tally));
  });
});
