import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { Alternative, Bound, NumberFacts } from "../normal/alternative.ts";
import type { Conjunction } from "../normal/document.ts";
import { expand } from "../normal/expand.ts";

const longest = 80;

/** Text of a spec for a message: on one line, without what steers a terminal, not very long. */
export function shownText(text: string): string {
  const safe = text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
  const characters = [...safe.replaceAll("`", "'")];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : characters.join("");
}

/** A value for a message: text as it is, everything else as JSON. */
export function shownValue(value: Json): string {
  return shownText(typeof value === "string" ? value : canonicalJson(value));
}

/** A list of values for a message. */
export function shownValues(values: readonly Json[]): string {
  if (values.length === 0) return "none";
  const most = 6;
  const shown = values.slice(0, most).map((value) => shownText(JSON.stringify(value)));
  return [...shown, ...(values.length > most ? [`${values.length - most} more`] : [])].join(", ");
}

/** The type of an alternative as JSON Schema names it. */
export function typeLabel(alternative: Alternative): string {
  return alternative.type === "number" && alternative.number.integer ? "integer" : alternative.type;
}

/** Some types for a message: `string or null`. */
export function typesLabel(alternatives: readonly Alternative[]): string {
  const labels = new Set(alternatives.map(typeLabel));
  const hasNull = labels.delete("null");
  return [...labels, ...(hasNull ? ["null"] : [])].join(" or ");
}

/** A variant of a union for a message: by its tag, by its definition, or by what it is. */
export function variantLabel(alternative: Alternative, tag?: string): string {
  const value = tag === undefined ? undefined : singleValue(alternative.object.properties.get(tag));
  if (tag !== undefined && value !== undefined) return `\`${shownText(tag)}: ${shownValue(value)}\``;
  if (alternative.values !== undefined && alternative.type !== "null" && alternative.type !== "boolean")
    return shownValues(alternative.values);
  const definition = /^\/(?:\$defs|definitions)\/([^/]+)$/;
  const named = alternative.branches.flatMap(({ schema }) => {
    const reference = typeof schema === "object" && "$ref" in schema ? schema["$ref"] : undefined;
    return typeof reference === "string" ? [definition.exec(reference.slice(1))?.[1] ?? ""] : [];
  });
  const [name] = named.filter((one) => one !== "");
  if (name !== undefined) return `\`${shownText(name)}\``;
  if (alternative.type !== "object") return typeLabel(alternative);
  const names = [...alternative.object.declared].slice(0, 4).map(shownText);
  return names.length === 0 ? "object" : `object with \`${names.join("`, `")}\``;
}

function singleValue(schema: Conjunction | undefined): Json | undefined {
  const alternatives = schema === undefined ? [] : expand(schema);
  const values = alternatives.flatMap(({ values: own }) => own ?? []);
  return alternatives.length === 1 && values.length === 1 ? values[0] : undefined;
}

/** Counts for a message: `1 to 5`, `at most 5`, `any`. */
export function countLabel(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min <= 0 ? "any" : `at least ${min}`;
  if (min === max) return String(min);
  return min <= 0 ? `at most ${max}` : `${min} to ${max}`;
}

/** Bounds of numbers for a message: `≥ 1 and < 10`, `any`. */
export function rangeLabel({ low, high }: NumberFacts): string {
  const said = (bound: Bound | undefined, sign: string, open: string): readonly string[] =>
    bound === undefined ? [] : [`${bound.exclusive ? open : sign} ${bound.value}`];
  const parts = [...said(low, "≥", ">"), ...said(high, "≤", "<")];
  return parts.length === 0 ? "any" : parts.join(" and ");
}

/** The words that differ between two texts, with what stands around them left out. */
export function wordDifference(before: string, after: string): string {
  const [old, now] = [before.split(/\s+/).filter(Boolean), after.split(/\s+/).filter(Boolean)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (
    end < old.length - start &&
    end < now.length - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end++;
  const part = (words: readonly string[]): string => {
    const text = words.slice(start, words.length - end).join(" ");
    return text === "" ? "nothing" : `\`${shownText(text)}\``;
  };
  if (old.join(" ") === now.join(" ")) return "whitespace only.";
  return `${part(old)} → ${part(now)}.`;
}
