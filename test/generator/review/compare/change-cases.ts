import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { closed } from "./rule-cases.ts";

/** One change of a schema, of which told.txt has what is said. */
export interface ChangeCase {
  readonly name: string;
  readonly before: JsonSchema;
  readonly after: JsonSchema;
}

const string = { type: "string" } as const;
const integer = { type: "integer" } as const;
const number = { type: "number" } as const;
const boolean = { type: "boolean" } as const;
const names = (count: number, stem: string): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${stem}${index + 1}`);
const tagged = (kind: string, members: Readonly<Record<string, JsonSchema>> = {}): JsonSchema =>
  closed({ kind: { const: kind }, ...members });

const change = (name: string, before: JsonSchema, after: JsonSchema): ChangeCase => ({ name, before, after });
/** A change of one value inside an object. */
const value = (name: string, before: JsonSchema, after: JsonSchema): ChangeCase =>
  change(name, closed({ v: before }), closed({ v: after }));
/** A change of one value that may be missing, beside others that do not change. */
const beside = (name: string, before: JsonSchema, after: JsonSchema): ChangeCase =>
  change(
    name,
    closed({ id: { type: "string", minLength: 2 }, "v?": before, n: { type: "integer", minimum: 3 } }),
    closed({ id: { type: "string", minLength: 2 }, "v?": after, n: { type: "integer", minimum: 3 } }),
  );

/** An object that has to have one property where it has another one. */
const needing = (one: string, other: string): JsonSchema => ({
  type: "object",
  properties: { a: string, b: integer },
  if: { required: [one] },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
  then: { required: [other] },
});

/** Unions of three objects each, which have nothing to do with each other. */
const choices = (count: number): readonly JsonSchema[] =>
  Array.from({ length: count }, (_, index) => ({
    anyOf: ["a", "b", "c"].map((name) => ({ type: "object", required: [`${name}${index}`] })),
  }));
const forty = (last: JsonSchema): readonly JsonSchema[] =>
  names(40, "kind").map((kind, index) => tagged(kind, { v: index === 30 ? last : string }));

const objects: readonly ChangeCase[] = [
  change(
    "several properties come, go and change at once",
    closed({ a: string, b: integer, "c?": boolean, d: { enum: ["x", "y"] } }),
    closed({ a: integer, "b?": integer, c: boolean, e: { type: "array", items: string } }),
  ),
  change(
    "a property is renamed: it says the same",
    closed({ mood: { enum: ["good", "bad"] }, id: string }),
    closed({ id: string, feeling: { enum: ["good", "bad"] } }),
  ),
  change(
    "a property is renamed: it is described in nearly the same words",
    closed({ note: { type: "string", description: "What the nurse should read first today." } }),
    closed({ summary: { type: "string", description: "What a nurse should read first today.", maxLength: 90 } }),
  ),
  change(
    "a text goes and another text comes: nothing says that it is the same",
    closed({ note: string, a: integer }),
    closed({ a: integer, summary: string }),
  ),
  change(
    "a number goes and two numbers come: it may be either",
    closed({ count: integer }),
    closed({ total: integer, sum: integer }),
  ),
  change("a number goes and a number comes: it may be that", closed({ count: integer }), closed({ total: integer })),
  change(
    "a description has too few words to tell",
    closed({ note: { type: "string", description: "Note" } }),
    closed({ remark: { type: "string", description: "note", maxLength: 3 } }),
  ),
  change(
    "a reason comes after what it explains",
    closed({ evidence: string, score: integer, label: string }),
    closed({ score: integer, label: string, evidence: string }),
  ),
  change(
    "an answer comes before its analysis",
    closed({ id: string, analysis: string, answer: string }),
    closed({ id: string, answer: string, analysis: string }),
  ),
  change(
    "properties with and without an order change places",
    closed({ "1": string, b: string, a: string }),
    closed({ a: string, "1": string, b: string }),
  ),
  change(
    "what is required and never declared comes",
    closed({ a: string }, { additionalProperties: true }),
    closed({ a: string }, { additionalProperties: true, required: ["a", "b"] }),
  ),
  change(
    "names under a pattern come where others are refused",
    closed({ a: string }),
    closed({ a: string }, { patternProperties: { "^x_": integer } }),
  ),
  change(
    "names under a pattern come where others are kept",
    { type: "object", properties: { a: string }, additionalProperties: true },
    { type: "object", properties: { a: string }, additionalProperties: true, patternProperties: { "^x_": integer } },
  ),
  change(
    "names under two patterns become names under one",
    { type: "object", patternProperties: { "^x_": integer, "^y_": string }, additionalProperties: false },
    { type: "object", patternProperties: { "^y_": string }, additionalProperties: false },
  ),
  change(
    "values under a pattern that cannot be read change",
    { type: "object", patternProperties: { "(?=x)x": integer }, additionalProperties: false },
    { type: "object", patternProperties: { "(?=x)x": string }, additionalProperties: false },
  ),
  change(
    "a map takes other values beside its properties",
    { type: "object", properties: { k: string }, required: ["k"], additionalProperties: integer },
    { type: "object", properties: { k: string }, required: ["k"], additionalProperties: boolean },
  ),
  change(
    "a map of objects changes inside",
    { type: "object", additionalProperties: closed({ a: integer }) },
    { type: "object", additionalProperties: closed({ a: integer, b: string }) },
  ),
  change(
    "an object has to have more, and may have fewer",
    { type: "object", additionalProperties: integer, minProperties: 1, maxProperties: 4 },
    { type: "object", additionalProperties: integer, minProperties: 2, maxProperties: 3 },
  ),
  change(
    "an object has just so many properties",
    { type: "object", additionalProperties: integer, minProperties: 1 },
    { type: "object", additionalProperties: integer, minProperties: 2, maxProperties: 2 },
  ),
  change(
    "other properties need others",
    closed({ "a?": string, "b?": string, "c?": string }, { dependentRequired: { a: ["b"] } }),
    closed({ "a?": string, "b?": string, "c?": string }, { dependentRequired: { a: ["c", "b"], c: ["b"] } }),
  ),
  change(
    "a schema depends on a property",
    closed({ "a?": string, "b?": integer }),
    closed({ "a?": string, "b?": integer }, { dependentSchemas: { a: { required: ["b"] } } }),
  ),
  change("an object is what it is by unevaluatedProperties", closed({ a: string }), {
    type: "object",
    required: ["a"],
    properties: { a: string },
    unevaluatedProperties: true,
  }),
  change(
    "an object is composed of two parts, and one changes",
    { allOf: [{ type: "object", properties: { a: string }, required: ["a"] }, { properties: { b: integer } }] },
    { allOf: [{ type: "object", properties: { a: string }, required: ["a"] }, { properties: { b: string } }] },
  ),
  change(
    "an object deep inside loses a property",
    closed({ a: closed({ "b?": closed({ c: { type: "array", items: closed({ d: string, e: string }) } }) }) }),
    closed({ a: closed({ "b?": closed({ c: { type: "array", items: closed({ d: string }) } }) }) }),
  ),
  change("an object is a list now", closed({ a: string }), { type: "array", items: string }),
  change("nothing is asked any more", closed({ a: string }), true),
  change("a name is long and strange", closed({}), closed({ [`${"n".repeat(100)}\`x\n`]: string })),
];

