import type { Json } from "../../../runtime/src/schema/json.ts";
import { isList, joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { typeNames } from "./keyword-help.ts";
import type { SpecDocument } from "./spec.ts";
import { didYouMean } from "./suggest.ts";
import { yamlText } from "./yaml-text.ts";

/** What people write who know other languages' names. */
const typeSynonyms: Readonly<Record<string, string>> = {
  str: "string",
  text: "string",
  int: "integer",
  long: "integer",
  float: "number",
  double: "number",
  decimal: "number",
  bool: "boolean",
  list: "array",
  tuple: "array",
  set: "array",
  dict: "object",
  map: "object",
  record: "object",
  struct: "object",
  none: "null",
  nil: "null",
  undefined: "null",
};

/** Finds names in `type` that are no types, and says what was most likely meant. */
export function checkType(document: SpecDocument, pointer: string, value: Json | undefined): Diagnostic[] {
  if (isList(value)) return value.flatMap((type, index) => checkType(document, joinPointer(pointer, index), type));
  const range = document.rangeOf(pointer);
  if (value === null)
    return [
      error(
        "unknown-type",
        range,
        "an unquoted null is YAML's empty value, not the name of a type",
        'put it in quotes: "null"',
      ),
    ];
  if (typeof value !== "string" || typeNames.includes(value)) return [];
  const name = value.toLowerCase();
  if (name === "any" || name === "unknown")
    return [
      error(
        "unknown-type",
        range,
        `${JSON.stringify(value)} is not a JSON Schema type`,
        "leave `type` out to allow any value",
      ),
    ];
  if (name === "date" || name === "datetime" || name === "timestamp") {
    return [
      error(
        "unknown-type",
        range,
        `${JSON.stringify(value)} is not a JSON Schema type`,
        `did you mean { type: string, format: ${name === "date" ? "date" : "date-time"} }?`,
      ),
    ];
  }
  if (name === "enum")
    return [
      error(
        "unknown-type",
        range,
        `${JSON.stringify(value)} is not a JSON Schema type`,
        "leave `type` out: `enum` says it all",
      ),
    ];
  const typescript = hintForTypeScript(value);
  if (typescript !== undefined)
    return [error("unknown-type", range, `${JSON.stringify(value)} is not a JSON Schema type`, typescript)];
  const synonym = Object.hasOwn(typeSynonyms, name) ? typeSynonyms[name] : undefined;
  const hint = synonym === undefined ? didYouMean(value, typeNames) : `did you mean ${JSON.stringify(synonym)}?`;
  return [
    error(
      "unknown-type",
      range,
      `${JSON.stringify(value)} is not a JSON Schema type`,
      hint ?? `the types are ${typeNames.join(", ")}`,
    ),
  ];
}

/** How JSON Schema says a type that is written as in TypeScript. */
function hintForTypeScript(text: string): string | undefined {
  const element = /^([a-z]+)\[\]$/.exec(text)?.[1];
  if (element !== undefined && typeNames.includes(element))
    return `did you mean { type: array, items: { type: ${element} } }?`;
  if (!text.includes("|") || text.length > 200) return undefined;
  const options = text.split("|").map((option) => option.trim());
  if (options.every((option) => typeNames.includes(option)))
    return `did you mean [${options.map((option) => (option === "null" ? '"null"' : option)).join(", ")}]?`;
  const values = options.map((option) => /^(["'])(.*)\1$/.exec(option)?.[2]);
  return values.includes(undefined)
    ? undefined
    : `leave \`type\` out: enum: [${values.map((one) => yamlText(one ?? "")).join(", ")}]`;
}
