import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json, JsonSchema } from "../../runtime/src/schema/json.ts";
import { equal } from "../../runtime/src/validation/ajv-helpers.ts";
import { findRepeated } from "../../runtime/src/validation/find-repeated.ts";
import { compileValidator } from "./compile-validator.ts";

// A validator judges what a model wrote: values of many megabytes, nested to the limit, made to be slow.

describe("a list that must not have an item twice", () => {
  const validate = compileValidator({ type: "array", uniqueItems: true });

  it("is judged as its definition says, whatever is in it", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 8 }), (items) => {
        // Or hardly any list of them has an item twice.
        const list = [...items, ...items.slice(0, items.length % 3)];
        const found = findRepeated(list);
        const isRepeated = list.some((item, i) => list.slice(0, i).some((other) => equal(item, other)));
        expect(found !== undefined).toBe(isRepeated);
        expect(validate(list)).toBe(!isRepeated);
        if (found === undefined) return;
        expect(found[0]).toBeGreaterThan(found[1]);
        expect(equal(list[found[0]], list[found[1]])).toBe(true);
      }),
    );
  });

  it("tells alike values apart, and unlike spellings not", () => {
    for (const list of [
      [1, "1"],
      [null, "null"],
      [{ a: 1 }, '{"a":1}'],
      [[], {}],
      [[1, 2], ["1,2"]],
      [0, false],
      ["", null],
    ])
      expect(findRepeated(list), JSON.stringify(list)).toBeUndefined();
    for (const list of [
      [0, -0],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      [JSON.parse('{"__proto__":1}'), JSON.parse('{"__proto__":1}')],
    ])
      expect(findRepeated(list), JSON.stringify(list)).toEqual([1, 0]);
    expect(findRepeated([JSON.parse('{"__proto__":1}'), {}])).toBeUndefined();
  });

  it("of a hundred thousand objects takes no hundred thousand times as long as one of one", () => {
    const items = Array.from({ length: 100_000 }, (_, index) => ({ id: index, name: `item ${index}` }));
    expect(validate(items)).toBe(true);
    expect(validate([...items, { name: "item 0", id: 0 }])).toBe(false);
    expect(validate.errors).toMatchObject([{ keyword: "uniqueItems", params: { i: 100_000, j: 0 } }]);
  });
});

describe("a schema that refers to itself from several branches", () => {
  const node = { $ref: "#/$defs/node" };
  const branch = (own: string, required: readonly string[] = []): JsonSchema => ({
    type: "object",
    required: [...required],
    properties: { child: node, [own]: { type: "string" } },
  });
  const text = { type: "string" } as const;
  const schemas: Readonly<Record<string, JsonSchema>> = {
    anyOf: { $defs: { node: { anyOf: [branch("x", ["x"]), branch("y", ["y"])] } }, ...node },
    oneOf: { $defs: { node: { oneOf: [branch("x", ["x"]), branch("y")] } }, ...node },
    "oneOf of references": {
      $defs: { node: { oneOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/b" }] }, a: branch("x", ["x"]), b: branch("y") },
      ...node,
    },
    allOf: { $defs: { node: { allOf: [branch("x"), branch("y")] } }, ...node },
    "a reference beside members": {
      $defs: { node: { $ref: "#/$defs/base", properties: { child: node } }, base: branch("x") },
      ...node,
    },
    // Written as text: a member `then` is one that linters and promises take for something else.
    "if and then": JSON.parse(
      `{"$defs":{"node":{"if":{"required":["x"],"properties":{"child":${JSON.stringify(node)}}},` +
        `"then":${JSON.stringify(branch("x"))},"else":${JSON.stringify(branch("y"))}}},"$ref":"#/$defs/node"}`,
    ),
    not: { $defs: { node: { not: branch("x", ["x"]), properties: { child: node } } }, ...node },
    patternProperties: {
      $defs: { node: { type: "object", properties: { child: node }, patternProperties: { "^c": node } } },
      ...node,
    },
    dependentSchemas: {
      $defs: { node: { type: "object", properties: { child: node }, dependentSchemas: { child: branch("x") } } },
      ...node,
    },
    contains: {
      $defs: { node: { type: ["array", "string"], items: node, contains: node } },
      ...node,
    },
    "lists in lists": {
      $defs: { node: { anyOf: [{ type: "array", items: node }, { type: "array", items: node, minItems: 1 }, text] } },
      ...node,
    },
  };

  /** A value of so many levels: objects in their member `child`, or lists. */
  function nested(name: string, depth: number, leaf: Json): Json {
    let value: Json = leaf;
    for (let level = 0; level < depth; level++)
      value = name === "contains" || name.startsWith("lists") ? [value] : { child: value };
    return value;
  }

  describe.each(Object.entries(schemas))("(%s)", (name, schema) => {
    const validate = compileValidator(schema);
    const reference = new Ajv2020({ allErrors: true, strict: false }).compile(schema as object);
    const leaves: readonly Json[] = [
      {},
      { x: "x" },
      { y: "y" },
      { x: "x", y: "y" },
      { x: 1 },
      { child: 1 },
      1,
      "text",
      [],
    ];

    it("judges as its definition says", () => {
      for (const leaf of leaves)
        for (const depth of [0, 1, 2, 5]) {
          const value = nested(name, depth, leaf);
          expect(validate(value), JSON.stringify(value)).toBe(reference(value));
        }
    });

    it("judges a value of two hundred levels in one go, right or wrong, and says little about it", () => {
      for (const leaf of leaves) {
        const value = nested(name, 200, leaf);
        const isValid = validate(value);
        expect(typeof isValid).toBe("boolean");
        if (!isValid) expect(validate.errors?.length).toBeLessThan(20_000);
      }
    });

    it("judges anew what has changed since", () => {
      const value = { child: {} as Record<string, unknown> };
      const before = validate(value);
      value.child["child"] = 1;
      const after = validate(value);
      delete value.child["child"];
      expect(validate(value)).toBe(before);
      expect(after).toBe(reference({ child: { child: 1 } }));
    });
  });
});
