import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { escapeJson } from "../../../../generator/src/report/escape-json.ts";
import { displayWidth, printable } from "../../../../generator/src/report/printable.ts";
import { formatReviewGithub } from "../../../../generator/src/report/review/github.ts";
import { formatReviewMarkdown } from "../../../../generator/src/report/review/markdown.ts";
import { formatReviewPretty } from "../../../../generator/src/report/review/pretty.ts";
import { completeReport } from "./read-case.ts";

const invisible = [
  "\u200b",
  "\u00ad",
  "\u2060",
  "\ufeff",
  "\u200c",
  "\u200d",
  "\u034f",
  "\u3164",
  "\u{e0041}",
  "\ufe0f",
];

describe("what nobody sees", () => {
  for (const character of invisible) {
    const code = character.codePointAt(0)?.toString(16) ?? "";
    it(`is shown in every format for people: U+${code.toUpperCase().padStart(4, "0")}`, () => {
      const text = `o${character}pen`;
      const report = completeReport({
        gate: { compat: "consumer", failOn: "breaking", failed: true },
        specs: [
          {
            id: "Door",
            path: "door.yaml",
            impact: [text],
            findings: [
              {
                rule: "enum-value-added",
                at: `/output/properties/${text}`,
                data: { value: text },
                notes: [text],
                before: { enum: [text] },
                consumer: "breaking",
                witness: { consumer: { s: text } },
                location: ["door.yaml", 1, 1, 1, 4],
              },
            ],
          },
        ],
        warnings: [text],
      });
      const pretty = formatReviewPretty(report, { textOf: () => `s: { enum: [${text}] }\n`, color: false });
      const comment = formatReviewMarkdown(report);
      for (const shown of [pretty, comment, formatReviewGithub(report)]) {
        assert.ok(!shown.includes(text), shown);
        assert.ok(shown.includes(`o\\u{${code}}pen`), shown);
      }
      assert.ok(!escapeJson(JSON.stringify("\u200b\ufeff\u{e0041}")).includes("\u200b"));
    });
  }

  it("is left where it makes emoji one picture", () => {
    for (const emoji of ["❤️", "👩‍👩‍👧", "🏳️‍🌈", "👩🏽‍🔬"]) assert.equal(printable(`a${emoji}b`), `a${emoji}b`);
    assert.equal(printable("a\u200d😀"), "a\\u{200d}😀");
    assert.equal(printable("😀\u200da"), "😀\\u{200d}a");
    assert.equal(displayWidth("o\u200bpen"), displayWidth("o\\u{200b}pen"));
  });

  it("comes out of JSON as it went in", () => {
    for (const character of invisible) assert.equal(JSON.parse(escapeJson(JSON.stringify(character))), character);
    assert.equal(escapeJson('"\u{e0041}\u200b"'), '"\\udb40\\udc41\\u200b"');
  });
});
