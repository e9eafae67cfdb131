import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { Alternative, ObjectFacts } from "../normal/alternative.ts";
import { asText, type Conjunction, conjoin } from "../normal/document.ts";
import { accepts, expand, isEmpty, isImpossible } from "../normal/expand.ts";
import { readRegex } from "../normal/regex.ts";
import { safeTest } from "../normal/safe-pattern.ts";
import { drawText, listedOf, numbersOf, textOf } from "./draw-scalar.ts";
import type { Hints } from "./hints.ts";
import type { Random } from "./random.ts";

/** How instances are drawn. */
export interface Drawing {
  readonly random: Random;
  readonly hints: Hints;
  /** As small and plain as it can be, and not at random. */
  readonly minimal: boolean;
  readonly depth: number;
}

/** A member that an instance has to have: a value under a name or index. */
export interface Forced {
  readonly step: string | number;
  readonly value: Json;
}

const deepest = 12;
const flatFrom = 4;
const mostItems = 60;

/** An instance of a node, near what its schemas say; `undefined` when none was found. Callers let a validator judge. */
export function draw(node: Conjunction, drawing: Drawing): Json | undefined {
  if (drawing.depth > deepest) return undefined;
  const possible = expand(node).filter((alternative) => !isImpossible(alternative));
  const isFlat = drawing.minimal || drawing.depth >= flatFrom;
  const first = isFlat ? undefined : drawing.random.pick(possible);
  const order = isFlat ? [...possible].sort((a, b) => weight(a) - weight(b)) : possible;
  for (const alternative of first === undefined ? order : [first, ...order]) {
    const value = drawAlternative(alternative, drawing);
    if (value !== undefined) return value;
  }
  return undefined;
}

function weight({ type, object, array }: Alternative): number {
  if (type === "null") return 1;
  if (type === "object") return 2 + object.required.size;
  return type === "array" ? 1 + array.min : 0;
}

/** An instance of one alternative, with a member that is given. */
export function drawAlternative(alternative: Alternative, drawing: Drawing, forced?: Forced): Json | undefined {
  const listed = listedOf(alternative);
  if (listed !== undefined && forced === undefined) return drawing.minimal ? listed[0] : drawing.random.pick(listed);
  switch (alternative.type) {
    case "number": {
      const numbers = numbersOf(alternative, drawing.hints);
      return drawing.minimal ? numbers[0] : drawing.random.pick(numbers);
    }
    case "string":
      return drawText(alternative, drawing.hints, drawing.random, drawing.minimal);
    case "array":
      return drawArray(alternative, drawing, forced);
    case "object":
      return drawObject(alternative, drawing, forced);
    default:
      return undefined;
  }
}

function drawArray({ array }: Alternative, drawing: Drawing, forced: Forced | undefined): Json | undefined {
  const { random, hints, depth } = drawing;
  const needed = Math.max(array.min, ...array.contains.map(({ min }) => min));
  const least = Math.max(needed, typeof forced?.step === "number" ? forced.step + 1 : 0);
  const isFlat = drawing.minimal || depth >= flatFrom;
  const lengths = [least, least + 1, least + 2, array.prefix.length, array.max, array.max - 1, ...hints.lengths].filter(
    (length) => length >= least && length <= Math.min(array.max, mostItems),
  );
  const length = isFlat ? least : (random.pick(lengths) ?? least);
  if (length > mostItems * 5) return undefined;
  const inside = { ...drawing, depth: depth + 1 };
  const items: Json[] = [];
  const seen = new Set<string>();
  for (let index = 0; index < length; index++) {
    const schema = array.prefix[index] ?? array.rest;
    const wanted = array.contains.filter(({ min }) => index < min).map((fact) => fact.schema);
    const both = conjoin(schema.document, [...schema.places, ...wanted.flatMap(({ places }) => places)]);
    const last = items.at(-1);
    const isRepeated = !isFlat && !array.unique && last !== undefined && random.below(3) === 0;
    const value =
      forced?.step === index
        ? forced.value
        : isRepeated
          ? last
          : drawNew(array.unique ? seen : undefined, both, inside);
    if (value === undefined) {
      if (index < least) return undefined;
      break;
    }
    seen.add(canonicalJson(value));
    items.push(value);
  }
  return items;
}