const parts: readonly ChangeCase[] = [
  change(
    "an object of two forms is closed by unevaluatedProperties",
    {
      type: "object",
      properties: { a: string },
      anyOf: [{ properties: { b: integer } }, { properties: { c: integer } }],
    },
    {
      type: "object",
      properties: { a: string },
      anyOf: [{ properties: { b: integer } }, { properties: { c: integer } }],
      unevaluatedProperties: false,
    },
  ),
  beside(
    "a part is described that is not the first",
    { allOf: [string, { description: "Old words." }] },
    { allOf: [string, { description: "New words." }] },
  ),
  beside(
    "a part becomes deprecated and has examples",
    { allOf: [integer, { minimum: 1 }] },
    { allOf: [integer, { minimum: 1, deprecated: true, examples: [3] }] },
  ),
  beside(
    "a variant of listed texts comes",
    { anyOf: [closed({ a: string }), { type: "integer", minimum: 1 }] },
    { anyOf: [closed({ a: string }), { type: "integer", minimum: 1 }, { enum: ["x", "y"] }] },
  ),
  beside(
    "a truth and a list come beside objects",
    { anyOf: [closed({ a: string }), closed({ b: string })] },
    { anyOf: [closed({ a: string }), closed({ b: string }), boolean, { type: "array", items: integer }] },
  ),
  beside(
    "a variant of one fixed number goes",
    { anyOf: [{ const: 7 }, { type: "array", items: string }, closed({ a: string })] },
    { anyOf: [{ type: "array", items: string }, closed({ a: string })] },
  ),
  beside(
    "an empty object is a variant",
    { anyOf: [closed({}), string] },
    { anyOf: [closed({}), string, { type: "object", properties: { a: integer }, required: ["a"] }] },
  ),
  beside(
    "items that are listed come and go, ten of each",
    { type: "array", items: { enum: [...names(4, "a"), ...names(10, "b")] } },
    { type: "array", items: { enum: [...names(4, "a"), ...names(10, "c")] } },
  ),
  beside(
    "a list has to hold something of another kind",
    { type: "array", items: { enum: ["a", "b", "c"] }, contains: { const: "a" } },
    { type: "array", items: { enum: ["a", "b", "c"] }, contains: { const: "b" } },
  ),
  change(
    "unions multiply out to more than is compared",
    { allOf: [...choices(4), closed({ "z?": integer }, { additionalProperties: true })] },
    { allOf: [...choices(4), closed({ "z?": number }, { additionalProperties: true })] },
  ),
  change("one of forty variants changes inside", { anyOf: forty(integer) }, { anyOf: forty(number) }),
  beside(
    "one of two objects is closed, and a list or a text is a number",
    { anyOf: [{ type: "object", properties: { a: string } }, { type: "array" }, string] },
    { anyOf: [closed({ "a?": string }), string, number] },
  ),
  beside("a listed text or any number becomes a text", { anyOf: [{ enum: ["a", "b"] }, number] }, string),
  beside(
    "a property that needs others is renamed",
    closed({ "x?": integer, "y?": integer }, { dependentRequired: { x: ["y"] } }),
    closed({ "x?": integer, "z?": integer }, { dependentRequired: { x: ["z"] } }),
  ),
  beside(
    "a map with a bound on its names gets properties",
    { type: "object", additionalProperties: integer, propertyNames: { maxLength: 4 } },
    { type: "object", properties: { name: string }, additionalProperties: integer, propertyNames: { maxLength: 6 } },
  ),
];

