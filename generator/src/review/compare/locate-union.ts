import type { Alternative } from "../normal/alternative.ts";
import { typeLabel, variantLabel } from "./labels.ts";
import { normalForm, reportRemoved } from "./locate-object.ts";
import type { Edit, Pair, Report } from "./located.ts";
import { type Matching, matchBranches, tagsOf } from "./match-branches.ts";
import type { Matched } from "./matched.ts";
import { findMove } from "./order.ts";
import { fixedPlaces, homeOf, homesOf } from "./places.ts";

/** Goes on to one alternative that both versions have. */
export type Compare = (matched: Matched) => void;

/** Reports variants that came, went or moved, and goes on to those that stayed. */
export function locateUnion(
  pair: Pair,
  before: readonly Alternative[],
  after: readonly Alternative[],
  report: Report,
  compare: Compare,
): void {
  const tags = locateTags(pair, before, after, report);
  const matching = matchBranches(before, after, tags);
  const [tag] = tags;
  for (const added of matching.added) reportBranch(pair, added, "after", tag, report);
  for (const removed of matching.removed) reportBranch(pair, removed, "before", tag, report);
  reportOrder(
    pair,
    matching.pairs.map(([one]) => before.indexOf(one)),
    matching.pairs.map(([, other]) => after.indexOf(other)),
    report,
  );
  for (const [one, other] of matching.pairs) compare({ before: one, after: other, pair });
  locateShared(pair, before, matching, report);
}

/** Reports what became of the property that tells variants apart; gives those by which variants can be matched. */
function locateTags(
  pair: Pair,
  before: readonly Alternative[],
  after: readonly Alternative[],
  report: Report,
): readonly string[] {
  const [old, now] = [tagsOf(before), tagsOf(after)];
  const common = old.filter((name) => now.includes(name));
  const objects = [before, after].map((list) => list.filter(({ type }) => type === "object").length);
  if (common.length > 0 || old[0] === undefined || Math.min(...objects) < 2)
    return common.length > 0 ? common : [...old, ...now];
  const isLost = now[0] === undefined;
  report({
    rule: isLost ? "discriminator-lost" : "discriminator-changed",
    data: isLost ? { tag: old[0] } : { old: old[0], new: now[0] ?? "" },
    place: homeOf(pair.after),
    side: "after",
    beforePlace: homeOf(pair.before),
    what: "value",
    visible: "types",
    before: [...old],
    after: [...now],
    // Where tags are merely lost, values that break are those of the tags' own differences.
    ...(isLost ? {} : { edit: { kind: "node" as const, before: [homeOf(pair.before)], after: [homeOf(pair.after)] } }),
    pair,
    shown: { beforeFrom: before, afterFrom: after },
    source: isLost ? "dangerous" : "breaking",
    callerSource: isLost ? "safe" : "breaking",
  });
  // Told apart by something else, variants are matched by what else they have.
  return isLost ? old : [];
}

/**
 * Reports members that readers reach of every object, without telling variants apart, and that a new variant lacks.
 * Values are judged with that variant.
 */
function locateShared(pair: Pair, before: readonly Alternative[], matching: Matching, report: Report): void {
  const objects = before.filter(({ type }) => type === "object");
  const [first] = objects;
  const added = matching.added.filter(({ type }) => type === "object");
  if (first === undefined) return;
  for (const name of first.object.declared) {
    const has = ({ object }: Alternative): boolean => object.declared.has(name);
    const isKept = matching.pairs.every(([one, other]) => !has(one) || has(other));
    const lacking = added.find((one) => !has(one));
    if (lacking === undefined || !isKept || !objects.every(has)) continue;
    reportRemoved({ before: first, after: lacking, pair }, name, report, "source");
  }
}

function reportBranch(
  pair: Pair,
  branch: Alternative,
  side: "before" | "after",
  tag: string | undefined,
  report: Report,
): void {
  const place = branch.branches.at(-1);
  const label = variantLabel(branch, tag);
  const form = place === undefined ? typeLabel(branch) : normalForm(place);
  const isAdded = side === "after";
  report({
    rule: isAdded ? "union-branch-added" : "union-branch-removed",
    data: { label },
    place: homeOf(pair.after),
    side: "after",
    beforePlace: homeOf(pair.before),
    what: "value",
    visible: "types",
    ...(isAdded ? { after: form } : { before: form }),
    edit: branchEdit(pair, branch, side),
    pair,
    shown: isAdded ? { afterFrom: [branch], after: [] } : { beforeFrom: [branch], before: [] },
  });
}

function branchEdit(pair: Pair, branch: Alternative, side: "before" | "after"): Edit {
  const other = side === "before" ? pair.after : pair.before;
  const owners = fixedPlaces(other).filter(
    ({ made, schema }) => !made && typeof schema === "object" && ("anyOf" in schema || "oneOf" in schema),
  );
  const place = branch.branches.at(-1);
  const homes = owners.length === 1 ? owners : owners.length === 0 ? homesOf(other) : [];
  if (place === undefined || place.made || homes.length === 0)
    return { kind: "node", before: [homeOf(pair.before)], after: [homeOf(pair.after)] };
  return { kind: "branch", owners: homes, branch: place, side };
}

/** Reports the order of variants that both versions have. */
function reportOrder(pair: Pair, before: readonly number[], after: readonly number[], report: Report): void {
  const names = before.map(String);
  const now = [...names.keys()].sort((a, b) => (after[a] ?? 0) - (after[b] ?? 0)).map((index) => names[index] ?? "");
  const old = [...names].sort((a, b) => Number(a) - Number(b));
  if (findMove(old, now) === undefined) return;
  reportReordered(pair, report);
}

/** Reports that the variants of a union come in another order. */
export function reportReordered(pair: Pair, report: Report): void {
  report({
    rule: "union-branch-reordered",
    data: {},
    place: homeOf(pair.after),
    side: "after",
    beforePlace: homeOf(pair.before),
    what: "value",
    visible: "values",
    pair,
  });
}
