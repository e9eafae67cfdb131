import assert from "node:assert/strict";
import { writeForTarget } from "@outspec/runtime/json-schema/write-for-target";
import { describe, it } from "vitest";

type Schema = Readonly<Record<string, unknown>>;

const draft04 = { $schema: "http://json-schema.org/draft-04/schema#" };
const draft07 = { $schema: "http://json-schema.org/draft-07/schema#" };
const draft2019 = { $schema: "https://json-schema.org/draft/2019-09/schema" };
const draft2020 = { $schema: "https://json-schema.org/draft/2020-12/schema" };

/** What is written, without the draft it states. */
function write(schema: boolean | Schema, target: string): Schema {
  const { $schema, ...rest } = writeForTarget("Spec", schema, target);
  const stated = { "draft-07": draft07.$schema, "draft-2020-12": draft2020.$schema }[target];
  if (typeof schema !== "boolean") assert.equal($schema, stated);
  return rest;
}

describe("a schema of a later draft, for draft-07", () => {
  const cases: Readonly<Record<string, readonly [from: Schema, to: Schema]>> = {
    "keeps what both have": [
      { type: "object", required: ["a"], properties: { a: { enum: ["x"] } }, additionalProperties: false },
      { type: "object", required: ["a"], properties: { a: { enum: ["x"] } }, additionalProperties: false },
    ],
    "calls definitions by their older name, and references follow": [
      { $ref: "#/$defs/a~1b", $defs: { "a/b": { $ref: "#/$defs/%22%25" }, '"%': true } },
      { $ref: "#/definitions/a~1b", definitions: { "a/b": { $ref: "#/definitions/%22%25" }, '"%': true } },
    ],
    "writes the first items of a list as `items`, and the others as `additionalItems`": [
      { prefixItems: [{ const: 1 }, { $ref: "#/items" }], items: { $ref: "#/prefixItems/0" } },
      { items: [{ const: 1 }, { $ref: "#/additionalItems" }], additionalItems: { $ref: "#/items/0" } },
    ],
    "puts a reference with keywords beside it into `allOf`": [
      { properties: { a: { allOf: [{ minLength: 1 }], $ref: "#/$defs/s", maxLength: 9 } }, $defs: { s: {} } },
      {
        properties: { a: { allOf: [{ minLength: 1 }, { $ref: "#/definitions/s" }], maxLength: 9 } },
        definitions: { s: {} },
      },
    ],
    "leaves a description beside a reference": [
      { items: { $ref: "#", description: "Below." } },
      { items: { $ref: "#", description: "Below." } },
    ],
    "joins both kinds of dependencies": [
      { dependentRequired: { a: ["b"] }, dependentSchemas: { c: { required: ["d"] } } },
      { dependencies: { a: ["b"], c: { required: ["d"] } } },
    ],
    "leaves out a count of matches that says nothing": [
      { contains: { const: 1 }, minContains: 1 },
      { contains: { const: 1 } },
    ],
    "leaves out `x-` keys, but no property of such a name": [
      { "x-a": 1, properties: { "x-b": { "x-c": { type: "string" } } } },
      { properties: { "x-b": {} } },
    ],
    "takes no value for a schema": [
      { default: { $defs: {}, prefixItems: [] }, enum: [{ $ref: "#/$defs/a" }], examples: [{ "x-a": 1 }] },
      { default: { $defs: {}, prefixItems: [] }, enum: [{ $ref: "#/$defs/a" }], examples: [{ "x-a": 1 }] },
    ],
    "takes a property for a property, whatever its name": [
      { properties: { $defs: { prefixItems: [true] }, prefixItems: { $ref: "#/properties/$defs/prefixItems/0" } } },
      { properties: { $defs: { items: [true] }, prefixItems: { $ref: "#/properties/$defs/items/0" } } },
    ],
  };
  for (const [name, [from, to]] of Object.entries(cases)) {
    it(name, () => {
      assert.deepEqual(write(from, "draft-07"), to);
    });
  }

  it("keeps the order of properties, and one called __proto__", () => {
    const schema = JSON.parse('{"properties":{"z":{},"__proto__":{"type":"null"},"a":{}}}');
    assert.equal(JSON.stringify(write(schema, "draft-07")), JSON.stringify(schema));
  });

  it.each([
    [{ properties: { a: { unevaluatedProperties: false } } }, "unevaluatedProperties at /properties/a"],
    [{ allOf: [{}, { unevaluatedItems: {} }] }, "unevaluatedItems at /allOf/1"],
    [{ contains: {}, minContains: 2 }, "minContains at the top"],
    [{ contains: {}, maxContains: 2 }, "maxContains at the top"],
    [{ dependencies: { a: ["b"] }, dependentRequired: { a: ["c"] } }, "dependencies at the top"],
    [{ items: { $ref: "#/nowhere" } }, "the reference #/nowhere leads"],
  ])("refuses what draft-07 cannot say: %j", (schema, place) => {
    assert.throws(
      () => write(schema, "draft-07"),
      (error: Error) =>
        error.name === "ConfigurationError" && error.message.includes(`Spec cannot be written as "draft-07": ${place}`),
    );
  });
});