const texts: readonly ChangeCase[] = [
  beside("a text has to be longer", { type: "string", minLength: 1 }, { type: "string", minLength: 4 }),
  beside(
    "a text may be longer, and has to be",
    { type: "string", maxLength: 4 },
    { type: "string", minLength: 2, maxLength: 6 },
  ),
  beside("a text has just so many characters", string, { type: "string", minLength: 4, maxLength: 4 }),
  beside("a text may be very long", { type: "string", maxLength: 20_000 }, { type: "string", maxLength: 30_000 }),
  beside(
    "two patterns become another one",
    { allOf: [{ type: "string", pattern: "^a" }, { pattern: "b$" }] },
    { type: "string", pattern: "^ab$" },
  ),
  beside(
    "a pattern becomes two",
    { type: "string", pattern: "^[a-c]" },
    { allOf: [{ type: "string", pattern: "^[ab]" }, { pattern: "c$" }] },
  ),
  beside(
    "a pattern of years widens",
    { type: "string", pattern: "^20[0-9]{2}$" },
    { type: "string", pattern: "^[0-9]{4}$" },
  ),
  beside("a pattern that backs up comes", string, { type: "string", pattern: "^(?!x)" }),
  beside(
    "a format comes to a text with bounds",
    { type: "string", maxLength: 40 },
    { type: "string", maxLength: 40, format: "email" },
  ),
  beside("a format changes", { type: "string", format: "date-time" }, { type: "string", format: "time" }),
  beside("a format of a number comes", integer, { type: "integer", format: "int32" }),
  beside(
    "two formats become one",
    { allOf: [{ type: "string", format: "uri" }, { format: "url-ish" }] },
    { type: "string", format: "uri" },
  ),
  beside(
    "two texts are excluded, and one is not any more",
    { type: "string", not: { enum: ["a", "b"] } },
    { type: "string", not: { enum: ["b", "c"] } },
  ),
  beside("a text becomes one of many", string, { enum: names(12, "kind ") }),
  beside("a fixed text is free", { const: "on" }, string),
  beside("a fixed text is of another type", { const: "1" }, { const: 1 }),
  beside("members of several types come and go", { enum: ["a", 1, true] }, { enum: ["a", 2, null] }),
  beside("ten members come", { enum: names(3, "a") }, { enum: [...names(3, "a"), ...names(10, "b")] }),
  beside(
    "ten members go and ten come",
    { enum: [...names(3, "a"), ...names(10, "b")] },
    { enum: [...names(3, "a"), ...names(10, "c")] },
  ),
  beside("a hundred and fifty members come", { enum: ["a"] }, { enum: ["a", ...names(150, "b")] }),
  beside(
    "members come where a number may stand, too",
    { anyOf: [{ enum: ["a"] }, number] },
    { anyOf: [{ enum: ["a", "b"] }, number] },
  ),
  beside(
    "members are spread over branches",
    { anyOf: [{ const: "a" }, { const: "b" }, { type: "null" }] },
    { anyOf: [{ const: "c" }, { const: "b" }] },
  ),
  beside("a list of objects that are listed changes", { enum: [{ a: 1 }, [1, 2]] }, { enum: [{ a: 1 }, [2, 1]] }),
  beside("a member is hard to read", { enum: ["a"] }, { enum: ["a", "b`c\u202e", "d".repeat(90)] }),
];

