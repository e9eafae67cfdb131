import assert from "node:assert/strict";
import { ConfigurationError } from "@outspec/runtime";
import { createDynamicOutput } from "@outspec/runtime/dynamic";
import { describe, expect, it } from "vitest";

/** What the error of a schema says, line by line. */
function linesOf(schema: unknown): readonly string[] {
  try {
    // The cast holds nowhere: that is what is tested.
    createDynamicOutput({ name: "Form", schema: schema as boolean });
  } catch (error) {
    assert.ok(error instanceof ConfigurationError, String(error));
    return error.message.split("\n");
  }
  return [];
}

const specOf = (schema: unknown, slowPatterns?: "allow") =>
  createDynamicOutput({
    name: "Form",
    schema: schema as { readonly [keyword: string]: unknown }, // each is an object
    ...(slowPatterns === undefined ? {} : { slowPatterns }),
  }).spec;

describe("a schema that cannot be used", () => {
  it("is refused with all that is wrong with it, each with its place and a way out", () => {
    expect(linesOf({ type: "object", properties: { age: { type: "intger" }, name: { minLength: -1 } } })).toEqual([
      "the schema of Form cannot be used:",
      "  #/properties/age/type: must be one of array, boolean, integer, null, number, object, string: see JSON Schema 2020-12, or state another draft in $schema",
      "  #/properties/name/minLength: must be at least 0: see JSON Schema 2020-12, or state another draft in $schema",
    ]);
    expect(
      linesOf({
        properties: { a: { $ref: "https://example.com/a.json" }, b: { $ref: "#/$defs/B" }, c: { pattern: "(" } },
      }).slice(1),
    ).toEqual([
      '  #/properties/a/$ref: "https://example.com/a.json" is not in this schema, and other documents are never fetched: copy what it leads to under $defs and refer to it as #/$defs/Name',
      '  #/properties/b/$ref: "#/$defs/B" leads nowhere: name the place of a schema of this document, such as #/$defs/Name',
      "  #/properties/c/pattern: is no regular expression: write it as JavaScript has them",
    ]);
  });

  it("is not tried where it is no JSON, holds itself or is no schema", () => {
    const circle: { properties: Record<string, unknown> } = { properties: {} };
    circle.properties["a"] = circle;
    expect(linesOf(circle)[1]).toContain("is nested more than 200 levels deep, or holds itself");
    expect(linesOf({ properties: { a: { default: new Date(0) } } })[1]).toContain(
      "#/properties/a/default: is an instance of a class, and a schema is plain JSON",
    );
    expect(linesOf({ minimum: Number.NaN })[1]).toContain("is no finite number");
    expect(linesOf("object")[1]).toContain("#: is no schema");
    expect(linesOf({ $schema: "https://example.com/own" })[1]).toContain(
      "is no draft of JSON Schema that is read here",
    );
    expect(linesOf(false)[1]).toContain("takes no value at all");
    expect(linesOf({ type: "string", enum: [1] })[1]).toContain("takes no value at all");
  });

  it("is refused where its validator might never end", () => {
    expect(linesOf({ $ref: "#" })[1]).toContain("comes back to itself");
    expect(linesOf({ anyOf: [{ type: "string" }, { not: { $ref: "#" } }] })[1]).toContain("comes back to itself");
    expect(linesOf({ type: "string", pattern: "^(a+)+$" })[1]).toContain('slowPatterns: "allow"');
    expect(linesOf({ patternProperties: { "^(a|a)*$": {} } })[1]).toContain("doubles with every character");
    // What is too large to be judged is no better.
    expect(linesOf({ pattern: `^(a+)+${"b".repeat(200)}$` })[1]).toContain("is too large to be sure");
    expect(specOf({ type: "string", pattern: "^(a+)+$" }, "allow").validate("aaa")).toBe(true);
  });

  it("does not tell the thousandth finding, but how many there are", () => {
    const properties = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`p${index}`, { pattern: "(" }]));
    const lines = linesOf({ properties });
    expect(lines.length).toBe(22);
    expect(lines.at(-1)).toBe("  and 10 more findings");
  });

  it("has a name that providers take", () => {
    for (const name of ["", "Form 1", "Ä", "x".repeat(65)]) {
      expect(() => createDynamicOutput({ name, schema: {} })).toThrow("1 to 64 letters, digits, _ and -");
    }
  });
});

