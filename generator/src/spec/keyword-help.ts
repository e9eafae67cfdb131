import { knownFormats } from "../../../runtime/src/schema/formats.ts";
import type { Json } from "../../../runtime/src/schema/json.ts";

/** What an editor says of a keyword, and, where the keyword holds no schemas, what its value looks like. */
export interface KeywordHelp {
  readonly description: string;
  readonly value?: { readonly [keyword: string]: Json };
}

/** The names a schema's `type` can have. */
export const typeNames: readonly string[] = ["string", "number", "integer", "boolean", "object", "array", "null"];

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const number = { type: "number" } as const;
const count = { type: "integer", minimum: 0 } as const;
const names = { type: "array", items: text, uniqueItems: true } as const;
/** A bound; draft 04 has booleans here. */
const bound = { type: ["number", "boolean"] } as const;

/** Help for every keyword of the drafts, and for our own. */
export const keywordHelp: Readonly<Record<string, KeywordHelp>> = {
  $schema: { description: "The draft of JSON Schema this is written in. Default: 2020-12.", value: text },
  id: { description: "The address of this schema (draft 04).", value: text },
  $id: { description: "The address of this schema.", value: text },
  $anchor: { description: "A name by which a `$ref` finds this schema: `#name`.", value: text },
  $ref: {
    description: "Another schema: in this file (`#/$defs/Name`) or in a local one (`_shared.yaml#/$defs/Name`).",
    value: text,
  },
  $recursiveRef: { description: "A reference to the outermost recursive schema (2019-09).", value: text },
  $recursiveAnchor: { description: "Marks a schema as the target of `$recursiveRef` (2019-09).", value: flag },
  $dynamicRef: { description: "A reference that is resolved where the schema is used.", value: text },
  $dynamicAnchor: { description: "A name for `$dynamicRef`.", value: text },
  $vocabulary: { description: "The vocabularies of a meta-schema.", value: { type: "object" } },
  $comment: { description: "A note for the schema's authors. Sent to nobody.", value: text },
  $defs: { description: "Named schemas for `$ref`. Each becomes an exported type." },
  definitions: { description: "Named schemas for `$ref`, as drafts before 2019-09 spell it." },
  type: {
    description: "What the value is.",
    value: {
      anyOf: [{ enum: typeNames }, { type: "array", items: { enum: typeNames }, minItems: 1, uniqueItems: true }],
    },
  },
  enum: { description: "The values there are.", value: { type: "array", minItems: 1 } },
  const: { description: "The only value there is.", value: {} },
  properties: { description: "The object's properties, in the order in which the model writes them." },
  patternProperties: { description: "Schemas of the properties whose names match a pattern." },
  additionalProperties: {
    description:
      "What undeclared properties may be. `false` makes them an invalid output, `true` or a schema keeps them; left out, they are dropped.",
  },
  propertyNames: { description: "What names the properties may have." },
  unevaluatedProperties: { description: "What properties may be that no other keyword speaks of." },
  required: { description: "The properties that have to be there.", value: { anyOf: [names, flag] } },
  minProperties: { description: "The least number of properties.", value: count },
  maxProperties: { description: "The largest number of properties.", value: count },
  dependencies: { description: "What else holds when a property is there (before 2019-09)." },
  dependentRequired: {
    description: "The properties that have to be there when another one is.",
    value: { type: "object", additionalProperties: names },
  },
  dependentSchemas: { description: "What else holds when a property is there." },
  items: { description: "The schema of the array's elements." },
  additionalItems: { description: "The schema of the elements after those of a tuple (before 2020-12)." },
  prefixItems: { description: "The schemas of a tuple's first elements." },
  unevaluatedItems: { description: "What elements may be that no other keyword speaks of." },
  contains: { description: "What at least one element has to be." },
  minContains: { description: "How many elements `contains` asks for, at least.", value: count },
  maxContains: { description: "How many elements `contains` asks for, at most.", value: count },
  minItems: { description: "The least number of elements.", value: count },
  maxItems: { description: "The largest number of elements.", value: count },
  uniqueItems: { description: "Whether no two elements may be equal.", value: flag },
  minimum: { description: "The least value.", value: number },
  maximum: { description: "The largest value.", value: number },
  exclusiveMinimum: { description: "The value has to be above this.", value: bound },
  exclusiveMaximum: { description: "The value has to be below this.", value: bound },
  multipleOf: { description: "The value is a multiple of this.", value: { type: "number", exclusiveMinimum: 0 } },
  minLength: { description: "The least number of characters.", value: count },
  maxLength: { description: "The largest number of characters.", value: count },
  pattern: { description: "A regular expression that occurs in the text.", value: text },
  format: {
    description: "The form of the text or number. Those listed are checked; of another one you are warned.",
    value: { anyOf: [{ enum: knownFormats }, text] },
  },
  contentEncoding: { description: "How binary content is written: base64.", value: text },
  contentMediaType: { description: "The media type of the text's content.", value: text },
  contentSchema: { description: "The schema of the text's content." },
  allOf: { description: "Schemas that all hold. They are merged." },
  anyOf: { description: "Schemas of which at least one holds." },
  oneOf: { description: "Schemas of which exactly one holds." },
  not: { description: "A schema that must not hold." },
  if: { description: "When this holds, `then` has to; otherwise `else` has to." },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, and no function.
  then: { description: "What holds when `if` does." },
  else: { description: "What holds when `if` does not." },
  title: { description: "A short name, for people.", value: text },
  description: { description: "What the value means. Models read it, and it documents the type.", value: text },
  default: { description: "A value for documentation. It is not filled in.", value: {} },
  examples: { description: "Values for documentation.", value: { type: "array" } },
  deprecated: { description: "Whether the value should no longer be used.", value: flag },
  readOnly: { description: "Documentation only.", value: flag },
  writeOnly: { description: "Documentation only.", value: flag },
};

/** Help for the keywords that are Outspec's own. */
export const ownKeywordHelp: Readonly<Record<string, Required<KeywordHelp>>> = {
  "x-stream": {
    description: "`complete`: partials show this value only once it is finished and valid.",
    value: { enum: ["complete"] },
  },
  "x-media": {
    description: "In `input`: the variable is an image or a file, for a message part of that kind.",
    value: { enum: ["image", "file"] },
  },
};
