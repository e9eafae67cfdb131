import type { ErrorObject } from "ajv";
import type { Json } from "../../../runtime/src/schema/json.ts";
import {
  atPointer,
  isList,
  isRecord,
  joinPointer,
  parentPointer,
  splitPointer,
} from "../../../runtime/src/schema/pointer.ts";
import { didYouMean, nearestName } from "./suggest.ts";

/** One thing that is wrong with a value, in words. */
export interface Explanation {
  readonly pointer: string;
  readonly what: "key" | "value";
  readonly kind: "unknown-key" | "missing-key" | "wrong-value";
  readonly message: string;
  readonly hint?: string;
}

/** Says in words what ajv found, one explanation for each place, the innermost places only. Needs `verbose` errors. */
export function explainErrors(errors: readonly ErrorObject[], root: Json): Explanation[] {
  const relevant = dropOtherBranches(errors);
  const extraErrors = relevant.filter(({ keyword }) => keyword === "additionalProperties");
  const extra = extraErrors.map(explainExtra);
  // Where a value stands as a key, what is missing follows from that.
  const turned = new Set(extraErrors.filter((one) => spelledOut(one) !== undefined).map((one) => one.instancePath));
  // A misspelt key is both unknown and missing; once is enough.
  const offered = new Set(extra.map(({ pointer, hint }) => `${parentPointer(pointer)} ${hint ?? ""}`));
  const missing = relevant
    .filter(
      ({ keyword, instancePath, params }) =>
        keyword === "required" &&
        !turned.has(instancePath) &&
        !offered.has(`${instancePath} did you mean ${JSON.stringify(params["missingProperty"])}?`),
    )
    .map(explainMissing);

  const places = new Map<string, ErrorObject[]>();
  for (const error of relevant) {
    if (error.keyword === "required" || error.keyword === "additionalProperties") continue;
    const group = places.get(error.instancePath);
    if (group === undefined) places.set(error.instancePath, [error]);
    else group.push(error);
  }
  const explained = [...missing.map(({ pointer }) => pointer), ...extra.map(({ pointer }) => parentPointer(pointer))];
  // Only the innermost places are told, and none that a missing or an extra key has told already.
  const told = new Set([...places.keys()].flatMap(ancestors).concat(explained, explained.flatMap(ancestors)));
  const wrong = [...places]
    .filter(([place]) => !told.has(place))
    .map(([place, group]) => explainWrong(place, group, root));
  return [...extra, ...missing, ...wrong];
}

/** The pointers of everything that a place is inside of. */
function ancestors(pointer: string): string[] {
  const found: string[] = [];
  for (let at = pointer; at !== ""; ) {
    at = parentPointer(at);
    found.push(at);
  }
  return found;
}

/** Whether `pointer` is `outer` or inside it. */
function isInside(pointer: string, outer: string): boolean {
  return pointer === outer || pointer.startsWith(`${outer}/`);
}

/**
 * A union that fails reports every branch. The branches whose type the value does not even have were not meant, so
 * their errors are dropped; when no branch is left, the union speaks for itself.
 */
function dropOtherBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const unions = errors.filter(({ keyword }) => keyword === "oneOf" || keyword === "anyOf");
  return errors.filter((error) => {
    const isUnion = unions.includes(error);
    return !unions.some((union) => {
      const branches = Array.isArray(union.schema) ? union.schema : [];
      const typeOf = (branch: unknown): unknown =>
        typeof branch === "object" && branch !== null && "type" in branch ? branch.type : undefined;
      if (branches.some((branch) => typeOf(branch) === undefined)) return false;
      const meant = branches.findIndex((branch) => typeOf(branch) === jsonTypeOf(union.data));
      if (isUnion) return error === union && meant !== -1;
      if (!isInside(error.instancePath, union.instancePath)) return false;
      if (meant === -1) return true;
      return error.instancePath === union.instancePath && error.keyword === "type";
    });
  });
}

