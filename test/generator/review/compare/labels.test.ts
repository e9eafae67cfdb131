import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { compareSchemas } from "../../../../generator/src/review/compare/compare.ts";
import { hintsOf } from "../../../../generator/src/review/compare/hints.ts";
import {
  countLabel,
  rangeLabel,
  shownText,
  shownValue,
  shownValues,
  wordDifference,
} from "../../../../generator/src/review/compare/labels.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { closed } from "./rule-cases.ts";

describe("what a message shows of a spec", () => {
  it("is a text on one line, without what steers a terminal or ends its quotes", () => {
    assert.equal(shownText("a\nb\u2028c\u001b[0m`d`"), "a\\u000ab\\u2028c\\u001b[0m'd'");
    assert.equal(shownText("x".repeat(80)), "x".repeat(80));
    assert.equal(shownText("😀".repeat(81)), `${"😀".repeat(79)}…`);
  });

  it("is a value: a text as it is, all else as JSON", () => {
    assert.equal(shownValue("a"), "a");
    assert.equal(shownValue({ b: 1, a: ["x"] }), '{"a":["x"],"b":1}');
  });

  it("is a list of six values at most", () => {
    assert.equal(shownValues([]), "none");
    assert.equal(shownValues(["a", 1, null]), '"a", 1, null');
    assert.equal(shownValues([1, 2, 3, 4, 5, 6]), "1, 2, 3, 4, 5, 6");
    assert.equal(shownValues([1, 2, 3, 4, 5, 6, 7, 8]), "1, 2, 3, 4, 5, 6, 2 more");
  });

  it("is how many there may be", () => {
    const open = Number.POSITIVE_INFINITY;
    assert.deepEqual(
      [
        countLabel(0, open),
        countLabel(1, open),
        countLabel(0, 3),
        countLabel(2, 3),
        countLabel(3, 3),
        countLabel(0, 0),
      ],
      ["any", "at least 1", "at most 3", "2 to 3", "3", "0"],
    );
  });

  it("is a range of numbers", () => {
    const bound = (value: number, exclusive: boolean) => ({ value, exclusive });
    const facts = { integer: false, multiples: [] };
    assert.equal(rangeLabel(facts), "any");
    assert.equal(rangeLabel({ ...facts, low: bound(1, false), high: bound(9, true) }), "≥ 1 and < 9");
    assert.equal(rangeLabel({ ...facts, low: bound(1, true) }), "> 1");
    assert.equal(rangeLabel({ ...facts, high: bound(9, false) }), "≤ 9");
  });

  it("is the words that differ between two texts", () => {
    assert.equal(wordDifference("One of the words.", "One of all the many words."), "`the` → `all the many`.");
    assert.equal(wordDifference("The name.", ""), "`The name.` → nothing.");
    assert.equal(wordDifference("", "The name."), "nothing → `The name.`.");
    assert.equal(wordDifference("a b c", "a x c"), "`b` → `x`.");
    assert.equal(wordDifference("a a", "a a a"), "nothing → `a`.");
    assert.equal(wordDifference("a b", "b"), "`a` → nothing.");
    assert.equal(wordDifference("a  b", " a\nb "), "whitespace only.");
  });
});

describe("what a search for counter-examples is led by", () => {
  const hints = hintsOf(
    {
      type: "object",
      required: ["a", "b"],
      properties: {
        a: { type: "integer", minimum: 4, multipleOf: 3 },
        b: { type: "string", minLength: 0, maxLength: 500, pattern: "^x", format: "date" },
        c: { enum: ["p", 7, null] },
        d: { const: "q" },
      },
      patternProperties: { "^y": { type: "array", minItems: 2 } },
    },
    { required: ["z"], minProperties: 3 },
  );

  it("are the numbers, lengths, texts, patterns, formats and names that both versions mention, and what is near", () => {
    const sorted = Object.entries(hints).map(([kind, list]) => [kind, [...list].sort()]);
    assert.deepEqual(Object.fromEntries(sorted), {
      numbers: [1.5, 2, 3, 4, 5, 7],
      lengths: [0, 1, 2, 3, 4],
      texts: ["p", "q"],
      patterns: ["^x", "^y"],
      formats: ["date"],
      names: ["a", "b", "c", "d", "z"],
    });
  });
});

describe("recorded outputs", () => {
  const draft = "2020-12";
  const compare = (before: JsonSchema, after: JsonSchema, recorded: readonly Json[], prefix: "/output" | "/input") =>
    compareSchemas({ schema: before, draft }, { schema: after, draft }, { prefix, recorded });
  const [before, after] = [
    closed({ n: { type: "integer" }, "s?": { type: "string" } }),
    closed({ n: { type: "integer", maximum: 10 }, "s?": { type: "string", maxLength: 2 } }),
  ];

  it("break by the difference that each of them shows", async () => {
    const recorded = [{ n: 1 }, { n: 11 }, { n: 1, s: "long" }, { n: 12, s: "long" }, { n: "no" }];
    const { differences, stored } = await compare(before, after, recorded, "/output");
    assert.equal(stored, "breaking");
    assert.deepEqual(
      differences.map(({ rule, notes, witness, evidence }) => [rule, ...notes, witness?.stored, evidence]),
      [
        ["range-tightened", "2 of 5 recorded outputs fail because of this.", { n: 11 }, "recorded"],
        ["length-tightened", "2 of 5 recorded outputs fail because of this.", { n: 1, s: "long" }, "recorded"],
      ],
    );
  });

  it("are inputs of callers where inputs are compared", async () => {
    const { differences, consumer } = await compare(before, after, [{ n: 11 }], "/input");
    const [range, length] = differences;
    assert.equal(consumer, "breaking");
    assert.deepEqual([range?.consumer, range?.stored, range?.evidence], ["breaking", "breaking", "recorded"]);
    assert.deepEqual(range?.notes, ["1 of 1 recorded inputs fail because of this."]);
    assert.deepEqual(range?.witness, { caller: { n: 11 } });
    assert.notEqual(length?.evidence, "recorded");
  });

  it("that fit still change nothing", async () => {
    const compared = await compare(before, after, [{ n: 1, s: "ok" }], "/output");
    assert.deepEqual(compared, await compare(before, after, [], "/output"));
  });
});
