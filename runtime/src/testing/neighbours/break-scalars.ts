import { isObject, type Json, type JsonObject, typesOf } from "../instance/schema.ts";

/** Values that break one keyword of a schema at a place, the most natural first; some may break nothing or too much. */
export type Breaker = (schema: JsonObject, value: Json) => Iterable<Json>;

const numberOr = (value: Json | undefined, otherwise: number): number =>
  typeof value === "number" ? value : otherwise;

/** Longer texts are not made: a limit that high is there to stop attacks. */
const longest = 200_000;

/** The same text with other characters in one place: what breaks a pattern or a format and keeps the length. */
function* similarTexts(text: string): Iterable<string> {
  const characters = [...text];
  for (const other of ["?", " ", "0", "x", "X", "é", "-"]) {
    for (const index of [characters.length - 1, 0, Math.floor(characters.length / 2)]) {
      if (characters.length > 0) yield characters.with(index, other).join("");
    }
  }
}

function* differentTexts(_schema: JsonObject, value: Json): Iterable<Json> {
  if (typeof value !== "string") return;
  yield* ["not valid", "?", ""];
  yield* similarTexts(value);
  yield* [`${value} `, ` ${value}`, `${value}?`, value.slice(1), value.slice(0, -1)];
  yield* [value.toUpperCase(), value.toLowerCase(), "2026-02-30", "25:61:00", "a@", "http://", "(", "~2", "%"];
}

function* otherValues(_schema: JsonObject, value: Json): Iterable<Json> {
  switch (typeof value) {
    case "string":
      yield* ["something_else", `${value}_`, `${value}x`, value.toUpperCase(), "?"];
      break;
    case "number":
      yield* [value + 1, value - 1, 987_654, value + 0.5];
      break;
    case "boolean":
      yield !value;
      break;
    default:
      yield* ["something_else", 987_654, {}, []];
  }
}

function* otherTypes(schema: JsonObject, value: Json): Iterable<Json> {
  const types = typesOf(schema) ?? [];
  if (types.includes("integer") && typeof value === "number") yield value + 0.5;
  yield* [typeof value === "string" ? 42 : "unexpected", 42, true, null, [], { unexpected: true }];
}

const beyond =
  (keyword: string, side: 1 | -1): Breaker =>
  (schema) => {
    const bound = numberOr(schema[keyword], Number.NaN);
    const step = numberOr(schema["multipleOf"], 1);
    if (Number.isNaN(bound)) return [];
    const [exact, fine] = [bound + side * step, bound + side * 0.5];
    return keyword.startsWith("exclusive") ? [bound, exact, fine] : [exact, fine, bound + side * 1000 * step];
  };

/** In draft 4 the keyword is a flag beside the bound. */
const flagged =
  (flag: string, bound: string, side: 1 | -1): Breaker =>
  (schema, value) => {
    const own = schema[bound];
    return schema[flag] === true && typeof own === "number" ? [own] : beyond(flag, side)(schema, value);
  };

/** What breaks the keywords that speak of one scalar, or of any value. */
export const scalarBreakers: Readonly<Record<string, Breaker>> = {
  type: otherTypes,
  enum: otherValues,
  const: otherValues,
  pattern: differentTexts,
  format: differentTexts,
  minLength: (schema, value) => {
    const min = numberOr(schema["minLength"], 0);
    if (typeof value !== "string" || min < 1 || min > longest) return [];
    return [[...value].slice(0, min - 1).join(""), "x".repeat(min - 1)];
  },
  maxLength: (schema, value) => {
    const max = numberOr(schema["maxLength"], longest);
    if (typeof value !== "string" || max >= longest) return [];
    const missing = max + 1 - [...value].length;
    const last = [...value].at(-1) ?? "x";
    return [
      value + last.repeat(Math.max(1, missing)),
      `${value}${"x".repeat(Math.max(1, missing))}`,
      "x".repeat(max + 1),
    ];
  },
  minimum: beyond("minimum", -1),
  maximum: beyond("maximum", 1),
  exclusiveMinimum: flagged("exclusiveMinimum", "minimum", -1),
  exclusiveMaximum: flagged("exclusiveMaximum", "maximum", 1),
  multipleOf: (schema, value) => {
    const step = numberOr(schema["multipleOf"], 1);
    return typeof value === "number"
      ? [value + step / 2, value - step / 2, value + 1, value - 1, value + step / 3]
      : [];
  },
};

/** A boolean or number schema keyword that asks for nothing. */
export function asksForNothing(keyword: string, value: Json): boolean {
  if (value === true) return keyword.startsWith("additional") || keyword.startsWith("unevaluated");
  if (Array.isArray(value)) return value.length === 0 && keyword === "required";
  if (isObject(value)) return false;
  return value === false
    ? keyword === "uniqueItems" || keyword.startsWith("exclusive")
    : value === 0 && keyword.startsWith("min") && keyword !== "minimum";
}
