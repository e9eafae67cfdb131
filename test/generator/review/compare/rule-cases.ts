import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";

/** One change of a schema, and everything that is to be found: `rule /pointer consumer/stored`. */
export interface RuleCase {
  readonly name: string;
  readonly before: JsonSchema;
  readonly after: JsonSchema;
  readonly found: readonly string[];
}

type Members = Readonly<Record<string, JsonSchema>>;

/** A closed object; names that end in `?` are optional. */
export function closed(members: Members, more: object = {}): JsonSchema {
  const names = Object.keys(members);
  return {
    type: "object",
    additionalProperties: false,
    required: names.filter((name) => !name.endsWith("?")),
    properties: Object.fromEntries(Object.entries(members).map(([name, schema]) => [name.replace("?", ""), schema])),
    ...more,
  };
}

/** A change of one value inside an object. */
function value(name: string, before: JsonSchema, after: JsonSchema, ...found: readonly string[]): RuleCase {
  const places = found.map((line) => line.replace(" @", " /output/properties/v"));
  return { name, before: closed({ v: before }), after: closed({ v: after }), found: places };
}

function whole(name: string, before: JsonSchema, after: JsonSchema, ...found: readonly string[]): RuleCase {
  return { name, before, after, found };
}

const string = { type: "string" } as const;
const integer = { type: "integer" } as const;
const variant = (kind: string, members: Members = {}, tag = "kind"): JsonSchema =>
  closed({ [tag]: { const: kind }, ...members });

export const objectCases: readonly RuleCase[] = [
  whole(
    "a required property is added",
    closed({ a: string }),
    closed({ a: string, b: string }),
    "property-added-required /output/properties/b safe/breaking",
  ),
  whole(
    "an optional property is added",
    closed({ a: string }),
    closed({ a: string, "b?": string }),
    "property-added-optional /output/properties/b safe/safe",
  ),
  whole(
    "a typed property is added where any key was taken on purpose",
    closed({ a: string }, { additionalProperties: true }),
    closed({ a: string, "b?": string }, { additionalProperties: true }),
    "property-added-optional /output/properties/b safe/breaking",
  ),
  whole(
    "an optional property that takes anything is added where any key was taken",
    closed({ a: string }, { additionalProperties: true }),
    closed({ a: string, "b?": true }, { additionalProperties: true }),
    "property-added-optional /output/properties/b safe/safe",
  ),
  whole(
    "a required property is removed",
    closed({ a: string, b: string }),
    closed({ a: string }),
    "property-removed /output/properties/b breaking/breaking",
  ),
  whole(
    "an optional property is removed from an object that drops others",
    { type: "object", properties: { a: string, b: string } },
    { type: "object", properties: { a: string } },
    "property-removed /output/properties/b breaking/safe",
  ),
  whole(
    "a property may be missing",
    closed({ a: string }),
    closed({ "a?": string }),
    "property-became-optional /output/properties/a breaking/safe",
  ),
  whole(
    "a property is always there",
    closed({ "a?": string }),
    closed({ a: string }),
    "property-became-required /output/properties/a safe/breaking",
  ),
  whole(
    "properties change places",
    closed({ reasoning: string, verdict: string }),
    closed({ verdict: string, reasoning: string }),
    "property-reordered /output safe/safe",
  ),
  whole(
    "a property put between others reorders none",
    closed({ a: string, c: string }),
    closed({ a: string, "b?": string, c: string }),
    "property-added-optional /output/properties/b safe/safe",
  ),
  whole(
    "names like integers have no order",
    closed({ "2": string, "1": string }),
    closed({ "1": string, "2": string }),
  ),
  whole(
    "an object is opened on purpose",
    closed({ a: string }),
    closed({ a: string }, { additionalProperties: true }),
    "additional-properties-opened /output dangerous/safe",
  ),
  whole(
    "an object drops what it refused",
    closed({ a: string }),
    { type: "object", required: ["a"], properties: { a: string } },
    "additional-properties-opened /output safe/safe",
  ),
  whole(
    "an object refuses what it dropped",
    { type: "object", required: ["a"], properties: { a: string } },
    closed({ a: string }),
    "additional-properties-closed /output safe/safe",
  ),
  whole(
    "an object that was open on purpose is closed",
    closed({ a: string }, { additionalProperties: true }),
    closed({ a: string }),
    "additional-properties-closed /output safe/breaking",
  ),
  whole("unevaluatedProperties closes as additionalProperties does", closed({ a: string }), {
    type: "object",
    unevaluatedProperties: false,
    required: ["a"],
    properties: { a: string },
  }),
  whole(
    "more keys are allowed",
    { type: "object", maxProperties: 2 },
    { type: "object", maxProperties: 3 },
    "properties-bound-loosened /output breaking/safe",
  ),
  whole(
    "fewer keys are allowed",
    { type: "object", maxProperties: 3 },
    { type: "object", maxProperties: 2 },
    "properties-bound-tightened /output safe/breaking",
  ),
  whole("a minimum of no keys says nothing", { type: "object", minProperties: 0 }, { type: "object" }),
  whole(
    "longer names are allowed",
    { type: "object", propertyNames: { maxLength: 2 } },
    { type: "object" },
    "property-names-loosened /output breaking/safe",
  ),
  whole(
    "only short names are allowed",
    { type: "object" },
    { type: "object", propertyNames: { maxLength: 2 } },
    "property-names-tightened /output safe/breaking",
  ),
  whole(
    "longer names than before are allowed",
    { type: "object", propertyNames: { maxLength: 9 } },
    { type: "object", propertyNames: { maxLength: 12 } },
    "property-names-loosened /output breaking/safe",
  ),
  whole(
    "other names are allowed",
    { type: "object", propertyNames: { enum: ["a", "b"] } },
    { type: "object", propertyNames: { enum: ["b", "c"] } },
    "property-names-loosened /output breaking/breaking",
  ),
  whole(
    "a name that is said in other words",
    { type: "object", propertyNames: { const: "a" } },
    { type: "object", propertyNames: { type: "string", enum: ["a"] } },
  ),
  whole("names of any text say nothing", { type: "object" }, { type: "object", propertyNames: true }),
  whole(
    "the values of a map change",
    { type: "object", additionalProperties: integer },
    { type: "object", additionalProperties: { type: ["integer", "string"] } },
    "type-widened /output/additionalProperties breaking/safe",
  ),
  whole(
    "the values under a pattern change",
    { type: "object", additionalProperties: false, patternProperties: { "^x_": integer } },
    { type: "object", additionalProperties: false, patternProperties: { "^x_": string } },
    "type-changed /output/patternProperties/^x_ breaking/breaking",
  ),
];