const numbers: readonly ChangeCase[] = [
  beside("a number has to be above zero", number, { type: "number", exclusiveMinimum: 0 }),
  beside("zero is not enough any more", { type: "number", minimum: 0 }, { type: "number", exclusiveMinimum: 0 }),
  beside("a range moves", { type: "number", minimum: 0, maximum: 10 }, { type: "number", minimum: 5, maximum: 15 }),
  beside(
    "a range is open at its end",
    { type: "number", minimum: 1, maximum: 5 },
    { type: "number", minimum: 1, exclusiveMaximum: 5 },
  ),
  beside(
    "a range of integers narrows at both ends",
    { type: "integer", minimum: 0, maximum: 100 },
    { type: "integer", minimum: 1, maximum: 99 },
  ),
  beside("a range and its type change", { type: "integer", minimum: 0 }, { type: "number", minimum: -1 }),
  beside("a step comes and is finer than an integer", number, { type: "number", multipleOf: 0.25 }),
  beside(
    "two steps become one",
    { allOf: [{ type: "integer", multipleOf: 4 }, { multipleOf: 6 }] },
    { type: "integer", multipleOf: 12 },
  ),
  beside("a step is another one", { type: "number", multipleOf: 0.2 }, { type: "number", multipleOf: 0.3 }),
  beside("numbers are listed", { type: "integer", minimum: 1, maximum: 3 }, { enum: [1, 2] }),
  beside("a listed number goes", { enum: [1, 2, 3] }, { enum: [1, 3] }),
  beside("a number is excluded", { type: "integer", not: { const: 13 } }, integer),
];

const lists: readonly ChangeCase[] = [
  beside(
    "a list has to hold two, and no more than three",
    { type: "array", items: string, minItems: 1 },
    { type: "array", items: string, minItems: 2, maxItems: 3 },
  ),
  beside(
    "a list may hold fewer and more",
    { type: "array", items: string, minItems: 2, maxItems: 3 },
    { type: "array", items: string, minItems: 0, maxItems: 5 },
  ),
  beside(
    "a list may hold very many",
    { type: "array", items: integer, maxItems: 60 },
    { type: "array", items: integer, maxItems: 80 },
  ),
  beside(
    "a list of distinct members is free",
    { type: "array", items: { enum: ["a", "b"] }, uniqueItems: true },
    { type: "array", items: { enum: ["a", "b"] } },
  ),
  beside(
    "items and size change",
    { type: "array", items: integer, maxItems: 2 },
    { type: "array", items: number, maxItems: 3 },
  ),
  beside(
    "a tuple becomes a list",
    { type: "array", prefixItems: [string, integer], items: false },
    { type: "array", items: { type: ["string", "integer"] } },
  ),
  beside(
    "a tuple may go on",
    { type: "array", prefixItems: [string, integer], items: false },
    { type: "array", prefixItems: [string, integer] },
  ),
  beside(
    "a tuple is shorter and goes on",
    { type: "array", prefixItems: [string, integer, boolean], items: false },
    { type: "array", prefixItems: [string, number], items: boolean },
  ),
  beside(
    "what follows a tuple changes",
    { type: "array", prefixItems: [string], items: integer },
    { type: "array", prefixItems: [string], items: boolean },
  ),
  beside("no item is allowed any more", { type: "array", items: string }, { type: "array", items: false }),
  beside(
    "a list has to hold something else",
    { type: "array", items: { type: ["string", "integer"] }, contains: string },
    { type: "array", items: { type: ["string", "integer"] }, contains: integer, minContains: 2 },
  ),
  beside(
    "a list may hold something three times at most",
    { type: "array", items: { enum: ["a", "b"] }, contains: { const: "a" } },
    { type: "array", items: { enum: ["a", "b"] }, contains: { const: "a" }, maxContains: 3 },
  ),
  beside(
    "lists of lists change inside",
    { type: "array", items: { type: "array", items: { enum: ["x", "y"] } } },
    { type: "array", items: { type: "array", items: { enum: ["x", "y", "z"] } } },
  ),
  beside(
    "items are described",
    { type: "array", items: string },
    { type: "array", items: { type: "string", description: "One finding." } },
  ),
];

