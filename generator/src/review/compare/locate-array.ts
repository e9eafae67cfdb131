import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { ArrayFacts, ContainsFact } from "../normal/alternative.ts";
import { identityOf } from "../normal/structure.ts";
import { countLabel } from "./labels.ts";
import type { Descend, Report } from "./located.ts";
import { type Matched, reportKeywords } from "./matched.ts";
import { relationOf } from "./meaning.ts";
import { placeOf, standingAt } from "./places.ts";

/** Reports what differs between two alternatives that are arrays, and goes on to their items. */
export function locateArray(matched: Matched, report: Report, descend: Descend): void {
  const { before, after, pair } = matched;
  const [old, now] = [before.array, after.array];
  const step = (index: number) => [...pair.trail, { step: index, before, after }];
  const shapes = [shapeOf(old), shapeOf(now)];
  if (shapes[0] !== shapes[1])
    reportKeywords(matched, report, {
      rule: "tuple-changed",
      data: { old: shapes[0], new: shapes[1] },
      keywords: ["prefixItems", "items", "unevaluatedItems"],
      visible: "types",
      old: shapes[0] ?? "",
      now: shapes[1] ?? "",
      // An element that readers name by its index is not in the type any more.
      ...(isRefused(now) && now.prefix.length < old.prefix.length ? { source: "breaking" } : {}),
    });
  const common = Math.min(old.prefix.length, now.prefix.length);
  for (let index = 0; index < common; index++) {
    const [left, right] = [old.prefix[index], now.prefix[index]];
    if (left !== undefined && right !== undefined) descend({ before: left, after: right, trail: step(index) });
  }
  const isTail = old.prefix.length === now.prefix.length;
  if (isTail && !isRefused(old) && !isRefused(now))
    descend({
      before: standingAt(old.rest, placeOf(before, pair.before, "items", "type")),
      after: standingAt(now.rest, placeOf(after, pair.after, "items", "type")),
      trail: step(common),
    });
  locateSize(matched, report);
  locateContents(matched, report);
}

/** Whether further items are refused in so many words; what nothing can satisfy for other reasons is a mistake. */
function isRefused({ rest }: Pick<ArrayFacts, "rest">): boolean {
  return rest.places.some(({ schema }) => schema === false);
}

/** A tuple's shape: how many items have schemas of their own, and whether more may follow. */
function shapeOf({ prefix, rest }: ArrayFacts): string {
  const isClosed = isRefused({ rest });
  if (prefix.length === 0) return isClosed ? "of no items" : "of equal items";
  return `of ${prefix.length}${isClosed ? "" : " and more"}`;
}

function locateSize(matched: Matched, report: Report): void {
  const [old, now] = [matched.before.array, matched.after.array];
  if (old.min !== now.min || old.max !== now.max) {
    const isWider = now.min < old.min || now.max > old.max;
    const data = { old: countLabel(old.min, old.max), new: countLabel(now.min, now.max) };
    const mayBeEmpty = old.min > 0 && now.min <= 0;
    reportKeywords(matched, report, {
      rule: isWider ? "items-loosened" : "items-tightened",
      data: { ...data, ...(mayBeEmpty ? { note: "May now be empty." } : {}) },
      keywords: ["minItems", "maxItems"],
      old: data.old,
      now: data.new,
    });
  }
  if (old.unique !== now.unique)
    reportKeywords(matched, report, {
      rule: now.unique ? "unique-items-added" : "unique-items-removed",
      keywords: ["uniqueItems"],
      old: old.unique,
      now: now.unique,
    });
}

function locateContents(matched: Matched, report: Report): void {
  const [old, now] = [matched.before.array.contains, matched.after.array.contains];
  const isSame = (one: ContainsFact, other: ContainsFact): boolean =>
    one.min === other.min && one.max === other.max && relationOf(one.schema, other.schema) === "equal";
  const isIn = (list: readonly ContainsFact[], one: ContainsFact): boolean => list.some((other) => isSame(one, other));
  if (old.every((one) => isIn(now, one)) && now.every((one) => isIn(old, one))) return;
  const form = (facts: readonly ContainsFact[]): Json =>
    facts
      .map(({ schema, min, max }) => `${countLabel(min, max)} of ${schema.places.map(identityOf).sort().join(" and ")}`)
      .sort();
  reportKeywords(matched, report, {
    rule: "contains-changed",
    keywords: ["contains", "minContains", "maxContains"],
    old: form(old),
    now: form(now),
  });
}
