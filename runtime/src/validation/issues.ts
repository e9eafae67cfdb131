import type { ValidationIssue } from "../codec.ts";
import { InvalidOutputError } from "../errors.ts";
import { withoutBranchNoise } from "./branch-noise.ts";

/** Most lines a model is shown when it is asked again. */
const maxLines = 8;
/** Most allowed values that are listed for one issue. */
const maxValues = 12;
/** Most characters of a value that are quoted. */
const maxQuote = 80;

/** Makes the error for an answer that breaks its schema. Its message names places and expectations and quotes no value. */
export function invalidOutput(name: string, issues: readonly ValidationIssue[], text: string): InvalidOutputError {
  return new InvalidOutputError(`${name} does not match its schema: ${describeIssues(issues)}`, issues, text);
}

/** Makes the error for an answer that cannot be read at all; `issue` says where and why. */
export function unreadableOutput(name: string, issue: ValidationIssue, text: string): InvalidOutputError {
  const place = issue.instancePath === "" ? "" : `, in ${issue.instancePath}`;
  return new InvalidOutputError(`the answer for ${name} ${issue.message ?? "cannot be read"}${place}`, [issue], text);
}

/** Says in one line what is wrong with a value: the first issues, and how many there are besides. Quotes no value. */
export function describeIssues(issues: readonly ValidationIssue[], subject = "the output", most = 1): string {
  const told = withoutBranchNoise(issues);
  if (told.length === 0) return "no reason was given";
  const shown = told.slice(0, most).map((issue) => describeIssue(issue, subject));
  return `${shown.join("; ")}${told.length > most ? ` (and ${told.length - most} more)` : ""}`;
}

/**
 * Says what is wrong with a value in at most a few lines, for a model that is asked again. With `value`, each line
 * quotes what was written there: these lines are for the model only, never for an error or a log.
 */
export function issueLines(issues: readonly ValidationIssue[], value?: unknown): readonly string[] {
  const told = withoutBranchNoise(issues);
  const lines = told.slice(0, maxLines).map((issue) => {
    const found = value === undefined ? undefined : valueAt(value, issue.instancePath);
    return found === undefined ? describeIssue(issue) : `${describeIssue(issue)}, not ${quote(found)}`;
  });
  return told.length > maxLines ? [...lines, `and ${told.length - maxLines} more`] : lines;
}

/** Says where an issue is and what is expected there. `subject` is what the whole value is called. Quotes no value. */
export function describeIssue(issue: ValidationIssue, subject = "the output"): string {
  return `${issue.instancePath === "" ? subject : issue.instancePath} ${expectationOf(issue)}`;
}

/** What was expected, to be read after the place. Only words from the schema are named, and keys. */
function expectationOf({ keyword, params, message }: ValidationIssue): string {
  switch (keyword) {
    case "enum":
      return `must be one of ${listOf(params["allowedValues"])}`;
    case "const":
      return `must be ${quote(params["allowedValue"])}`;
    case "type":
      return `must be ${typesOf(params["type"])}`;
    case "required":
    case "dependentRequired":
    case "dependencies":
      return `must have the property ${String(params["missingProperty"])}`;
    case "additionalProperties":
      return `must not have the property ${String(params["additionalProperty"])}`;
    case "unevaluatedProperties":
      return `must not have the property ${String(params["unevaluatedProperty"])}`;
    case "format":
      return `must be in the format ${String(params["format"])}`;
    case "pattern":
      return `must match the pattern ${String(params["pattern"])}`;
    case "propertyNames":
      return `must not have the property ${String(params["propertyName"])}`;
    case "anyOf":
    case "oneOf":
      return "must match one of its alternatives";
    case "not":
      return "must not be of this form";
    case "false schema":
      return "must be absent";
    default:
      return message ?? `must satisfy ${keyword}`;
  }
}

/** The path of an issue, down to the key it is about; indexes of arrays are numbers. */
export function pathOf(
  { instancePath, keyword, params }: ValidationIssue,
  value: unknown,
): readonly (string | number)[] {
  const path: (string | number)[] = [];
  let current = value;
  for (const segment of segmentsOf(instancePath)) {
    path.push(Array.isArray(current) ? Number(segment) : segment);
    current = memberOf(current, segment);
  }
  const key =
    keyword === "required"
      ? params["missingProperty"]
      : keyword === "additionalProperties"
        ? params["additionalProperty"]
        : params["unevaluatedProperty"];
  return typeof key === "string" ? [...path, key] : path;
}

function valueAt(value: unknown, pointer: string): unknown {
  return segmentsOf(pointer).reduce(memberOf, value);
}

function segmentsOf(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[key];
}

function typesOf(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : String(type).split(",");
  return types
    .map((name) => (name === "null" ? name : /^[aeiou]/.test(name) ? `an ${name}` : `a ${name}`))
    .join(" or ");
}

function listOf(values: unknown): string {
  if (!Array.isArray(values)) return "its values";
  const shown = values.slice(0, maxValues).map(quote).join(", ");
  return values.length > maxValues ? `${shown}, … (${values.length} in all)` : shown;
}

/** Spells a value: plain words as they are, all else as JSON. */
function quote(value: unknown): string {
  const text = typeof value === "string" && /^[\p{L}\p{N}_.-]+$/u.test(value) ? value : (JSON.stringify(value) ?? "");
  return text.length > maxQuote ? `${text.slice(0, maxQuote)}…` : text;
}
