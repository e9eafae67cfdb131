import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Acceptance } from "./acceptance.ts";
import type {
  Alternative,
  ArrayFacts,
  Expand,
  NumberFacts,
  ObjectFacts,
  Opaque,
  StringFacts,
  TypeName,
} from "./alternative.ts";
import { BudgetError } from "./budget.ts";
import { hasNoMultiple } from "./decimal.ts";
import { below, type Conjunction, conjoin, keyword, keywordsAt, listBelow, type Place } from "./document.ts";
import { formatShape, formatsDisjoint } from "./known-formats.ts";
import { lengthsOf, readRegex, textsOf } from "./regex.ts";
import { haveNothingInCommon } from "./regex-inclusion.ts";
import { safeTest } from "./safe-pattern.ts";
import { isAnnotation, structureOf } from "./structure.ts";

/** What can be said for certain of nodes that nothing satisfies. */
export interface Emptiness {
  /** Whether it is certain that no value satisfies a node. */
  isEmpty(node: Conjunction): boolean;
  /** Whether it is certain that no value is of an alternative. */
  isImpossible(alternative: Alternative): boolean;
}

/** What is known of a node; a number while it is asked: how many others were being asked before it. */
type Known = "empty" | "inhabited" | number;

// A node with more values than this has enough of them for any array whose items must differ.
const mostValues = 64;
const mostKnown = 2000;
const mostAsked = 5000;

/** Makes the questions about emptiness, given what takes nodes apart and what judges single values. */
export function createEmptiness(expand: Expand, { accepts, alternativeAccepts }: Acceptance): Emptiness {
  let depth = 0;
  let asked = 0;
  /** The outermost of the nodes being asked that were taken to be empty on the way to an answer. */
  let assumed = Number.POSITIVE_INFINITY;

  /** Answers a question, and says of a yes which assumption it rests on; a no rests on none. */
  const answer = (ask: () => boolean): { readonly isSo: boolean; readonly restsOn: number } => {
    const outer = assumed;
    assumed = Number.POSITIVE_INFINITY;
    let isSo: boolean;
    try {
      isSo = ask();
    } catch (problem) {
      assumed = outer;
      throw problem;
    }
    const restsOn = isSo ? assumed : Number.POSITIVE_INFINITY;
    assumed = Math.min(outer, restsOn);
    return { isSo, restsOn };
  };

  // A value has an end: what needs another value of itself inside has none, so it is taken to be empty on the way.
  const isEmpty = (node: Conjunction): boolean => {
    if (node.places.length === 0) return false;
    const memo = node.document.memo<Known>("empty");
    const known = memo.get(node.key);
    if (typeof known === "number") assumed = Math.min(assumed, known);
    if (known !== undefined) return known !== "inhabited";
    if (depth === 0) asked = 0;
    asked++;
    if (asked > mostAsked) return false;
    const index = depth++;
    memo.set(node.key, index);
    try {
      const { isSo, restsOn } = answer(() => expand(node).every(isImpossible));
      if (!isSo) memo.set(node.key, "inhabited");
      else if (restsOn >= index) memo.set(node.key, "empty");
      // The assumption that it is empty itself has turned out to be true.
      if (restsOn === index && assumed === index) assumed = Number.POSITIVE_INFINITY;
      return isSo;
    } catch (problem) {
      if (!(problem instanceof BudgetError)) throw problem;
      memo.set(node.key, "inhabited");
      return false;
    } finally {
      depth--;
      if (memo.get(node.key) === index) memo.delete(node.key);
    }
  };

  const judged = new WeakMap<Alternative, boolean>();
  const isImpossible = (alternative: Alternative): boolean => {
    const known = judged.get(alternative);
    if (known !== undefined) return known;
    const { isSo, restsOn } = answer(
      () =>
        alternative.opaque.some((demand) => isNeverMet(demand, alternative)) ||
        possibleValues(alternative)?.length === 0 ||
        hasNoValue(alternative),
    );
    if (restsOn === Number.POSITIVE_INFINITY) judged.set(alternative, isSo);
    return isSo;
  };

  /** The values of an alternative, where they are listed or its patterns have few texts. */
  const possibleValues = (alternative: Alternative) => {
    const { values, type, string } = alternative;
    const listed = values ?? (type === "string" ? fewTexts(string) : undefined);
    return listed?.filter((value) => alternativeAccepts(alternative, value) !== false);
  };

  const hasNoValue = ({ type, number, string, array, object, formats }: Alternative): boolean => {
    switch (type) {
      case "number":
        return noNumber(number);
      case "string":
        return noText(string, formats) || formats.some((one) => formats.some((other) => formatsDisjoint(one, other)));
      case "array":
        return noArray(array);
      case "object":
        return noObject(object);
      default:
        return false;
    }
  };

  const noArray = (array: ArrayFacts): boolean => {
    const { prefix, rest, min, contains } = array;
    const firstEmpty = prefix.findIndex(isEmpty);
    const places = firstEmpty >= 0 ? firstEmpty : isEmpty(rest) ? prefix.length : Number.POSITIVE_INFINITY;
    const most = Math.min(array.max, places);
    if (min > most) return true;
    if (array.unique && prefix.length === 0 && min > countOf(rest)) return true;
    const items = [...prefix.slice(0, most), ...(most > prefix.length ? [rest] : [])];
    return contains.some((wanted) => {
      if (wanted.min > wanted.max || wanted.min > most) return true;
      return wanted.min > 0 && items.every((item) => isEmpty(together(item, wanted.schema)));
    });
  };

  /** How many values a node has, where they are listed. */
  const countOf = (node: Conjunction): number => {
    if (node.places.length === 0) return Number.POSITIVE_INFINITY;
    return expand(node)
      .filter((one) => !isImpossible(one))
      .reduce((sum, one) => sum + (possibleValues(one)?.length ?? Number.POSITIVE_INFINITY), 0);
  };

  const noObject = (object: ObjectFacts): boolean => {
    const needed = neededNames(object);
    if (Math.max(object.min, needed.size) > object.max) return true;
    const isRefused = (name: string): boolean =>
      schemasFor(object, name).some(isEmpty) || accepts(object.names, name) === false;
    if ([...needed].some(isRefused)) return true;
    const isClosed = object.patterns.size === 0 && isEmpty(object.rest);
    const most = isClosed
      ? [...object.properties.keys()].filter((name) => !isRefused(name)).length
      : countOf(object.names);
    return object.min > most;
  };

  /** An answer that is kept while others are still being asked must not rest on what these turn out to be. */
  const isSure = (ask: () => boolean): boolean => {
    const outer = assumed;
    const { isSo, restsOn } = answer(ask);
    assumed = outer;
    return isSo && restsOn === Number.POSITIVE_INFINITY;
  };

  return {
    isEmpty: (node) => isSure(() => isEmpty(node)),
    isImpossible: (alternative) => isSure(() => isImpossible(alternative)),
  };
}

