import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isRecord } from "../../../../runtime/src/schema/pointer.ts";
import type { Alternative, ObjectFacts } from "../normal/alternative.ts";
import { below, keyword, type Place } from "../normal/document.ts";
import { identityOf } from "../normal/structure.ts";
import { schemaFor } from "./draw.ts";
import { shownText } from "./labels.ts";
import { locateCounts, locateKeys, locateOpenness } from "./locate-keys.ts";
import type { Descend, Report } from "./located.ts";
import { type Matched, ownersOf } from "./matched.ts";
import { findMove } from "./order.ts";
import { placeOf } from "./places.ts";

/** Reports what differs between two alternatives that are objects, and goes on to their members. */
export function locateObject(matched: Matched, report: Report, descend: Descend): void {
  locateProperties(matched, report, descend);
  locateOrder(matched, report);
  locateOpenness(matched, report, descend);
  locateKeys(matched, report, descend);
  locateCounts(matched, report);
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
  const common: string[] = [];
  for (const name of names) {
    const isOld = old.properties.has(name);
    const isNew = now.properties.has(name);
    if (isOld && !isNew) reportRemoved(matched, name, report);
    else if (!isOld && isNew) reportAdded(matched, name, report);
    else {
      reportPresence(matched, name, report);
      common.push(name);
    }
  }
  // Last, so that what is said of a recursive definition is said of its first use.
  for (const name of common)
    descend({
      before: schemaFor(old, name),
      after: schemaFor(now, name),
      trail: [...pair.trail, { step: name, before, after }],
    });
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

/** Reports a member that is gone; `by` says whether it is so for values, or for the source of readers alone. */
export function reportRemoved(
  matched: Matched,
  name: string,
  report: Report,
  by: "values" | "source" = "values",
): void {
  const { before, after, pair } = matched;
  const place = declaration(before, name);
  const presence = before.object.required.has(name) ? "required" : "optional";
  // Only required and never declared: readers have no member of that name.
  const isMember = before.object.declared.has(name);
  // A new variant beside the old ones is none of them under other names.
  const other = isMember && by === "values" ? renamedTo(matched, name) : undefined;
  report({
    rule: "property-removed",
    data: { name: shownText(name), presence, ...(other === undefined ? {} : { other: shownText(other) }) },
    place: place ?? placeOf(before, pair.before, "required"),
    side: "before",
    what: place === undefined ? "value" : "key",
    visible: "types",
    ...(place === undefined ? {} : { before: { name, required: presence === "required", schema: normalForm(place) } }),
    ...(by === "values" ? { edit: { kind: "property" as const, ...ownersOf(matched), name } } : {}),
    pair,
    shown: { beforeFrom: [before], afterFrom: [after] },
    source: "breaking",
    callerSource: by === "values" ? "breaking" : "safe",
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
