import { canonicalJson } from "../../../runtime/src/schema/canonical-json.ts";
import type { Json, JsonSchema } from "../../../runtime/src/schema/json.ts";
import { atPointer, isList, isRecord, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Difference } from "./difference.ts";

/** The keywords that rules are about, by the stem of the rule. */
const keywords: readonly (readonly [stem: string, keywords: readonly string[]])[] = [
  ["enum-value-", ["enum"]],
  ["enum-", ["enum"]],
  ["const-changed", ["const", "enum"]],
  ["type-", ["type"]],
  ["nullable-", ["type", "nullable"]],
  ["length-", ["minLength", "maxLength"]],
  ["range-", ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]],
  ["multiple-of-", ["multipleOf"]],
  ["items-", ["minItems", "maxItems"]],
  ["unique-items-", ["uniqueItems"]],
  ["contains-changed", ["contains", "minContains", "maxContains"]],
  ["tuple-changed", ["prefixItems", "items"]],
  ["pattern-", ["pattern"]],
  ["format-", ["format"]],
  ["exclusion-", ["not"]],
  ["union-branch-", ["anyOf", "oneOf"]],
  ["additional-properties-", ["additionalProperties", "unevaluatedProperties"]],
  ["properties-bound-", ["minProperties", "maxProperties"]],
  ["property-names-", ["propertyNames", "patternProperties"]],
  ["conditional-changed", ["if", "then", "else", "dependentRequired", "dependentSchemas"]],
  ["description-changed", ["description", "title"]],
  ["schema-examples-changed", ["examples"]],
  ["deprecation-changed", ["deprecated"]],
];

/**
 * The smallest thing that a difference is about, as a pointer into the version it is of: the keyword whose value is
 * another one, or the member of an enum that is new. Where nothing smaller is found, the place of the difference itself.
 */
export function focusOf(
  { rule, at, beforeAt = at, message, side }: Difference,
  schemas: { readonly before: JsonSchema | undefined; readonly after: JsonSchema | undefined },
): string {
  const stem = rule.replace(/^input-/, "");
  const prefix = /^\/(?:output|input)/.exec(at)?.[0] ?? "";
  const known = keywords.find(([start]) => stem.startsWith(start))?.[1];
  if (known === undefined || prefix === "") return at;
  const [here, there] =
    side === "after"
      ? [nodeAt(schemas.after, at, prefix), nodeAt(schemas.before, beforeAt, prefix)]
      : [nodeAt(schemas.before, at, prefix), nodeAt(schemas.after, at, prefix)];
  if (here === undefined) return at;
  const keyword = known.find(
    (one) =>
      Object.hasOwn(here, one) && (there === undefined || !Object.hasOwn(there, one) || differ(here[one], there[one])),
  );
  if (keyword === undefined) return at;
  const place = joinPointer(at, keyword);
  const isOfList = stem.startsWith("enum-value-") || stem === "union-branch-added" || stem === "union-branch-removed";
  const index = isOfList ? memberOf(here[keyword], there?.[keyword], message) : undefined;
  return index === undefined ? place : joinPointer(place, index);
}

function nodeAt(
  schema: JsonSchema | undefined,
  at: string,
  prefix: string,
): { readonly [keyword: string]: Json } | undefined {
  const node = typeof schema === "object" ? atPointer(schema, at.slice(prefix.length)) : undefined;
  return isRecord(node) ? node : undefined;
}

function differ(a: Json | undefined, b: Json | undefined): boolean {
  return canonicalJson(a ?? null) !== canonicalJson(b ?? null);
}

/** The member that a message is about: of those that only this side has, the one that it names. */
function memberOf(here: Json | undefined, there: Json | undefined, message: string): number | undefined {
  if (!isList(here)) return undefined;
  const others = new Set((isList(there) ? there : []).map(canonicalJson));
  const own = here.flatMap((value, index) => (others.has(canonicalJson(value)) ? [] : [{ value, index }]));
  return (own.find(({ value }) => isNamed(value, message)) ?? own[0])?.index;
}

/** Whether a message shows a value, plain or as JSON. */
function isNamed(value: Json, message: string): boolean {
  const json = JSON.stringify(value);
  const forms = typeof value === "string" ? [value, json, json.slice(1, -1)] : [json];
  return forms.some((form) => message.includes(`\`${form}\``));
}