export const valueCases: readonly RuleCase[] = [
  value("a type is another one", string, { type: "boolean" }, "type-changed @ breaking/breaking"),
  value("a type is added", { type: "number" }, { type: ["number", "string"] }, "type-widened @ breaking/safe"),
  value("a type is taken away", { type: ["number", "string"] }, { type: "number" }, "type-narrowed @ safe/breaking"),
  value("numbers need not be integers", integer, { type: "number" }, "type-widened @ breaking/safe"),
  value("numbers have to be integers", { type: "number" }, integer, "type-narrowed @ safe/breaking"),
  value("a step of one is an integer", { type: "number", multipleOf: 1 }, integer),
  value("anything becomes something", true, string, "type-narrowed @ safe/breaking"),
  value("something becomes anything", string, {}, "type-widened @ breaking/safe"),
  value("null comes", string, { type: ["string", "null"] }, "nullable-added @ breaking/safe"),
  value("null goes", { anyOf: [string, { type: "null" }] }, string, "nullable-removed @ safe/breaking"),
  value("null is spelled otherwise", { type: "string", nullable: true }, { anyOf: [string, { type: "null" }] }),
  value("null is a member", { enum: ["a", null] }, { enum: ["a"] }, "nullable-removed @ safe/breaking"),
  value("a member comes", { enum: ["a", "b"] }, { enum: ["a", "b", "c"] }, "enum-value-added @ breaking/safe"),
  value(
    "a member of an open enum comes",
    { anyOf: [{ enum: ["a"] }, string] },
    { anyOf: [{ enum: ["a", "b"] }, string] },
    "enum-value-added @/anyOf/0 safe/safe",
  ),
  value("a member goes", { enum: ["a", "b"] }, { enum: ["a"] }, "enum-value-removed @ safe/breaking"),
  value("a member that never counted goes", { type: "string", enum: ["a", 1] }, { type: "string", enum: ["a"] }),
  value("members change places", { enum: ["a", "b"] }, { enum: ["b", "a"] }, "enum-reordered @ safe/safe"),
  value("members are spelled as constants", { enum: ["a", "b"] }, { anyOf: [{ const: "a" }, { const: "b" }] }),
  value("a list of members is put up", string, { enum: ["a", "b"] }, "enum-constraint-added @ safe/breaking"),
  value("a list of members is dropped", { enum: ["a", "b"] }, string, "enum-constraint-removed @ breaking/safe"),
  value(
    "a pattern says what the list said",
    { enum: ["a", "b"] },
    { type: "string", pattern: "^[ab]$" },
    "enum-constraint-removed @ safe/safe",
  ),
  value("a fixed value is another one", { const: "a" }, { const: "b" }, "const-changed @ breaking/breaking"),
  value("a fixed value is a list of one", { const: "a" }, { enum: ["a"] }),
  value(
    "texts may be longer",
    { type: "string", maxLength: 8 },
    { type: "string", maxLength: 12 },
    "length-loosened @ breaking/safe",
  ),
  value("texts have to be shorter", string, { type: "string", maxLength: 8 }, "length-tightened @ safe/breaking"),
  value("a length of zero says nothing", { type: "string", minLength: 0 }, string),
  value(
    "numbers may be larger",
    { type: "integer", maximum: 8 },
    { type: "integer", maximum: 9 },
    "range-loosened @ breaking/safe",
  ),
  value(
    "numbers have to be smaller",
    { type: "number", minimum: 0 },
    { type: "number", exclusiveMinimum: 0 },
    "range-tightened @ safe/breaking",
  ),
  value(
    "over integers above zero is at least one",
    { type: "integer", exclusiveMinimum: 0 },
    { type: "integer", minimum: 1 },
  ),
  value(
    "steps are finer",
    { type: "number", multipleOf: 0.5 },
    { type: "number", multipleOf: 0.25 },
    "multiple-of-loosened @ breaking/safe",
  ),
  value(
    "steps are coarser",
    { type: "number", multipleOf: 0.1 },
    { type: "number", multipleOf: 0.3 },
    "multiple-of-tightened @ safe/breaking",
  ),
  value(
    "steps are others",
    { type: "integer", multipleOf: 2 },
    { type: "integer", multipleOf: 3 },
    "multiple-of-changed @ breaking/breaking",
  ),
  value("a step that integers have anyway says nothing", { type: "integer", multipleOf: 0.5 }, integer),
  value(
    "lists may be longer",
    { type: "array", items: string, maxItems: 2 },
    { type: "array", items: string, maxItems: 3 },
    "items-loosened @ breaking/safe",
  ),
  value(
    "lists have to hold something",
    { type: "array", items: string },
    { type: "array", items: string, minItems: 1 },
    "items-tightened @ safe/breaking",
  ),
  value(
    "a list of at least no items says nothing",
    { type: "array", items: string, minItems: 0 },
    { type: "array", items: string },
  ),
  value(
    "repeats come",
    { type: "array", items: string, uniqueItems: true },
    { type: "array", items: string },
    "unique-items-removed @ breaking/safe",
  ),
  value(
    "repeats go",
    { type: "array", items: string },
    { type: "array", items: string, uniqueItems: true },
    "unique-items-added @ safe/breaking",
  ),
  value(
    "repeats that are not excluded say nothing",
    { type: "array", items: string, uniqueItems: false },
    { type: "array", items: string },
  ),
  value(
    "something has to occur",
    { type: "array", items: string },
    { type: "array", items: string, contains: { const: "a" } },
    "contains-changed @ safe/breaking",
  ),
  value(
    "what has to occur does anyway",
    { type: "array", minItems: 1, items: string },
    { type: "array", minItems: 1, items: string, contains: string },
    "contains-changed @ safe/safe",
  ),
  value(
    "what has to occur is said in other words",
    { type: "array", items: string, contains: { const: "a" }, maxContains: 2 },
    { type: "array", items: string, contains: { enum: ["a"], type: "string" }, minContains: 1, maxContains: 2 },
  ),
  value(
    "more may be what has to occur",
    { type: "array", items: string, contains: { enum: ["a"] }, minContains: 2 },
    { type: "array", items: string, contains: { enum: ["a", "b"] } },
    "contains-changed @ breaking/safe",
  ),
  value(
    "less is what may not occur often",
    { type: "array", items: string, contains: { enum: ["a", "b"] }, minContains: 0, maxContains: 1 },
    { type: "array", items: string, contains: { enum: ["a"] }, minContains: 0, maxContains: 2 },
    "contains-changed @ breaking/safe",
  ),
  value(
    "what may occur not at all says nothing",
    { type: "array", items: string, contains: string, minContains: 0 },
    { type: "array", items: string },
  ),
  value(
    "a tuple grows",
    { type: "array", prefixItems: [string], items: false, minItems: 1 },
    { type: "array", prefixItems: [string, integer], items: false, minItems: 1 },
    "tuple-changed @ breaking/safe",
  ),
  value(
    "a tuple shrinks",
    { type: "array", prefixItems: [string, integer], items: false },
    { type: "array", prefixItems: [string], items: false },
    "tuple-changed @ breaking/breaking",
  ),
  value(
    "an item of a tuple changes",
    { type: "array", prefixItems: [string, integer], items: false },
    { type: "array", prefixItems: [string, { type: "number" }], items: false },
    "type-widened @/prefixItems/1 breaking/safe",
  ),
  value("a pattern comes", string, { type: "string", pattern: "^a" }, "pattern-added @ safe/breaking"),
  value("a pattern goes", { type: "string", pattern: "^a" }, string, "pattern-removed @ breaking/safe"),
  value("an empty pattern says nothing", { type: "string", pattern: "" }, string),
  value(
    "a pattern is narrower",
    { type: "string", pattern: "^[A-Z]+-[0-9]+$" },
    { type: "string", pattern: "^[A-Z]{2}-[0-9]{4}$" },
    "pattern-changed @ safe/breaking",
  ),
  value(
    "a pattern is another one",
    { type: "string", pattern: "^a+$" },
    { type: "string", pattern: "^b+$" },
    "pattern-changed @ breaking/breaking",
  ),
  value(
    "a pattern that cannot be read is left open",
    { type: "string", pattern: "^(?=x)x[a-c]{3}z$" },
    { type: "string", pattern: "^(?=x)x[a-d]{3}z$" },
    "pattern-changed @ dangerous/dangerous",
  ),
  value(
    "a pattern means the same",
    { type: "string", pattern: "^(a|b)$" },
    { type: "string", pattern: "^[ab]$" },
    "pattern-changed @ safe/safe",
  ),
  value("a format comes", string, { type: "string", format: "date" }, "format-added @ safe/breaking"),
  value("a format goes", { type: "string", format: "date-time" }, string, "format-removed @ breaking/safe"),
  value(
    "a format is another one",
    { type: "string", format: "date" },
    { type: "string", format: "date-time" },
    "format-changed @ breaking/breaking",
  ),
  value(
    "a format is a wider one",
    { type: "string", format: "uri" },
    { type: "string", format: "uri-reference" },
    "format-changed @ breaking/safe",
  ),
  value(
    "a format that nobody asserts goes",
    { type: "string", format: "colour" },
    string,
    "format-removed @ safe/safe",
  ),
  value(
    "another value is excluded",
    { type: "string", not: { enum: ["a"] } },
    { type: "string", not: { enum: ["a", "b"] } },
    "exclusion-tightened @ safe/breaking",
  ),
  value(
    "a value is no longer excluded",
    { type: "string", not: { const: "a" } },
    string,
    "exclusion-loosened @ breaking/safe",
  ),
  value("a value of another type was excluded", { type: "string", not: { const: 1 } }, string),
];

