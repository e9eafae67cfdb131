import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { Alternative } from "../normal/alternative.ts";
import { isMultipleOf } from "../normal/decimal.ts";
import { keyword } from "../normal/document.ts";
import { listedOf } from "./draw-scalar.ts";
import { countLabel, rangeLabel, shownText, shownValues, typeLabel } from "./labels.ts";
import type { Report } from "./located.ts";
import { type Finding, isListed, type Matched, reportKeywords } from "./matched.ts";
import { patternIncludes } from "./prove-scalar.ts";

/** Reports what differs between two alternatives of one scalar type. */
export function locateScalar(matched: Matched, report: Report): void {
  const { before, after } = matched;
  const say = (finding: Finding): void => reportKeywords(matched, report, finding);
  const listed = { before: isListed(before), after: isListed(after) };
  if (listed.before !== listed.after) {
    const list = listedOf(listed.after ? after : before) ?? [];
    const rule = listed.after ? "enum-constraint-added" : "enum-constraint-removed";
    const data = { n: String(list.length), type: typeLabel(listed.after ? before : after) };
    say({ rule, data, keywords: ["enum", "const", "type"], visible: "types", ...labels(before, after) });
    return;
  }
  if (before.type === "number") locateNumber(matched, say);
  if (before.type === "string") locateString(matched, say);
  locateFormats(matched, say);
  locateExclusions(matched, say);
}

function labels(before: Alternative, after: Alternative): { readonly old: Json; readonly now: Json } {
  const label = (alternative: Alternative): Json =>
    isListed(alternative) ? { enum: listedOf(alternative) ?? [] } : { type: typeLabel(alternative) };
  return { old: label(before), now: label(after) };
}

type Say = (finding: Finding) => void;

function locateNumber({ before, after }: Matched, say: Say): void {
  const [old, now] = [before.number, after.number];
  if (old.integer !== now.integer && old.multiples.length === 0 && now.multiples.length === 0) {
    const rule = old.integer ? "type-widened" : "type-narrowed";
    const note = "TypeScript type unchanged: only values tell.";
    const data = { added: "numbers that are not integers", removed: "numbers that are not integers", note };
    say({
      rule,
      data,
      keywords: ["type", "multipleOf"],
      ...labels(before, after),
      shown: { before: [1.5, 0.5], after: [1.5, 0.5] },
    });
  }
  const [oldRange, newRange] = [rangeLabel(old), rangeLabel(now)];
  if (oldRange !== newRange) {
    const isWider = !boundsWithin(before, after);
    const isNarrower = !boundsWithin(after, before);
    const keywords = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
    const data = { old: oldRange, new: newRange };
    if (isWider || isNarrower)
      say({ rule: isWider ? "range-loosened" : "range-tightened", data, keywords, old: oldRange, now: newRange });
  }
  if (canonicalJson([...old.multiples].sort()) === canonicalJson([...now.multiples].sort())) return;
  const divides = (one: readonly number[], others: readonly number[], integer: boolean): boolean =>
    others.every((step) => (integer && isMultipleOf(1, step)) || one.some((mine) => isMultipleOf(mine, step)));
  const isTighter = divides(now.multiples, old.multiples, now.integer);
  const isLooser = divides(old.multiples, now.multiples, old.integer);
  if (isTighter && isLooser) return;
  const rule = isTighter ? "multiple-of-tightened" : isLooser ? "multiple-of-loosened" : "multiple-of-changed";
  const label = (steps: readonly number[]): string => (steps.length === 0 ? "any" : steps.join(" and "));
  say({
    rule,
    data: { old: label(old.multiples), new: label(now.multiples) },
    keywords: ["multipleOf"],
    shown: { before: old.multiples, after: now.multiples },
    old: [...old.multiples],
    now: [...now.multiples],
  });
}

