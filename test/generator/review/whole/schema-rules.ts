import type { Level } from "../../../../generator/src/review/difference.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";

/** A change of a schema that one rule names, and a change close to it that the rule does not name. */
export interface SchemaRuleCase {
  readonly rule: string;
  readonly before: JsonSchema;
  readonly after: JsonSchema;
  /** Where it is named, below `/output` or `/input`. */
  readonly at: string;
  /** Levels for readers and for stored outputs. */
  readonly levels: readonly [consumer: Level, stored: Level];
  readonly near: readonly [before: JsonSchema, after: JsonSchema];
  /** Level for callers where it is not that of stored outputs. */
  readonly callers?: Level;
}

type Schema = { readonly [keyword: string]: Json };

const [safe, dangerous, breaking] = ["safe", "dangerous", "breaking"] as const;

/** A closed object whose properties are required, but for those in `optional`. */
function closed(properties: Schema, ...optional: readonly string[]): Schema {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: "object", additionalProperties: false, required, properties };
}

const string = { type: "string" };
const number = { type: "number" };
const integer = { type: "integer" };
const list = (more: Schema = {}): Schema => ({ type: "array", items: string, ...more });
const map = (more: Schema): Schema => ({ type: "object", additionalProperties: string, ...more });
const tagged = (tag: string, name: string, more: Schema = {}): Schema => closed({ [tag]: { const: name }, ...more });

/** A case about the value of the property `v`; `near` is another new form of it. */
function value(
  rule: string,
  [before, after]: readonly [Schema, Schema],
  levels: SchemaRuleCase["levels"],
  near: Schema,
  more: Partial<Pick<SchemaRuleCase, "at" | "callers">> = {},
): SchemaRuleCase {
  const of = (schema: Schema): Schema => closed({ v: schema });
  return {
    rule,
    before: of(before),
    after: of(after),
    at: `/properties/v${more.at ?? ""}`,
    levels,
    near: [of(before), of(near)],
    ...(more.callers !== undefined && { callers: more.callers }),
  };
}

/** A case about the root. */
function root(
  rule: string,
  [before, after]: readonly [Schema, Schema],
  levels: SchemaRuleCase["levels"],
  near: Schema,
  more: Partial<Pick<SchemaRuleCase, "at" | "callers">> = {},
): SchemaRuleCase {
  return {
    rule,
    before,
    after,
    at: more.at ?? "",
    levels,
    near: [before, near],
    ...(more.callers !== undefined && { callers: more.callers }),
  };
}

const a = closed({ a: string });
const ab = closed({ a: string, b: string });
const abOptional = closed({ a: string, b: string }, "b");
const openObject = { ...a, additionalProperties: true };

const objects: readonly SchemaRuleCase[] = [
  root("property-added-required", [a, ab], [safe, breaking], abOptional, { at: "/properties/b" }),
  root("property-added-optional", [a, abOptional], [safe, safe], ab, { at: "/properties/b" }),
  root("property-removed", [ab, a], [breaking, breaking], closed({ a: string, b: { ...string, deprecated: true } }), {
    at: "/properties/b",
  }),
  root("property-became-optional", [ab, abOptional], [breaking, safe], closed({ a: string, b: string, c: string }), {
    at: "/properties/b",
  }),
  root(
    "property-became-required",
    [abOptional, ab],
    [safe, breaking],
    closed({ a: string, b: string, c: string }, "b"),
    {
      at: "/properties/b",
    },
  ),
  root(
    "property-reordered",
    [ab, closed({ b: string, a: string })],
    [safe, safe],
    closed({ c: string, a: string, b: string }),
  ),
  root("additional-properties-opened", [a, openObject], [dangerous, safe], ab),
  root("additional-properties-closed", [openObject, a], [safe, breaking], { ...openObject, additionalProperties: {} }),
];

const maps: readonly SchemaRuleCase[] = [
  value(
    "properties-bound-loosened",
    [map({ minProperties: 2 }), map({ minProperties: 1 })],
    [breaking, safe],
    map({ minProperties: 3 }),
  ),
  value(
    "properties-bound-tightened",
    [map({ maxProperties: 9 }), map({ maxProperties: 3 })],
    [safe, breaking],
    map({ maxProperties: 12 }),
  ),
  value(
    "property-names-loosened",
    [map({ propertyNames: { maxLength: 4 } }), map({ propertyNames: { maxLength: 9 } })],
    [breaking, safe],
    map({ propertyNames: { maxLength: 2 } }),
  ),
  value(
    "property-names-tightened",
    [map({ propertyNames: { maxLength: 9 } }), map({ propertyNames: { maxLength: 4 } })],
    [safe, breaking],
    map({ propertyNames: { maxLength: 12 } }),
  ),
];

