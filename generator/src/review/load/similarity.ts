/** Files with less than this in common are two different files. */
const leastSimilarity = 0.6;

/** More files than this on either side are matched only where they are equal. */
const mostCompared = 400;

/** Two files that are one, renamed. */
export interface RenamedPair<T> {
  readonly before: T;
  readonly after: T;
  /** From 0.6 to 1. */
  readonly similarity: number;
}

/**
 * Pairs files that have most in common, the most similar first: the measure is that of git's rename detection, the
 * share of the larger file's characters that stand in lines the other has, too. Each file is used once.
 */
export function findRenames<T>(
  before: readonly T[],
  after: readonly T[],
  textOf: (one: T) => string,
): readonly RenamedPair<T>[] {
  const found: RenamedPair<T>[] = [];
  const usedBefore = new Set<T>();
  const usedAfter = new Set<T>();
  const take = (one: T, other: T, similarity: number): void => {
    if (usedBefore.has(one) || usedAfter.has(other)) return;
    usedBefore.add(one);
    usedAfter.add(other);
    found.push({ before: one, after: other, similarity });
  };

  const byText = new Map<string, T[]>();
  for (const one of before) {
    const text = plainLines(textOf(one));
    byText.set(text, [...(byText.get(text) ?? []), one]);
  }
  for (const other of after) {
    const equal = byText.get(plainLines(textOf(other)))?.find((one) => !usedBefore.has(one));
    if (equal !== undefined) take(equal, other, 1);
  }

  const left = before.filter((one) => !usedBefore.has(one));
  const right = after.filter((other) => !usedAfter.has(other));
  if (left.length > mostCompared || right.length > mostCompared) return found;
  const lines = right.map((other) => ({ other, ...countLines(textOf(other)) }));
  const scores = left.flatMap((one) => {
    const own = countLines(textOf(one));
    return lines.flatMap(({ other, counts, length }) => {
      // What they share is at most the smaller one.
      if (Math.min(own.length, length) < Math.max(own.length, length) * leastSimilarity) return [];
      const similarity = shareOf(own, { counts, length });
      return similarity < leastSimilarity ? [] : [{ one, other, similarity }];
    });
  });
  // Sorting is stable: among equals the order of the files decides.
  scores.sort((a, b) => b.similarity - a.similarity);
  for (const { one, other, similarity } of scores) take(one, other, similarity);
  return found;
}

/** The share of the larger text that stands in lines which both have; from 0 to 1. */
export function similarityOf(one: string, other: string): number {
  return shareOf(countLines(one), countLines(other));
}

interface Lines {
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

function plainLines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}

function countLines(text: string): Lines {
  const counts = new Map<string, number>();
  let length = 0;
  // The cut of long lines is git's, so that a file of one line can be similar as well.
  for (const line of plainLines(text).match(/[^\n]{1,63}\n?|\n/g) ?? []) {
    counts.set(line, (counts.get(line) ?? 0) + 1);
    length += line.length;
  }
  return { counts, length };
}

function shareOf(one: Lines, other: Lines): number {
  const larger = Math.max(one.length, other.length);
  if (larger === 0) return 1;
  let shared = 0;
  for (const [line, count] of one.counts) shared += Math.min(count, other.counts.get(line) ?? 0) * line.length;
  return shared / larger;
}
