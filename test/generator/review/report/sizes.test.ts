import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { formatReviewGithub } from "../../../../generator/src/report/review/github.ts";
import { formatReviewMarkdown } from "../../../../generator/src/report/review/markdown.ts";
import { manyFindings } from "./many-findings.ts";
import { completeReport } from "./read-case.ts";
import { renderAll } from "./render-all.ts";

describe("a review of very many findings", () => {
  it("stays below what a comment may have, cut at whole findings, and says how many there are more", () => {
    for (const count of [500, 5000]) {
      const text = formatReviewMarkdown(manyFindings(count));
      assert.ok(text.length <= 60_000, String(text.length));
      const shown =
        text.match(/^\*\*(?:❌|⚠️) .*\*\* · `enum-value-added` · `schemas\/[^`]+`\n.*Stored outputs are fine\.$/gm) ??
        [];
      const cut = /\nand (\d+) more\n\n<details>/.exec(text)?.[1];
      const harmful = Array.from({ length: count }, (_, index) => index % 3).filter((third) => third < 2).length;
      assert.equal(shown.length + Number(cut), harmful);
      assert.equal(text.match(/<details>/g)?.length, text.match(/<\/details>/g)?.length);
      assert.match(text, /^### Schema review: \d+ breaking changes$/m);
      assert.match(text, / {8}# and \d+ more\n/);
      assert.ok(text.endsWith(" specs compared, 2 unchanged\n"));
    }
  });

  it("shows the worst first where a comment is cut", () => {
    const text = formatReviewMarkdown(manyFindings(500));
    assert.ok(text.indexOf("**⚠️") === -1 || text.lastIndexOf("**❌") < text.indexOf("**⚠️"));
  });

  it("keeps below it with texts of any length and very many specs", () => {
    const long = "x`@|<\n".repeat(20_000);
    const specs = Array.from({ length: 2000 }, (_, index) => ({
      id: `${long}${index}`,
      path: `${long}.yaml`,
      impact: [long],
      findings: [
        {
          rule: "enum-value-added",
          at: `/output/properties/${long}`,
          data: { value: long },
          notes: [long, long, long, long],
        },
        { rule: "prompt-changed", data: { diff: long }, accepted: { reason: long, until: long } },
      ],
    }));
    const text = formatReviewMarkdown(completeReport({ specs: specs.slice(0, 40), warnings: Array(500).fill(long) }));
    assert.ok(text.length <= 60_000, String(text.length));
    const short = specs.map((spec, index) => ({
      ...spec,
      id: `S${index}`,
      path: "a.yaml",
      impact: ["b"],
      findings: [],
    }));
    const table = formatReviewMarkdown(completeReport({ specs: short, warnings: ["w"] }));
    assert.ok(table.length <= 60_000, String(table.length));
  });

  it("annotates the worst ten of each level and counts the rest", () => {
    const lines = formatReviewGithub(manyFindings(500)).trimEnd().split("\n");
    assert.equal(lines.length, 33);
    for (const command of ["error", "warning", "notice"]) {
      const own = lines.filter((line) => line.startsWith(`::${command} `));
      assert.equal(own.length, 11);
      assert.match(own[10] ?? "", /title=schema review::15[67] more of this level/);
    }
  });

  it("is rendered in a few seconds at most, in all formats", () => {
    const report = manyFindings(5000);
    const start = performance.now();
    renderAll(report);
    assert.ok(performance.now() - start < 5000);
  });
});