const union = (...anyOf: readonly JsonSchema[]): JsonSchema => ({ anyOf });

export const unionCases: readonly RuleCase[] = [
  value(
    "a variant comes",
    union(variant("a"), variant("b")),
    union(variant("a"), variant("b"), variant("c", { n: integer })),
    "union-branch-added @ breaking/safe",
  ),
  value(
    "a variant that others contain comes",
    union(string, { type: "array" }),
    union(string, { type: "array" }, { type: "array", maxItems: 3 }),
    "union-branch-added @ safe/safe",
  ),
  value(
    "a variant that overlaps under oneOf comes",
    { oneOf: [{ type: "string", maxLength: 10 }] },
    {
      oneOf: [
        { type: "string", maxLength: 10 },
        { type: "string", minLength: 5 },
      ],
    },
    "union-branch-added @ breaking/breaking",
  ),
  value(
    "what overlaps under oneOf is admitted",
    {
      oneOf: [
        { type: "string", maxLength: 10 },
        { type: "string", minLength: 5 },
      ],
    },
    union({ type: "string", maxLength: 10 }, { type: "string", minLength: 5 }),
    "compat-unproven @ breaking/safe",
  ),
  value(
    "a variant goes",
    union(string, { type: "array", items: string }),
    { type: "array", items: string },
    "union-branch-removed @ safe/breaking",
  ),
  value(
    "variants change places",
    union(variant("a"), variant("b")),
    union(variant("b"), variant("a")),
    "union-branch-reordered @ safe/safe",
  ),
  value("disjoint oneOf is anyOf", { oneOf: [variant("a"), variant("b")] }, union(variant("a"), variant("b"))),
  value(
    "a change inside one variant is reported there",
    union(variant("a", { n: integer }), variant("b")),
    union(variant("a", { n: string }), variant("b")),
    "type-changed @/anyOf/0/properties/n breaking/breaking",
  ),
  value(
    "variants are told apart by another name",
    union(variant("a", { n: integer }), variant("b", { s: string })),
    union(variant("a", { n: integer }, "type"), variant("b", { s: string }, "type")),
    "discriminator-changed @ breaking/breaking",
    "property-added-required @/anyOf/0/properties/type safe/breaking",
    "property-added-required @/anyOf/1/properties/type safe/breaking",
    "property-removed @/anyOf/0/properties/kind breaking/breaking",
    "property-removed @/anyOf/1/properties/kind breaking/breaking",
  ),
  value(
    "variants are not told apart any more",
    union(variant("a", { n: integer }), variant("b", { s: string })),
    union(closed({ kind: string, n: integer }), closed({ kind: string, s: string })),
    "discriminator-lost @ dangerous/safe",
    "enum-constraint-removed @/anyOf/0/properties/kind breaking/safe",
    "enum-constraint-removed @/anyOf/1/properties/kind breaking/safe",
  ),
  whole(
    "a condition comes",
    closed({ "a?": string, "b?": string }),
    closed({ "a?": string, "b?": string }, { dependentRequired: { a: ["b"] } }),
    "conditional-changed /output safe/breaking",
  ),
  whole(
    "a condition says what holds anyway",
    closed({ a: string, b: string }),
    closed({ a: string, b: string }, { dependentRequired: { a: ["b"] } }),
    "conditional-changed /output safe/safe",
  ),
  whole(
    "a simple condition is a union",
    {
      type: "object",
      required: ["k"],
      properties: { k: { enum: ["x", "y"] }, v: string },
      additionalProperties: false,
    },
    {
      type: "object",
      required: ["k"],
      properties: { k: { enum: ["x", "y"] }, v: string },
      additionalProperties: false,
      if: { properties: { k: { const: "x" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { required: ["v"] },
    },
    "conditional-changed /output safe/breaking",
  ),
  whole(
    "nothing fits any more",
    closed({ n: { type: "integer", minimum: 1, maximum: 9 } }),
    closed({ n: { type: "integer", minimum: 10, maximum: 9 } }),
    "schema-unsatisfiable /output/properties/n breaking/breaking",
  ),
  whole(
    "two closed halves leave nothing",
    { allOf: [{ type: "object", required: ["a"], properties: { a: string } }] },
    { allOf: [closed({ a: string }), closed({ b: string })] },
    "schema-unsatisfiable /output breaking/breaking",
  ),
];

export const nameCases: readonly RuleCase[] = [
  whole(
    "a definition has another name",
    closed({ p: { $ref: "#/$defs/Old" } }, { $defs: { Old: closed({ n: string }) } }),
    closed({ p: { $ref: "#/$defs/New" } }, { $defs: { New: closed({ n: string }) } }),
    "export-renamed /output/$defs/New breaking/safe",
  ),
  whole("a definition comes", closed({ p: string }), closed({ p: { $ref: "#/$defs/P" } }, { $defs: { P: string } })),
  whole(
    "a definition goes",
    closed({ p: { $ref: "#/$defs/P" } }, { $defs: { P: string } }),
    closed({ p: string }),
    "export-renamed /output/$defs/P breaking/safe",
  ),
  value(
    "a description changes",
    { type: "string", description: "One sentence." },
    { type: "string", description: "Two sentences." },
    "description-changed @ safe/safe",
  ),
  value(
    "a description moves into a definition's reference",
    { type: "string", description: "Name." },
    { description: "Name.", type: "string" },
  ),
  value(
    "a variant's description changes",
    union({ ...(variant("a") as object), description: "A." }, variant("b")),
    union({ ...(variant("a") as object), description: "The first." }, variant("b")),
    "description-changed @/anyOf/0 safe/safe",
  ),
  value(
    "examples change",
    { type: "string", examples: ["a"] },
    { type: "string", examples: ["b"] },
    "schema-examples-changed @ safe/safe",
  ),
  value("a default is documentation", { type: "string", default: "a" }, { type: "string", default: "b" }),
  value("a property is deprecated", string, { type: "string", deprecated: true }, "deprecation-changed @ safe/safe"),
];
