import assert from "node:assert/strict";
import { redactRuns } from "@outspec/runtime/providers/redact-runs";
import fc from "fast-check";
import { describe, it } from "vitest";

const hidden = "[redacted]";

/** Whether two texts have a run of so many characters in common. */
function haveInCommon(one: string, other: string, length: number): boolean {
  for (let at = 0; at + length <= one.length; at++) if (other.includes(one.slice(at, at + length))) return true;
  return false;
}

describe("the redaction of runs", () => {
  it("leaves no run of a source in a text, wherever it stands and however it is cut", () => {
    // Few letters, so that texts have much in common.
    const words = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 60 });
    fc.assert(
      fc.property(words, words, words, fc.integer({ min: 4, max: 20 }), (before, source, after, shortest) => {
        const text = redactRuns(`${before}${source.slice(0, 30)}${after}`, [source], shortest);
        for (const part of text.split(hidden)) assert.ok(!haveInCommon(part, source, shortest), text);
      }),
    );
  });

  it("leaves a text as it is that has nothing in common with the sources", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("x", "y", " ") }),
        fc.string({ unit: fc.constantFrom("a", "b") }),
        (text, source) => {
          assert.equal(redactRuns(text, [source], 8), text);
        },
      ),
    );
  });

  it("hides what is quoted whole, in part, over line ends, twice, and at a cut end", () => {
    const prompt = "The patient Mary Stone\nhas had a headache since yesterday.";
    const cases = {
      "Invalid value: 'The patient Mary Stone has had a headache since yesterday.'": `Invalid value: '${hidden}'`,
      "near 'Mary Stone has had a h' and 'since yesterday.'": `near '${hidden}' and '${hidden}'`,
      "temperature is not supported": "temperature is not supported",
      "the content was The patient …": `the content was ${hidden}…`,
    };
    for (const [text, clean] of Object.entries(cases)) assert.equal(redactRuns(text, [prompt], 16), clean);
  });

  it("looks for a short source as a whole, and leaves one that is a word", () => {
    assert.equal(redactRuns("no patient Mary Stone", ["Mary Stone"], 16), `no patient ${hidden}`);
    assert.equal(redactRuns("no user Mary", ["Mary", "user", ""], 16), "no user Mary");
  });

  it("takes no longer than a source takes to read, also where everything nearly fits", () => {
    const started = process.cpuUsage();
    redactRuns("ab".repeat(1000), ["a".repeat(7) + "b".repeat(7), "a".repeat(2_000_000), "ab".repeat(1_000_000)], 16);
    const almost = `${"a".repeat(15)}b`.repeat(125);
    redactRuns(almost, [`${"a".repeat(15)}c`.repeat(100_000)], 16);
    const { user } = process.cpuUsage(started);
    assert.ok(user < 5_000_000, `${user / 1000} ms`);
  });
});
