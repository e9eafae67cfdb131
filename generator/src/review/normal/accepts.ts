import { canonicalJson } from "../../spec/canonical-json.ts";
import { isList, isRecord } from "../../spec/pointer.ts";
import type { Json } from "../../spec/resolved-spec.ts";
import type { Alternative } from "./alternative.ts";
import { isMultipleOf } from "./decimal.ts";
import type { Conjunction } from "./document.ts";
import { expand } from "./expand.ts";
import { typeOf } from "./facts.ts";
import { formatSamples } from "./known-formats.ts";
import { safeTest } from "./safe-pattern.ts";
import { keysOf } from "./value-keys.ts";

/** Yes, no, or not known: what is opaque, or not safe to run, is not decided. */
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

/** Whether a value satisfies a node, by exact decimals. May throw a `BudgetError`. */
export function accepts(node: Conjunction, value: Json): Verdict {
  if (node.places.length === 0) return true;
  return any(expand(node).map((alternative) => alternativeAccepts(alternative, value)));
}

/** Whether a value is of an alternative. */
export function alternativeAccepts(alternative: Alternative, value: Json): Verdict {
  const { type, values, excluded, opaque } = alternative;
  if (typeOf(value) !== type) return false;
  if (values !== undefined || excluded.length > 0) {
    const key = canonicalJson(value);
    if (values !== undefined && !keysOf(values).has(key)) return false;
    if (keysOf(excluded).has(key)) return false;
  }
  const facts = factsAccept(alternative, value);
  return facts === true && opaque.length > 0 ? undefined : facts;
}

function factsAccept(alternative: Alternative, value: Json): Verdict {
  if (typeof value === "number") return numberAccepts(alternative, value);
  if (typeof value === "string") return stringAccepts(alternative, value);
  if (isList(value)) return arrayAccepts(alternative, value);
  return isRecord(value) ? objectAccepts(alternative, value) : true;
}

function numberAccepts({ number, formats }: Alternative, value: number): Verdict {
  const { low, high, integer, multiples } = number;
  if (integer && !Number.isInteger(value)) return false;
  if (low !== undefined && (value < low.value || (low.exclusive && value === low.value))) return false;
  if (high !== undefined && (value > high.value || (high.exclusive && value === high.value))) return false;
  if (!multiples.every((step) => isMultipleOf(value, step))) return false;
  return formats.length === 0 || hasFormats(formats, value);
}

function stringAccepts({ string, formats }: Alternative, value: string): Verdict {
  const length = [...value].length;
  if (length < string.min || length > string.max) return false;
  const matches = all(string.patterns.map((pattern) => safeTest(pattern, value)));
  return matches === true && formats.length > 0 ? hasFormats(formats, value) : matches;
}

/** Only known samples are told; the checks themselves are the validator's. */
function hasFormats(formats: readonly string[], value: string | number): Verdict {
  return formats.every((format) => formatSamples(format).includes(value)) ? true : undefined;
}

function arrayAccepts({ array }: Alternative, value: readonly Json[]): Verdict {
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
}

function objectAccepts({ object }: Alternative, value: { readonly [name: string]: Json }): Verdict {
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
}
