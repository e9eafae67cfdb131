import { judgeRunning } from "../../../runtime/src/validation/patterns/bounded-pattern.ts";
import { backtracksWithoutEnd } from "../../../runtime/src/validation/patterns/pattern-backtracking.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error, warning } from "../diagnostics/finding.ts";
import { showValue } from "./explain.ts";
import { limits } from "./limits.ts";

/** Checks a regular expression of `pattern` or `patternProperties`: its syntax, its size, and how long it may take. */
export function checkPattern(pattern: string, range: Diagnostic["range"]): Diagnostic[] {
  if (pattern.length > limits.patternCharacters) {
    const most = limits.patternCharacters.toLocaleString("en");
    return [error("invalid-pattern", range, `a pattern has at most ${most} characters`, "say less in one pattern")];
  }
  const findings = checkSyntax(pattern, range);
  if (/^\/.+\/[a-z]*$/.test(pattern) && /^\/[\^(]|\$\/[a-z]*$/.test(pattern)) {
    const inside = pattern.replace(/^\//, "").replace(/\/[a-z]*$/, "");
    findings.push(
      warning(
        "slashed-pattern",
        range,
        "the slashes are part of this pattern: JSON Schema writes it without",
        `did you mean ${showValue(inside)}?`,
      ),
    );
  }
  if (findings.some(({ severity }) => severity === "error")) return findings;
  const flag = findings.some(({ code }) => code === "legacy-pattern") ? "" : "u";
  if (judgeRunning(pattern, flag) === "unbounded") return [...findings, boundless(pattern, range)];
  if (!backtracksWithoutEnd(pattern)) return findings;
  return [
    ...findings,
    warning(
      "backtracking-pattern",
      range,
      `${showValue(pattern)} reads the same text in ever more ways: one that almost fits takes time that doubles with every character`,
      "let the parts of a repetition start differently, and put no repetition directly inside another: (a+)+ is a+",
    ),
  ];
}

function boundless(pattern: string, range: Diagnostic["range"]): Diagnostic {
  return warning(
    "backtracking-pattern",
    range,
    `nobody can say how long ${showValue(pattern)} takes on a text that almost fits`,
    "refer back to no group, and count no repetition in hundreds: maxLength bounds a text",
  );
}

function checkSyntax(pattern: string, range: Diagnostic["range"]): Diagnostic[] {
  try {
    new RegExp(pattern, "u");
    return [];
  } catch (problem) {
    const reason =
      problem instanceof Error
        ? problem.message
            .replace(/^Invalid regular expression: /, "")
            .replace(`/${pattern}/u: `, "")
            .toLowerCase()
        : "";
    try {
      new RegExp(pattern);
    } catch {
      return [error("invalid-pattern", range, `not a regular expression: ${reason}`)];
    }
    return [
      warning(
        "legacy-pattern",
        range,
        `not a Unicode regular expression: ${reason}`,
        "JSON Schema patterns are Unicode ones; only what has a meaning may be escaped",
      ),
    ];
  }
}
