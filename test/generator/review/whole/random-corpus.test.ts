import { describe, it } from "vitest";
import { checkPairs, pairCounts, readSmallSchemas } from "./random-reviews.ts";

const seeds = readSmallSchemas();

describe.skipIf(seeds.length === 0)(`a review of ${pairCounts.corpus} edits of real schemas`, () => {
  it("is never contradicted by a value, shows its breaks, and is silent only where requests are equal", {
    timeout: 3_600_000,
  }, async () => {
    await checkPairs(pairCounts.corpus, seeds);
  });
});
