import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { Alternative } from "../normal/alternative.ts";
import { keysOf } from "../normal/value-keys.ts";
import { listedOf } from "./draw-scalar.ts";
import { shownValue } from "./labels.ts";
import type { Edit, Pair, Report } from "./located.ts";
import { locatedAt, type Matched, reportKeywords } from "./matched.ts";
import { nodeEdit } from "./node-edit.ts";
import { editable, homesOf } from "./places.ts";

// Of more values than this, the others are reported together.
const mostListed = 100;
const fewListed = 20;
const manyValues = 1000;
const mostShown = 20;

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
  const [oldKeys, nowKeys] = [keysOf(old), keysOf(now)];
  const added = now.filter((value) => !oldKeys.has(canonicalJson(value)));
  const removed = old.filter((value) => !nowKeys.has(canonicalJson(value)));
  const keywords = ["enum", "const", "type"];
  // One list is edited member by member; values spread over branches are let in and kept out at the node.
  const isOneList = before.length === 1 && after.length === 1;
  const owners = isOneList
    ? { before: editable(first, pair.before), after: editable(last, pair.after) }
    : { before: homesOf(pair.before), after: homesOf(pair.after) };
  const isEditable = owners.before.length > 0 && owners.after.length > 0;
  const editOf = (change: { readonly added?: readonly Json[]; readonly removed?: readonly Json[] }): Edit =>
    isEditable ? { kind: "values", ...owners, added: [], removed: [], ...change, isOneList } : nodeEdit(pair);
  const both = { old, now, visible: "types" as const, keywords };
  if (old.length === 1 && now.length === 1 && added.length === 1) {
    const data = { old: shownValue(old[0] ?? null), new: shownValue(now[0] ?? null) };
    reportKeywords(matched, report, {
      ...both,
      rule: "const-changed",
      data,
      edit: isOneList ? { kind: "keywords", ...owners, keywords } : editOf({ added, removed }),
      shown: { before: old, after: now },
    });
    return;
  }
  const lists = { old: { enum: old }, now: { enum: now } };
  for (const { value, values, notes } of listed(added, "added"))
    reportKeywords(matched, report, {
      ...both,
      ...lists,
      rule: "enum-value-added",
      data: { value: shownValue(value) },
      notes,
      edit: editOf({ added: values }),
      shown: { after: values.slice(0, mostShown) },
    });
  for (const { value, values, notes } of listed(removed, "removed"))
    reportKeywords(matched, report, {
      ...both,
      ...lists,
      rule: "enum-value-removed",
      data: { value: shownValue(value), note: "A comparison with it is dead code, which the compiler may point at." },
      notes,
      edit: editOf({ removed: values }),
      shown: { before: values.slice(0, mostShown) },
    });
  const common = (values: readonly Json[], keys: ReadonlySet<string>): string =>
    canonicalJson(values.filter((value) => keys.has(canonicalJson(value))));
  if (isOneList && common(old, nowKeys) !== common(now, oldKeys)) {
    const { edit: _, ...found } = locatedAt(matched, { ...both, ...lists, rule: "enum-reordered" });
    report(found);
  }
}

/** Each value by itself; of very many, those that come last together. */
function listed(
  values: readonly Json[],
  what: string,
): readonly { readonly value: Json; readonly values: readonly Json[]; readonly notes: readonly string[] }[] {
  const most = values.length > manyValues ? fewListed : mostListed;
  const single = values.length > most + 1 ? values.slice(0, most) : values;
  const rest = values.slice(single.length);
  const [next] = rest;
  return [
    ...single.map((value) => ({ value, values: [value], notes: [] })),
    ...(next === undefined
      ? []
      : [
          {
            value: next,
            values: rest,
            notes: [`${(rest.length - 1).toLocaleString("en")} more were ${what} with it.`],
          },
        ]),
  ];
}