const types: readonly SchemaRuleCase[] = [
  value("type-changed", [string, { type: "boolean" }], [breaking, breaking], { type: ["string", "boolean"] }),
  value("type-widened", [number, { type: ["number", "string"] }], [breaking, safe], integer),
  value("type-narrowed", [{ type: ["number", "string"] }, number], [safe, breaking], {
    type: ["number", "string", "boolean"],
  }),
  value("nullable-added", [string, { type: ["string", "null"] }], [breaking, safe], { type: ["string", "boolean"] }),
  value("nullable-removed", [{ type: ["string", "null"] }, string], [safe, breaking], {
    anyOf: [string, { type: "null" }],
  }),
];

const low = { enum: ["low", "high"] };
const enums: readonly SchemaRuleCase[] = [
  value("enum-value-added", [low, { enum: ["low", "high", "urgent"] }], [breaking, safe], { enum: ["high", "low"] }),
  value("enum-value-removed", [{ enum: ["low", "high", "urgent"] }, low], [safe, breaking], {
    enum: ["low", "high", "urgent", "never"],
  }),
  value("enum-reordered", [low, { enum: ["high", "low"] }], [safe, safe], { enum: ["low", "middle", "high"] }),
  value("enum-constraint-added", [string, low], [safe, breaking], { ...string, maxLength: 4 }),
  value("enum-constraint-removed", [low, string], [breaking, safe], { enum: ["low"] }),
  value("const-changed", [{ const: "a" }, { const: "b" }], [breaking, breaking], { enum: ["a", "b"] }),
];

const text = (more: Schema): Schema => ({ ...string, ...more });
const bounds: readonly SchemaRuleCase[] = [
  value(
    "length-loosened",
    [text({ maxLength: 8 }), text({ maxLength: 12 })],
    [breaking, safe],
    text({ maxLength: 8, minLength: 0 }),
  ),
  value(
    "length-tightened",
    [text({ maxLength: 12 }), text({ maxLength: 8 })],
    [safe, breaking],
    text({ maxLength: 20 }),
  ),
  value(
    "range-loosened",
    [
      { ...integer, minimum: 1 },
      { ...integer, minimum: 0 },
    ],
    [breaking, safe],
    {
      ...integer,
      exclusiveMinimum: 0,
    },
  ),
  value(
    "range-tightened",
    [
      { ...number, maximum: 10 },
      { ...number, maximum: 5 },
    ],
    [safe, breaking],
    { ...number, maximum: 20 },
  ),
  value(
    "multiple-of-loosened",
    [
      { ...number, multipleOf: 0.5 },
      { ...number, multipleOf: 0.25 },
    ],
    [breaking, safe],
    {
      ...number,
      multipleOf: 1.5,
    },
  ),
  value(
    "multiple-of-tightened",
    [
      { ...number, multipleOf: 0.25 },
      { ...number, multipleOf: 0.5 },
    ],
    [safe, breaking],
    {
      ...number,
      multipleOf: 0.125,
    },
  ),
  value(
    "multiple-of-changed",
    [
      { ...integer, multipleOf: 2 },
      { ...integer, multipleOf: 3 },
    ],
    [breaking, breaking],
    {
      ...integer,
      multipleOf: 4,
    },
  ),
  value("items-loosened", [list({ maxItems: 2 }), list({ maxItems: 5 })], [breaking, safe], list({ maxItems: 1 })),
  value("items-tightened", [list({ maxItems: 5 }), list({ maxItems: 2 })], [safe, breaking], list({ maxItems: 6 })),
  value(
    "unique-items-removed",
    [list({ uniqueItems: true }), list()],
    [breaking, safe],
    list({ uniqueItems: true, maxItems: 3 }),
  ),
  value("unique-items-added", [list(), list({ uniqueItems: true })], [safe, breaking], list({ uniqueItems: false })),
  value(
    "contains-changed",
    [list({ contains: { const: "a" } }), list({ contains: { const: "b" } })],
    [breaking, breaking],
    list({ contains: { enum: ["a"] } }),
  ),
  value(
    "tuple-changed",
    [
      { type: "array", prefixItems: [number, number], items: false, minItems: 2 },
      { type: "array", prefixItems: [number, number, number], items: false, minItems: 3 },
    ],
    [breaking, safe],
    { type: "array", prefixItems: [number, integer], items: false, minItems: 2 },
  ),
];

