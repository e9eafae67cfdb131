import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { defaultReview } from "../../../../generator/src/config.ts";
import type { Level } from "../../../../generator/src/review/difference.ts";
import { createJudge } from "../../../../generator/src/review/judge.ts";
import { reviewSpec } from "../../../../generator/src/review/review-specs.ts";
import type { Target } from "../../../../generator/src/review/target.ts";
import { checkWitnesses, validator } from "../compare/witness-check.ts";
import { dropClosedness } from "./oracle.ts";
import { profileTarget } from "./profile-target.ts";
import { loadFiles, reviewFiles, type Told, tell } from "./review-files.ts";
import { filesOf, notHere, places, readSharedCases, refused, type SharedCase } from "./shared-cases.ts";

const shared = readSharedCases();
const levels: readonly Level[] = ["safe", "dangerous", "breaking"];
const listOf = <T>(one: T | readonly T[]): readonly T[] => (Array.isArray(one) ? one : [one as T]);

/** Reviews a case by files in folders; its targets, which are no real models, are handed in. */
async function review({
  before,
  after,
}: SharedCase): Promise<Pick<Told, "findings" | "consumer" | "stored" | "behaviour">> {
  if (before.targets === undefined && after.targets === undefined) return reviewFiles(filesOf(before), filesOf(after));
  const { pairs } = await loadFiles(filesOf(before), filesOf(after));
  const targetsOf = (names: readonly string[] = []): readonly Target[] =>
    names.map((name) => profileTarget(name, shared?.profiles[name] ?? { mode: "prompt", enforced: [] }));
  const specs = await Promise.all(
    pairs.map((pair) =>
      reviewSpec(pair, {
        judge: createJudge(defaultReview, {}, "2026-06-01"),
        targetsBefore: () => targetsOf(before.targets),
        targetsAfter: () => targetsOf(after.targets),
        recorded: () => [],
      }),
    ),
  );
  return tell({ general: [], specs: specs.filter((spec) => spec !== undefined) });
}

describe.skipIf(shared === undefined)("the shared cases, from files to findings", () => {
  const cases = shared?.cases ?? [];
  const exact = new Map<string, boolean>();

  for (const one of cases) {
    const { id, expect } = one;
    const reason = notHere[id];
    if (reason !== undefined) {
      it.skip(`${id}: ${reason}`, () => undefined);
      continue;
    }
    const code = refused[id];
    if (code !== undefined) {
      it(`${id}: refused as ${code}, which is never taken for "no changes"`, async () => {
        await assert.rejects(review(one), new RegExp(`^Error: ${code}: `));
        exact.set(id, true);
      });
      continue;
    }
    it(id, async () => {
      const { findings, consumer, stored, behaviour } = await review(one);
      const shown = JSON.stringify({ consumer, stored, behaviour, findings }, null, 1);
      const least = (expected: Level | readonly Level[]): number =>
        Math.min(...listOf(expected).map((level) => levels.indexOf(level)));
      assert.ok(levels.indexOf(consumer) >= least(expect.consumer), `not sound for readers: ${shown}`);
      assert.ok(levels.indexOf(stored) >= least(expect.stored), `not sound for stored outputs: ${shown}`);
      exact.set(id, consumer === listOf(expect.consumer)[0] && stored === listOf(expect.stored)[0]);
      assert.ok(listOf(expect.consumer).includes(consumer), `consumer: ${shown}`);
      assert.ok(listOf(expect.stored).includes(stored), `stored: ${shown}`);
      assert.ok(listOf(expect.behaviour).includes(behaviour), `behaviour: ${shown}`);
      for (const { rule, at } of expect.findings ?? []) {
        const place = places[at] ?? at;
        const found = findings.filter((finding) => listOf(rule).includes(finding.rule) && finding.at === place);
        assert.equal(found.length, 1, `${rule} at ${place}: ${shown}`);
      }
      for (const rule of expect.absent ?? [])
        assert.ok(!findings.some((finding) => finding.rule === rule), `${rule} is there: ${shown}`);
      if (expect.none === true) assert.deepEqual(findings, []);
      for (const side of ["output", "input"] as const) {
        const [old, now] = [one.before[side], one.after[side]];
        if (old === undefined || now === undefined) continue;
        const own = findings.filter(({ at }) => at === `/${side}` || at.startsWith(`/${side}/`));
        // What models make of a schema has no witness.
        checkWitnesses(
          own.filter(({ rule }) => !rule.startsWith("provider-")),
          old,
          now,
          side,
        );
      }
      checkExpectedWitness(one);
    });
  }

  it("are told exactly in at least 95 of 100", () => {
    const here = cases.filter(({ id }) => notHere[id] === undefined);
    const missed = here.filter(({ id }) => exact.get(id) !== true).map(({ id }) => id);
    console.log(
      `shared cases: ${here.length - missed.length} of ${here.length} exact; not exact: ${missed.join(", ") || "none"}`,
    );
    assert.ok(missed.length <= here.length * 0.05, missed.join(", "));
  });
});

/** The mapping loses nothing: the file's own witnesses hold for the schemas that were reviewed. */
function checkExpectedWitness({ before, after, witness = {} }: SharedCase): void {
  if (witness.consumer !== undefined) {
    assert.ok(validator(after.output ?? true)(witness.consumer));
    assert.ok(!validator(dropClosedness(before.output ?? true))(witness.consumer));
  }
  if (witness.stored !== undefined) {
    assert.ok(validator(before.output ?? true)(witness.stored));
    assert.ok(!validator(after.output ?? true)(witness.stored));
  }
  if (witness.caller !== undefined) {
    assert.ok(validator(before.input ?? true)(witness.caller));
    assert.ok(!validator(after.input ?? true)(witness.caller));
  }
}
