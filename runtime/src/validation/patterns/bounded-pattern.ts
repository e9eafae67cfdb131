import type { CharRange } from "./character-ranges.ts";
import { type PatternPositions, readPattern } from "./pattern-positions.ts";
import { compilePattern } from "./pattern-program.ts";
import { type PatternPart, parsePattern } from "./pattern-syntax.ts";
import { createLinearTest, type TextTest } from "./run-pattern.ts";

/**
 * How a pattern can be run on a text that nobody knows before:
 *
 * - `natively`: by the platform, in time that is proportional to the text.
 * - `stepwise`: by {@link createPattern} in such a time, and by the platform perhaps not in a lifetime.
 * - `unbounded`: only by the platform, and nobody can say for how long.
 */
export type PatternRunning = "natively" | "stepwise" | "unbounded";

/** Says how a pattern, which is valid with these flags, can be run. */
export function judgeRunning(pattern: string, flags: "u" | ""): PatternRunning {
  const part = parsePattern(pattern, flags);
  if (part === undefined) return "unbounded";
  // Halves of characters, as there are without the flag, and names of control characters, are not read as positions.
  const positions = flags === "u" && !/\\(?:c|u[dD])/.test(pattern) ? readPattern(pattern, true) : undefined;
  if (positions !== undefined && isForthright(positions, isAnchored(part))) return "natively";
  return compilePattern(part) === undefined ? "unbounded" : "stepwise";
}

/**
 * Makes a test of a pattern that takes time in proportion to its text. Its verdict is that of `new RegExp(pattern, flags)`,
 * except that a text of millions of characters may not be looked at, and then does not match. It is compiled at the first text. A
 * pattern that refers back to a group is left to the platform.
 */
export function createPattern(pattern: string, flags: "u" | ""): Pick<RegExp, "test"> {
  let compiled: Pick<RegExp, "test"> | undefined;
  return {
    test(text) {
      compiled ??= linearTestOf(pattern, flags) ?? new RegExp(pattern, flags);
      return compiled.test(text);
    },
  };
}

function linearTestOf(pattern: string, flags: "u" | ""): TextTest | undefined {
  const part = parsePattern(pattern, flags);
  const compiled = part === undefined ? undefined : compilePattern(part);
  return compiled === undefined ? undefined : createLinearTest(compiled, flags);
}

/**
 * Whether each character leaves one way to go on, so that a matcher that turns back has nowhere to turn to. A pattern that
 * may begin anywhere in a text must besides come to an end after a number of characters.
 */
function isForthright(positions: PatternPositions, anchored: boolean): boolean {
  const { reads, first, follow, looksAround } = positions;
  if (looksAround) return false;
  const isOneWay = (ways: readonly number[]): boolean =>
    ways.every((one, index) => ways.slice(index + 1).every((other) => !overlap(reads[one] ?? [], reads[other] ?? [])));
  return isOneWay(first) && follow.every(isOneWay) && (anchored || !loops(positions));
}

/** Whether some text leads round in circles before the match may end. */
function loops({ follow, last, checksEnd }: PatternPositions): boolean {
  const isLeft = (position: number): boolean => !checksEnd && last.has(position);
  const state = new Map<number, "open" | "done">();
  const leadsRound = (position: number): boolean => {
    if (isLeft(position) || state.get(position) === "done") return false;
    if (state.get(position) === "open") return true;
    state.set(position, "open");
    const found = (follow[position] ?? []).some(leadsRound);
    state.set(position, "done");
    return found;
  };
  return [...follow.keys()].some(leadsRound);
}

/** Whether every way through the pattern begins at the beginning of the text. */
function isAnchored(part: PatternPart): boolean {
  switch (part.kind) {
    case "choice":
      return part.options.every(isAnchored);
    case "sequence":
      return part.parts[0] !== undefined && isAnchored(part.parts[0]);
    default:
      return part.kind === "place" && part.place === "start";
  }
}

function overlap(one: readonly CharRange[], other: readonly CharRange[]): boolean {
  return one.some((a) => other.some((b) => a[0] <= b[1] && b[0] <= a[1]));
}
