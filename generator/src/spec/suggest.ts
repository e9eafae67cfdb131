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
    const distance = distanceBetween(name.toLowerCase(), candidate.toLowerCase());
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

function distanceBetween(name: string, candidate: string): number {
  const plain = (text: string): string => text.replace(/[-_\s]/g, "");
  if (plain(candidate) === plain(name)) return 0;
  // An abbreviation: `temp`, `apiKey` for `apiKeyEnv`.
  if (name.length >= 3 && candidate.startsWith(name)) return 0.5;
  return editDistance(name, candidate);
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editDistance(from: string, to: string): number {
  // A name from a file can be of any length, and nobody misspells one by this much.
  if (Math.abs(from.length - to.length) > 4) return Number.POSITIVE_INFINITY;
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
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
