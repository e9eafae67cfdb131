import { createPattern, judgeRunning } from "@outspec/runtime/validation/patterns/bounded-pattern";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

// A pattern of a schema is run on what a model wrote. It says what the platform's own says, and takes no longer than the text is.

/**
 * The verdict of the platform; nothing where it has begun in the middle of a character, as it does with the flag `u` for
 * patterns that read nothing, and the standard does not.
 */
function nativeVerdict(pattern: string, flags: "u" | "", text: string): boolean | undefined {
  const match = new RegExp(pattern, flags).exec(text);
  if (match === null) return false;
  const isInside =
    flags === "u" &&
    /[\ud800-\udbff]$/.test(text.slice(0, match.index)) &&
    /^[\udc00-\udfff]/.test(text.slice(match.index));
  return isInside ? undefined : true;
}

const atoms = fc.constantFrom(
  ...[
    "a",
    "b",
    "c",
    ".",
    "\\d",
    "\\w",
    "\\W",
    "\\s",
    "\\S",
    "[ab]",
    "[^a]",
    "[a-c\\d]",
    "\\b",
    "\\B",
    "^",
    "$",
    "é",
    "\\n",
    "😀",
    "\\u{1F600}",
  ],
  ...[
    "\\ud83d\\ude00",
    "\\p{L}",
    "\\P{L}",
    "[^\\p{L}]",
    "\\x61",
    "\\u0061",
    "\\cJ",
    "\\0",
    "[\\s\\S]",
    "[]",
    "[^]",
    "\\.",
    "\\/",
    "\\-",
  ],
);

const counts = fc.constantFrom(
  "*",
  "+",
  "?",
  "{2}",
  "{1,2}",
  "{0,3}",
  "{2,}",
  "{0}",
  "*?",
  "+?",
  "??",
  "{1,3}?",
  "{4}",
  "{0,5}",
);

const { pattern: patterns } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: "small" },
    atoms,
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => a + b),
    fc.tuple(tie("pattern"), tie("pattern")).map(([a, b]) => `(?:${a}|${b})`),
    fc.tuple(tie("pattern"), counts).map(([a, count]) => `(?:${a})${count}`),
    fc.tuple(atoms, counts).map(([a, count]) => a + count),
    tie("pattern").map((a) => `(${a})`),
    tie("pattern").map((a) => `(?<n>${a})`),
    tie("pattern").map((a) => `(?=${a})`),
    tie("pattern").map((a) => `(?!${a})`),
    tie("pattern").map((a) => `(?<=${a})`),
    tie("pattern").map((a) => `(?<!${a})`),
    tie("pattern").map((a) => `^${a}$`),
  ),
}));

const texts = fc.string({
  unit: fc.constantFrom("a", "b", "c", "1", " ", "_", "é", "😀", "\ud83d", "\ude00", "\n", "\u2028", "-", ".", "\0"),
  maxLength: 9,
});

const isValid = (pattern: string, flags: "u" | ""): boolean => {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
};

describe("a bounded pattern", () => {
  it.each(["u", ""] as const)("says of any text what the platform says, with the flag %j", (flags) => {
    let stepwise = 0;
    fc.assert(
      fc.property(patterns, fc.array(texts, { minLength: 5, maxLength: 8 }), (pattern, samples) => {
        fc.pre(isValid(pattern, flags));
        if (judgeRunning(pattern, flags) === "unbounded") return;
        stepwise++;
        const bounded = createPattern(pattern, flags);
        for (const text of samples) {
          const verdict = nativeVerdict(pattern, flags, text);
          if (verdict !== undefined) expect([text, bounded.test(text)]).toEqual([text, verdict]);
        }
      }),
      { numRuns: 4_000 },
    );
    expect(stepwise).toBeGreaterThan(1_000);
  });

  it.each([
    ["^(a+)+$", "a"],
    ["^(?:a|a)*$", "a"],
    ["a+b", "a"],
    ["\\s+$", " "],
    ["^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$", "a@."],
    ["^(?=.*\\d)(?=.*[a-z]).{8,}$", "a"],
    ["(?<=a+)b", "a"],
    ["^(\\w+\\s?)+$", "word "],
  ])("reads a megabyte against %s", (pattern, word) => {
    const text = word.repeat(1_000_000 / word.length);
    const bounded = createPattern(pattern, "u");
    expect(typeof bounded.test(text)).toBe("boolean");
    expect(typeof bounded.test(`${text}!\n`)).toBe("boolean");
  });

  it("leaves a pattern that refers back to the platform", () => {
    for (const pattern of ["^(a)\\1$", "^(?<n>a)\\k<n>$"]) {
      expect(judgeRunning(pattern, "u")).toBe("unbounded");
      expect([createPattern(pattern, "u").test("aa"), createPattern(pattern, "u").test("ab")]).toEqual([true, false]);
    }
  });

  it("does not read a text that would take minutes, and so does not match it", () => {
    const pattern = createPattern("^(?:a?){150}(?:a?){150}$", "u");
    expect(pattern.test("a".repeat(300))).toBe(true);
    expect(pattern.test("a".repeat(1_000_000))).toBe(false);
  });
});

describe("the judgement of a pattern", () => {
  it.each([
    "^[A-Z]{3}$",
    "^[A-Z]+-[0-9]+$",
    "^\\d{4}-\\d{2}-\\d{2}$",
    "^[a-z0-9]+(?:-[a-z0-9]+)*$",
    "^(?:open|closed|paid)$",
    "^[0-9a-f]{8}-[0-9a-f]{4}$",
    "^\\+[1-9]\\d{1,14}$",
    "[A-Z]{3}",
    "x-",
    "^.*$",
    "colou?r",
    "",
  ])("leaves %s to the platform, which has one way at each character", (pattern) => {
    expect(judgeRunning(pattern, "u")).toBe("natively");
  });

  it.each([
    "^(a+)+$",
    "^(?:a|a)*$",
    "^(a?){30}a{30}$",
    `^${"a?".repeat(30)}${"a".repeat(30)}$`,
    "^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$",
    "\\s+$",
    "a+b",
    "^a*a*a*a*$",
    "^(?=.*\\d)(?=.*[a-z]).{8,}$",
    "^(a|(b|b)*c)*",
    "^(?:\\ud83d\\ude00|😀)*$",
    "^(?:\\cJ|\\n)*$",
    "^(?:[^\\p{L}]|→)*$",
    "^(?:ab|a|b)*$",
    "(?:a+)+b",
  ])("has %s run step by step", (pattern) => {
    expect(judgeRunning(pattern, "u")).toBe("stepwise");
  });
});
