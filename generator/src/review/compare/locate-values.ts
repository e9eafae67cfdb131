import { canonicalJson } from "../../spec/canonical-json.ts";
import type { Json } from "../../spec/resolved-spec.ts";
import type { Alternative } from "../normal/alternative.ts";
import { listedOf } from "./draw-scalar.ts";
import { shownValue } from "./labels.ts";
import type { Edit, Pair, Report } from "./located.ts";
import { locatedAt, type Matched, reportKeywords } from "./matched.ts";
import { editable, homeOfAlternative } from "./places.ts";

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
