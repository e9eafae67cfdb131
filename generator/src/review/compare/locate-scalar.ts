import { canonicalJson } from "../../spec/canonical-json.ts";
import type { Json } from "../../spec/resolved-spec.ts";
import type { Level } from "../difference.ts";
import { type Alternative, ownerOf } from "../normal/alternative.ts";
import { isMultipleOf } from "../normal/decimal.ts";
import { keyword } from "../normal/document.ts";
import { listedOf } from "./draw-scalar.ts";
import { countLabel, rangeLabel, shownText, shownValue, shownValues, typeLabel } from "./labels.ts";
import type { Edit, Located, Pair, Report, Shown } from "./located.ts";
import { editable, homeOfAlternative, placeOf } from "./places.ts";
import { patternIncludes } from "./prove-scalar.ts";

/** One alternative of a node in both versions. */
export interface Matched {
  readonly before: Alternative;
  readonly after: Alternative;
  readonly pair: Pair;
}

interface Finding {
  readonly rule: string;
  readonly data?: Located["data"];
  readonly keywords: readonly string[];
  readonly visible?: "types" | "values";
  readonly shown?: Shown;
  readonly edit?: Edit;
  readonly old?: Json;
  readonly now?: Json;
  readonly source?: Level;
}

/** Reports a difference of keywords at the schema that states them. */
export function reportKeywords(matched: Matched, report: Report, finding: Finding): void {
  report(locatedAt(matched, finding));
}

function locatedAt({ before, after, pair }: Matched, finding: Finding): Located {
  const { rule, keywords, shown, edit, old, now, source } = finding;
  return {
    rule,
    data: finding.data ?? {},
    place: placeOf(after, pair.after, ...keywords),
    side: "after",
    beforePlace: placeOf(before, pair.before, ...keywords),
    what: "value",
    visible: finding.visible ?? "values",
    ...(old === undefined ? {} : { before: old }),
    ...(now === undefined ? {} : { after: now }),
    edit: edit ?? {
      kind: "keywords",
      before: editable(before, pair.before),
      after: editable(after, pair.after),
      keywords,
    },
    pair,
    shown: { beforeFrom: [before], afterFrom: [after], ...shown },
    ...(source === undefined ? {} : { source }),
  };
}

/** Reports what differs between two lists of values. */
export function locateValues(
  pair: Pair,
  before: readonly Alternative[],
  after: readonly Alternative[],
  report: Report,
): void {
  const [old, now] = [before.flatMap((one) => listedOf(one) ?? []), after.flatMap((one) => listedOf(one) ?? [])];
  const [first, last] = [before[0], after[0]];
  if (first === undefined || last === undefined) return;
  const matched: Matched = { before: first, after: last, pair };
  const keysOf = (values: readonly Json[]): ReadonlySet<string> => new Set(values.map(canonicalJson));
  const [oldKeys, nowKeys] = [keysOf(old), keysOf(now)];
  const added = now.filter((value) => !oldKeys.has(canonicalJson(value)));
  const removed = old.filter((value) => !nowKeys.has(canonicalJson(value)));
  const keywords = ["enum", "const", "type"];
  // One list is edited member by member; values spread over branches go together.
  const isOneList = before.length === 1 && after.length === 1;
  const node: Edit = {
    kind: "node",
    before: [homeOfAlternative(first, pair.before)],
    after: [homeOfAlternative(last, pair.after)],
  };
  const owners = { before: editable(first, pair.before), after: editable(last, pair.after) };
  const both = { old, now, visible: "types" as const, keywords };
  if (old.length === 1 && now.length === 1 && added.length === 1) {
    const data = { old: shownValue(old[0] ?? null), new: shownValue(now[0] ?? null) };
    reportKeywords(matched, report, {
      ...both,
      rule: "const-changed",
      data,
      edit: isOneList ? { kind: "keywords", ...owners, keywords } : node,
      shown: { before: old, after: now },
    });
    return;
  }
  for (const value of added)
    reportKeywords(matched, report, {
      ...both,
      rule: "enum-value-added",
      data: { value: shownValue(value) },
      edit: isOneList ? { kind: "value", ...owners, value } : node,
      shown: { after: [value] },
      old: { enum: old },
      now: { enum: now },
    });
  for (const value of removed)
    reportKeywords(matched, report, {
      ...both,
      rule: "enum-value-removed",
      data: { value: shownValue(value), note: "Comparisons with it no longer compile." },
      edit: isOneList ? { kind: "value", ...owners, value } : node,
      shown: { before: [value] },
      old: { enum: old },
      now: { enum: now },
    });
  const common = (values: readonly Json[], keys: ReadonlySet<string>): string =>
    canonicalJson(values.filter((value) => keys.has(canonicalJson(value))));
  if (isOneList && common(old, nowKeys) !== common(now, oldKeys)) {
    const lists = { old: { enum: old }, now: { enum: now } };
    const { edit: _, ...found } = locatedAt(matched, { ...both, ...lists, rule: "enum-reordered" });
    report(found);
  }
}

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

/** Whether an alternative's values are listed by its schemas, and not just few by its type. */
export function isListed(alternative: Alternative): boolean {
  if (alternative.values === undefined) return false;
  const isFew = alternative.type === "null" || alternative.type === "boolean";
  return !isFew || ownerOf(alternative, "enum", "const") !== undefined;
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
