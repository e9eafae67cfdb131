import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isList, isRecord } from "../../../../runtime/src/schema/pointer.ts";
import type { Alternative, Expand, Opaque } from "./alternative.ts";
import { isMultipleOf } from "./decimal.ts";
import { below, type Conjunction, conjoin, listBelow, type Place } from "./document.ts";
import { typeOf } from "./facts.ts";
import { hasFormat } from "./format-checks.ts";
import { safeTest } from "./safe-pattern.ts";
import { keysOf } from "./value-keys.ts";

/** Yes, no, or not known: what is not safe to run, or depends on how one came there, is not decided. */
export type Verdict = boolean | undefined;

/** All of some verdicts: one no is enough. */
function all(verdicts: Iterable<Verdict>): Verdict {
  let known: Verdict = true;
  for (const verdict of verdicts) {
    if (verdict === false) return false;
    if (verdict === undefined) known = undefined;
  }
  return known;
}

/** Any of some verdicts: one yes is enough. */
function any(verdicts: Iterable<Verdict>): Verdict {
  let known: Verdict = false;
  for (const verdict of verdicts) {
    if (verdict === true) return true;
    if (verdict === undefined) known = undefined;
  }
  return known;
}

/** What can be said for certain of single values. */
export interface Acceptance {
  /** Whether a value satisfies a node, by exact decimals. May throw a `BudgetError`. */
  accepts(node: Conjunction, value: Json): Verdict;
  /** Whether a value is of an alternative. */
  alternativeAccepts(alternative: Alternative, value: Json): Verdict;
}

const mostAnswers = 2000;

/** Makes the questions about single values, given what takes nodes apart. */
export function createAcceptance(expand: Expand): Acceptance {
  const accepts = (node: Conjunction, value: Json): Verdict => {
    if (node.places.length === 0) return true;
    return any(expand(node).map((alternative) => alternativeAccepts(alternative, value)));
  };

  const alternativeAccepts = (alternative: Alternative, value: Json): Verdict => {
    const { type, values, excluded, opaque } = alternative;
    if (typeOf(value) !== type) return false;
    if (values !== undefined || excluded.length > 0) {
      const key = canonicalJson(value);
      if (values !== undefined && !keysOf(values).has(key)) return false;
      if (keysOf(excluded).has(key)) return false;
    }
    const facts = factsAccept(alternative, value);
    return facts === false ? false : all([facts, ...opaque.map((demand) => demandAccepts(demand, value))]);
  };

  const factsAccept = (alternative: Alternative, value: Json): Verdict => {
    if (typeof value === "number") return numberAccepts(alternative, value);
    if (typeof value === "string") return stringAccepts(alternative, value);
    if (isList(value)) return arrayAccepts(alternative, value);
    return isRecord(value) ? objectAccepts(alternative, value) : true;
  };

  // What a demand says of all values is not known; of one value it is. One that asks itself has no answer.
  const answers = new Map<string, Verdict>();
  const demandAccepts = (demand: Opaque, value: Json): Verdict => {
    const { place, keyword: name } = demand;
    const question = `${place.document.serial}:${place.id} ${name} ${canonicalJson(value)}`;
    if (answers.has(question)) return answers.get(question);
    if (answers.size > mostAnswers) answers.clear();
    answers.set(question, undefined);
    let verdict: Verdict;
    try {
      verdict = demandHolds(demand, value);
    } finally {
      answers.delete(question);
    }
    if (verdict !== undefined) answers.set(question, verdict);
    return verdict;
  };

  const demandHolds = ({ keyword: name, place }: Opaque, value: Json): Verdict => {
    const fits = (inner: Place | undefined): Verdict =>
      inner === undefined || accepts(conjoin(inner.document, [inner]), value);
    const [kind = "", ...words] = name.split(" ");
    switch (kind) {
      case "oneOf": {
        const verdicts = listBelow(place, "oneOf").map(fits);
        const certain = verdicts.filter((verdict) => verdict === true).length;
        const possible = certain + verdicts.filter((verdict) => verdict === undefined).length;
        if (certain > 1 || possible === 0) return false;
        return certain === 1 && possible === 1 ? true : undefined;
      }
      case "not": {
        const verdict = fits(below(place, "not"));
        return verdict === undefined ? undefined : !verdict;
      }
      case "if": {
        const verdict = fits(below(place, "if"));
        return verdict === undefined ? undefined : fits(below(place, verdict ? "then" : "else"));
      }
      case "dependentSchemas": {
        const member = words.join(" ");
        return !isRecord(value) || !Object.hasOwn(value, member) || fits(below(place, kind, member));
      }
      default:
        return undefined;
    }
  };

  const arrayAccepts = ({ array }: Alternative, value: readonly Json[]): Verdict => {
    if (value.length < array.min || value.length > array.max) return false;
    if (array.unique && new Set(value.map(canonicalJson)).size < value.length) return false;
    const items = all(value.map((item, index) => accepts(array.prefix[index] ?? array.rest, item)));
    if (items === false) return false;
    const contained = all(
      array.contains.map(({ schema, min, max }): Verdict => {
        const verdicts = value.map((item) => accepts(schema, item));
        const certain = verdicts.filter((verdict) => verdict === true).length;
        const possible = certain + verdicts.filter((verdict) => verdict === undefined).length;
        if (possible < min || certain > max) return false;
        return certain >= min && possible <= max ? true : undefined;
      }),
    );
    return all([items, contained]);
  };

  const objectAccepts = ({ object }: Alternative, value: { readonly [name: string]: Json }): Verdict => {
    const names = Object.keys(value);
    if (names.length < object.min || names.length > object.max) return false;
    if ([...object.required].some((name) => !Object.hasOwn(value, name))) return false;
    for (const [name, needed] of object.dependents)
      if (Object.hasOwn(value, name) && ![...needed].every((other) => Object.hasOwn(value, other))) return false;
    return all(
      Object.entries(value).flatMap(([name, inner]): Verdict[] => {
        const own = accepts(object.names, name);
        const declared = object.properties.get(name);
        if (declared !== undefined) return [own, accepts(declared, inner)];
        const tests = [...object.patterns].map(([pattern, schema]) => ({ schema, matches: safeTest(pattern, name) }));
        if (tests.some(({ matches }) => matches === undefined)) return [own, undefined];
        const matched = tests.filter(({ matches }) => matches === true);
        if (matched.length === 0) return [own, accepts(object.rest, inner)];
        return [own, ...matched.map(({ schema }) => accepts(schema, inner))];
      }),
    );
  };

  return { accepts, alternativeAccepts };
}

function numberAccepts({ number, formats }: Alternative, value: number): Verdict {
  const { low, high, integer, multiples } = number;
  if (integer && !Number.isInteger(value)) return false;
  if (low !== undefined && (value < low.value || (low.exclusive && value === low.value))) return false;
  if (high !== undefined && (value > high.value || (high.exclusive && value === high.value))) return false;
  if (!multiples.every((step) => isMultipleOf(value, step))) return false;
  return formats.every((format) => hasFormat(format, value));
}

function stringAccepts({ string, formats }: Alternative, value: string): Verdict {
  const length = [...value].length;
  if (length < string.min || length > string.max) return false;
  if (!formats.every((format) => hasFormat(format, value))) return false;
  return all(string.patterns.map((pattern) => safeTest(pattern, value)));
}
