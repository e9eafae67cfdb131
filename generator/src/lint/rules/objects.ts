import { assertionKeywords } from "../../../../runtime/src/schema/ir/keywords.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import { isRecord, joinPointer } from "../../../../runtime/src/schema/pointer.ts";
import type { ResolvedSpec } from "../../spec/resolved-spec.ts";
import type { LintReport, LintRules } from "../rule.ts";
import { allowsNull, propertiesOf, requiredOf } from "../schema-node.ts";
import { allNodes, describedNodes, type LintSubject } from "../subject.ts";

/** Rules about objects and what they require. */
export const objectRules: LintRules = {
  "required-unknown": {
    theme: "Objects and references",
    level: "error",
    set: "recommended",
    codes: ["required-without-property"],
    page: {
      what: "`required` names a property that is not described.",
      why: "Usually a slip: the property that was meant is optional, and one of no type has to be there.",
      bad: "required: [titel]\nproperties:\n  title: { type: string }",
      good: "required: [title]\nproperties:\n  title: { type: string }",
    },
  },
  "default-on-required": {
    theme: "Objects and references",
    level: "warning",
    set: "recommended",
    check: defaults,
    page: {
      what: "A `default` of an output: on a required property it can never apply, and on an optional one nothing fills it in.",
      why: "Defaults are documentation. Readers of the schema expect a value that is not there.",
      bad: "language: { type: string, default: en }",
      good: "language:\n  description: ISO 639-1 code; en unless the text says otherwise.\n  type: string",
    },
  },
  "nullable-and-optional": {
    theme: "Objects and references",
    level: "info",
    set: "strict",
    check: nullableAndOptional,
    page: {
      what: "A property that may be left out and may be null.",
      why: "Two ways to say nothing: code has to handle both, and a model picks one by chance. Dialects that require every property cannot tell the two apart.",
      bad: "properties:\n  owner: { type: [string, 'null'] }",
      good: "required: [owner]\nproperties:\n  owner: { type: [string, 'null'] }",
    },
  },
  "open-object": {
    theme: "Objects and references",
    level: "info",
    set: "strict",
    check: openObjects,
    page: {
      what: "An object of the output that does not say whether it takes undeclared keys.",
      why: "Undeclared keys are dropped here before the value is validated, so this is harmless; stating it tells readers and other validators.",
      bad: "type: object\nproperties: { name: { type: string } }",
      good: "type: object\nadditionalProperties: false\nproperties: { name: { type: string } }",
    },
  },
  "untyped-node": {
    theme: "Objects and references",
    level: "warning",
    set: "recommended",
    check: untyped,
    page: {
      what: "A schema that says nothing about its value: no type, no listed values, no reference, no union.",
      why: "The type is `unknown`, and a model may write anything.",
      bad: "properties:\n  payload: {}",
      good: "properties:\n  payload: { type: object, additionalProperties: { type: string } }",
    },
  },
};

function* defaults(subject: LintSubject): Iterable<LintReport> {
  for (const { schema, at, name, parent } of describedNodes(subject)) {
    if (!("default" in schema) || name === undefined) continue;
    const isRequired = parent !== undefined && requiredOf(parent.schema).includes(name);
    yield {
      at: joinPointer(at, "default"),
      what: "key",
      message: isRequired
        ? `${JSON.stringify(name)} is required, so its default never applies`
        : `nothing fills in this default: where ${JSON.stringify(name)} is left out, it is missing`,
      hint: isRequired ? "remove it" : "say it in the `description`, and fill it in in code",
    };
  }
}

function* nullableAndOptional(subject: LintSubject): Iterable<LintReport> {
  for (const node of describedNodes(subject)) {
    const required = new Set(requiredOf(node.schema));
    for (const [name, schema] of propertiesOf(node.schema))
      if (!required.has(name) && allowsNull(subject.output, schema))
        yield {
          at: joinPointer(node.at, "properties", name),
          what: "key",
          message: `${JSON.stringify(name)} may be left out and may be null: two ways to say nothing`,
          hint: "require it, or leave null out",
        };
  }
}

/** Keywords beside which undeclared keys are kept. */
const keepers = [
  "additionalProperties",
  "unevaluatedProperties",
  "patternProperties",
  "propertyNames",
  "minProperties",
  "maxProperties",
];

function* openObjects(subject: LintSubject): Iterable<LintReport> {
  for (const { schema, at, role } of describedNodes(subject)) {
    if (role === "part" || !isRecord(schema["properties"]) || keepers.some((keyword) => keyword in schema)) continue;
    yield {
      at,
      what: "key",
      message: "this object does not say whether it takes undeclared keys; they are dropped",
      hint: "additionalProperties: false",
    };
  }
}

function* untyped(subject: LintSubject): Iterable<LintReport> {
  const media = mediaVariables(subject.spec);
  for (const { schema, at, role, keyword } of allNodes(subject)) {
    if (role !== "value" && role !== "definition") continue;
    // The part of the prompt that a variable stands in says that it is an image or a file.
    if (media.has(at)) continue;
    // Values of a map, and what is only asked of a list, may be anything on purpose.
    if (
      keyword === "additionalProperties" ||
      "x-media" in schema ||
      "$dynamicRef" in schema ||
      "$recursiveRef" in schema
    )
      continue;
    const says = [
      "type",
      "enum",
      "const",
      "$ref",
      "anyOf",
      "oneOf",
      "allOf",
      "properties",
      "items",
      "prefixItems",
      "patternProperties",
    ];
    if (says.some((one) => one in schema) || isOnlyDefinitions(schema)) continue;
    const has = Object.keys(schema).some((one) => assertionKeywords.has(one));
    yield {
      at,
      what: "key",
      message: has
        ? "values of any other type fit, too: nothing says which type this is"
        : "any value fits: nothing says which type this is",
      hint: "add a `type`",
    };
  }
}

/** Where the variables are declared that stand in parts of the prompt for images and files. */
function mediaVariables({ prompt }: ResolvedSpec): ReadonlySet<string> {
  const parts = prompt?.messages.flatMap((message) => message.parts) ?? [];
  return new Set(
    parts.flatMap((part) =>
      part.type === "text" ? [] : [joinPointer("/input", ...part.path.flatMap((name) => ["properties", name]))],
    ),
  );
}

function isOnlyDefinitions(schema: { readonly [keyword: string]: Json }): boolean {
  return "$defs" in schema || "definitions" in schema;
}
