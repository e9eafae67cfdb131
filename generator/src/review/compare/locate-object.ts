import { canonicalJson } from "../../spec/canonical-json.ts";
import { isRecord } from "../../spec/pointer.ts";
import type { Json } from "../../spec/resolved-spec.ts";
import { type Alternative, type ObjectFacts, ownerOf } from "../normal/alternative.ts";
import { below, type Conjunction, keyword, type Place } from "../normal/document.ts";
import { readRegex } from "../normal/regex.ts";
import { identityOf } from "../normal/structure.ts";
import { schemaFor } from "./draw.ts";
import { textOf } from "./draw-scalar.ts";
import { countLabel, shownText } from "./labels.ts";
import { type Matched, reportKeywords } from "./locate-scalar.ts";
import type { Edit, Pair, Report } from "./located.ts";
import { findMove } from "./order.ts";
import { editable, fixedPlaces, placeOf, standingAt } from "./places.ts";
import { createRandom } from "./random.ts";

/** Goes on to a node inside the one that is compared. */
export type Descend = (pair: Pair) => void;

/** Reports what differs between two alternatives that are objects, and goes on to their members. */
export function locateObject(matched: Matched, report: Report, descend: Descend): void {
  locateProperties(matched, report, descend);
  locateOrder(matched, report);
  locateOpenness(matched, report, descend);
  locateKeys(matched, report, descend);
  locateCounts(matched, report);
}

function ownersOf({ before, after, pair }: Matched): {
  readonly before: readonly Place[];
  readonly after: readonly Place[];
} {
  return { before: editable(before, pair.before), after: editable(after, pair.after) };
}

/** The schema of an object's property where it is declared. */
function declaration(alternative: Alternative, name: string): Place | undefined {
  for (const member of alternative.members) {
    const place = member.made ? undefined : below(member, "properties", name);
    if (place !== undefined) return place;
  }
  return undefined;
}

function locateProperties(matched: Matched, report: Report, descend: Descend): void {
  const { before, after, pair } = matched;
  const [old, now] = [before.object, after.object];
  const names = new Set([...old.properties.keys(), ...now.properties.keys()]);
  for (const name of names) {
    const isOld = old.properties.has(name);
    const isNew = now.properties.has(name);
    if (isOld && !isNew) reportRemoved(matched, name, report);
    else if (!isOld && isNew) reportAdded(matched, name, report);
    else {
      reportPresence(matched, name, report);
      descend({
        before: schemaFor(old, name),
        after: schemaFor(now, name),
        trail: [...pair.trail, { step: name, before, after }],
      });
    }
  }
}

function reportAdded(matched: Matched, name: string, report: Report): void {
  const { after, pair } = matched;
  const now = after.object;
  const order = [...now.declared];
  const index = order.indexOf(name);
  const next = order[index + 1];
  const isRequired = now.required.has(name);
  const place = declaration(after, name);
  report({
    rule: isRequired ? "property-added-required" : "property-added-optional",
    data: {
      name: shownText(name),
      ...(index < 0 ? {} : { i: String(index + 1), n: String(order.length) }),
      ...(next === undefined || index < 0 ? {} : { next: shownText(next) }),
    },
    place: place ?? placeOf(after, pair.after, "required"),
    side: "after",
    beforePlace: placeOf(matched.before, pair.before, "properties", "type"),
    what: place === undefined ? "value" : "key",
    visible: "types",
    ...(place === undefined ? {} : { after: { name, required: isRequired, schema: normalForm(place) } }),
    edit: { kind: "property", ...ownersOf(matched), name },
    pair,
    shown: { beforeFrom: [matched.before], afterFrom: [after] },
  });
}

function reportRemoved(matched: Matched, name: string, report: Report): void {
  const { before, after, pair } = matched;
  const place = declaration(before, name);
  const presence = before.object.required.has(name) ? "required" : "optional";
  // Only required and never declared: readers have no member of that name.
  const isMember = before.object.declared.has(name);
  const other = isMember ? renamedTo(matched, name) : undefined;
  report({
    rule: "property-removed",
    data: { name: shownText(name), presence, ...(other === undefined ? {} : { other: shownText(other) }) },
    place: place ?? placeOf(before, pair.before, "required"),
    side: "before",
    what: place === undefined ? "value" : "key",
    visible: "types",
    ...(place === undefined ? {} : { before: { name, required: presence === "required", schema: normalForm(place) } }),
    edit: { kind: "property", ...ownersOf(matched), name },
    pair,
    shown: { beforeFrom: [before], afterFrom: [after] },
    source: "breaking",
    callerSource: "breaking",
  });
}

