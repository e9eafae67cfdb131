import { isRecord } from "../../../../runtime/src/schema/pointer.ts";
import { backtracksWithoutEnd } from "../../../../runtime/src/validation/patterns/pattern-backtracking.ts";
import { keyword, type Place } from "./document.ts";

const compiled = new Map<string, RegExp | undefined>();
const mostKept = 5000;
const longestPattern = 2000;

/** Whether a pattern can be run on any text that is not very long: it cannot backtrack without end. */
export function isSafePattern(pattern: string): boolean {
  return compile(pattern) !== undefined;
}

/** Whether a text matches, as validators ask it; `undefined` when it is not safe to find out. */
export function safeTest(pattern: string, text: string): boolean | undefined {
  const expression = compile(pattern);
  return expression === undefined || text.length > longestText(pattern) ? undefined : expression.test(text);
}

/** Several repetitions in a row take time with a power of the text's length. */
function longestText(pattern: string): number {
  const repetitions = pattern.match(/[*+{]/g)?.length ?? 0;
  if (repetitions > 3) return 200;
  return repetitions > 1 ? 500 : 5000;
}

function compile(pattern: string): RegExp | undefined {
  if (compiled.has(pattern)) return compiled.get(pattern);
  if (compiled.size > mostKept) compiled.clear();
  const isTooLong = pattern.length > longestPattern;
  const expression = isTooLong || backtracksWithoutEnd(pattern) ? undefined : toExpression(pattern);
  compiled.set(pattern, expression);
  return expression;
}

/** A pattern as validators read it: as a Unicode expression, or as an older one where it is none. */
export function toExpression(pattern: string): RegExp | undefined {
  for (const flags of ["u", ""]) {
    try {
      return new RegExp(pattern, flags);
    } catch {
      // Not an expression of this kind.
    }
  }
  return undefined;
}

/** The keys of a schema's `patternProperties`. */
export function patternsIn(place: Place): readonly string[] {
  const map = keyword(place, "patternProperties");
  return isRecord(map) ? Object.keys(map) : [];
}
