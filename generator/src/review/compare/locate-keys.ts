import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { type Alternative, type ObjectFacts, ownerOf } from "../normal/alternative.ts";
import { asText, type Conjunction, keyword } from "../normal/document.ts";
import { isEmpty } from "../normal/expand.ts";
import { readRegex } from "../normal/regex.ts";
import { identityOf } from "../normal/structure.ts";
import { textOf } from "./draw-scalar.ts";
import { countLabel, shownText } from "./labels.ts";
import type { Descend, Report } from "./located.ts";
import { type Matched, ownersOf, reportKeywords } from "./matched.ts";
import { relationOf } from "./meaning.ts";
import { placeOf, standingAt } from "./places.ts";
import { createRandom } from "./random.ts";

const opennessKeywords = ["additionalProperties", "unevaluatedProperties"];

/** What becomes of names that are not declared: they are refused, dropped before anybody sees them, or kept. */
function treatment(alternative: Alternative): "refused" | "dropped" | "kept" {
  const { openness } = alternative.object;
  // Beside variants it is not taken apart, but it refuses what none of them declares.
  const isClosed = alternative.members.some((place) => keyword(place, "unevaluatedProperties") === false);
  if (openness === "refused" || isClosed) return "refused";
  return openness === "omitted" && drops(alternative) ? "dropped" : "kept";
}

/** Reports what becomes of names that are not declared, and goes on to their values. */
export function locateOpenness(matched: Matched, report: Report, descend: Descend): void {
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

/** Reports which names are allowed, and goes on to the values under patterns. */
export function locateKeys(matched: Matched, report: Report, descend: Descend): void {
  const { before, after, pair } = matched;
  const [old, now] = [before.object, after.object];
  const byPattern = (object: ObjectFacts): readonly string[] => [...object.patterns.keys()].sort();
  for (const [pattern, schema] of old.patterns) {
    const other = now.patterns.get(pattern);
    if (other === undefined) continue;
    const step = nameFor(pattern) ?? freeName(old, now);
    descend({ before: schema, after: other, trail: [...pair.trail, { step, before, after }] });
  }
  const isOther = canonicalJson([...byPattern(old)]) !== canonicalJson([...byPattern(now)]);
  const relation = relationOf(asText(old.names), asText(now.names));
  if (relation === "equal" && !isOther) return;
  const label = (object: ObjectFacts): string => {
    const parts = [...byPattern(object).map((pattern) => `/${shownText(pattern)}/`), ...patternsOfNames(object.names)];
    return parts.length === 0 ? "any" : parts.join(", ");
  };
  const [oldLabel, newLabel] = [label(old), label(now)];
  // Where other names are refused a pattern lets in more of them; elsewhere it asks something of their values.
  const grown = (now.patterns.size - old.patterns.size) * (isEmpty(now.rest) ? 1 : -1);
  const isLooser = relation === "equal" ? grown > 0 : relation !== "narrower";
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

/** Reports how many members there may be, and which need others. */
export function locateCounts(matched: Matched, report: Report): void {
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
