import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { publishedLimits } from "../../../generator/src/lint/limits-data.ts";
import { explainRule, lintCatalogue } from "../../../generator/src/lint/page.ts";
import { lintRules } from "../../../generator/src/lint/rules.ts";
import { readSpec } from "../../../generator/src/spec/read.ts";

const path = join(import.meta.dirname, "../../../docs/lint.md");
const heading = "\n## Rules\n\n";

describe("the page of lint rules", () => {
  it("is what the table says", () => {
    const page = readFileSync(path, "utf8");
    const written = page.slice(0, page.indexOf(heading) + heading.length) + lintCatalogue();
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(path, written);
    assert.equal(readFileSync(path, "utf8"), written, "run this test with UPDATE_GOLDEN=1");
  });

  it("names the day the limits were read", () => {
    const page = readFileSync(path, "utf8");
    for (const limits of Object.values(publishedLimits)) assert.ok(page.includes(limits.read), limits.by);
  });

  it("has something to say of each rule, and fragments that are YAML", () => {
    for (const [id, { page, fix }] of lintRules) {
      for (const text of [page.what, page.why]) assert.match(text, /^[A-Z`].*[.?]$/s, id);
      for (const text of [page.bad, page.good])
        if (!/^#.*$/.test(text))
          assert.deepEqual(
            readSpec("fragment.yaml", text).findings.filter(({ code }) => code === "syntax"),
            [],
            id,
          );
      if (fix !== undefined) assert.match(fix, /^[a-z].*[^.]$/, id);
    }
  });

  it("explains a rule on a terminal in lines of at most 90 characters", () => {
    for (const id of lintRules.keys()) {
      const lines = explainRule(id).split("\n");
      assert.ok(lines[0]?.startsWith(id));
      for (const line of lines) if (!line.startsWith(" ")) assert.ok(line.length <= 90, line);
    }
  });
});
