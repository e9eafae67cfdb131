import assert from "node:assert/strict";
import { OutspecError } from "@outspec/runtime";
import { createScriptedRouter, fixture, type ScriptedAnswer, type ScriptedFailure } from "@outspec/runtime/testing";
import fc from "fast-check";
import { describe, it } from "vitest";
import { generatePatientSummary, patientSummary, streamPatientSummary } from "../../../generated/index.ts";
import { lawRuns } from "../../law-runs.ts";

const notes = "BP 162/98.";
const failures: readonly ScriptedFailure[] = [
  ...(["network", "rate-limited", "overloaded", "server-error", "unauthorized", "forbidden", "not-found"] as const),
  ...(["bad-request", "schema-rejected", "context-overflow", "interrupted", "quota-exhausted", "timeout"] as const),
  ...(["invalid-output", "refused", "content-filtered", "truncated"] as const),
];
const output = fc.nat(200).map((seed) => fixture(patientSummary, { seed }));
const answer: fc.Arbitrary<ScriptedAnswer> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...failures).map((error): ScriptedAnswer => ({ error })) },
  fc
    .tuple(fc.constantFrom(...failures), fc.nat(90_000))
    .map(([error, retryAfterMs]): ScriptedAnswer => ({ error, retryAfterMs })),
  fc
    .tuple(output, fc.nat(60), fc.nat(2000))
    .map(([value, cutAt, deltaMs]): ScriptedAnswer => ({ output: value, cutAt, deltaMs })),
  output.map((value): ScriptedAnswer => ({ output: { ...value, vitals_status: "Odd" } })),
  fc.string({ unit: "grapheme", maxLength: 40 }).map((text): ScriptedAnswer => ({ text })),
  fc.constant<ScriptedAnswer>({ refusal: "No." }),
  output.map((value): ScriptedAnswer => ({ output: value })),
);
const options = fc.record({
  attempts: fc.integer({ min: 1, max: 3 }),
  reAsks: fc.nat(2),
  onRefusal: fc.constantFrom("stop" as const, "next" as const),
  models: fc.constantFrom<readonly [string, ...string[]]>(["a"], ["a", "b"], ["a", "b", "c"]),
});
const wanted = new Set(["Normal", "Warning", "Critical"]);

describe("a call that meets failures at random", { timeout: 3_600_000 }, () => {
  it("ends once, with a valid output or one error, and tells of every request that was made", async () => {
    let good = 0;
    let failed = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(answer, { minLength: 0, maxLength: 8, size: "max" }),
        options,
        fc.boolean(),
        fc.constantFrom("restart" as const, "fail" as const),
        async (script, { models, ...policy }, isStream, midStream) => {
          // After the script, whichever model is asked answers well: a call that goes on and on would show.
          const last: ScriptedAnswer = {
            output: fixture(patientSummary, { seed: 1 }),
            times: Number.POSITIVE_INFINITY,
          };
          const router = createScriptedRouter([...script, last], { ...policy, models, midStream });
          const stream = isStream ? streamPatientSummary({ notes }, { router }) : undefined;
          let thrown: unknown;
          try {
            if (stream !== undefined) for await (const partial of stream) assert.equal(typeof partial, "object");
          } catch (problem) {
            thrown = problem;
          }
          try {
            const result = await (stream?.result ?? generatePatientSummary({ notes }, { router }));
            good++;
            assert.equal(thrown, undefined);
            assert.ok(wanted.has(result.output.vitals_status) && patientSummary.validate(result.output));
            assert.equal(result.attempts.length, router.calls.length);
            assert.equal(result.attempts.at(-1)?.error, undefined);
          } catch (problem) {
            failed++;
            assert.ok(problem instanceof OutspecError, String(problem));
            if (stream !== undefined) assert.equal(thrown, problem);
            assert.equal(problem.attempts.length, router.calls.length);
            assert.ok(problem.attempts.every(({ error }) => error !== undefined));
          }
          // Each model has its attempts, its re-asks, one free retry, and one for each remedy of a rejected request.
          assert.ok(router.calls.length <= models.length * (policy.attempts + policy.reAsks + 6), "it comes to an end");
        },
      ),
      { numRuns: lawRuns(300) },
    );
    assert.ok(good > 0 && failed > 0, `${good} came to a result, and ${failed} failed`);
  });
});
