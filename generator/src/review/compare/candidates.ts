import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isRecord } from "../../../../runtime/src/schema/pointer.ts";
import type { Alternative } from "../normal/alternative.ts";
import { asText } from "../normal/document.ts";
import { accepts, expand, isImpossible } from "../normal/expand.ts";
import { readRegex } from "../normal/regex.ts";
import { type Drawing, draw, drawAlternative, schemaFor } from "./draw.ts";
import { textOf } from "./draw-scalar.ts";
import type { Hints } from "./hints.ts";
import type { Located, Step } from "./located.ts";
import { createRandom } from "./random.ts";

/** A whole document that may show a difference, and the part of it that does. */
export interface Candidate {
  readonly document: Json;
  readonly part: Json;
}

const drawn = 40;
const mostItems = 40;
const longTexts = 8;
const mostRepeated = 30;
const mostTries = 40;
// From this depth on, what is drawn is plain.
const mostPlain = 4;

/** Documents of one version that may show a difference: as small as they can be around the place, then at random. */
export function* candidatesFor(located: Located, from: "before" | "after", hints: Hints): Iterable<Candidate> {
  const random = createRandom(7);
  const minimal: Drawing = { random, hints, minimal: true, depth: 0 };
  for (const part of partsFor(located, from, minimal)) {
    const document = embed(located.pair.trail, from, part, minimal);
    if (document !== undefined) yield { document, part };
  }
}

function* partsFor(located: Located, from: "before" | "after", minimal: Drawing): Iterable<Json> {
  const { shown, pair, edit } = located;
  yield* (from === "before" ? shown?.before : shown?.after) ?? [];
  const stated = from === "before" ? shown?.beforeFrom : shown?.afterFrom;
  const alternatives = (stated ?? expand(pair[from])).filter((one) => !isImpossible(one));
  for (const alternative of alternatives) {
    const value = drawAlternative(alternative, minimal);
    if (value !== undefined) yield value;
    if (alternative.type === "array") yield* ofLengths(alternative, minimal);
    if (edit?.kind === "property") yield* withMember(alternative, edit.name, minimal);
    if (edit?.kind === "keywords" && alternative.type === "object")
      for (const name of spareNames(alternative, edit.keywords, minimal)) yield* withMember(alternative, name, minimal);
  }
  const loose: Drawing = { ...minimal, minimal: false, depth: 1 };
  for (let index = 0; index < drawn; index++) {
    // What is asked under a condition is seen by drawing from the node as a whole.
    const alternative = index % 3 === 2 ? undefined : loose.random.pick(alternatives);
    const value = alternative === undefined ? draw(pair[from], loose) : drawAlternative(alternative, loose);
    if (value !== undefined) yield value;
  }
  if (edit?.kind === "keywords" && edit.keywords.includes("pattern"))
    for (const { string } of alternatives)
      for (const regex of string.patterns.map(readRegex))
        for (let index = 0; index < longTexts && regex !== undefined; index++)
          yield textOf(regex, minimal.random, mostRepeated);
}

/** The smallest lists of lengths that either version mentions, and one that may repeat itself. */
function* ofLengths(alternative: Alternative, drawing: Drawing): Iterable<Json> {
  const { prefix, rest } = alternative.array;
  for (const length of new Set([2, ...drawing.hints.lengths])) {
    if (length === 0 || length > mostItems) continue;
    const value = draw(prefix[length - 1] ?? rest, { ...drawing, depth: drawing.depth + 1 });
    const list = value === undefined ? undefined : drawAlternative(alternative, drawing, { step: length - 1, value });
    if (list !== undefined) yield list;
  }
}

function spare({ object }: Alternative): string {
  return ["extra", "k", "other", "x1"].find((name) => !object.properties.has(name)) ?? "x2";
}

/** Names that are not declared: any one of them, and many where it is names that differ. */
function spareNames(alternative: Alternative, keywords: readonly string[], drawing: Drawing): ReadonlySet<string> {
  const found = new Set([spare(alternative)]);
  const { names } = alternative.object;
  if (names.places.length === 0 || !keywords.includes("propertyNames")) return found;
  for (let index = 0; index < drawn; index++) {
    const name = draw(asText(names), { ...drawing, minimal: index === 0 });
    if (typeof name === "string") found.add(name);
  }
  return found;
}

/** An object with a member that it need not have, under values of several kinds. */
function* withMember(alternative: Alternative, name: string, drawing: Drawing): Iterable<Json> {
  if (alternative.type !== "object") return;
  const schema = schemaFor(alternative.object, name);
  const own = draw(schema, drawing);
  const others: readonly Json[] = schema.places.length === 0 ? ["x", 1, null, true, {}] : [];
  for (const value of [...(own === undefined ? [] : [own]), ...others]) {
    const object = drawAlternative(alternative, drawing, { step: name, value });
    if (object !== undefined) yield object;
  }
}

/** The smallest document that has a value at the end of a trail. */
function embed(trail: readonly Step[], from: "before" | "after", part: Json, drawing: Drawing): Json | undefined {
  let value: Json | undefined = part;
  for (const step of [...trail].reverse()) {
    const alternative: Alternative | undefined = step[from];
    if (alternative === undefined || value === undefined) return undefined;
    const drawn = drawAlternative(alternative, drawing, { step: step.step, value });
    value = drawn === undefined ? undefined : settle(drawn, step, from, drawing);
  }
  return value;
}

/** The members beside a step as both versions admit them, where such are found: they are not what is shown. */
function settle(value: Json, { step, ...versions }: Step, from: "before" | "after", drawing: Drawing): Json {
  const [own, other] = [versions[from]?.object, versions[from === "before" ? "after" : "before"]?.object];
  if (!isRecord(value) || own === undefined || other === undefined) return value;
  const loose: Drawing = { ...drawing, minimal: false, depth: mostPlain };
  const members = Object.entries(value).map(([name, member]): [string, Json] => {
    const theirs = schemaFor(other, name);
    if (name === String(step) || accepts(theirs, member) !== false) return [name, member];
    for (let tries = 0; tries < mostTries; tries++) {
      const drawn = draw(schemaFor(own, name), loose);
      if (drawn !== undefined && accepts(theirs, drawn) === true) return [name, drawn];
    }
    return [name, member];
  });
  return Object.fromEntries(members);
}
