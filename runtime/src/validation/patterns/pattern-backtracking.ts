import type { CharRange } from "./character-ranges.ts";
import { type PatternPositions, readPattern } from "./pattern-positions.ts";

/** Pairs of positions that are looked at before a pattern counts as too large to judge. */
const maxWork = 2_000_000;

/**
 * Whether a backtracking matcher may need time that doubles with every character: whether some text leads round a loop
 * of the pattern and back in two ways, where a match can still fail afterwards. Exact for patterns without assertions
 * and references back, up to the writing out of counted repetitions; time that grows with the square or the cube of a
 * text is not looked for, and a pattern too large to be judged passes.
 */
export function backtracksWithoutEnd(pattern: string): boolean {
  return judgeBacktracking(pattern, { pairs: maxWork }) === "endless";
}

/** How long a pattern may take: as long as its text, more or less; without end; or nobody knows, as it is too large. */
export type Backtracking = "ends" | "endless" | "unknown";

/** Judges a pattern as {@link backtracksWithoutEnd} does. What it looks at is taken off the budget, which may be shared. */
export function judgeBacktracking(pattern: string, budget: { pairs: number }): Backtracking {
  const positions = readPattern(pattern);
  if (positions === undefined) return "unknown";
  const { last, checksEnd } = positions;
  // Where the match may end at any time, it ends at once: nothing that leads on from there is tried in vain.
  const isLeft = (position: number): boolean => !checksEnd && last.has(position);
  const follow = positions.follow.map((next, position) =>
    isLeft(position) ? [] : next.filter((other) => !isLeft(other)),
  );
  const before = follow.map((): number[] => []);
  follow.forEach((next, position) => {
    for (const other of next) before[other]?.push(position);
  });
  const meet = overlaps(positions);
  const steps = follow.flat().length;

  for (const start of follow.keys()) {
    // To find out what is ahead takes a step for each edge, which is less work than a pair.
    budget.pairs -= steps >> 3;
    const ahead = reach(start, follow);
    if (!ahead.has(start)) continue;
    const loop = new Set([...reach(start, before)].filter((position) => ahead.has(position)));
    const isDoubled = [...loop].some((position) => {
      const inLoop = (follow[position] ?? []).filter((next) => loop.has(next));
      return new Set(inLoop).size < inLoop.length;
    });
    if (isDoubled) return "endless";

    const size = follow.length;
    const pairs = (edges: readonly (readonly number[])[]): ReadonlySet<number> => {
      const seen = new Set<number>();
      const open = [start * size + start];
      for (let pair = open.pop(); pair !== undefined && budget.pairs > 0; pair = open.pop()) {
        const [left, right] = [Math.floor(pair / size), pair % size];
        for (const nextLeft of edges[left] ?? []) {
          if (!loop.has(nextLeft)) continue;
          for (const nextRight of edges[right] ?? []) {
            budget.pairs--;
            const next = nextLeft * size + nextRight;
            if (seen.has(next) || !loop.has(nextRight) || !meet(nextLeft, nextRight)) continue;
            seen.add(next);
            open.push(next);
          }
        }
      }
      return seen;
    };
    const forth = pairs(follow);
    const back = pairs(before);
    if (budget.pairs <= 0) return "unknown";
    if ([...forth].some((pair) => Math.floor(pair / size) !== pair % size && back.has(pair))) return "endless";
  }
  return "ends";
}

function reach(start: number, edges: readonly (readonly number[])[]): ReadonlySet<number> {
  const seen = new Set<number>();
  const open = [start];
  for (let position = open.pop(); position !== undefined; position = open.pop()) {
    for (const next of edges[position] ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return seen;
}

/** Whether two positions can read the same character. Asked often of the same two. */
function overlaps({ reads }: PatternPositions): (left: number, right: number) => boolean {
  const known = new Map<number, boolean>();
  return (left, right) => {
    if (left === right) return true;
    const key = left * reads.length + right;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = (reads[left] ?? []).some((one) => (reads[right] ?? []).some((other) => shareOne(one, other)));
    known.set(key, found);
    return found;
  };
}

function shareOne(a: CharRange, b: CharRange): boolean {
  return a[0] <= b[1] && b[0] <= a[1];
}
