import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { describeTextChange } from "../../../generator/src/review/word-diff.ts";

/** What a description says that there was, and what it says that there is. */
function sidesOf(description: string): readonly [string, string] {
  return [
    description.replaceAll(/\{\+.*?\+\}/g, "").replaceAll(/\[-(.*?)-\]/g, "$1"),
    description.replaceAll(/\[-.*?-\]/g, "").replaceAll(/\{\+(.*?)\+\}/g, "$1"),
  ];
}

describe("a change of a text is described", () => {
  it("by the words that came and went, with what stands around them", () => {
    assert.equal(
      describeTextChange("A summary for a nurse: be kind.", "A summary for a lawyer: be kind."),
      "A summary for a [-nurse-]{+lawyer+}: be kind.",
    );
    assert.equal(describeTextChange("Be brief.", "Be very brief and kind."), "Be {+very +}brief{+ and kind+}.");
  });

  it("with a tag as one word", () => {
    assert.equal(
      describeTextChange("Patient: {{ note }}\nSummarise.", "{{ sex }} patient: {{ note }}\nSummarise."),
      "[-Patient-]{+{{ sex }} patient+}: {{ note }}⏎Summarise.",
    );
    assert.equal(
      describeTextChange("Hello {{ first.name }}!", "Hello {{ last.name }}!"),
      "Hello [-{{ first.name }}-]{+{{ last.name }}+}!",
    );
  });

  it("as one place where only blanks keep changes apart", () => {
    assert.equal(describeTextChange("Say hello world now", "Say foo bar now"), "Say [-hello world-]{+foo bar+} now");
  });

  it("letter by letter where words have no blanks between them", () => {
    assert.equal(describeTextChange("患者の記録を要約", "患者の記録を翻訳"), "患者の記録を[-要約-]{+翻訳+}");
  });

  it("in three lines at most, cut between words, and says how many places there are more", () => {
    const sentence = "The quick brown fox jumps over the lazy dog while it rains and rains. ";
    const text = (marks: readonly string[]): string => marks.map((mark) => `${sentence}${mark} `).join("") + sentence;
    const lines = describeTextChange(text(["a", "b", "c", "d", "e"]), text(["v", "w", "x", "y", "z"])).split("\n");
    assert.deepEqual(lines, [
      "… the lazy dog while it rains and rains. [-a-]{+v+} The quick brown fox jumps over the lazy …",
      "… the lazy dog while it rains and rains. [-b-]{+w+} The quick brown fox jumps over the lazy …",
      "… the lazy dog while it rains and rains. [-c-]{+x+} The quick brown fox jumps over the lazy … and 2 more",
    ]);
  });

  it("not at length, however much changed", () => {
    const all = describeTextChange("old ".repeat(900), "new ".repeat(900));
    assert.ok(all.length < 800, all);
    const many = Array.from({ length: 300 }, (_, index) => `word${index} same `).join("");
    assert.ok(describeTextChange(many, many.replaceAll("word", "term")).length < 1000);
    assert.equal(describeTextChange("a", "b".repeat(20_001)), "1 → 20,001 characters");
  });

  it("as what it is where only blanks differ", () => {
    assert.equal(describeTextChange("a b\n", "a  b"), "whitespace only");
  });

  it("truly: short texts can be read off on both sides", () => {
    const word = fc.constantFrom("a", "be", "{{ see }}", " ", " ", ", ", "d");
    const text = fc.array(word, { maxLength: 8 }).map((words) => words.join(""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const said = describeTextChange(before, after);
        if (said === "whitespace only") return;
        assert.deepEqual(sidesOf(said), [before, after]);
      }),
    );
  });
});
