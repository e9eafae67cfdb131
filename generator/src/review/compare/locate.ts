import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Alternative } from "../normal/alternative.ts";
import { type Budget, BudgetError } from "../normal/budget.ts";
import { type Conjunction, conjoin } from "../normal/document.ts";
import { expand, isEmpty, isImpossible } from "../normal/expand.ts";
import { shownText, typesLabel } from "./labels.ts";
import { locateAnnotations } from "./locate-annotations.ts";
import { locateArray } from "./locate-array.ts";
import { locateObject } from "./locate-object.ts";
import { locateScalar } from "./locate-scalar.ts";
import { changeOf, isAny, isBareScalar, locateTypes, reportType } from "./locate-types.ts";
import { locateUnion } from "./locate-union.ts";
import { locateValues } from "./locate-values.ts";
import type { Descend, Edit, Located, Pair, Report } from "./located.ts";
import { isListed, type Matched, reportKeywords } from "./matched.ts";
import { nodeEdit } from "./node-edit.ts";
import { homeOf, homesOf } from "./places.ts";

const mostDifferences = 500;
const mostPairs = 20_000;

/** Finds and names the differences between two versions of a node and of all inside it. */
export function locate(before: Conjunction, after: Conjunction, budget: Budget): readonly Located[] {
  const found = new Map<string, Located>();
  const visited = new Set<string>();
  const report: Report = (one) => {
    const key = canonicalJson([
      one.rule,
      one.side,
      one.place.pointer,
      one.beforePlace?.pointer ?? null,
      ...Object.values(one.data).map((value) => value ?? null),
    ]);
    if (found.has(key)) return;
    if (found.size < mostDifferences) found.set(key, one);
    else if (found.size === mostDifferences)
      found.set("more", unprovenAt({ before, after, trail: [] }, "there are more differences than are listed"));
  };
  let isOver = false;
  const active = new Set<string>();
  const descend: Descend = (pair) => {
    const key = `${pair.before.key}|${pair.after.key}`;
    if (isOver || visited.has(key)) return !active.has(key);
    visited.add(key);
    active.add(key);
    try {
      if (budget.isOver() || visited.size > mostPairs) throw new BudgetError("budget");
      locateNode(pair, report, descend);
    } catch (problem) {
      if (!(problem instanceof BudgetError) && !(problem instanceof RangeError)) throw problem;
      isOver = budget.isOver() || visited.size > mostPairs;
      const reason = isOver ? "budget" : "the unions multiply out to more than can be compared";
      reportUnproven(pair, reason, report);
    } finally {
      active.delete(key);
    }
    return true;
  };
  descend({ before, after, trail: [] });
  return [...found.values()];
}

function reportUnproven(pair: Pair, reason: string, report: Report): void {
  report(unprovenAt(pair, reason));
}

function unprovenAt(pair: Pair, reason: string): Located {
  return {
    rule: "compat-unproven",
    data: { reason, cut: "yes" },
    place: homeOf(pair.after),
    side: "after",
    beforePlace: homeOf(pair.before),
    what: "value",
    visible: "values",
    edit: nodeEdit(pair),
    pair,
    shown: {},
    hidden: true,
  };
}

/** Whether both versions of a node are the same text that leads nowhere else. */
function isSameText({ before, after }: Pair): boolean {
  const { places } = before;
  if (places.length !== after.places.length) return false;
  return places.every((place, index) => {
    const other = after.places[index];
    if (other === undefined) return false;
    const text = JSON.stringify(place.schema);
    return text === JSON.stringify(other.schema) && !/"\$(?:ref|dynamicRef|recursiveRef)":/.test(text);
  });
}

function locateNode(pair: Pair, report: Report, descend: Descend): void {
  if (isSameText(pair)) return;
  locateAnnotations(pair, report);
  const [allBefore, allAfter] = [expand(pair.before, "report"), expand(pair.after, "report")];
  const before = isEmpty(pair.before) ? [] : allBefore.filter((one) => !isImpossible(one));
  const after = isEmpty(pair.after) ? [] : allAfter.filter((one) => !isImpossible(one));
  if (after.length === 0) {
    if (before.length > 0) locateEmpty(pair, allBefore, allAfter, report, descend);
    return;
  }
  if (before.length === 0) {
    reportType("type-widened", { added: typesLabel(after) }, pair, allBefore, after, report);
    return;
  }
  const [old, now] = locateNull(pair, before, after, report);
  locateAlternatives(pair, old, now, report, descend);
}

/** Goes down to the member that leaves nothing over, or reports the node itself. */
function locateEmpty(
  pair: Pair,
  before: readonly Alternative[],
  after: readonly Alternative[],
  report: Report,
  descend: Descend,
): void {
  const [old, now] = [before.find(({ type }) => type === "object"), after.find(({ type }) => type === "object")];
  let isBelow = false;
  if (old !== undefined && now !== undefined)
    for (const name of now.object.required) {
      const [was, is] = [old.object.properties.get(name), now.object.properties.get(name)];
      if (was === undefined || is === undefined || !isEmpty(is) || isEmpty(was)) continue;
      // Refused by a closed part beside the one that declares it: that is the object's fault.
      if (is.places.length > 1 && is.places.some(({ schema }) => schema === false)) continue;
      // What needs another of itself inside is empty by itself.
      const trail = [...pair.trail, { step: name, before: old, after: now }];
      if (descend({ before: was, after: is, trail })) isBelow = true;
    }
  if (isBelow) return;
  report({
    rule: "schema-unsatisfiable",
    data: {},
    place: homeOf(pair.after),
    side: "after",
    beforePlace: homeOf(pair.before),
    what: "value",
    visible: "types",
    edit: nodeEdit(pair),
    pair,
    shown: {},
    source: "breaking",
    callerSource: "breaking",
  });
}

