/** Shorter names are all a letter or two apart. */
const shortest = 3;

/**
 * Finds the name a person most likely meant: same but for case and separators, or a few letters away. Nothing is like
 * a name of one or two letters.
 */
export function nearestName(name: string, known: Iterable<string>): string | undefined {
  if (name.length < shortest) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(Math.min(name.length, 12) / 3)) + 1;
  for (const candidate of known) {
    const distance = distanceBetween(name.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** The hint for a misspelt name, or `undefined` when nothing known is near. */
export function didYouMean(name: string, known: Iterable<string>): string | undefined {
  const nearest = nearestName(name, known);
  return nearest === undefined ? undefined : `did you mean ${JSON.stringify(nearest)}?`;
}

function distanceBetween(name: string, candidate: string, limit: number): number {
  const plain = (text: string): string => text.replace(/[-_\s]/g, "");
  if (plain(candidate) === plain(name)) return 0;
  // An abbreviation: `temp`, `apiKey` for `apiKeyEnv`.
  if (name.length >= 3 && candidate.startsWith(name)) return 0.5;
  return editDistance(name, candidate, limit);
}

/** A longer name is not compared letter by letter. */
const longest = 80;

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other; where they are not fewer than `limit`, any number from there on. */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit || Math.max(from.length, to.length) > longest) return limit;
  const row = (length: number): number[] => Array.from({ length }, (_, index) => index);
  let [beforeLast, last] = [row(to.length + 1), row(to.length + 1)];
  for (let i = 1; i <= from.length; i++) {
    const current = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (last[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      let distance = Math.min((last[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, replaced);
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        distance = Math.min(distance, (beforeLast[j - 2] ?? 0) + 1);
      }
      current.push(distance);
    }
    // A swap looks back two rows, so that both must be past the limit.
    if (Math.min(...current) >= limit && Math.min(...last) >= limit) return limit;
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