function together(one: Conjunction, other: Conjunction): Conjunction {
  return conjoin(one.document, [...one.places, ...other.places]);
}

/** The names that every object has: those that are required, and all that these need. */
function neededNames({ required, dependents }: ObjectFacts): ReadonlySet<string> {
  const needed = new Set(required);
  // A set that grows while it is gone through is gone through to its end.
  for (const name of needed) for (const other of dependents.get(name) ?? []) needed.add(other);
  return needed;
}

/** The schemas that are known to judge an object's value under a name. */
function schemasFor({ properties, patterns, rest }: ObjectFacts, name: string): readonly Conjunction[] {
  const declared = properties.get(name);
  if (declared !== undefined) return [declared];
  const tests = [...patterns].map(([pattern, schema]) => ({ schema, matches: safeTest(pattern, name) }));
  const matched = tests.filter(({ matches }) => matches !== false);
  return matched.length === 0 ? [rest] : matched.filter(({ matches }) => matches === true).map(({ schema }) => schema);
}

function noNumber({ low, high, integer, multiples }: NumberFacts): boolean {
  if (low === undefined || high === undefined) return false;
  if (low.value > high.value || (low.value === high.value && (low.exclusive || high.exclusive))) return true;
  return hasNoMultiple(low, high, [...multiples, ...(integer ? [1] : [])]);
}

function fewTexts({ patterns }: StringFacts): readonly string[] | undefined {
  for (const pattern of patterns) {
    const regex = readRegex(pattern);
    const texts = regex === undefined ? undefined : textsOf(regex, mostValues);
    if (texts !== undefined) return texts;
  }
  return undefined;
}

const knownTexts = new Map<string, boolean>();

/** Whether no text has some lengths, patterns and formats, by two of them at a time. */
function noText({ min, max, patterns }: StringFacts, formats: readonly string[]): boolean {
  if (min > max) return true;
  const stated = [...patterns, ...formats.flatMap((format) => formatShape(format) ?? [])];
  if (stated.length === 0) return false;
  const key = canonicalJson([min, String(max), ...stated]);
  const known = knownTexts.get(key);
  if (known !== undefined) return known;
  const all = stated.map(readRegex).filter((regex) => regex !== undefined);
  const isNone =
    all.map(lengthsOf).some(([shortest, longest]) => shortest > max || longest < min) ||
    all.some((one, index) => all.slice(index + 1).some((other) => haveNothingInCommon(one, other) === true));
  if (knownTexts.size > mostKnown) knownTexts.clear();
  knownTexts.set(key, isNone);
  return isNone;
}

/** Whether what an alternative says is certain to break a demand that is not taken apart. */
function isNeverMet({ keyword: name, place }: Opaque, alternative: Alternative): boolean {
  if (name === "not") {
    const refused = below(place, "not");
    return refused !== undefined && isSaid(refused, alternative);
  }
  if (name !== "oneOf") return false;
  // It comes from one of the branches; what fits another as well fits two.
  const branches = listBelow(place, "oneOf");
  const own = branches.findIndex((branch) => alternative.branches.includes(branch));
  return own >= 0 && branches.some((branch, index) => index !== own && isSaid(branch, alternative));
}

/** The type of the values that some keywords judge; they let all others pass. */
const typeAskedBy: ReadonlyMap<string, TypeName> = new Map([
  ...(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const).map(
    (word) => [word, "number"] as const,
  ),
  ...(["minLength", "maxLength", "pattern"] as const).map((word) => [word, "string"] as const),
  ...(["minItems", "maxItems", "uniqueItems", "items", "prefixItems", "contains"] as const).map(
    (word) => [word, "array"] as const,
  ),
  ...(["minProperties", "maxProperties", "required", "properties", "patternProperties", "propertyNames"] as const).map(
    (word) => [word, "object"] as const,
  ),
]);

/** Whether all that a schema says is said by an alternative in the same words. */
function isSaid(place: Place, { type, members }: Alternative): boolean {
  if (typeof place.schema === "boolean") return place.schema;
  const structure = structureOf(place, "short");
  if (structure !== undefined && members.some((member) => structureOf(member, "short") === structure)) return true;
  // What is asked of values of other types is asked of none of these.
  const isAsked = (word: string): boolean => !isAnnotation(word) && (typeAskedBy.get(word) ?? type) === type;
  const words = Object.keys(keywordsAt(place)).filter(isAsked);
  if (words.length === 0) return true;
  const stated = keyword(place, "type");
  return words.join() === "type" && [stated].flat().includes(type);
}
