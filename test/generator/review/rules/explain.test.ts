import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { diffRules } from "../../../../generator/src/review/rules/diff-rules.ts";
import { explainRule, rulesPage } from "../../../../generator/src/review/rules/explain.ts";

const page = join(import.meta.dirname, "..", "..", "..", "..", "docs", "review-rules.md");

describe("docs/review-rules.md", () => {
  it("is what the table of rules says", () => {
    if (process.env["UPDATE_GOLDEN"]) writeFileSync(page, rulesPage());
    assert.ok(existsSync(page), "not written yet: run this test with UPDATE_GOLDEN=1");
    assert.equal(readFileSync(page, "utf8"), rulesPage(), "stale: run this test with UPDATE_GOLDEN=1 and commit it");
  });

  it("names every rule", () => {
    for (const id of diffRules.keys()) assert.ok(rulesPage().includes(`\`${id}\``), id);
  });

  it("has tables whose rows have as many cells as their heads", () => {
    let cells = 0;
    for (const line of rulesPage().split("\n")) {
      const count = line.startsWith("|") ? line.split("|").length : 0;
      if (cells > 0 && count > 0) assert.equal(count, cells, line);
      cells = count;
    }
  });
});

describe("--explain", () => {
  it("prints a page of every rule, in lines that fit a terminal", () => {
    for (const id of diffRules.keys()) {
      const text = explainRule(id) ?? "";
      assert.ok(text.startsWith(`${id}: `), id);
      for (const part of ["Why it matters", "Example", "Instead"]) assert.ok(text.includes(`\n${part}\n`), id);
      for (const line of text.split("\n")) assert.ok(line.length <= 120, line);
    }
  });

  it("says whom a rule is about", () => {
    assert.match(explainRule("enum-value-added") ?? "", /^ {2}code that reads outputs {2}breaking; safe where/m);
    assert.match(explainRule("input-enum-value-removed") ?? "", /^ {2}callers {18}breaking$/m);
    assert.match(explainRule("default-removed") ?? "", /^ {2}Cannot happen here\. `default` is documentation/m);
  });

  it("knows no rule that does not exist", () => {
    assert.equal(explainRule("no-such-rule"), undefined);
    assert.equal(explainRule("__proto__"), undefined);
  });
});
