import type { JsonType, StreamNode, Validate, ValidationIssue } from "../codec.ts";
import { validateOutput } from "../validation/validate.ts";
import type { Path } from "./growing-tree.ts";
import { setOwn, type WireType, wireTypeOf } from "./json-value.ts";
import { toPointer } from "./malformed-output.ts";
import type { StreamShape } from "./stream-shape.ts";

/** What was expected where something else is written, in the words of a validator. Quotes no value. */
export interface Expectation extends Pick<ValidationIssue, "keyword" | "params" | "message"> {
  /**
   * Whether the validator refuses what is written, whatever follows. It need not where the dialect alone is not kept
   * to: what a model wrote in place of a list of entries may be the map itself.
   */
  readonly final: boolean;
}

/** The first thing in a value that its table has no room for. */
export interface Flaw extends Expectation {
  /** The value that is not as expected: the object itself for a property it lacks or must not have. */
  readonly path: Path;
  /** A value of the same JSON type as the one that is wrong, and where that stands, when it is not whole or is kept aside. */
  readonly sample?: Sample;
  /** What the validator of the value itself found, seen from the value. */
  readonly issues?: readonly ValidationIssue[];
  /** Whether it is in a value that no draft holds before it is whole. */
  readonly isAside?: boolean;
}

/** A value that stands for one that is not in a draft. */
export interface Sample {
  readonly path: Path;
  readonly value: unknown;
}

/**
 * Whether a validator refuses what is flawed, too, given the value as far as it was read.
 *
 * A table may ask for more than its schema does: an object where the schema only says what its properties are like,
 * should it be one. What the validator would have accepted is no reason to stop.
 */
export function isRefused(validate: Validate, draft: unknown, flaw: Flaw): boolean {
  const { sample, isAside } = flaw;
  // A validator could not be shown it. The table alone knows.
  if (isAside === true) return true;
  const value = sample === undefined ? draft : withValueAt(draft, sample.path, sample.value);
  return validateOutput(validate, value).some((issue) => isAbout(issue, flaw));
}

/** Whether an issue says what a flaw does, or more of it. A draft lacks what is yet to come, which is no reason to stop. */
function isAbout(issue: ValidationIssue, { path, keyword, sample, issues }: Flaw): boolean {
  const pointer = toPointer(path);
  if (issues !== undefined) return issue.instancePath === pointer || issue.instancePath.startsWith(`${pointer}/`);
  if (keyword === "additionalProperties" && sample !== undefined) {
    const { additionalProperty, unevaluatedProperty } = issue.params;
    const name = additionalProperty ?? unevaluatedProperty;
    return (
      issue.instancePath === toPointer(sample.path) || (issue.instancePath === pointer && name === sample.path.at(-1))
    );
  }
  return issue.instancePath === pointer && (keyword !== "maxProperties" || issue.keyword === keyword);
}

/** A value with another one in its place at a path; what is on the way is copied. */
function withValueAt(root: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === "number") {
    const list: unknown[] = Array.isArray(root) ? [...root] : [];
    list[step] = withValueAt(list[step], rest, value);
    return list;
  }
  const object: Record<string, unknown> = wireTypeOf(root) === "object" ? { ...(root as object) } : {};
  setOwn(object, step, withValueAt(Object.hasOwn(object, step) ? object[step] : undefined, rest, value));
  return object;
}

/** The same as issues, for an `InvalidOutputError`. */
export function issuesOf({ path, keyword, params, message, issues }: Flaw): readonly ValidationIssue[] {
  const pointer = toPointer(path);
  if (issues !== undefined) return issues.map((issue) => ({ ...issue, instancePath: pointer + issue.instancePath }));
  return [{ instancePath: pointer, keyword, params, ...(message === undefined ? {} : { message }) }];
}

/** A value with the property that is not in its row. */
export function noProperty(name: string): Expectation {
  return { keyword: "additionalProperties", params: { additionalProperty: name }, final: true };
}

/** An object that has none but some properties. */
export function onlyProperties(names: readonly string[]): Expectation {
  return { keyword: "additionalProperties", params: { allowedProperties: names }, final: true };
}

/** An object that ended without a property. */
export function missingProperty(name: string): Expectation {
  return { keyword: "required", params: { missingProperty: name }, final: true };
}

/** One of a few values. */
export function oneOf(values: readonly unknown[]): Expectation {
  const allowed = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  return allowed.length === 1
    ? { keyword: "const", params: { allowedValue: allowed[0] }, final: true }
    : { keyword: "enum", params: { allowedValues: allowed }, final: true };
}

/** A value of a JSON type: what an authored form is, where a dialect's form of it is broken. */
export function ofType(type: JsonType): Expectation {
  return { keyword: "type", params: { type }, final: true };
}

/** JSON text, where a string holds something else. */
export function jsonText(): Expectation {
  return { keyword: "json", params: {}, final: true };
}

/** The object that a dialect puts around the root. The root may well have been written without it. */
export function noWrapper(message: string): Expectation {
  return { keyword: "wrapper", params: {}, message, final: false };
}

/** What rows expect, one of which is meant, for a value of a JSON type that they have no room for. */
export function expectedAt(shape: StreamShape, rows: readonly number[], type: WireType | undefined): Expectation {
  const isContainer = type === "object" || type === "array";
  const seen = new Set<number>();
  const leaves = rows.flatMap((row) => [...leavesOf(shape, row, seen)]);
  const fitting = leaves.filter((leaf) =>
    typesOf(leaf).some((name) => (name === "integer" ? "number" : name) === type),
  );
  const closed = (fitting.length === 0 ? leaves : fitting).map((leaf) =>
    leaf.kind === "whole" ? leaf.values : undefined,
  );
  if (closed.length > 0 && closed.every((values) => values !== undefined)) return oneOf(closed.flat());
  if (isContainer && fitting.length > 0) return { keyword: "anyOf", params: {}, final: true };
  return { keyword: "type", params: { type: [...new Set(leaves.flatMap(typesOf))] }, final: true };
}

type Leaf = Exclude<StreamNode, { readonly kind: "union" }>;

/** The options of a row, those of its unions included. */
function* leavesOf(shape: StreamShape, row: number, seen: Set<number>): Generator<Leaf> {
  if (seen.has(row)) return;
  seen.add(row);
  const node = shape.node(row);
  if (node.kind !== "union") yield node;
  else for (const option of node.options) yield* leavesOf(shape, option, seen);
}

function typesOf(leaf: Leaf): readonly JsonType[] {
  switch (leaf.kind) {
    case "text":
      return ["string"];
    case "whole":
      return (
        leaf.types ??
        leaf.values?.flatMap((value) => wireTypeOf(value) ?? []) ?? ["string", "number", "boolean", "null"]
      );
    case "object":
    case "array":
      return [leaf.kind];
    case "any":
      return ["string", "number", "boolean", "null", "object", "array"];
  }
}
