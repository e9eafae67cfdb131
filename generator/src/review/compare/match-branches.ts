import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Alternative } from "../normal/alternative.ts";
import { expand } from "../normal/expand.ts";
import { identityOf } from "../normal/structure.ts";
import { tagsOf as tagsAmong, tagValues as valuesOfTag } from "../normal/tags.ts";

/** Which variant of a union became which. */
export interface Matching {
  readonly pairs: readonly (readonly [Alternative, Alternative])[];
  readonly removed: readonly Alternative[];
  readonly added: readonly Alternative[];
}

/** The values of a property that an alternative always has and that are listed; `undefined` for any other. */
const tagValues = (alternative: Alternative, name: string): ReadonlySet<string> | undefined =>
  valuesOfTag(alternative, name, expand);

/** The properties whose value tells the objects of a union apart. */
export function tagsOf(alternatives: readonly Alternative[]): readonly string[] {
  return tagsAmong(alternatives, expand);
}

// Up to here every variant is held against every other.
const manyPairs = 1000;

/** Where each value of a tag stands; the variants without it stand under none. */
function indexOf(alternatives: readonly Alternative[], tag: string): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>();
  alternatives.forEach((one, at) => {
    for (const value of tagValues(one, tag) ?? []) index.set(value, [...(index.get(value) ?? []), at]);
  });
  return index;
}

/** Matches the variants of two unions: by tag, then by type, then by what they have in common. */
export function matchBranches(
  before: readonly Alternative[],
  after: readonly Alternative[],
  tags: readonly string[],
): Matching {
  const scores: { readonly left: number; readonly right: number; readonly score: number }[] = [];
  // Told apart from all else by its type, it is the same variant to a reader, whatever its members.
  const isAlone = [before, after].every((list) => list.filter(({ type }) => type === "object").length === 1);
  const [tag] = tags;
  const isLarge = before.length * after.length > manyPairs;
  const index = isLarge && tag !== undefined ? indexOf(after, tag) : undefined;
  before.forEach((one, left) => {
    const own = index === undefined || tag === undefined ? undefined : tagValues(one, tag);
    const fitting = own === undefined ? undefined : [...own].flatMap((value) => index?.get(value) ?? []);
    const rights = fitting ?? after.map((_, right) => right);
    new Set(rights).forEach((right) => {
      const other = after[right];
      if (other === undefined) return;
      const isOnly = isAlone && one.type === "object" && other.type === "object";
      const score = Math.max(likeness(one, other, tags), isOnly ? 1 : 0);
      if (score > 0) scores.push({ left, right, score: score + (left === right ? 0.01 : 0) });
    });
  });
  scores.sort((a, b) => b.score - a.score || a.left - b.left || a.right - b.right);
  const matched = new Map<number, number>();
  const taken = new Set<number>();
  for (const { left, right } of scores) {
    if (matched.has(left) || taken.has(right)) continue;
    matched.set(left, right);
    taken.add(right);
  }
  return {
    pairs: [...matched]
      .sort(([a], [b]) => a - b)
      .flatMap(([left, right]) => {
        const [one, other] = [before[left], after[right]];
        return one === undefined || other === undefined ? [] : [[one, other] as const];
      }),
    removed: before.filter((_, index) => !matched.has(index)),
    added: after.filter((_, index) => !taken.has(index)),
  };
}

/** How much two variants have in common; 0 when they cannot be the same one. */
function likeness(one: Alternative, other: Alternative, tags: readonly string[]): number {
  if (one.type !== other.type) return 0;
  const isSame = identities(one) === identities(other);
  if (isSame) return 200;
  if (one.type === "object") return objectLikeness(one, other, tags);
  if (one.values !== undefined && other.values !== undefined) {
    const keys = new Set(one.values.map(canonicalJson));
    return 10 + other.values.filter((value) => keys.has(canonicalJson(value))).length;
  }
  if (one.type === "number" && one.number.integer !== other.number.integer) return 4;
  return (one.values === undefined) === (other.values === undefined) ? 8 : 2;
}

function identities({ members, branches }: Alternative): string {
  const own = branches.length > 0 ? branches : members;
  return own.map(identityOf).sort().join("\n");
}

function objectLikeness(one: Alternative, other: Alternative, tags: readonly string[]): number {
  for (const tag of tags) {
    const [mine, theirs] = [tagValues(one, tag), tagValues(other, tag)];
    if (mine === undefined || theirs === undefined) continue;
    // Another tag value is another variant, whatever else is alike.
    return [...mine].some((value) => theirs.has(value)) ? 100 : 0;
  }
  const [mine, theirs] = [one.object.properties, other.object.properties];
  const common = [...mine.keys()].filter((name) => theirs.has(name)).length;
  if (mine.size === 0 && theirs.size === 0) return 5;
  return (common / Math.max(mine.size, theirs.size)) * 50;
}