describe("a schema of an older draft, for draft-2020-12", () => {
  const cases: Readonly<Record<string, readonly [from: Schema, to: Schema]>> = {
    "calls definitions by their newer name, and references follow": [
      { ...draft07, $ref: "#/definitions/a", definitions: { a: { type: "string" } } },
      { $ref: "#/$defs/a", $defs: { a: { type: "string" } } },
    ],
    "writes lists of items, and what follows them, by their newer names": [
      { ...draft2019, items: [{ $ref: "#/additionalItems" }], additionalItems: false },
      { prefixItems: [{ $ref: "#/items" }], items: false },
    ],
    "leaves out `additionalItems` that follow nothing": [
      { ...draft07, items: {}, additionalItems: false },
      { items: {} },
    ],
    "leaves out what stood beside a reference and did not count": [
      { ...draft07, properties: { a: { $ref: "#", maxProperties: 1, title: "A" } } },
      { properties: { a: { $ref: "#", title: "A" } } },
    ],
    "leaves out keywords that their own draft did not know": [
      { ...draft04, const: 1, if: {}, prefixItems: [], dependentRequired: {}, minContains: 2, type: "array" },
      { type: "array" },
    ],
    "splits dependencies": [
      { ...draft07, dependencies: { a: ["b"], c: { $ref: "#/dependencies/d" }, d: {} } },
      { dependentRequired: { a: ["b"] }, dependentSchemas: { c: { $ref: "#/dependentSchemas/d" }, d: {} } },
    ],
    "writes the excluded limits of draft-04 as numbers": [
      { ...draft04, minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
      { exclusiveMinimum: 1, maximum: 9 },
    ],
  };
  for (const [name, [from, to]] of Object.entries(cases)) {
    it(name, () => {
      assert.deepEqual(write(from, "draft-2020-12"), to);
    });
  }

  it("refuses what 2020-12 reads differently", () => {
    assert.throws(
      () => write({ ...draft2019, unevaluatedItems: false }, "draft-2020-12"),
      /unevaluatedItems at the top/,
    );
    assert.throws(
      () => write({ ...draft07, $ref: "#/properties/a", properties: { a: {} } }, "draft-2020-12"),
      /the reference #\/properties\/a leads to a place/,
    );
  });
});

describe("a schema for openapi-3.0", () => {
  const cases: Readonly<Record<string, readonly [from: Schema, to: Schema]>> = {
    "says null as `nullable`": [{ type: ["string", "null"] }, { type: "string", nullable: true }],
    "says that only null fits": [{ properties: { a: { type: "null" } } }, { properties: { a: { enum: [null] } } }],
    "says several types as a choice": [
      { type: ["array", "number", "null"], anyOf: [{ minItems: 1 }] },
      {
        anyOf: [{ minItems: 1 }],
        allOf: [{ anyOf: [{ type: "array", items: {} }, { type: "number" }, { enum: [null] }] }],
      },
    ],
    "says a constant as a list of one": [{ const: "a" }, { enum: ["a"] }],
    "says an excluded limit with a flag": [
      { exclusiveMinimum: 0, maximum: 9, exclusiveMaximum: 10 },
      { minimum: 0, exclusiveMinimum: true, maximum: 9 },
    ],
    "says boolean schemas as objects": [
      { properties: { a: true, b: false }, additionalProperties: false },
      { properties: { a: {}, b: { not: {} } }, additionalProperties: false },
    ],
    "leaves out what only annotates": [{ $comment: "c", examples: [1], contentEncoding: "base64" }, {}],
  };
  for (const [name, [from, to]] of Object.entries(cases)) {
    it(name, () => {
      assert.deepEqual(write(from, "openapi-3.0"), to);
    });
  }

  it.each([
    [{ items: { $ref: "#" } }, "$ref at /items"],
    [{ prefixItems: [{}] }, "items at the top"],
    [{ patternProperties: {} }, "patternProperties at the top"],
    [{ if: {} }, "if at the top"],
  ])("refuses what OpenAPI 3.0 cannot say: %j", (schema, place) => {
    assert.throws(
      () => write(schema, "openapi-3.0"),
      (error: Error) => error.message.includes(place),
    );
  });
});

describe("any schema", () => {
  it("is a value of its own each time, down to what it lists", () => {
    const schema = { properties: { a: { enum: [1], default: { b: [1] } } }, dependencies: { a: ["b"] } };
    const before = structuredClone(schema);
    for (const target of ["draft-07", "draft-2020-12"]) {
      const written = JSON.parse(JSON.stringify(write(schema, target)), (_, value) => value);
      const mutable = write(schema, target) as { properties: { a: { enum: number[]; default: { b: number[] } } } };
      mutable.properties.a.enum.push(2);
      mutable.properties.a.default.b.push(2);
      assert.deepEqual(schema, before);
      assert.deepEqual(write(schema, target), written);
    }
  });

  it("is an object, also where the schema is a boolean", () => {
    assert.deepEqual(write(true, "draft-07"), {});
    assert.deepEqual(write(false, "openapi-3.0"), { not: {} });
  });

  it("is not written for a target that is unknown", () => {
    for (const target of ["draft-03", "toString", ""]) {
      assert.throws(
        () => write({}, target),
        new RegExp(`Spec cannot be written as "${target}": the targets are draft-2020-12, draft-07, openapi-3.0`),
      );
    }
  });
});
