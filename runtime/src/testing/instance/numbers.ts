import { matchesNumber } from "./matches.ts";
import type { Hint, Phrases } from "./phrases.ts";
import type { Random } from "./random.ts";
import { type JsonObject, typesOf } from "./schema.ts";
import { wordsOf } from "./words.ts";

/** What a name says about the size of its numbers: bounds and the number of decimals. */
const ranges: readonly (readonly [pattern: RegExp, min: number, max: number, decimals: number])[] = [
  [/\b(?:confidence|probability|likelihood|relevance|ratio|similarity|weight)$/, 0.55, 0.98, 2],
  [/\bsentiment(?: score)?$/, -0.8, 0.9, 2],
  [/\b(?:percent|percentage|discount|rate|share)$/, 5, 90, 0],
  [/\b(?:rating|stars|score|severity|priority|level|grade|rank)$/, 1, 5, 0],
  [/\b(?:price|total|subtotal|amount|cost|tax|net|gross|balance|fee|sum|value)$/, 12, 480, 2],
  [/\b(?:quantity|qty|count|pieces|units|items)$/, 1, 6, 0],
  [/\b(?:age)$/, 24, 80, 0],
  [/\byear$/, 2021, 2026, 0],
  [/\bmonth$/, 1, 12, 0],
  [/\bday$/, 1, 28, 0],
  [/\bhours?$/, 1, 23, 0],
  [/\bminutes?$/, 5, 55, 0],
  [/\b(?:heart rate|pulse|bpm)$/, 62, 104, 0],
  [/\btemperature$/, 36, 39, 1],
  [/\b(?:lat|latitude)$/, 38, 59, 4],
  [/\b(?:lng|lon|longitude)$/, -9, 24, 4],
  [/\b(?:index|position|line|page)$/, 1, 9, 0],
];

/**
 * Picks a number for a plain schema, or nothing when the bounds leave none.
 *
 * Prefers the number the prompt writes behind a label that reads like the name.
 */
export function writeNumber(schema: JsonObject, hint: Hint, phrases: Phrases, random: Random): number | undefined {
  const types = typesOf(schema);
  const whole = types?.includes("integer") === true && !types.includes("number");
  const accepts = (value: number | undefined): value is number =>
    value !== undefined &&
    Number.isFinite(value) &&
    (!whole || Number.isInteger(value)) &&
    matchesNumber(schema, value);

  const labelled = readNumber(phrases.labelled(hint));
  if (accepts(labelled)) return labelled;

  const name = wordsOf(hint.name).join(" ");
  const age = /\bage$/.test(name)
    ? readNumber(phrases.find(/(?<=\p{L}, )\d{1,3}(?=[.,; ])|\d{1,3}(?=[ -]years?\b)/u))
    : undefined;
  if (accepts(age)) return age;
  const [, min, max, decimals] = ranges.find(([pattern]) => pattern.test(name)) ?? [/^/, 1, 40, whole ? 0 : 1];
  const scale = 10 ** (whole ? 0 : decimals);
  for (let i = 0; i < 4; i++) {
    const natural = Math.round((min + random.next() * (max - min)) * scale) / scale;
    if (accepts(natural)) return natural;
  }
  return candidates(schema, random).find(accepts);
}

function* bounded(schema: JsonObject, random: Random): Iterable<number> {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const numbers = (values: readonly unknown[]): readonly number[] =>
    values.filter((value) => typeof value === "number");
  const low = Math.max(Number.NEGATIVE_INFINITY, ...numbers([minimum, exclusiveMinimum]));
  const high = Math.min(Number.POSITIVE_INFINITY, ...numbers([maximum, exclusiveMaximum]));
  const from = Number.isFinite(low) ? low : Math.min(0, high - 100);
  const to = Number.isFinite(high) ? high : from + 100;
  if (typeof multipleOf === "number" && multipleOf > 0) {
    const first = Math.ceil(from / multipleOf);
    const last = Math.max(first, Math.floor(to / multipleOf));
    yield* [random.integer(first, Math.min(last, first + 20)), first, first + 1, last].map((factor) =>
      round(factor * multipleOf),
    );
  }
  yield random.integer(Math.ceil(from), Math.max(Math.ceil(from), Math.floor(to)));
  yield* [Math.ceil(from), Math.ceil(from) + 1, Math.floor(to), Math.floor(to) - 1, 0];
  yield* [(from + to) / 2, from, to, from + (to - from) / 3];
}

function candidates(schema: JsonObject, random: Random): readonly number[] {
  return [...bounded(schema, random)];
}

/** Removes what binary fractions add, as in 0.1 × 3. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}

function readNumber(text: string | undefined): number | undefined {
  const found = /-?\d{1,3}(?:[ ,]\d{3})+(?:\.\d+)?|-?\d+(?:[.,]\d+)?/.exec(text ?? "")?.[0];
  if (found === undefined) return undefined;
  const grouped = /\d[ ,]\d{3}(?!\d)/.test(found);
  return Number(grouped ? found.replace(/[ ,]/g, "") : found.replace(",", "."));
}
