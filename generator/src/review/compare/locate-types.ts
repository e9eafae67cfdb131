import type { Alternative } from "../normal/alternative.ts";
import { type Conjunction, keyword } from "../normal/document.ts";
import { expand, isImpossible } from "../normal/expand.ts";
import { typeLabel, typesLabel } from "./labels.ts";
import { reportReordered } from "./locate-union.ts";
import type { Edit, Located, Pair, Report } from "./located.ts";
import { nodeEdit } from "./node-edit.ts";
import { homeOf, homesOf, placeOf } from "./places.ts";

/** Reports which bare types came and went. */
export function locateTypes(
  pair: Pair,
  before: readonly Alternative[],
  after: readonly Alternative[],
  report: Report,
): void {
  const [old, now] = [new Set(before.map(typeLabel)), new Set(after.map(typeLabel))];
  const covers = (types: ReadonlySet<string>, type: string): boolean =>
    types.has(type) || (type === "integer" && types.has("number"));
  const added = after.filter((one) => !covers(old, typeLabel(one)));
  const removed = before.filter((one) => !covers(now, typeLabel(one)));
  const isDisjoint = !before.some((one) => after.some((other) => one.type === other.type));
  if (isDisjoint) reportType("type-changed", changeOf(before, after), pair, before, after, report);
  else {
    // What one of the two takes back, the other leaves.
    const without = (list: readonly Alternative[], others: readonly Alternative[]): readonly Alternative[] =>
      list.filter((one) => !others.includes(one));
    const less = [...without(before, removed), ...without(after, added)];
    if (added.length > 0) {
      const edit = typesEdit(pair, { before: [...before, ...added], after: less });
      reportType("type-widened", { added: typesLabel(added) }, pair, before, added, report, edit);
    }
    if (removed.length > 0) {
      const edit = typesEdit(pair, { before: less, after: [...after, ...removed] });
      reportType("type-narrowed", { removed: typesLabel(removed) }, pair, removed, after, report, edit);
    }
  }
  const isSpelledOut = [before, after].every((list) => list.every(({ branches }) => branches.length > 0));
  const same = added.length === 0 && removed.length === 0 && before.length === after.length;
  if (isSpelledOut && same && before.some((one, index) => one.type !== after[index]?.type))
    reportReordered(pair, report);
}

/** The edit of a node of bare types, which stays nullable or not as it is. */
function typesEdit(pair: Pair, types: Readonly<Record<"before" | "after", readonly Alternative[]>>): Edit {
  const [before, after] = [homesOf(pair.before), homesOf(pair.after)];
  if (before.length === 0 || after.length === 0) return nodeEdit(pair);
  const labels = (side: "before" | "after"): readonly string[] => [
    ...new Set([...types[side].map(typeLabel), ...(isNullable(pair[side]) ? ["null"] : [])]),
  ];
  return { kind: "types", before, after, types: { before: labels("before"), after: labels("after") } };
}

/** Also where a version says nothing, and has no schema that judges. */
function homeEdit(pair: Pair): Edit {
  return { kind: "node", before: [homeOf(pair.before)], after: [homeOf(pair.after)] };
}

function isNullable(node: Conjunction): boolean {
  return expand(node, "report").some((one) => one.type === "null" && !isImpossible(one));
}

/** The types of both versions, for a message. */
export function changeOf(before: readonly Alternative[], after: readonly Alternative[]): { old: string; new: string } {
  return { old: typesLabel(before), new: typesLabel(after) };
}

/** Reports a difference of types. */
export function reportType(
  rule: string,
  data: Located["data"],
  pair: Pair,
  before: readonly Alternative[],
  after: readonly Alternative[],
  report: Report,
  edit: Edit = rule === "type-changed" ? nodeEdit(pair) : homeEdit(pair),
): void {
  const last = after[0];
  report({
    rule,
    data,
    place: last === undefined || last.branches.length > 0 ? homeOf(pair.after) : placeOf(last, pair.after, "type"),
    side: "after",
    beforePlace: homeOf(pair.before),
    what: "value",
    visible: "types",
    before: typesLabel(before),
    after: typesLabel(after),
    edit,
    pair,
    shown: { beforeFrom: before, afterFrom: after },
  });
}

/** Whether some alternatives are all there are, with nothing asked of them. */
export function isAny(alternatives: readonly Alternative[]): boolean {
  return alternatives.length >= 5 && alternatives.every(isBare) && alternatives.some(({ type }) => type === "object");
}

/** Whether an alternative is a scalar type and nothing more. */
export function isBareScalar(alternative: Alternative): boolean {
  return alternative.type !== "object" && alternative.type !== "array" && isBare(alternative);
}

const saysMore = [
  ...["enum", "const", "not", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  ...["minLength", "maxLength", "pattern", "format", "items", "prefixItems", "minItems", "maxItems", "uniqueItems"],
  ...["contains", "properties", "required", "additionalProperties", "patternProperties", "propertyNames"],
  ...["minProperties", "maxProperties", "dependentRequired", "unevaluatedProperties", "unevaluatedItems"],
];

function isBare({ members, opaque }: Alternative): boolean {
  return opaque.length === 0 && members.every((place) => saysMore.every((name) => keyword(place, name) === undefined));
}