describe("a hostile schema costs an error or little time", () => {
  const object = (property: unknown) => ({ type: "object", properties: { a: property } });
  const chain = (length: number, link: (next: object) => object): object => ({
    $ref: "#/$defs/d0",
    $defs: Object.fromEntries(
      Array.from({ length }, (_, index) => [
        `d${index}`,
        index + 1 < length ? link({ $ref: `#/$defs/d${index + 1}` }) : { type: "string" },
      ]),
    ),
  });
  let deep: object = { type: "string" };
  for (let level = 0; level < 5000; level++) deep = object(deep);
  let shared: object = { type: "string" };
  for (let level = 0; level < 40; level++) shared = { anyOf: [object(shared), { type: "array", items: shared }] };
  const spread = (depth: number): object =>
    depth === 0 ? object({}) : { properties: { b: {} }, anyOf: [1, 2, 3].map(() => spread(depth - 1)) };

  it.each<[string, object, string]>([
    ["nesting", deep, "200 levels"],
    ["one object in many places", shared, "values"],
    ["a million values", { enum: Array.from({ length: 1_000_000 }, (_, index) => index) }, "values"],
    ["references in a row", chain(1500, object), "deep"],
    [
      "unions that double with every reference",
      chain(80, (next) => ({ anyOf: [next, { allOf: [next] }] })),
      "for one value",
    ],
    ["conjunctions that double", chain(80, (next) => ({ allOf: [next, next] })), "for one value"],
    ["unions spread over unions", spread(7), "once unions are spread"],
    [
      "thousands of options",
      { anyOf: Array.from({ length: 2000 }, (_, index) => ({ const: index })) },
      "lists more than 500",
    ],
    [
      "options with names of their own",
      {
        anyOf: [0, 1, 2].map((group) => ({
          anyOf: Array.from({ length: 300 }, (_, index) => ({
            type: "object",
            properties: { [`k${group * 300 + index}`]: {} },
          })),
        })),
      },
      "too many names",
    ],
    ["a long pattern", { pattern: "a".repeat(10_001) }, "10,000 characters"],
  ])("%s", (_name, schema, message) => {
    expect(linesOf(schema).join("\n")).toContain(message);
  });

  it("a long enum is read, and what is none of its values is refused at once", () => {
    const spec = specOf({ enum: Array.from({ length: 20_000 }, (_, index) => `v${index}`) });
    expect(spec.parseText('"v19999"')).toBe("v19999");
    expect(() => spec.parse({})).toThrow("must be");
    expect(() => spec.parseText('{ "a": 1 }')).toThrow("must be");
  });
});

