import type { SchemaObject } from "../schema/keywords.ts";
import { isRecord, joinPointer } from "../schema/pointer.ts";
import { type Backtracking, judgeBacktracking } from "../validation/patterns/pattern-backtracking.ts";
import type { Finding } from "./findings.ts";
import { limits } from "./limits.ts";

/** How patterns are judged that may take time without end: not at all where they are allowed. */
export type SlowPatterns = "refuse" | "allow";

/** Makes a check of a schema's own patterns: whether they are some, how long they are, and how long they may take. */
export function createPatternCheck(
  slowPatterns: SlowPatterns,
  findings: Finding[],
): (schema: SchemaObject, pointer: string) => void {
  const budget = { pairs: limits.patternWork };
  const known = new Map<string, Backtracking>();

  const judge = (pattern: string): Backtracking => {
    const verdict = known.get(pattern) ?? (slowPatterns === "allow" ? "ends" : judgeBacktracking(pattern, budget));
    known.set(pattern, verdict);
    return verdict;
  };

  const check = (pattern: string, pointer: string): void => {
    if (pattern.length > limits.patternCharacters) {
      const most = limits.patternCharacters.toLocaleString("en");
      findings.push({ pointer, message: `has more than ${most} characters`, hint: "say less in one pattern" });
    } else if (!isPattern(pattern, "u") && !isPattern(pattern, "")) {
      findings.push({ pointer, message: "is no regular expression", hint: "write it as JavaScript has them" });
    } else if (judge(pattern) !== "ends") {
      const message =
        judge(pattern) === "endless"
          ? "may take time that doubles with every character of a text, and nothing can interrupt it"
          : "is too large to be sure that it takes no time without end, and nothing can interrupt it";
      findings.push({ pointer, message, hint });
    }
  };

  return (schema, pointer) => {
    const { pattern, patternProperties } = schema;
    if (typeof pattern === "string") check(pattern, joinPointer(pointer, "pattern"));
    for (const name of isRecord(patternProperties) ? Object.keys(patternProperties) : [])
      check(name, joinPointer(pointer, "patternProperties", name));
  };
}

const hint =
  'put no repetition directly inside another, as in (a+)+, or set slowPatterns: "allow" for a schema that you trust';

function isPattern(pattern: string, flags: string): boolean {
  try {
    return new RegExp(pattern, flags) instanceof RegExp;
  } catch {
    return false;
  }
}