const texts: readonly SchemaRuleCase[] = [
  value("pattern-added", [string, text({ pattern: "^[a-z]+$" })], [safe, breaking], text({ minLength: 1 })),
  value("pattern-removed", [text({ pattern: "^[a-z]+$" }), string], [breaking, safe], text({ pattern: "^[a-z]{2}$" })),
  value("pattern-changed", [text({ pattern: "^[a-z]+$" }), text({ pattern: "^[a-z-]+$" })], [breaking, safe], string),
  value("format-added", [string, text({ format: "date" })], [safe, breaking], text({ description: "A date." })),
  value("format-removed", [text({ format: "date" }), string], [breaking, safe], text({ format: "date-time" })),
  value("format-changed", [text({ format: "date" }), text({ format: "email" })], [breaking, breaking], string),
  value(
    "exclusion-tightened",
    [text({ not: { enum: ["none"] } }), text({ not: { enum: ["none", "n/a"] } })],
    [safe, breaking],
    {
      ...text({ not: { const: "none" } }),
    },
  ),
  value(
    "exclusion-loosened",
    [text({ not: { enum: ["none", "n/a"] } }), text({ not: { enum: ["none"] } })],
    [breaking, safe],
    {
      ...text({ not: { enum: ["n/a", "none"] } }),
    },
  ),
];

const open = tagged("kind", "open", { url: string });
const stop = tagged("kind", "stop");
const wait = tagged("kind", "wait", { ms: integer });
const steps = (...anyOf: readonly Schema[]): Schema => ({ anyOf });
/** Values of two overlapping variants, one of them by an expression that is not safe to run. */
const opaque = (pattern: string): Schema => ({ oneOf: [text({ pattern }), text({ maxLength: 5 })] });
const paid = (then: Schema): Schema => ({
  ...closed({ method: { enum: ["card", "cash"] }, last4: string }, "last4"),
  if: { properties: { method: { const: "card" } } },
  then,
});
const unions: readonly SchemaRuleCase[] = [
  value("union-branch-added", [steps(open, stop), steps(open, stop, wait)], [breaking, safe], steps(stop, open)),
  value(
    "union-branch-removed",
    [steps(open, stop, wait), steps(open, stop)],
    [safe, breaking],
    steps(wait, open, stop),
  ),
  value("union-branch-reordered", [steps(open, stop), steps(stop, open)], [safe, safe], steps(open, stop, wait)),
  value(
    "discriminator-changed",
    [steps(open, stop), steps(tagged("type", "open", { url: string }), tagged("type", "stop"))],
    [breaking, breaking],
    steps(tagged("kind", "open", { url: string, note: string }), stop),
  ),
  value(
    "discriminator-lost",
    [steps(open, wait), steps(closed({ kind: string, url: string }), closed({ kind: string, ms: integer }))],
    [dangerous, safe],
    steps(open, wait, stop),
    { callers: safe },
  ),
  value("conditional-changed", [paid({ required: ["last4"] }), paid({ minProperties: 1 })], [breaking, safe], {
    ...paid({ required: ["last4"] }),
    description: "How it was paid.",
  }),
  value("compat-unproven", [opaque("^(a|aa)+$"), opaque("^(a|aa)*b?$")], [dangerous, dangerous], {
    ...opaque("^(a|aa)+$"),
    description: "A short or a long one.",
  }),
  value(
    "schema-unsatisfiable",
    [
      integer,
      {
        allOf: [
          { ...integer, minimum: 5 },
          { ...integer, maximum: 3 },
        ],
      },
    ],
    [breaking, breaking],
    {
      allOf: [
        { ...integer, minimum: 5 },
        { ...integer, maximum: 30 },
      ],
    },
  ),
];

const person = closed({ name: string });
const references = (name: string, definition: Schema = person): Schema => ({
  $defs: { [name]: definition },
  ...closed({ who: { $ref: `#/$defs/${name}` } }),
});
const names: readonly SchemaRuleCase[] = [
  root(
    "export-renamed",
    [references("Person"), references("Customer")],
    [breaking, safe],
    references("Person", { ...person, description: "Who it is." }),
    { at: "/$defs/Customer", callers: breaking },
  ),
  value("deprecation-changed", [string, text({ deprecated: true })], [safe, safe], text({ description: "Old." })),
  value(
    "description-changed",
    [text({ description: "One sentence." }), text({ description: "Three sentences." })],
    [safe, safe],
    {
      ...text({ description: "One sentence.", maxLength: 90 }),
    },
  ),
  value(
    "schema-examples-changed",
    [text({ examples: ["Acme"] }), text({ examples: ["Acme", "Globex"] })],
    [safe, safe],
    {
      ...text({ description: "A company.", examples: ["Acme"] }),
    },
  ),
];

/** One change for each rule that compares schemas. */
export const schemaRuleCases: readonly SchemaRuleCase[] = [
  ...objects,
  ...maps,
  ...types,
  ...enums,
  ...bounds,
  ...texts,
  ...unions,
  ...names,
];