function explainMissing(error: ErrorObject): Explanation {
  const name = String(error.params["missingProperty"]);
  const whole = titleOf(error) ?? nounOf(error.instancePath);
  const near = isRecord(error.data as Json) ? nearestName(name, Object.keys(error.data as object)) : undefined;
  const example = exampleOf(error, name);
  const hint = near === undefined ? example : `is ${JSON.stringify(near)} meant to be ${JSON.stringify(name)}?`;
  return {
    pointer: error.instancePath,
    what: error.instancePath === "" ? "value" : "key",
    kind: "missing-key",
    message: `${JSON.stringify(name)} is missing in ${whole}`,
    ...(hint !== undefined && { hint }),
  };
}

/** The example that a format schema gives for a key, as YAML on one line. */
function exampleOf(error: ErrorObject, name: string): string | undefined {
  const example = atPointer(error.parentSchema as Json | undefined, joinPointer("/properties", name, "examples", 0));
  return example === undefined ? undefined : `as in ${name}: ${showFlow(example)}`;
}

/** Spells plain words and the objects and lists of them as YAML does in a flow. */
function showFlow(value: Json): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) return `[${value.map(showFlow).join(", ")}]`;
  const entries = Object.entries(value).map(([key, inner]) => `${key}: ${showFlow(inner)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function explainExtra(error: ErrorObject): Explanation {
  const name = String(error.params["additionalProperty"]);
  const known = Object.keys((error.parentSchema?.["properties"] as object | undefined) ?? {});
  const free = known.filter((key) => !Object.hasOwn((error.data ?? {}) as object, key) || key === name);
  const list = known.filter((key) => key !== "$schema").join(", ");
  return {
    pointer: joinPointer(error.instancePath, name),
    what: "key",
    kind: "unknown-key",
    message: `${JSON.stringify(name)} is not a key of ${titleOf(error) ?? nounOf(error.instancePath)}`,
    hint: spelledOut(error) ?? didYouMean(name, free) ?? `known keys: ${list}`,
  };
}

/** A key that is one of the values of a missing key, as `system` is of `role`: the mapping in full. */
function spelledOut(error: ErrorObject): string | undefined {
  const name = String(error.params["additionalProperty"]);
  const required = error.parentSchema?.["required"] as readonly string[] | undefined;
  const absent = required?.filter((key) => !Object.hasOwn((error.data ?? {}) as object, key)) ?? [];
  const tag = absent.find((key) => {
    const values = atPointer(error.parentSchema as Json, joinPointer("/properties", key, "enum"));
    return isList(values) && values.includes(name);
  });
  if (tag === undefined) return undefined;
  const others = absent.filter((key) => key !== tag).map((key) => `, ${key}: …`);
  return `did you mean { ${tag}: ${name}${others.join("")} }?`;
}

function explainWrong(pointer: string, errors: readonly ErrorObject[], root: Json): Explanation {
  const value = atPointer(root, pointer);
  const noun = nounOf(pointer);
  // What a format marks as never read back may be a key that was written there by mistake.
  const isSecret = errors.some(({ parentSchema }) => parentSchema?.["writeOnly"] === true);
  const make = (expectation: string, hint?: string): Explanation => ({
    pointer,
    what: "value",
    kind: "wrong-value",
    message: isSecret ? `${noun} must be ${expectation}` : `${noun} must be ${expectation}, ${butIs(value)}`,
    ...(hint !== undefined && { hint }),
  });
  const union = errors.find(({ keyword }) => keyword === "oneOf" || keyword === "anyOf");
  const choice = errors.find(({ keyword }) => keyword === "enum");
  const types = [
    ...new Set(
      errors.filter(({ keyword }) => keyword === "type").flatMap(({ params }) => params["type"] as string | string[]),
    ),
  ];
  const title =
    union !== undefined ? titleOf(union) : types.length > 0 && errors[0] !== undefined ? titleOf(errors[0]) : undefined;
  if (title !== undefined && /^an? /.test(title)) return make(title, hintForMapping(errors[0], value));
  if (choice !== undefined) {
    const allowed = (choice.params["allowedValues"] as Json[]) ?? [];
    const hint =
      typeof value === "string"
        ? didYouMean(
            value,
            allowed.filter((one) => typeof one === "string"),
          )
        : undefined;
    return make(
      listWith(
        "or",
        allowed.map((one) => JSON.stringify(one)),
      ),
      hint,
    );
  }
  if (types.length > 0) return make(listWith("or", types.map(typeNoun)));
  const [first] = errors;
  return make(first === undefined ? "something else" : boundOf(first));
}

/** A text where a mapping with one needed key is expected is most likely the value of that key. */
function hintForMapping(error: ErrorObject | undefined, value: Json | undefined): string | undefined {
  const required = error?.keyword === "type" ? (error.parentSchema?.["required"] as readonly string[] | undefined) : [];
  const [name, ...others] = required ?? [];
  if (typeof value !== "string" || value === "" || name === undefined || others.length > 0) return undefined;
  const plain = /^[A-Za-z][\w./:-]*$/.test(value) && !value.endsWith(":");
  return `did you mean { ${name}: ${plain ? value : JSON.stringify(value)} }?`;
}

function boundOf(error: ErrorObject): string {
  const limit = String(error.params["limit"] ?? "");
  switch (error.keyword) {
    case "minimum":
      return `at least ${limit}`;
    case "maximum":
      return `at most ${limit}`;
    case "exclusiveMinimum":
      return `more than ${limit}`;
    case "exclusiveMaximum":
      return `less than ${limit}`;
    case "multipleOf":
      return `a multiple of ${String(error.params["multipleOf"])}`;
    case "minItems":
      return limit === "1" ? "a list with at least one element" : `a list of at least ${limit} elements`;
    case "maxItems":
      return `a list of at most ${limit} elements`;
    case "minLength":
      return limit === "1" ? "a text that is not empty" : `a text of at least ${limit} characters`;
    case "maxLength":
      return `a text of at most ${limit} characters`;
    case "uniqueItems":
      return "a list without repeats";
    case "pattern":
      return `a text that matches ${String(error.params["pattern"])}`;
    case "const":
      return JSON.stringify(error.params["allowedValue"]);
    case "minProperties":
      return limit === "1" ? "a mapping with at least one entry" : `an object with at least ${limit} properties`;
    case "maxProperties":
      return `an object with at most ${limit} properties`;
    default:
      return `something that satisfies ${JSON.stringify(error.keyword)} (it ${error.message ?? "does not"})`;
  }
}

function titleOf(error: ErrorObject): string | undefined {
  const title = error.parentSchema?.["title"];
  return typeof title === "string" ? title : undefined;
}

/** Names a place by its last step: `"settings"`, or `element 2 of "stop"`. */
export function nounOf(pointer: string): string {
  const steps = splitPointer(pointer);
  const last = steps.at(-1);
  if (last === undefined) return "the value";
  if (!/^\d+$/.test(last)) return JSON.stringify(last);
  const list = steps.at(-2);
  return `element ${Number(last) + 1}${list === undefined || /^\d+$/.test(list) ? "" : ` of ${JSON.stringify(list)}`}`;
}

/** Ends a message that said what a value must be: `not 5`, or `and it is empty` for what YAML reads as null. */
export function butIs(value: Json | undefined): string {
  return value === null || value === undefined ? "and it is empty" : `not ${showValue(value)}`;
}

/** Shows a value in a message: short, on one line, in JSON. */
export function showValue(value: Json | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  const text = JSON.stringify(value);
  if (text.length <= 60) return text;
  return Array.isArray(value) ? "this list" : typeof value === "object" ? "this object" : `${text.slice(0, 57)}…`;
}

/** Joins words as a person would: `a, b or c`. */
export function listWith(word: "and" | "or", items: readonly string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} ${word} ${items.at(-1) ?? ""}`;
}

function typeNoun(type: string): string {
  const nouns: Readonly<Record<string, string>> = {
    object: "an object",
    array: "a list",
    string: "a text",
    integer: "a whole number",
    number: "a number",
    boolean: "true or false",
    null: "null",
  };
  return nouns[type] ?? type;
}

function jsonTypeOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}
