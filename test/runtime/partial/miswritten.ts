import type { Json } from "../../../runtime/src/schema/json.ts";

/** Numbers from 0 up to 1 that follow from a seed. */
export type Random = () => number;

/** Starts a row of numbers. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // The low digits of such a row repeat soon.
    return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32;
  };
}

/**
 * Writes a value as JSON as a model might: in other ways than `JSON.stringify`, and here and there something else than
 * was asked for. `rate` is the share of places where that happens; at 0 the value is the one that was given.
 */
export function write(value: Json, random: Random, rate: number): string {
  const written = random() < rate ? mistaken(value, random) : value;
  const gap = random() < 0.1 ? (" \n"[Math.floor(random() * 2)] ?? "") : "";
  return gap + writeAs(written, random, rate) + gap;
}

function writeAs(value: Json, random: Random, rate: number): string {
  if (typeof value === "string") return writeText(value, random);
  if (typeof value === "number") return writeNumber(value, random);
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map((item: Json) => write(item, random, rate)).join(",")}]`;
  const members = Object.entries(value).map(
    ([key, member]) => `${writeText(key, random)}:${write(member, random, rate)}`,
  );
  return `{${(random() < 0.2 ? members.reverse() : members).join(",")}}`;
}

/** A text as JSON, at times with its letters escaped. */
function writeText(text: string, random: Random): string {
  const json = JSON.stringify(text);
  if (random() > 0.1 || json.includes("\\")) return json;
  return json.replaceAll(/[a-z]/gi, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Forms of one number that mean the same. */
function writeNumber(value: number, random: Random): string {
  const text = JSON.stringify(value);
  const forms = [text, text, text, `${text}e0`, `${text}E-0`];
  if (Number.isInteger(value) && value !== 0 && !text.includes("e"))
    forms.push(`${text}.0`, `${value / 10}e1`, `${text}0e-1`);
  return (forms[Math.floor(random() * forms.length)] ?? text).replace(/e(.*)e/i, "$1e");
}

/** A value near another one, as models confuse them. */
function mistaken(value: Json, random: Random): Json {
  const choices = mistakesFor(value);
  return choices[Math.floor(random() * choices.length)] ?? null;
}

function mistakesFor(value: Json): readonly Json[] {
  if (typeof value === "string") {
    const cut = [...value].slice(0, -1).join("");
    const near = [value.toUpperCase(), value.toLowerCase(), ` ${value}`, `${value} `, `${value}x`, cut];
    return [...near, [value], 1, 2.5, true, null, { text: value }];
  }
  if (typeof value === "number") {
    const text = String(value);
    return [text, ` ${text}`, `${text}.5`, value + 0.5, -value, value * 1000, text.slice(0, -1), [value], false, null];
  }
  if (typeof value === "boolean") {
    return [String(value), String(value).toUpperCase(), ` ${value} `, "yes", "tru", Number(value), [value], null];
  }
  if (value === null) return ["null", "", 0, false, [], {}];
  const json = JSON.stringify(value);
  const broken = [json, json.slice(0, -1), [value], {}, "", null];
  return Array.isArray(value) ? [...broken, ...mistakenLists(value)] : [...broken, ...mistakenObjects(value as object)];
}

function mistakenLists(list: readonly Json[]): readonly Json[] {
  const [first = null] = list;
  return [first, first, first, [...list, first], [...list, ...list, first, first], list.slice(0, -1)];
}

function mistakenObjects(object: object): readonly Json[] {
  // The cast holds because what stands in JSON is JSON.
  const entries = Object.entries(object) as readonly (readonly [string, Json])[];
  const [name = "a"] = entries[0] ?? [];
  const rest = Object.fromEntries(entries.slice(1));
  return [
    { ...object, extra: 1 },
    { extra: [1], ...object },
    { ...object, [`${name}s`]: "x" },
    { ...object, [name]: null },
    { ...rest, [name.slice(0, -1)]: 1 },
    rest,
    "text",
  ];
}
