import type { ValidationIssue } from "../codec.ts";
import { toOneLine } from "../one-line.ts";
import { nearestOf } from "./branch-noise.ts";

/** Most allowed values, or names of properties, that are listed for one issue. */
const maxListed = 12;
/** Most characters of one of them. */
const maxQuote = 80;

type Params = ValidationIssue["params"];

/**
 * What was expected, to be read after the place. Issues that say the same of several properties of one object are told
 * together. Only words from the schema are named, and keys.
 */
export function expectationOf(issues: readonly ValidationIssue[]): string {
  const [issue] = issues;
  if (issue === undefined) return "";
  const names = (param: string): string => properties(issues.map(({ params }) => params[param]));
  switch (issue.keyword) {
    case "required":
      return `must have ${names("missingProperty")}`;
    case "additionalProperties":
      return closedTo(issue.params["allowedProperties"]) ?? `must not have ${names("additionalProperty")}`;
    case "anyOf":
    case "oneOf":
      return alternativesOf(issue);
    default:
      return sentences[issue.keyword]?.(issue.params) ?? issue.message ?? `must satisfy ${issue.keyword}`;
  }
}

const sentences: Readonly<Record<string, (params: Params) => string>> = {
  enum: ({ allowedValues }) => `must be one of ${Array.isArray(allowedValues) ? listOf(allowedValues) : "its values"}`,
  const: ({ allowedValue }) => `must be ${quote(allowedValue)}`,
  type: ({ type }) => `must be ${typesOf(type)}`,
  dependentRequired: dependency,
  dependencies: dependency,
  unevaluatedProperties: ({ unevaluatedProperty }) => `must not have ${properties([unevaluatedProperty])}`,
  propertyNames: ({ propertyName }) => `must not have ${properties([propertyName])}: names of another form are wanted`,
  format: ({ format }) => `must be in the format ${String(format)}`,
  pattern: ({ pattern }) => `must match the pattern ${String(pattern)}`,
  minLength: ({ limit }) => `must have at least ${count(limit, "character")}`,
  maxLength: ({ limit }) => `must have at most ${count(limit, "character")}`,
  minItems: ({ limit }) => `must have at least ${count(limit, "item")}`,
  maxItems: ({ limit }) => `must have at most ${count(limit, "item")}`,
  minProperties: ({ limit }) => `must have at least ${count(limit, "property")}`,
  maxProperties: ({ limit }) => `must have at most ${count(limit, "property")}`,
  items: ({ limit }) => `must have at most ${count(limit, "item")}`,
  additionalItems: ({ limit }) => `must have at most ${count(limit, "item")}`,
  unevaluatedItems: ({ len }) => `must have at most ${count(len, "item")}`,
  uniqueItems: ({ i, j }) => `must not have an item twice, as items ${String(j)} and ${String(i)} are`,
  contains: ({ minContains, maxContains }) =>
    `must have ${maxContains === undefined ? "at least" : `${String(minContains)} to`} ${count(maxContains ?? minContains, "item")} of the form it asks for`,
  minimum: bound,
  maximum: bound,
  exclusiveMinimum: bound,
  exclusiveMaximum: bound,
  multipleOf: ({ multipleOf }) => `must be a multiple of ${String(multipleOf)}`,
  not: () => "must not be of this form",
  "false schema": () => "must be absent",
};

function alternativesOf(union: ValidationIssue): string {
  if (Number(union.params["passing"]) > 1) return "must match only one of its alternatives, and matches several";
  const nearest = nearestOf(union);
  const [first] = nearest;
  if (first === undefined) return "must match one of its alternatives";
  const below = first.instancePath.slice(union.instancePath.length);
  const together = nearest.filter(
    ({ instancePath, keyword }) => instancePath === first.instancePath && keyword === first.keyword,
  );
  const said = `${below === "" ? "it" : below} ${expectationOf(together)}`;
  const more = nearest.length - together.length;
  return `must match one of its alternatives: for the nearest, ${said}${more > 0 ? ` (and ${more} more)` : ""}`;
}

function dependency({ missingProperty, property }: Params): string {
  return `must have ${properties([missingProperty])}, because it has ${quote(property)}`;
}

const comparisons: Readonly<Record<string, string>> = {
  ">=": "at least",
  "<=": "at most",
  ">": "more than",
  "<": "less than",
};

function bound({ comparison, limit }: Params): string {
  return `must be ${comparisons[String(comparison)] ?? String(comparison)} ${String(limit)}`;
}

/** What an object may have, where that is known and the name that is wrong is not. */
function closedTo(allowed: unknown): string | undefined {
  if (!Array.isArray(allowed)) return undefined;
  return allowed.length === 0 ? "must have no properties" : `must have none but ${properties(allowed)}`;
}

function properties(names: readonly unknown[]): string {
  const unique = [...new Set(names)];
  return `the ${unique.length === 1 ? "property" : "properties"} ${listOf(unique)}`;
}

function count(limit: unknown, noun: string): string {
  if (limit === 1) return `1 ${noun}`;
  return `${String(limit)} ${noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}

function typesOf(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : String(type).split(",");
  return types
    .map((name) => (name === "null" ? name : /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`))
    .join(" or ");
}

function listOf(values: readonly unknown[]): string {
  const shown = values.slice(0, maxListed).map(quote).join(", ");
  return values.length > maxListed ? `${shown}, … (${values.length} in all)` : shown;
}

/** Spells a value of the schema, or a key: plain words as they are, all else as JSON. */
function quote(value: unknown): string {
  // Cut before it is looked at: a key of the model's is as long as it likes.
  const short = typeof value === "string" ? value.slice(0, maxQuote + 1) : value;
  const isPlain = typeof short === "string" && /^[\p{L}\p{N}_.-]+$/u.test(short);
  const text = isPlain ? short : toOneLine(JSON.stringify(short) ?? "", maxQuote + 1);
  return text.length > maxQuote ? `${text.slice(0, maxQuote)}…` : text;
}
