import type { Limits } from "../codec.ts";
import type { Expectation } from "./flaw.ts";

/** How a number, or a whole text, is out of bounds. */
export function breachOf(limits: Limits, value: unknown): Expectation | undefined {
  if (typeof value === "number") return numberBreach(limits, value);
  return typeof value === "string" ? textBreach(limits, value) : undefined;
}

function numberBreach(limits: Limits, value: number): Expectation | undefined {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = limits;
  if (minimum !== undefined && value < minimum) return bound("minimum", ">=", minimum);
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    return bound("exclusiveMinimum", ">", exclusiveMinimum);
  if (maximum !== undefined && value > maximum) return bound("maximum", "<=", maximum);
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
    return bound("exclusiveMaximum", "<", exclusiveMaximum);
  return undefined;
}

function textBreach({ minLength = 0, maxLength }: Limits, text: string): Expectation | undefined {
  // A character is written in one or two code units.
  if (text.length < minLength * 2 && text.length - pairsIn(text) < minLength) return limit("minLength", minLength);
  if (maxLength === undefined || text.length <= maxLength) return undefined;
  return text.length - pairsIn(text) > maxLength ? limit("maxLength", maxLength) : undefined;
}

/** Too many of what may be many. */
export function tooMany(keyword: "maxLength" | "maxItems" | "maxProperties", most: number): Expectation {
  return limit(keyword, most);
}

/** Too few of them. */
export function tooFew(keyword: "minItems" | "minProperties", least: number): Expectation {
  return limit(keyword, least);
}

/** How many of a text's characters are written in two code units. Half of such a pair by itself is a character, too. */
export function pairsIn(text: string): number {
  let pairs = 0;
  for (let i = 1; i < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xdc00 && (text.charCodeAt(i - 1) & 0xfc00) === 0xd800) pairs++;
  }
  return pairs;
}

/** The first code points of a text. */
export function firstCodePoints(text: string, count: number): string {
  let length = 0;
  for (let points = 0; points < count && length < text.length; points++)
    length += (text.codePointAt(length) ?? 0) > 0xffff ? 2 : 1;
  return text.slice(0, length);
}

function bound(keyword: string, comparison: string, value: number): Expectation {
  return { keyword, params: { comparison, limit: value }, final: true };
}

function limit(keyword: string, value: number): Expectation {
  return { keyword, params: { limit: value }, final: true };
}