/** Whether the bounds of the second alternative are within those of the first. */
function boundsWithin({ number: outer }: Alternative, { number: inner }: Alternative): boolean {
  const { low, high } = outer;
  const lowFits =
    low === undefined ||
    (inner.low !== undefined &&
      (inner.low.value > low.value || (inner.low.value === low.value && (inner.low.exclusive || !low.exclusive))));
  const highFits =
    high === undefined ||
    (inner.high !== undefined &&
      (inner.high.value < high.value ||
        (inner.high.value === high.value && (inner.high.exclusive || !high.exclusive))));
  return lowFits && highFits;
}

function locateString({ before, after }: Matched, say: Say): void {
  const [old, now] = [before.string, after.string];
  if (old.min !== now.min || old.max !== now.max) {
    const isWider = now.min < old.min || now.max > old.max;
    const data = { old: countLabel(old.min, old.max), new: countLabel(now.min, now.max) };
    say({
      rule: isWider ? "length-loosened" : "length-tightened",
      data,
      keywords: ["minLength", "maxLength"],
      shown: { before: textsBeside(now), after: textsBeside(old) },
      old: data.old,
      now: data.new,
    });
  }
  const removed = old.patterns.filter((pattern) => !now.patterns.includes(pattern));
  const added = now.patterns.filter((pattern) => !old.patterns.includes(pattern));
  if (removed.length === 0 && added.length === 0) return;
  const label = (patterns: readonly string[]): string => patterns.map(shownText).join("` and `");
  const rule = removed.length === 0 ? "pattern-added" : added.length === 0 ? "pattern-removed" : "pattern-changed";
  const includes = (outer: readonly string[], inner: readonly string[]): boolean =>
    outer.every((wide) => inner.some((narrow) => patternIncludes(wide, narrow)));
  const [isNarrower, isWider] = [includes(removed, now.patterns), includes(added, old.patterns)];
  const decision =
    isNarrower && isWider
      ? "it means the same"
      : isNarrower
        ? "every text that fits now did before"
        : isWider
          ? "every text that did still fits"
          : "inclusion not decided";
  say({
    rule,
    data: { old: label(removed), new: label(added), decision },
    keywords: ["pattern"],
    old: [...old.patterns],
    now: [...now.patterns],
  });
}

/** Texts just outside some lengths. */
function textsBeside({ min, max }: Alternative["string"]): readonly string[] {
  const lengths = [max + 1, min - 1].filter((length) => length >= 0 && length <= 10_000);
  return lengths.map((length) => "a".repeat(length));
}

function locateFormats(matched: Matched, say: Say): void {
  const { before, after } = matched;
  const stated = ({ members }: Alternative): readonly string[] => {
    const formats = members.map((place) => keyword(place, "format")).filter((format) => typeof format === "string");
    return [...new Set(formats)].sort();
  };
  // A format belongs to one type; beside other types it is reported there.
  const isOfType = (alternative: Alternative): boolean =>
    alternative.type === "string" || alternative.formats.length > 0;
  if (!isOfType(before) && !isOfType(after)) return;
  const [old, now] = [stated(before), stated(after)];
  if (canonicalJson(old) === canonicalJson(now)) return;
  const rule = old.length === 0 ? "format-added" : now.length === 0 ? "format-removed" : "format-changed";
  say({
    rule,
    data: { old: old.map(shownText).join(" and "), new: now.map(shownText).join(" and ") },
    keywords: ["format"],
    old: [...old],
    now: [...now],
    shown: { before: ["", "yesterday"], after: ["", "yesterday"] },
  });
}

function locateExclusions({ before, after }: Matched, say: Say): void {
  const keys = new Set(before.excluded.map(canonicalJson));
  const nowKeys = new Set(after.excluded.map(canonicalJson));
  const added = after.excluded.filter((value) => !keys.has(canonicalJson(value)));
  const removed = before.excluded.filter((value) => !nowKeys.has(canonicalJson(value)));
  const both = {
    data: { old: shownValues(before.excluded), new: shownValues(after.excluded) },
    keywords: ["not"],
    visible: "values" as const,
    old: [...before.excluded],
    now: [...after.excluded],
  };
  if (added.length > 0) say({ ...both, rule: "exclusion-tightened", shown: { before: added } });
  if (removed.length > 0) say({ ...both, rule: "exclusion-loosened", shown: { after: removed } });
}
