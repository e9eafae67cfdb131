import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { SchemaObject } from "../../../../runtime/src/schema/keywords.ts";
import { isList, isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { LintReport, LintRules } from "../rule.ts";
import { requiredOf, type SchemaNode, typeOfValue, typesOf, valuesOf } from "../schema-node.ts";
import { allNodes, describedNodes, type LintSubject } from "../subject.ts";

/** Rules about how much a value may hold. */
export const boundRules: LintRules = {
  "unbounded-array": {
    theme: "Bounds",
    level: "warning",
    set: "strict",
    check: unboundedArrays,
    page: {
      what: "A list without `maxItems`.",
      why: "A model that falls into a loop fills the list until the token limit cuts it off, and the whole answer is lost.",
      bad: "tags: { type: array, items: { type: string } }",
      good: "tags: { type: array, maxItems: 10, items: { type: string } }",
    },
  },
  "unbounded-string": {
    theme: "Bounds",
    level: "info",
    set: "strict",
    check: unboundedStrings,
    page: {
      what: "A text without `maxLength`, `pattern` or `format` whose name speaks of something short: a name, an id, a code, a title.",
      why: "What is meant to be copied becomes a sentence, and columns and labels overflow.",
      bad: "ticket_id: { type: string }",
      good: 'ticket_id: { type: string, pattern: "^[A-Z]+-[0-9]+$" }',
    },
  },
  "impossible-bounds": {
    theme: "Bounds",
    level: "error",
    set: "recommended",
    codes: ["never-valid"],
    check: impossible,
    page: {
      what: "Nothing can satisfy the schema: a minimum over the maximum, a required name in an object that is closed to it, a type that excludes all values, a recursion that nothing ends. Or a default or an example is outside of its own schema.",
      why: "Every answer of every model fails, after as many attempts as there are.",
      bad: "type: integer\nminimum: 10\nmaximum: 9",
      good: "type: integer\nminimum: 9\nmaximum: 10",
    },
  },
};

function* unboundedArrays(subject: LintSubject): Iterable<LintReport> {
  for (const { schema, at, keyword } of describedNodes(subject)) {
    // A tuple has its length, and what is under an `allOf` may have it from beside.
    if (
      !typesOf(schema).includes("array") ||
      "maxItems" in schema ||
      keyword === "allOf" ||
      valuesOf(schema) !== undefined
    )
      continue;
    if (schema["items"] === false || ("prefixItems" in schema && schema["items"] === undefined)) continue;
    yield { at, what: "key", message: "this list may grow without end", hint: "add `maxItems`" };
  }
}

const short =
  /(?:^|_)(?:id|ids|code|name|title|label|slug|sku|currency|country|language|locale|number|status|unit|tag|city|email|phone|url|zip|postcode)$/;

function* unboundedStrings(subject: LintSubject): Iterable<LintReport> {
  for (const { schema, at, name } of describedNodes(subject)) {
    if (name === undefined || !typesOf(schema).includes("string") || valuesOf(schema) !== undefined) continue;
    if (["maxLength", "pattern", "format"].some((keyword) => keyword in schema)) continue;
    const words = name.replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1_$2").toLowerCase();
    if (!short.test(words)) continue;
    yield {
      at,
      what: "key",
      message: `${JSON.stringify(name)} may be a text of any length`,
      hint: "add `maxLength`, a `pattern` or a `format`",
    };
  }
}

function* impossible(subject: LintSubject): Iterable<LintReport> {
  for (const node of allNodes(subject)) {
    if (node.role === "test") continue;
    yield* requiredInClosed(node);
    const { schema, at } = node;
    yield* samplesOutside(node);
    const { minContains, maxContains } = schema;
    if (
      "contains" in schema &&
      typeof minContains === "number" &&
      typeof maxContains === "number" &&
      minContains > maxContains
    )
      yield {
        at: joinPointer(at, "minContains"),
        message: `no list fits: "minContains" ${minContains} is above "maxContains" ${maxContains}`,
      };
  }
}

/** Defaults and examples that their own schema clearly refuses. */
function* samplesOutside({ schema, at }: SchemaNode): Iterable<LintReport> {
  const { examples, default: value } = schema;
  const samples: readonly (readonly [pointer: string, value: Json])[] = [
    ...(value === undefined ? [] : [[joinPointer(at, "default"), value] as const]),
    ...(isList(examples) ? examples.map((one, index) => [joinPointer(at, "examples", index), one] as const) : []),
  ];
  for (const [pointer, sample] of samples) {
    const reason = refusal(schema, sample);
    if (reason !== undefined) yield { at: pointer, message: `its own schema refuses this value: ${reason}` };
  }
}

/** Why a schema refuses a value, as far as one look tells. */
function refusal(schema: SchemaObject, value: Json): string | undefined {
  const types = typesOf({ type: schema["type"] ?? null });
  const own = typeOfValue(value);
  if (types.length > 0 && !types.some((type) => type === own || (type === "number" && own === "integer")))
    return `it is of type ${own}, not ${types.join(" or ")}`;
  const values = valuesOf(schema);
  if (values !== undefined && !values.some((one) => canonicalJson(one) === canonicalJson(value)))
    return "it is none of the listed values";
  const size =
    typeof value === "number"
      ? value
      : typeof value === "string"
        ? [...value].length
        : isList(value)
          ? value.length
          : undefined;
  const [low, high] =
    typeof value === "number"
      ? ["minimum", "maximum"]
      : typeof value === "string"
        ? ["minLength", "maxLength"]
        : ["minItems", "maxItems"];
  for (const keyword of [low, high]) {
    const bound = schema[keyword];
    if (size === undefined || typeof bound !== "number" || (keyword === low ? size >= bound : size <= bound)) continue;
    return `${JSON.stringify(keyword)} is ${bound}`;
  }
  return undefined;
}

/** Names that are required although their own object, which is closed, does not have them. */
function* requiredInClosed({ schema, at }: SchemaNode): Iterable<LintReport> {
  if (schema["additionalProperties"] !== false || "patternProperties" in schema) return;
  const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
  for (const [index, name] of requiredOf(schema).entries()) {
    if (Object.hasOwn(properties, name) && properties[name] !== false) continue;
    yield {
      at: joinPointer(at, "required", index),
      message: `no value fits: ${JSON.stringify(name)} is required, and the object is closed to it`,
      hint: 'describe it under "properties", or remove it here',
    };
  }
}
