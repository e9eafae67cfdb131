import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { loadReview } from "../../../../generator/src/review/load/load.ts";
import { createRepository, note, triage } from "./scratch-repository.ts";

describe("two versions of a project", () => {
  it("pairs what changed with what it was, and only counts what did not", async () => {
    const repository = createRepository({
      "outspec.yaml": "schemas: schemas\n",
      "schemas/triage.yaml": triage("low", "high"),
      "schemas/note.yaml": note("title"),
    });
    repository.write({ "schemas/triage.yaml": triage("low", "high", "urgent") });
    const review = await loadReview(repository.options());
    assert.equal(review.failure, undefined);
    assert.deepEqual(
      review.pairs.map(({ kind, beforePath, afterPath }) => ({ kind, beforePath, afterPath })),
      [
        { kind: "same", beforePath: "schemas/note.yaml", afterPath: "schemas/note.yaml" },
        { kind: "changed", beforePath: "schemas/triage.yaml", afterPath: "schemas/triage.yaml" },
      ],
    );
    const [same, changed] = review.pairs;
    assert.equal(same?.after, undefined);
    assert.equal(changed?.before?.spec.name, "Triage");
    assert.deepEqual(changed?.after?.rangeOf("/output/properties/priority", "key").start, { line: 11, column: 5 });
    assert.equal(review.unchangedCount, 1);
    assert.equal(review.root, repository.root);
    assert.match(review.textOf("before", "schemas/triage.yaml") ?? "", /\[low, high\]/);
  });
});
