import type { Json } from "../../../runtime/src/schema/json.ts";
import { isList, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error, warning } from "../diagnostics/finding.ts";
import { findEndless } from "./endless-schemas.ts";
import { listWith, showValue } from "./explain.ts";
import { chooseDraft, outlineSpec } from "./outline.ts";
import type { SpecDocument } from "./spec.ts";

type SchemaNode = { readonly [keyword: string]: Json };

/** Finds keywords of one schema that leave no value over: such a schema would become the type `never`, or one without end. */
export function checkNeverValid(document: SpecDocument, node: SchemaNode, pointer: string): Diagnostic[] {
  return [
    ...checkEmptyEnum(document, node, pointer),
    ...checkChoices(document, node, pointer),
    ...limits.flatMap((limit) => checkLimit(document, node, pointer, limit)),
    ...checkEndless(document, node, pointer),
  ];
}

/** Of a schema that others refer to with `#`: what in it leads back without end. */
function checkEndless(document: SpecDocument, node: SchemaNode, pointer: string): Diagnostic[] {
  const { output, hasInput } = outlineSpec(document);
  if (pointer !== output && !(hasInput && pointer === "/input")) return [];
  return findEndless(document.value, pointer, chooseDraft(node).draft).map((place) =>
    error(
      "never-valid",
      document.rangeOf(place.pointer, place.what),
      `no value fits: ${place.cause} and leads back here, so that a value would never end`,
      place.hint,
    ),
  );
}

function checkEmptyEnum(document: SpecDocument, node: SchemaNode, pointer: string): Diagnostic[] {
  const values = node["enum"];
  if (!isList(values) || values.length > 0) return [];
  return [
    error(
      "never-valid",
      document.rangeOf(joinPointer(pointer, "enum")),
      'no value fits: "enum" has no values',
      "list the values, or leave `enum` out",
    ),
  ];
}

/** The values that `enum` and `const` offer, against `type`. */
function checkChoices(document: SpecDocument, node: SchemaNode, pointer: string): Diagnostic[] {
  const types = typesOf(node);
  if (types.length === 0) return [];
  const offers: readonly (readonly [keyword: string, values: readonly Json[]])[] = [
    ["enum", isList(node["enum"]) ? node["enum"] : []],
    ["const", node["const"] === undefined ? [] : [node["const"]]],
  ];
  return offers.flatMap(([keyword, values]) => {
    if (values.length === 0 || values.some((value) => types.some((type) => isOfType(value, type)))) return [];
    const what = keyword === "enum" ? 'every value of "enum"' : `the value of "const"`;
    const named = listWith(
      "or",
      types.map((type) => JSON.stringify(type)),
    );
    const place = document.rangeOf(joinPointer(pointer, keyword));
    return [
      error("never-valid", place, `no value fits: type ${named} excludes ${what}`, hintForChoices(types, values)),
    ];
  });
}

function hintForChoices(types: readonly string[], values: readonly Json[]): string {
  const meant = [...new Set(values.map(typeName))];
  const list = meant.length === 1 ? (meant[0] ?? "") : `[${meant.join(", ")}]`;
  const other = `type: ${list}`;
  const canBeQuoted = types.includes("string") && values.every((value) => typeof value !== "object" || value === null);
  if (canBeQuoted) {
    const quoted = values.map((value) => JSON.stringify(String(value)));
    const shown = showValue(values.map(String)).startsWith("[") ? `: ${quoted.join(", ")}` : "";
    return `put quotes around ${values.length === 1 ? "it" : "them"}${shown}, or write ${other}`;
  }
  const wanted = types.includes("integer") || types.includes("number");
  const numbers = values.every((value) => typeof value === "string" && value !== "" && Number.isFinite(Number(value)));
  if (wanted && numbers) return `remove the quotes: ${values.map(String).join(", ")}`;
  return `did you mean ${other}?`;
}

interface Limit {
  readonly low: string;
  readonly high: string;
  /** Whether the two may not even be equal. */
  readonly strict: boolean;
  readonly types: readonly string[];
  readonly noun: string;
}

const numbers = { types: ["number", "integer"], noun: "number" };
const limits: readonly Limit[] = [
  { low: "minimum", high: "maximum", strict: false, ...numbers },
  { low: "minimum", high: "exclusiveMaximum", strict: true, ...numbers },
  { low: "exclusiveMinimum", high: "maximum", strict: true, ...numbers },
  { low: "exclusiveMinimum", high: "exclusiveMaximum", strict: true, ...numbers },
  { low: "minLength", high: "maxLength", strict: false, types: ["string"], noun: "text" },
  { low: "minItems", high: "maxItems", strict: false, types: ["array"], noun: "list" },
  { low: "minProperties", high: "maxProperties", strict: false, types: ["object"], noun: "object" },
];

/** A lower limit above the upper one. Where other types are left, that is only most likely a slip. */
function checkLimit(document: SpecDocument, node: SchemaNode, pointer: string, limit: Limit): Diagnostic[] {
  const low = node[limit.low];
  const high = node[limit.high];
  if (typeof low !== "number" || typeof high !== "number") return [];
  if (limit.strict ? low < high : low <= high) return [];
  const types = typesOf(node);
  const isNever = types.length > 0 && types.every((type) => limit.types.includes(type));
  const relation = low === high ? "the same as" : "above";
  return [
    (isNever ? error : warning)(
      "never-valid",
      document.rangeOf(joinPointer(pointer, limit.low)),
      `no ${isNever ? "value" : limit.noun} fits: "${limit.low}" ${low} is ${relation} "${limit.high}" ${high}`,
      low === high ? `"minimum" and "maximum" allow ${low} itself` : "are the two swapped?",
    ),
  ];
}

function typesOf({ type }: SchemaNode): readonly string[] {
  return [type].flat().filter((one) => typeof one === "string");
}

function typeName(value: Json): string {
  if (value === null) return '"null"';
  if (isList(value)) return "array";
  return typeof value === "number" && Number.isInteger(value) ? "integer" : typeof value;
}

function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case "string":
    case "boolean":
    case "number":
      return typeof value === type;
    case "integer":
      return typeof value === "number" && Number.isInteger(value);
    case "null":
      return value === null;
    case "array":
      return isList(value);
    case "object":
      return typeof value === "object" && value !== null && !isList(value);
    default:
      // An unknown type has a finding of its own.
      return true;
  }
}
