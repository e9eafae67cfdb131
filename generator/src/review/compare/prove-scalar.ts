import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Alternative, Bound } from "../normal/alternative.ts";
import { isMultipleOf } from "../normal/decimal.ts";
import { alternativeAccepts } from "../normal/expand.ts";
import { formatIncludes } from "../normal/known-formats.ts";
import { readRegex } from "../normal/regex.ts";
import { includes } from "../normal/regex-inclusion.ts";

/** Whether what one alternative says of single values, leaving members aside, is said by another. */
export function scalarContained(one: Alternative, other: Alternative): boolean {
  if (!excludedContained(one, other)) return false;
  if (!other.formats.every((format) => one.formats.some((mine) => formatIncludes(format, mine)))) return false;
  if (one.type === "number") return numberContained(one, other);
  return one.type !== "string" || stringContained(one, other);
}

function excludedContained(one: Alternative, other: Alternative): boolean {
  const mine = new Set(one.excluded.map(canonicalJson));
  return other.excluded.every((value) => mine.has(canonicalJson(value)) || alternativeAccepts(one, value) === false);
}

function numberContained({ number: one }: Alternative, { number: other }: Alternative): boolean {
  if (other.integer && !one.integer) return false;
  if (other.low !== undefined && !isWithin(one.low, other.low, 1)) return false;
  if (other.high !== undefined && !isWithin(one.high, other.high, -1)) return false;
  return other.multiples.every(
    (step) => (one.integer && isMultipleOf(1, step)) || one.multiples.some((mine) => isMultipleOf(mine, step)),
  );
}

/** Whether a bound is at least as tight as another; `direction` is 1 for lower bounds. */
function isWithin(mine: Bound | undefined, other: Bound, direction: 1 | -1): boolean {
  if (mine === undefined) return false;
  if (mine.value === other.value) return mine.exclusive || !other.exclusive;
  return direction === 1 ? mine.value > other.value : mine.value < other.value;
}

function stringContained({ string: one }: Alternative, { string: other }: Alternative): boolean {
  const patterns = one.patterns;
  const isShort = one.min >= other.min && one.max <= other.max;
  const outside = other.patterns.filter((pattern) => !patterns.includes(pattern));
  const bounds = isShort ? [] : [lengthPattern(other.min, other.max)];
  return [...outside, ...bounds].every((pattern) => patterns.some((mine) => patternIncludes(pattern, mine)));
}

function lengthPattern(min: number, max: number): string {
  return `^[\\s\\S]{${min},${max === Number.POSITIVE_INFINITY ? "" : max}}$`;
}

const known = new Map<string, boolean>();

/** Whether every text that matches one pattern is certain to match another. */
export function patternIncludes(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  const key = `${outer}\n${inner}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const [wide, narrow] = [readRegex(outer), readRegex(inner)];
  const holds = wide !== undefined && narrow !== undefined && includes(wide, narrow) === true;
  if (known.size > 2000) known.clear();
  known.set(key, holds);
  return holds;
}
