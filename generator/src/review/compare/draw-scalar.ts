import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { Alternative } from "../normal/alternative.ts";
import { alternativeAccepts } from "../normal/expand.ts";
import { formatSamples } from "../normal/known-formats.ts";
import { type Regex, readRegex } from "../normal/regex.ts";
import type { Hints } from "./hints.ts";
import type { Random } from "./random.ts";

const longestText = 400;

/** Numbers of an alternative: its bounds, their neighbours, and what either version mentions. Plain ones come first. */
export function numbersOf(alternative: Alternative, hints: Hints): readonly number[] {
  const { low, high, multiples, integer } = alternative.number;
  const unit = multiples[0] ?? (integer ? 1 : 0.5);
  const around = (value: number): readonly number[] => [value, value + unit, value - unit];
  const steps = multiples.flatMap((step) => [step, -step, step * 2, step * 3]);
  const lowest = low === undefined ? [] : around(low.value);
  const highest = high === undefined ? [] : around(high.value);
  const onStep = [...lowest, ...highest].flatMap((value) =>
    multiples.flatMap((step) => [Math.ceil(value / step) * step, Math.floor(value / step) * step]),
  );
  const formats = alternative.formats.flatMap(formatSamples).filter((value) => typeof value === "number");
  const all = [0, 1, ...lowest, ...highest, ...onStep, ...steps, ...formats, -1, 1.5, ...hints.numbers, 1e6, -1e6];
  return [...new Set(all)].filter(
    (value) => Number.isFinite(value) && alternativeAccepts(alternative, value) !== false,
  );
}

/** A text of an alternative; `undefined` when none was found. */
export function drawText(
  alternative: Alternative,
  hints: Hints,
  random: Random,
  isMinimal: boolean,
): string | undefined {
  const { min, max, patterns } = alternative.string;
  const isLength = (length: number): boolean => length >= min && length <= max && length <= longestText;
  const fits = (text: string): boolean => alternativeAccepts(alternative, text) !== false;
  const formats = alternative.formats.flatMap(formatSamples).filter((value) => typeof value === "string");
  const bySample = formats.filter(fits);
  if (alternative.formats.length > 0)
    return isMinimal
      ? (bySample[0] ?? hints.texts.find(fits))
      : random.pick([...bySample, ...hints.texts.filter(fits)]);
  if (patterns.length > 0) {
    const text = drawMatching(patterns, fits, hints, random);
    if (text !== undefined && random.below(4) > 0) return text;
    return drawLong(patterns, fits, [min, max, max - 1, ...hints.lengths].filter(isLength), random) ?? text;
  }
  if (isMinimal) return ["", ...lettersOf(min)].find(fits) ?? hints.texts.find(fits);
  const kind = random.below(10);
  if (kind < 3) {
    const text = random.pick(hints.texts);
    if (text !== undefined && fits(text)) return text;
  }
  if (kind === 3) {
    const text = drawHinted(hints, random);
    if (text !== undefined && fits(text)) return text;
  }
  const lengths = [min, min + 1, max, max - 1, ...hints.lengths].filter(isLength);
  const length = random.pick(lengths) ?? min;
  const letters = random.pick(["a", "Z", "7", "é", "😀", " ", "-"]) ?? "a";
  const text = letters.repeat(Math.min(length, longestText));
  return fits(text) ? text : ["a".repeat(Math.min(min, longestText)), "b", "other"].find(fits);
}

function lettersOf(min: number): readonly string[] {
  if (min > longestText) return [];
  return ["a", "b", "c"].map((letter) => letter.repeat(Math.max(min, 1)));
}

/** A text of a pattern or format that one of the versions mentions. */
function drawHinted(hints: Hints, random: Random): string | undefined {
  const format = random.pick(hints.formats);
  const sample = format === undefined ? undefined : random.pick(formatSamples(format));
  if (typeof sample === "string" && random.below(2) === 0) return sample;
  const pattern = random.pick(hints.patterns);
  const regex = pattern === undefined ? undefined : readRegex(pattern);
  return regex === undefined ? undefined : textOf(regex, random);
}

