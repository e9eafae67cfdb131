import type { ValidationIssue } from "../codec.ts";
import { InvalidOutputError } from "../errors.ts";
import { toOneLine } from "../one-line.ts";
import { withoutBranchNoise } from "./branch-noise.ts";
import { expectationOf } from "./expectations.ts";

/** Most lines a model is shown when it is asked again. */
const maxLines = 6;

/** Most issues that an error lists: a list of millions of wrong items is wrong for the same reason a thousand times. */
const maxTold = 1_000;

/** Most characters of a reason, which may name a key. */
const maxReason = 200;

/** Most characters of a place that stand in a sentence. The keys in it are the model's. */
const maxPlace = 160;

/** Makes the error for an answer that breaks its schema. Its message names places and expectations and quotes no value. */
export function invalidOutput(name: string, issues: readonly ValidationIssue[], text: string): InvalidOutputError {
  return new InvalidOutputError(
    `${name} does not match its schema: ${describeIssues(issues)}`,
    tellIssues(issues),
    text,
  );
}

/** Makes the error for an answer that cannot be read at all; `issue` says where and why. */
export function unreadableOutput(name: string, issue: ValidationIssue, text: string): InvalidOutputError {
  const place = issue.instancePath === "" ? "" : `, in ${spell(issue.instancePath)}`;
  const reason = toOneLine(issue.message ?? "cannot be read", maxReason);
  return new InvalidOutputError(`the answer for ${name} ${reason}${place}`, [issue], text);
}

/** The issues worth reading, each with what was expected as its message. */
export function tellIssues(issues: readonly ValidationIssue[]): readonly ValidationIssue[] {
  return withoutBranchNoise(firstOf(issues)).map((issue) => ({ ...issue, message: expectationOf([issue]) }));
}

/** Says in one line what is wrong with a value: the first issues, and how many there are besides. Quotes no value. */
export function describeIssues(issues: readonly ValidationIssue[], subject = "the output", most = 1): string {
  const lines = linesOf(issues, subject);
  if (lines.length === 0) return "no reason was given";
  return `${lines.slice(0, most).join("; ")}${lines.length > most ? ` (and ${lines.length - most} more)` : ""}`;
}

/**
 * Says what is wrong with a value in at most a few lines, for people and for a model that is asked again. What is wrong
 * in many items of a list is said once. Quotes no value.
 */
export function issueLines(issues: readonly ValidationIssue[]): readonly string[] {
  const lines = linesOf(issues, "the output");
  return lines.length > maxLines ? [...lines.slice(0, maxLines), `and ${lines.length - maxLines} more`] : lines;
}

/** Says where an issue is and what is expected there. `subject` is what the whole value is called. Quotes no value. */
export function describeIssue(issue: ValidationIssue, subject = "the output"): string {
  return `${spell(issue.instancePath) || subject} ${expectationOf([issue])}`;
}

/** Spells a place so that it stands in one line, whatever the model has called its keys. */
function spell(pointer: string): string {
  const line = toOneLine(pointer, pointer.length > maxPlace ? maxPlace : pointer.length);
  return pointer.length > maxPlace ? `${line}…` : line;
}

function firstOf(issues: readonly ValidationIssue[]): readonly ValidationIssue[] {
  return issues.length > maxTold ? issues.slice(0, maxTold) : issues;
}

/** One line for each thing that is wrong: names that are missing together, or items that are wrong alike, share theirs. */
function linesOf(issues: readonly ValidationIssue[], subject: string): readonly string[] {
  const byPlace = groupBy(withoutBranchNoise(firstOf(issues)), ({ instancePath, keyword, params }) =>
    // Alternatives are told apart by what is nearest.
    [
      instancePath,
      keyword,
      keyword === "required" || keyword === "additionalProperties" ? "" : JSON.stringify(params),
    ].join("\n"),
  );
  const told = byPlace.map((together) => ({
    place: spell(together[0]?.instancePath ?? ""),
    expectation: expectationOf(together),
  }));
  const alike = groupBy(
    told,
    ({ place, expectation }) => `${place.replaceAll(/\/\d+(?=\/|$)/g, "/0")}\n${expectation}`,
  );
  return alike.map(([first, ...others]) => {
    const line = `${first?.place || subject} ${first?.expectation ?? ""}`;
    if (others.length === 0) return line;
    return `${line}, and so ${others.length === 1 ? "in 1 more place" : `in ${others.length} more places`} like it`;
  });
}

/** The items in groups of the same key, in the order of their first ones. */
function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

/** The path of an issue, down to the key it is about; indexes of arrays are numbers. */
export function pathOf({ instancePath, params }: ValidationIssue, value: unknown): readonly (string | number)[] {
  const path: (string | number)[] = [];
  let current = value;
  for (const segment of segmentsOf(instancePath)) {
    path.push(Array.isArray(current) ? Number(segment) : segment);
    current = memberOf(current, segment);
  }
  const key = params["missingProperty"] ?? params["additionalProperty"] ?? params["unevaluatedProperty"];
  return typeof key === "string" ? [...path, key] : path;
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