/** A schema for the fingerprint: what it says, by its own words. */
export function normalForm(place: Place): Json {
  return identityOf(place).startsWith("{") ? JSON.parse(identityOf(place)) : place.schema;
}

/** An added sibling that says the same, or is described in nearly the same words. */
function renamedTo({ before, after }: Matched, name: string): string | undefined {
  const mine = declaration(before, name);
  if (mine === undefined) return undefined;
  const added = [...after.object.declared].filter((other) => !before.object.properties.has(other));
  const like = added.filter((other) => {
    const place = declaration(after, other);
    return place !== undefined && (sameForm(mine, place) || isNear(describe(mine), describe(place)));
  });
  return like.length === 1 ? like[0] : undefined;
}

/** Whether two schemas are equal and say more than a bare type. */
function sameForm(left: Place, right: Place): boolean {
  const isTelling = isRecord(left.schema) && Object.keys(left.schema).some((name) => name !== "type");
  const told = isTelling || (isRecord(left.schema) && left.schema["type"] !== "string");
  return told && identityOf(left) === identityOf(right);
}

function describe(place: Place): string {
  const text = keyword(place, "description");
  return typeof text === "string" ? text : "";
}

function isNear(left: string, right: string): boolean {
  const [mine, theirs] = [left, right].map((text) => new Set(text.toLowerCase().match(/\p{L}+/gu) ?? []));
  if (mine === undefined || theirs === undefined || mine.size < 2 || theirs.size < 2) return false;
  const common = [...mine].filter((word) => theirs.has(word)).length;
  return common / Math.max(mine.size, theirs.size) >= 0.7;
}

function reportPresence(matched: Matched, name: string, report: Report): void {
  const { before, after, pair } = matched;
  const [was, is] = [before.object.required.has(name), after.object.required.has(name)];
  if (was === is) return;
  const place = declaration(after, name);
  const old = declaration(before, name);
  report({
    rule: is ? "property-became-required" : "property-became-optional",
    data: { name: shownText(name) },
    place: place ?? placeOf(after, pair.after, "required"),
    side: "after",
    beforePlace: old ?? placeOf(before, pair.before, "required"),
    what: place === undefined ? "value" : "key",
    visible: "types",
    before: { name, required: was },
    after: { name, required: is },
    edit: { kind: "required", ...ownersOf(matched), name },
    pair,
    shown: { beforeFrom: [before], afterFrom: [after] },
  });
}

const explains = /reason|explan|rationale|evidence|analysis|justif|thought|chain/i;
const integerLike = /^(?:0|[1-9]\d*)$/;

function locateOrder(matched: Matched, report: Report): void {
  const { before, after, pair } = matched;
  // Objects put such names first, whatever the text says.
  const orderOf = ({ declared }: ObjectFacts): readonly string[] =>
    [...declared].filter((name) => !integerLike.test(name));
  const [old, now] = [orderOf(before.object), orderOf(after.object)];
  const move = findMove(old, now);
  if (move === undefined) return;
  const isLate =
    (explains.test(move.name) && move.where === "after") || (explains.test(move.other) && move.where === "before");
  report({
    rule: "property-reordered",
    data: {
      name: shownText(move.name),
      where: move.where,
      other: shownText(move.other),
      ...(isLate ? { explanation: "The explanation is now written after the decision it explains." } : {}),
    },
    place: placeOf(after, pair.after, "properties"),
    side: "after",
    beforePlace: placeOf(before, pair.before, "properties"),
    what: "value",
    visible: "values",
    before: [...old],
    after: [...now],
    pair,
  });
}

const opennessKeywords = ["additionalProperties", "unevaluatedProperties"];

/** What becomes of names that are not declared: they are refused, dropped before anybody sees them, or kept. */
function treatment(alternative: Alternative): "refused" | "dropped" | "kept" {
  const { openness } = alternative.object;
  if (openness === "refused") return "refused";
  return openness === "omitted" && drops(alternative) ? "dropped" : "kept";
}

function locateOpenness(matched: Matched, report: Report, descend: Descend): void {
  const { before, after, pair } = matched;
  const [old, now] = [treatment(before), treatment(after)];
  const keywords = opennessKeywords;
  const home = placeOf(after, pair.after, ...keywords, "properties", "type");
  const oldHome = placeOf(before, pair.before, ...keywords, "properties", "type");
  if (old === "kept" && now === "kept") {
    descend({
      before: standingAt(before.object.rest, oldHome),
      after: standingAt(after.object.rest, home),
      trail: [...pair.trail, { step: freeName(before.object, after.object), before, after }],
    });
    return;
  }
  if (old === now) return;
  const isOpened = now === "kept" || old === "refused";
  const isKept = isOpened && now === "kept";
  report({
    rule: isOpened ? "additional-properties-opened" : "additional-properties-closed",
    data: {},
    place: home,
    side: "after",
    beforePlace: oldHome,
    what: "value",
    visible: "types",
    notes:
      isOpened && !isKept ? ["Undeclared keys are dropped when an output is decoded: readers do not see them."] : [],
    before: old,
    after: now,
    edit: { kind: "keywords", ...ownersOf(matched), keywords },
    pair,
    shown: { beforeFrom: [before], afterFrom: [after] },
    ...(isKept ? { source: "dangerous" as const } : {}),
    callerSource: "safe",
  });
}

