import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { formatReviewMarkdown } from "../../../../generator/src/report/review/markdown.ts";
import { formatReviewPretty } from "../../../../generator/src/report/review/pretty.ts";
import { sayUses } from "../../../../generator/src/report/review/wording.ts";
import type { ReviewReport } from "../../../../generator/src/review/report-model.ts";
import { completeReport, type WrittenFinding } from "./read-case.ts";
import { renderAll } from "./render-all.ts";

/** A review of one spec. */
function reviewOf(...findings: readonly WrittenFinding[]): ReviewReport {
  const gate = { compat: "consumer", failOn: "breaking", failed: true } as const;
  return completeReport({ gate, specs: [{ id: "Order", path: "order.yaml", findings }] });
}

function pretty(report: ReviewReport): string {
  return formatReviewPretty(report, { textOf: () => undefined, color: false });
}

describe("a finding", () => {
  it("names its property in front, unless its message does, in every format for people", () => {
    const replaced = { at: "/output/properties/price", data: { old: "number", new: "string" } };
    const shown = renderAll(reviewOf({ rule: "type-changed", ...replaced }));
    assert.match(shown["expected.txt"] ?? "", /^ {4}`price`: type number replaced by string\.$/m);
    assert.match(shown["expected.github.txt"] ?? "", /::Order: `price`: type number replaced by string\./);
    assert.match(shown["expected.md"] ?? "", /^\*\*❌ `price`: type number replaced by string\*\*/m);
    const named = { at: "/output/properties/note", data: { name: "note" } };
    assert.match(
      pretty(reviewOf({ rule: "property-became-optional", ...named })),
      /^ {4}`note` may now be missing\.$/m,
    );
    const nested = { at: "/output/properties/a~1b/items/properties/c/enum", data: { old: "x", new: "y" } };
    assert.match(pretty(reviewOf({ rule: "const-changed", ...nested })), /^ {4}`c`: fixed value/m);
    const defined = { at: "/output/$defs/Size", data: { old: "at most 5", new: "any" } };
    assert.match(pretty(reviewOf({ rule: "length-loosened", ...defined })), /^ {4}`Size`: length at most 5 → any\.$/m);
  });

  it("says once that the TypeScript type is the same", () => {
    const note = "TypeScript type unchanged: only values tell.";
    const finding = { at: "/output/properties/n", visible: "values", consumer: "breaking" } as const;
    const report = reviewOf({ rule: "type-widened", ...finding, data: { added: "numbers", note } });
    for (const text of [pretty(report), formatReviewMarkdown(report)])
      assert.equal(text.match(/TypeScript type/g)?.length, 1, text);
    const silent = reviewOf({ rule: "length-loosened", ...finding, data: { old: "1", new: "2" } });
    for (const text of [pretty(silent), formatReviewMarkdown(silent)]) assert.match(text, /TypeScript type/);
  });

  it("about the review itself says nothing of outputs", () => {
    const levels = { severity: "dangerous", consumer: "dangerous", stored: "dangerous" } as const;
    const data = { what: "failOn breaking → never" };
    const report = completeReport({ general: [{ rule: "review-config-relaxed", ...levels, data }] });
    for (const text of Object.values(renderAll(report)).slice(0, 3))
      assert.doesNotMatch(text, /Stored outputs|stored:|consumer: /, text);
  });

  it("says where its definition is used, and elsewhere only of other uses", () => {
    const uses = (at: string, ...usedAt: readonly string[]): string | undefined => {
      const [only] = reviewOf({ rule: "nullable-added", at, usedAt }).specs[0]?.findings ?? [];
      return only === undefined ? "no finding" : sayUses(only);
    };
    assert.equal(uses("/output/$defs/A/properties/b", "/output/properties/a"), "used at `/output/properties/a`");
    assert.equal(uses("/output/properties/a/properties/b", "/output/properties/a"), undefined);
    assert.equal(
      uses("/output/properties/a", "/output/properties/a", "/output/properties/ab"),
      "also used at `/output/properties/ab`",
    );
  });
});