const unions: readonly ChangeCase[] = [
  beside(
    "a text or a number become a text or a truth",
    { type: ["string", "number"] },
    { type: ["string", "boolean"] },
  ),
  beside("types are others altogether", { type: ["string", "null"] }, { type: ["integer", "boolean"] }),
  beside("types in branches change places", { anyOf: [string, integer] }, { anyOf: [integer, string] }),
  beside(
    "an integer or a text becomes any number or a text",
    { type: ["integer", "string"] },
    { type: ["number", "string"] },
  ),
  beside(
    "null comes to a union of objects",
    { anyOf: [tagged("a"), tagged("b")] },
    { anyOf: [tagged("a"), tagged("b"), { type: "null" }] },
  ),
  beside("null comes to a reference", closed({ x: integer }), { anyOf: [closed({ x: integer }), { type: "null" }] }),
  beside("an object becomes one of two", tagged("a", { n: integer }), {
    anyOf: [tagged("a", { n: integer }), tagged("b", { s: string })],
  }),
  beside(
    "a variant of three goes and another comes",
    { anyOf: [tagged("a"), tagged("b"), tagged("c")] },
    { anyOf: [tagged("a"), tagged("d"), tagged("c")] },
  ),
  beside(
    "a variant without a tag comes",
    { oneOf: [tagged("a"), tagged("b")] },
    { oneOf: [tagged("a"), tagged("b"), closed({ free: string })] },
  ),
  beside(
    "a variant lacks what all had",
    { anyOf: [tagged("a", { id: string }), tagged("b", { id: string })] },
    { anyOf: [tagged("a", { id: string }), tagged("b", { id: string }), tagged("c")] },
  ),
  beside(
    "variants change inside and change places",
    { anyOf: [tagged("a", { n: integer }), tagged("b", { s: string })] },
    { anyOf: [tagged("b", { s: { type: "string", maxLength: 5 } }), tagged("a", { n: number })] },
  ),
  beside(
    "a tag takes another value",
    { anyOf: [tagged("a", { n: integer }), tagged("b")] },
    { anyOf: [tagged("z", { n: integer }), tagged("b")] },
  ),
  beside(
    "a variant has a tag of two values",
    { anyOf: [closed({ kind: { enum: ["a", "b"] } }), tagged("c")] },
    { anyOf: [closed({ kind: { enum: ["a", "d"] } }), tagged("c")] },
  ),
  beside(
    "variants are told apart by what they have",
    { anyOf: [closed({ a: string, x: integer }), closed({ b: string, y: integer })] },
    { anyOf: [closed({ b: string, y: number }), closed({ a: string, x: integer, "z?": string })] },
  ),
  beside(
    "a list or an object becomes an object or a text",
    { anyOf: [{ type: "array", items: string }, closed({ a: string })] },
    { anyOf: [closed({ a: string }), string] },
  ),
  beside(
    "a text with a format or with a length changes",
    {
      anyOf: [
        { type: "string", format: "date" },
        { type: "integer", minimum: 1 },
      ],
    },
    {
      anyOf: [
        { type: "string", format: "date-time" },
        { type: "integer", minimum: 2 },
      ],
    },
  ),
  beside(
    "a variant by a definition comes",
    { anyOf: [string, { type: "array", items: string }] },
    {
      anyOf: [
        string,
        { type: "array", items: string },
        closed({ p: string, q: string, r: string, s: string, t: string }),
      ],
    },
  ),
  beside(
    "oneOf whose variants overlap changes",
    {
      oneOf: [
        { type: "integer", multipleOf: 2 },
        { type: "integer", multipleOf: 3 },
      ],
    },
    {
      oneOf: [
        { type: "integer", multipleOf: 2 },
        { type: "integer", multipleOf: 5 },
      ],
    },
  ),
  beside(
    "something is excluded that is no value",
    { type: "object", additionalProperties: integer },
    { type: "object", additionalProperties: integer, not: { required: ["x"] } },
  ),
  beside("another condition holds", needing("a", "b"), needing("b", "a")),
  beside("anything becomes an object", {}, closed({ a: string })),
  value("no value was possible, and a text is", { allOf: [string, integer] }, string),
  value("no text is left", { type: "string", minLength: 1 }, { type: "string", minLength: 3, maxLength: 2 }),
];

