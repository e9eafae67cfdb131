import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { loadSchema, reviewPair } from "./in-memory.ts";
import { checkPairs, complaintsAbout, createTally, pairCounts } from "./random-reviews.ts";

describe(`a review of ${pairCounts.drawn} drawn schemas and edits of them`, () => {
  it("is never contradicted by a value, shows its breaks, and is silent only where requests are equal", {
    timeout: 3_600_000,
  }, async () => {
    await checkPairs(pairCounts.drawn);
  });

  it("would not pass with another verdict, without its witnesses, or with those of something else", async () => {
    const of = (...members: readonly string[]) => ({
      type: "object",
      additionalProperties: false,
      required: ["c"],
      properties: { c: { enum: members } },
    });
    const [before, after] = await Promise.all([loadSchema(of("a", "b")), loadSchema(of("b", "c"))]);
    assert.ok(before !== undefined && after !== undefined);
    const reviewed = await reviewPair(before, after);
    assert.ok(reviewed !== undefined);
    const complain = (review: Parameters<typeof complaintsAbout>[0]): number =>
      complaintsAbout(review, { before, after }, 1, createTally()).length;
    assert.equal(complain(reviewed), 0);
    assert.ok(complain({ ...reviewed, consumer: "safe" }) > 0);
    assert.ok(complain({ ...reviewed, stored: "safe" }) > 0);
    assert.ok(complain({ ...reviewed, behaviour: false }) > 0);
    assert.ok(complain(undefined) > 0);
    const without = reviewed.findings.map(({ witness: _, ...finding }) => finding);
    assert.ok(complain({ ...reviewed, findings: without }) > 0);
    const swapped = reviewed.findings.map((finding) => ({
      ...finding,
      witness: { consumer: { c: "b" }, stored: { c: "b" } },
    }));
    assert.ok(complain({ ...reviewed, findings: swapped }) >= 2 * swapped.length);
  });
});