describe("a schema is read as DESIGN section 2 says", () => {
  it("drops what is not declared where nothing is said of it, and keeps it elsewhere", () => {
    const properties = { a: { type: "string" } };
    const value = { a: "x", b: 1 };
    expect(specOf({ type: "object", properties }).parse(value)).toEqual({ a: "x" });
    expect(specOf({ type: "object", properties }).validate(value)).toBe(true);
    expect(specOf({ type: "object", properties, additionalProperties: true }).parse(value)).toEqual(value);
    expect(specOf({ type: "object", properties, minProperties: 1 }).parse(value)).toEqual(value);
    expect(specOf({ type: "object" }).parse(value)).toEqual(value);
    expect(() => specOf({ type: "object", properties, additionalProperties: false }).parse(value)).toThrow("must not");
  });

  it.each([
    ["http://json-schema.org/draft-04/schema#", { properties: { n: { minimum: 1, exclusiveMinimum: true } } }, 1, 1.5],
    ["http://json-schema.org/draft-06/schema#", { properties: { n: { const: 2 } } }, 1, 2],
    [
      "http://json-schema.org/draft-07/schema#",
      { properties: { n: { if: { minimum: 5 }, else: { const: 2 } } } },
      1,
      2,
    ],
    ["https://json-schema.org/draft/2019-09/schema", { properties: { n: { items: [{ type: "null" }] } } }, [1], [null]],
    ["https://json-schema.org/draft/2020-12/schema", { properties: { n: { prefixItems: [{ const: 1 }] } } }, [2], [1]],
  ])("reads the draft it states: %s", ($schema, schema, wrong, right) => {
    const spec = specOf({ $schema, type: "object", ...schema });
    expect([spec.validate({ n: wrong }), spec.validate({ n: right })]).toEqual([false, true]);
  });

  it("tells the draft by its keywords where none is stated", () => {
    expect(specOf({ type: "array", items: [{ type: "string" }] }).validate([1])).toBe(false);
    expect(specOf({ type: "number", minimum: 0, exclusiveMinimum: true }).validate(0)).toBe(false);
  });

  it("follows references by pointer, anchor and id, to itself and through a dynamic anchor, and none in unused definitions", () => {
    const tree = { type: "object", properties: { children: { type: "array", items: { $ref: "#" } } } };
    expect(specOf(tree).validate({ children: [{ children: [{ children: 1 }] }] })).toBe(false);
    const spec = specOf({
      $id: "https://example.com/form",
      type: "object",
      properties: {
        "a/b": { type: "integer" },
        byPointer: { $ref: "#/properties/a~1b" },
        byAnchor: { $ref: "#text" },
        byId: { $ref: "form#/$defs/Text" },
        inner: { $ref: "part.json" },
        dynamic: { $dynamicRef: "#node" },
      },
      $defs: {
        Text: { $anchor: "text", type: "string" },
        Part: { $id: "part.json", $ref: "#/$defs/Own", $defs: { Own: { type: "boolean" } } },
        Node: { $dynamicAnchor: "node", type: "null" },
        Unused: { $ref: "https://example.com/elsewhere" },
      },
    });
    expect(spec.validate({ byPointer: 1, byAnchor: "", byId: "", inner: true, dynamic: null })).toBe(true);
    for (const wrong of [{ byPointer: "" }, { byAnchor: 1 }, { byId: 1 }, { inner: 1 }, { dynamic: 1 }]) {
      expect(spec.validate(wrong), JSON.stringify(wrong)).toBe(false);
    }
  });

  it("asserts formats, and says nothing of those it does not know", () => {
    expect(specOf({ type: "string", format: "date" }).validate("2026-02-30")).toBe(false);
    expect(specOf({ type: "string", format: "uuid" }).validate("x")).toBe(false);
    expect(specOf({ type: "integer", format: "int32" }).validate(2 ** 31)).toBe(false);
    expect(specOf({ type: "string", format: "colour" }).validate("x")).toBe(true);
  });

  it("takes names that every object has as any other", () => {
    const names = ["__proto__", "constructor", "toString"];
    const schema = JSON.parse(
      `{"type":"object","required":${JSON.stringify(names)},"properties":{${names.map((name) => `"${name}":{"type":"string"}`)}}}`,
    );
    const spec = specOf(schema);
    expect(spec.validate({})).toBe(false);
    const value = JSON.parse(`{${names.map((name) => `"${name}":"x"`)}}`);
    expect(spec.validate(value)).toBe(true);
    expect(spec.parse(value)).toEqual(value);
    expect(spec.validate(JSON.parse('{"__proto__":1,"constructor":"x","toString":"x"}'))).toBe(false);
  });

  it("has patterns with and without the flag u", () => {
    expect(specOf({ type: "string", pattern: "^\\p{L}+$" }).validate("ä")).toBe(true);
    expect(specOf({ type: "string", pattern: "^\\_a$" }).validate("_a")).toBe(true);
  });

  it("is copied, so that a later change of it changes nothing", () => {
    const schema = { type: "object", properties: { a: { type: "string" } } };
    const spec = specOf(schema);
    schema.properties.a.type = "number";
    expect(spec.validate({ a: "x" })).toBe(true);
    expect(spec.schema).toEqual({ type: "object", properties: { a: { type: "string" } } });
  });
});
