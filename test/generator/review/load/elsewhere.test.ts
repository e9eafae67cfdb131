import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { loadReview } from "../../../../generator/src/review/load/load.ts";
import { summarize } from "./expectations.ts";
import { createFolder, createRepository, note, triage } from "./scratch-repository.ts";

describe("an old version outside of the repository", () => {
  it("may be a folder in which there is a spec that is gone here", async () => {
    const repository = createRepository({ "outspec.yaml": "schemas: schemas\n", "schemas/a.yaml": note("a") });
    const old = createFolder();
    mkdirSync(join(old, "schemas"));
    writeFileSync(join(old, "outspec.yaml"), "schemas: schemas\n");
    writeFileSync(join(old, "schemas/a.yaml"), note("a"));
    writeFileSync(join(old, "schemas/gone.yaml"), triage("low"));
    const review = await loadReview(repository.options({ against: `dir:${old}` }));
    assert.deepEqual(review.pairs.map(({ kind }) => kind).sort(), ["removed", "same"]);
  });

  it("may be a file without a project, which is asked of the same models", async () => {
    const repository = createRepository({
      "outspec.yaml": "router: { primary: openai/gpt-5.4-mini }\n",
      "schemas/a.yaml": note("a"),
    });
    const file = join(createFolder(), "a.yaml");
    writeFileSync(file, note("a"));
    const review = await loadReview(repository.options({ specs: ["schemas/a.yaml"], against: `file:${file}` }));
    const [only] = review.packages;
    assert.deepEqual(only?.before?.config.routers, only?.after?.config.routers);
    assert.equal(summarize(review).length, 1);
  });
});