const speaks = ["patternProperties", "minProperties", "maxProperties", "propertyNames", "unevaluatedProperties"];
const speaksToo = ["unevaluatedItems", "not", "if", "dependencies", "dependentRequired", "dependentSchemas"];

/** Whether names that an alternative does not declare are dropped by decoding: DESIGN section 2. */
function drops(alternative: Alternative): boolean {
  return (
    ownerOf(alternative, "properties") !== undefined &&
    ownerOf(alternative, ...opennessKeywords, ...speaks, ...speaksToo) === undefined
  );
}

function freeName(...objects: readonly ObjectFacts[]): string {
  const taken = new Set(objects.flatMap(({ properties }) => [...properties.keys()]));
  return ["k", "key", "extra", "other_key", "x_1"].find((name) => !taken.has(name)) ?? "x_2";
}

function locateKeys(matched: Matched, report: Report, descend: Descend): void {
  const { before, after, pair } = matched;
  const namesOf = ({ names }: ObjectFacts): string => names.places.map(identityOf).sort().join(" and ");
  const [old, now] = [before.object, after.object];
  const byPattern = (object: ObjectFacts): readonly string[] => [...object.patterns.keys()].sort();
  for (const [pattern, schema] of old.patterns) {
    const other = now.patterns.get(pattern);
    if (other === undefined) continue;
    const step = nameFor(pattern) ?? freeName(old, now);
    descend({ before: schema, after: other, trail: [...pair.trail, { step, before, after }] });
  }
  const isOther = canonicalJson([...byPattern(old)]) !== canonicalJson([...byPattern(now)]);
  if (namesOf(old) === namesOf(now) && !isOther) return;
  const label = (object: ObjectFacts): string => {
    const parts = [...byPattern(object).map((pattern) => `/${shownText(pattern)}/`), ...patternsOfNames(object.names)];
    return parts.length === 0 ? "any" : parts.join(", ");
  };
  const [oldLabel, newLabel] = [label(old), label(now)];
  const isLooser =
    now.names.places.length < old.names.places.length || (isOther && now.patterns.size > old.patterns.size);
  reportKeywords(matched, report, {
    rule: isLooser ? "property-names-loosened" : "property-names-tightened",
    data: { old: oldLabel, new: newLabel },
    keywords: ["propertyNames", "patternProperties"],
    old: oldLabel,
    now: newLabel,
  });
}

function patternsOfNames(names: Conjunction): readonly string[] {
  return names.places.map((place) => shownText(identityOf(place)));
}

/** A name that fits a pattern. */
function nameFor(pattern: string): string | undefined {
  const regex = readRegex(pattern);
  return regex === undefined ? undefined : textOf(regex, createRandom(1));
}

function locateCounts(matched: Matched, report: Report): void {
  const { before, after } = matched;
  const [old, now] = [before.object, after.object];
  if (old.min !== now.min || old.max !== now.max) {
    const isWider = now.min < old.min || now.max > old.max;
    const data = { old: countLabel(old.min, old.max), new: countLabel(now.min, now.max) };
    reportKeywords(matched, report, {
      rule: isWider ? "properties-bound-loosened" : "properties-bound-tightened",
      data,
      keywords: ["minProperties", "maxProperties"],
      old: data.old,
      now: data.new,
    });
  }
  const form = ({ dependents }: ObjectFacts): Json =>
    Object.fromEntries([...dependents].map(([name, needed]) => [name, [...needed].sort()]));
  if (canonicalJson(form(old)) === canonicalJson(form(now))) return;
  reportKeywords(matched, report, {
    rule: "conditional-changed",
    data: { what: "which properties need others" },
    keywords: ["dependentRequired"],
    visible: "types",
    old: form(old),
    now: form(now),
  });
}

/** The edit that gives a node the form of the other version as a whole. */
export function nodeEdit(pair: Pair): Edit {
  const placesOf = (node: Conjunction): readonly Place[] =>
    fixedPlaces(node)
      .filter(({ made }) => !made)
      .slice(0, 1);
  return { kind: "node", before: placesOf(pair.before), after: placesOf(pair.after) };
}
