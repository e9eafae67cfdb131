import { isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { LintReport, LintRules } from "../rule.ts";
import { allNodes, type LintSubject } from "../subject.ts";

/** Rules about regular expressions and formats. */
export const patternRules: LintRules = {
  "unsafe-pattern": {
    theme: "Patterns and formats",
    level: "warning",
    set: "recommended",
    codes: ["backtracking-pattern", "legacy-pattern", "slashed-pattern", "slow-pattern", "invalid-pattern"],
    check: unsafe,
    page: {
      what: "A pattern that takes time without end on some texts, is not anchored, or uses what no grammar of a provider knows: look-around, references back, word boundaries.",
      why: "An unanchored pattern accepts any text that has a match somewhere. What a decoder does not know it cannot enforce, and an answer that fits by chance is asked for again and again.",
      bad: 'pattern: "[A-Z]{3}"',
      good: 'pattern: "^[A-Z]{3}$"',
    },
  },
  "format-not-enforced": {
    theme: "Patterns and formats",
    level: "warning",
    set: "recommended",
    codes: ["unknown-format"],
    page: {
      what: "A `format` that the validator does not know. For formats that only a model's decoder does not know see `provider-unsupported-keyword`.",
      why: "It is a remark to the reader: nothing refuses a value that does not have it.",
      bad: "type: string\nformat: zip-code",
      good: 'type: string\npattern: "^[0-9]{5}$"',
    },
  },
};

function* unsafe(subject: LintSubject): Iterable<LintReport> {
  for (const { schema, at, role } of allNodes(subject)) {
    if (typeof schema["pattern"] === "string" && role !== "test") {
      const report = judge(schema["pattern"]);
      if (report !== undefined) yield { at: joinPointer(at, "pattern"), ...report };
    }
    const patterns = schema["patternProperties"];
    for (const pattern of isRecord(patterns) ? Object.keys(patterns) : []) {
      const special = specialSyntax(pattern);
      if (special !== undefined) yield { at: joinPointer(at, "patternProperties", pattern), what: "key", ...special };
    }
  }
}

function judge(pattern: string): Pick<LintReport, "message" | "hint"> | undefined {
  const special = specialSyntax(pattern);
  if (special !== undefined) return special;
  const outside = withoutClasses(pattern);
  if (pattern === "" || /[\^$]/.test(outside) || /^\/.*\/[a-z]*$/.test(pattern)) return undefined;
  return {
    message: "this pattern is not anchored: any text with a match somewhere in it fits",
    hint: "begin it with ^ and end it with $",
  };
}

function specialSyntax(pattern: string): Pick<LintReport, "message" | "hint"> | undefined {
  const outside = withoutClasses(pattern, true);
  const found = /\(\?<?[=!]/.test(outside)
    ? "look-around"
    : /\\[1-9]|\\k</.test(outside)
      ? "a reference back"
      : /\\[bB]/.test(outside)
        ? "a word boundary"
        : undefined;
  if (found === undefined) return undefined;
  return {
    message: `this pattern uses ${found}, which decoders of providers do not know`,
    hint: "say it without; only the validator enforces it as it is",
  };
}

/** A pattern without its character classes and, unless asked for, its escapes. */
function withoutClasses(pattern: string, keepEscapes = false): string {
  let text = "";
  let isInside = false;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index] ?? "";
    if (character === "\\") {
      const escaped = pattern[index + 1] ?? "";
      // An escaped bracket is a letter like any other.
      if (keepEscapes && !isInside && /\w/.test(escaped)) text += character + escaped;
      index++;
    } else if (isInside) isInside = character !== "]";
    else if (character === "[") isInside = true;
    else text += character;
  }
  return text;
}