/** Draws until the value is a new one. */
function drawNew(seen: ReadonlySet<string> | undefined, schema: Conjunction, drawing: Drawing): Json | undefined {
  for (let tries = 0; tries < 8; tries++) {
    const value = draw(schema, tries === 0 ? drawing : { ...drawing, minimal: false });
    if (value === undefined || seen === undefined || !seen.has(canonicalJson(value))) return value;
  }
  return undefined;
}

function drawObject(alternative: Alternative, drawing: Drawing, forced: Forced | undefined): Json | undefined {
  const { object } = alternative;
  const { random, hints, depth } = drawing;
  const isFlat = drawing.minimal || depth >= flatFrom;
  const mode = isFlat ? 0 : random.below(4);
  const chosen = new Set([...object.required, ...(forced === undefined ? [] : [String(forced.step)])]);
  for (const name of object.properties.keys()) {
    if (mode === 1 || (mode === 2 && random.below(2) === 0)) chosen.add(name);
  }
  if (!isFlat && random.below(3) === 0) for (const name of otherNames(object, drawing)) chosen.add(name);
  const sizes = isFlat || random.below(3) > 0 ? [] : hints.lengths.filter((size) => size <= mostSpare);
  const size = Math.max(object.min, random.pick(sizes) ?? 0);
  for (const name of [...object.properties.keys(), ...spareNames]) {
    if (chosen.size >= size) break;
    if (object.properties.has(name) || !isEmpty(object.rest)) chosen.add(name);
  }
  for (const name of chosen) for (const other of object.dependents.get(name) ?? []) chosen.add(other);
  const members = new Map<string, Json>();
  // Declared names come in their order, as a model writes them.
  for (const name of new Set([...object.properties.keys(), ...chosen])) {
    if (!chosen.has(name)) continue;
    const isNeeded = object.required.has(name) || String(forced?.step) === name;
    if (!isNeeded && (members.size >= object.max || accepts(object.names, name) === false)) continue;
    const schema = schemaFor(object, name);
    const isForced = forced !== undefined && String(forced.step) === name;
    const value = isForced ? forced.value : draw(schema, { ...drawing, depth: depth + 1 });
    if (value !== undefined) members.set(name, value);
    else if (isNeeded) return undefined;
  }
  return members.size < object.min ? undefined : Object.fromEntries(members);
}

const mostSpare = 12;
const spareNames = ["extra", "other", "k", ...Array.from({ length: mostSpare }, (_, index) => `x${index + 1}`)];

function otherNames(object: ObjectFacts, drawing: Drawing): readonly string[] {
  const { hints, random } = drawing;
  const byPattern = [...object.patterns.keys()].flatMap((pattern) => {
    const regex = readRegex(pattern);
    return regex === undefined ? [] : [textOf(regex, random)];
  });
  if (isEmpty(object.rest)) return byPattern;
  const byName = object.names.places.length === 0 ? undefined : draw(asText(object.names), drawing);
  const loose = [random.pick(hints.names) ?? "extra", random.pick(spareNames) ?? "k"];
  return [...byPattern, ...(typeof byName === "string" ? [byName] : []), ...loose];
}

/** The schemas of an object's value under a name, together. */
export function schemaFor(object: ObjectFacts, name: string): Conjunction {
  const declared = object.properties.get(name);
  if (declared !== undefined) return declared;
  const { document } = object.rest;
  const matching = [...object.patterns].filter(([pattern]) => safeTest(pattern, name) === true);
  if (matching.length === 0) return object.rest;
  return conjoin(
    document,
    matching.flatMap(([, { places }]) => places),
  );
}