/** Takes null out of both sides, reporting where only one has it. */
function locateNull(
  pair: Pair,
  before: readonly Alternative[],
  after: readonly Alternative[],
  report: Report,
): readonly [readonly Alternative[], readonly Alternative[]] {
  const others = (list: readonly Alternative[]): readonly Alternative[] => list.filter(({ type }) => type !== "null");
  const [old, now] = [others(before), others(after)];
  if (old.length === 0 || now.length === 0 || isAny(before) || isAny(after)) return [before, after];
  const [was, is] = [old.length < before.length, now.length < after.length];
  if (was !== is) {
    const nulls = (list: readonly Alternative[]): readonly Alternative[] => list.filter(({ type }) => type === "null");
    report({
      rule: is ? "nullable-added" : "nullable-removed",
      data: {},
      place: homeOf(pair.after),
      side: "after",
      beforePlace: homeOf(pair.before),
      what: "value",
      visible: "types",
      before: typesLabel(before),
      after: typesLabel(after),
      edit: nullEdit(pair, was, is),
      pair,
      shown: is ? { after: [null], afterFrom: nulls(after) } : { before: [null], beforeFrom: nulls(before) },
    });
  }
  return [old, now];
}

function nullEdit(pair: Pair, was: boolean, is: boolean): Edit {
  const [before, after] = [homesOf(pair.before), homesOf(pair.after)];
  if (before.length === 0 || after.length === 0) return nodeEdit(pair);
  return { kind: "null", before, after, isNullable: { before: was, after: is } };
}

function locateAlternatives(
  pair: Pair,
  before: readonly Alternative[],
  after: readonly Alternative[],
  report: Report,
  descend: Descend,
): void {
  const compare = (matched: Matched): void => locateAlternative(matched, report, descend);
  const [first, last] = [before[0], after[0]];
  if (first === undefined || last === undefined) return;
  if (isAny(before) || isAny(after)) {
    if (isAny(before) && isAny(after)) return;
    const isWider = isAny(after);
    const data = { added: "any other value", removed: "any value" };
    reportType(isWider ? "type-widened" : "type-narrowed", data, pair, before, after, report);
    return;
  }
  if (before.every(isListed) && after.every(isListed)) {
    locateValues(pair, before, after, report);
    return;
  }
  if (before.length === 1 && after.length === 1) {
    if (first.type === last.type) compare({ before: first, after: last, pair });
    else reportType("type-changed", changeOf(before, after), pair, before, after, report);
    return;
  }
  if (before.every(isBareScalar) && after.every(isBareScalar)) {
    locateTypes(pair, before, after, report);
    return;
  }
  locateUnion(pair, before, after, report, (matched) => {
    locateAnnotations(branchPair(matched), report);
    compare(matched);
  });
}

/** The branches of a union that two alternatives come from, as nodes of their own. */
function branchPair({ before, after, pair }: Matched): Pair {
  const branchOf = (one: Alternative, node: Conjunction): Conjunction => conjoin(node.document, one.branches);
  return { before: branchOf(before, pair.before), after: branchOf(after, pair.after), trail: pair.trail };
}

function locateAlternative(matched: Matched, report: Report, descend: Descend): void {
  const { before, after } = matched;
  if (before.values !== undefined && after.values !== undefined && (isListed(before) || isListed(after)))
    locateValues(matched.pair, [before], [after], report);
  else if (isListed(before) || isListed(after)) locateScalar(matched, report);
  else if (before.type === "object") locateObject(matched, report, descend);
  else if (before.type === "array") locateArray(matched, report, descend);
  else locateScalar(matched, report);
  locateOpaque(matched, report);
}

/** Demands that are not taken apart: equal or not, no more is known. */
function locateOpaque(matched: Matched, report: Report): void {
  const keysOf = ({ opaque }: Alternative): ReadonlyMap<string, string> =>
    new Map(opaque.map(({ key, keyword: name }) => [key, name]));
  const [old, now] = [keysOf(matched.before), keysOf(matched.after)];
  const changed = new Set([
    ...[...old].filter(([key]) => !now.has(key)).map(([, name]) => name),
    ...[...now].filter(([key]) => !old.has(key)).map(([, name]) => name),
  ]);
  for (const name of changed) {
    const [keyword = ""] = name.split(" ");
    const isConditional = keyword === "if" || keyword === "dependentSchemas";
    const keywords = keyword === "if" ? ["if", "then", "else"] : keyword === "oneOf" ? ["oneOf", "anyOf"] : [keyword];
    const said = (keys: ReadonlyMap<string, string>): readonly string[] =>
      [...keys].filter(([, other]) => other === name).map(([key]) => key.slice(name.length + 1));
    const both = { keywords, old: said(old), now: said(now) };
    if (keyword === "not") {
      const rule = both.now.length === 0 ? "exclusion-loosened" : "exclusion-tightened";
      const data = { old: label(both.old), new: label(both.now) };
      reportKeywords(matched, report, { ...both, rule, data });
    } else if (isConditional)
      reportKeywords(matched, report, { ...both, rule: "conditional-changed", data: { what: name } });
    else if (keyword === "oneOf") report({ ...unprovenAt(matched.pair, name), data: { reason: name } });
    else reportKeywords(matched, report, { ...both, rule: "compat-unproven", data: { reason: name } });
  }
}

function label(schemas: readonly string[]): string {
  return schemas.length === 0 ? "none" : shownText(schemas.join(" and "));
}