function drawMatching(
  patterns: readonly string[],
  fits: (text: string) => boolean,
  hints: Hints,
  random: Random,
): string | undefined {
  for (let tries = 0; tries < 12; tries++) {
    const pattern = random.pick([...patterns, ...(tries > 6 ? hints.patterns : [])]) ?? "";
    const regex = readRegex(pattern);
    const text = regex === undefined ? random.pick(hints.texts) : textOf(regex, random);
    if (text !== undefined && fits(text)) return text;
  }
  return hints.texts.find(fits);
}

/** A text of one of some lengths, where a pattern says less of its length than the bounds beside it do. */
function drawLong(
  patterns: readonly string[],
  fits: (text: string) => boolean,
  lengths: readonly number[],
  random: Random,
): string | undefined {
  for (let tries = 0; tries < 6; tries++) {
    const regex = readRegex(random.pick(patterns) ?? "");
    const text = regex === undefined ? undefined : longTextOf(regex, random, random.pick(lengths) ?? 0);
    if (text !== undefined && fits(text)) return text;
  }
  return undefined;
}

/** A text that fits an expression and has at least a length, where it repeats something without end. */
function longTextOf(regex: Regex, random: Random, least: number): string {
  if (regex.kind === "choice") {
    const option = random.pick(regex.options);
    return option === undefined ? "" : longTextOf(option, random, least);
  }
  const parts = regex.kind === "sequence" ? regex.parts : [regex];
  const texts = parts.map((part) => textOf(part, random, 0));
  const endless = parts.flatMap((part, index) => (isEndless(part) ? [index] : []));
  const at = random.pick(endless);
  const part = at === undefined ? undefined : parts[at];
  if (at === undefined || part?.kind !== "repeat") return texts.join("");
  const others = texts.reduce((sum, text, index) => sum + (index === at ? 0 : text.length), 0);
  let long = texts[at] ?? "";
  // What repeats nothing but empty texts grows no longer.
  for (let tries = 0; tries < longestText && others + long.length < least; tries++)
    long += textOf(part.part, random, 0);
  return texts.map((text, index) => (index === at ? long : text)).join("");
}

function isEndless(regex: Regex): boolean {
  return regex.kind === "repeat" && regex.max === Number.POSITIVE_INFINITY;
}

/** A text that fits an expression, with so many repetitions at most beyond those that it needs. */
export function textOf(regex: Regex, random: Random, more = 4): string {
  switch (regex.kind) {
    case "set": {
      const plain = regex.ranges.filter(([from, to]) => to >= 32 && from < 127);
      const [from, to] = random.pick(plain.length > 0 ? plain : regex.ranges) ?? [97, 97];
      const low = Math.max(from, plain.length > 0 ? 32 : from);
      const high = Math.min(to, plain.length > 0 ? 126 : to);
      // Letters rather than signs, where the set has any.
      const letter = low <= 97 && high >= 122 && random.below(4) > 0 ? 97 + random.below(26) : undefined;
      return String.fromCodePoint(letter ?? low + random.below(high - low + 1));
    }
    case "sequence":
      return regex.parts.map((part) => textOf(part, random, more)).join("");
    case "choice": {
      const option = random.pick(regex.options);
      return option === undefined ? "" : textOf(option, random, more);
    }
    case "repeat": {
      const most = Math.min(regex.max, regex.min + more);
      const isWide = regex.max === Number.POSITIVE_INFINITY && regex.min === 0 && random.below(3) > 0;
      const count = isWide ? 0 : regex.min + random.below(most - regex.min + 1);
      let text = "";
      for (let index = 0; index < count && text.length < longestText; index++) text += textOf(regex.part, random, more);
      return text;
    }
  }
}

/** The values listed by an alternative that satisfy the rest of it. */
export function listedOf(alternative: Alternative): readonly Json[] | undefined {
  if (alternative.values === undefined) return undefined;
  const before = listed.get(alternative);
  if (before !== undefined) return before;
  const values = alternative.values.filter((value) => alternativeAccepts(alternative, value) !== false);
  listed.set(alternative, values);
  return values;
}

const listed = new WeakMap<Alternative, readonly Json[]>();