const trees = (item: JsonSchema): JsonSchema =>
  closed(
    { root: { $ref: "#/$defs/Node" } },
    { $defs: { Node: closed({ v: item, "kids?": { type: "array", items: { $ref: "#/$defs/Node" } } }) } },
  );

const definitions: readonly ChangeCase[] = [
  change("a tree holds other values", trees(string), trees(integer)),
  change("a tree holds more members", trees({ enum: ["a"] }), trees({ enum: ["a", "b"] })),
  change(
    "a definition used twice changes",
    closed(
      { a: { $ref: "#/$defs/P" }, b: { type: "array", items: { $ref: "#/$defs/P" } } },
      { $defs: { P: closed({ n: integer }) } },
    ),
    closed(
      { a: { $ref: "#/$defs/P" }, b: { type: "array", items: { $ref: "#/$defs/P" } } },
      { $defs: { P: closed({ n: number, "m?": string }) } },
    ),
  ),
  change(
    "a definition is written out where it is used",
    closed({ a: { $ref: "#/$defs/P" } }, { $defs: { P: closed({ n: integer }) } }),
    closed({ a: closed({ n: integer }) }),
  ),
  change(
    "two definitions change their names",
    closed({ a: { $ref: "#/$defs/A" }, b: { $ref: "#/$defs/B" } }, { $defs: { A: string, B: closed({ n: integer }) } }),
    closed({ a: { $ref: "#/$defs/C" }, b: { $ref: "#/$defs/D" } }, { $defs: { D: closed({ n: integer }), C: string } }),
  ),
  change(
    "a variant that is a definition comes",
    closed(
      { v: { anyOf: [{ $ref: "#/$defs/Cat" }, string] } },
      { $defs: { Cat: closed({ meow: boolean }), Dog: closed({ bark: boolean }) } },
    ),
    closed(
      { v: { anyOf: [{ $ref: "#/$defs/Cat" }, string, { $ref: "#/$defs/Dog" }] } },
      { $defs: { Cat: closed({ meow: boolean }), Dog: closed({ bark: boolean }) } },
    ),
  ),
];

const words: readonly ChangeCase[] = [
  beside(
    "a title comes before a description",
    { type: "string", description: "The name." },
    { type: "string", title: "Name", description: "The name." },
  ),
  beside(
    "words are put in the middle of a description",
    { type: "string", description: "One of the words." },
    { type: "string", description: "One of all the many words." },
  ),
  beside(
    "a description is broken otherwise",
    { type: "string", description: "One of\nthe words." },
    { type: "string", description: "One of the words." },
  ),
  beside("a description goes", { type: "string", description: "The name." }, string),
  beside(
    "a description and a type change",
    { type: "string", description: "The name." },
    { type: "integer", description: "The number." },
  ),
  beside("it is not deprecated any more", { type: "string", deprecated: true }, { type: "string", deprecated: false }),
  beside("examples come", integer, { type: "integer", examples: [1, 2] }),
];

/** Realistic changes, more than there are rules: what is told of them is held word by word. */
export const changeCases: readonly ChangeCase[] = [
  ...[...objects, ...parts, ...texts, ...numbers, ...lists],
  ...[...unions, ...definitions, ...words],
];
