import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { StreamNode, StreamTable } from "../../runtime/src/codec.ts";
import { decodeValue } from "../../runtime/src/partial/decode-value.ts";
import { buildIr } from "../../runtime/src/schema/ir/build.ts";
import { buildTable } from "../../runtime/src/schema/ir/table.ts";
import type { Draft, JsonSchema } from "../../runtime/src/schema/json.ts";

function table(schema: JsonSchema, draft: Draft = "2020-12"): StreamTable {
  return buildTable(buildIr(schema, draft)).table;
}

function rootKind(schema: JsonSchema, draft: Draft = "2020-12"): string {
  return buildIr(schema, draft).root.kind;
}

describe("the root row says", () => {
  const rows: readonly (readonly [string, JsonSchema, StreamNode])[] = [
    ["text for a free string", { type: "string", pattern: "^a" }, { kind: "text" }],
    ["whole for a formatted string", { type: "string", format: "date" }, { kind: "whole", types: ["string"] }],
    ["text for a format nobody knows", { type: "string", format: "colour" }, { kind: "text" }],
    [
      "whole for numbers, booleans and null",
      { type: ["number", "boolean", "null"] },
      { kind: "whole", types: ["number", "boolean", "null"] },
    ],
    [
      "whole with its values for an enum",
      { enum: ["a", 1, null] },
      { kind: "whole", types: ["string", "integer", "number", "null"], values: ["a", 1, null] },
    ],
    ["any for an enum of objects", { enum: [{ a: 1 }] }, { kind: "any" }],
    ["any for a schema that says nothing", { description: "x" }, { kind: "any" }],
    ["held where x-stream says so", { type: "string", "x-stream": "complete" }, { hold: true, kind: "text" }],
  ];
  for (const [title, schema, row] of rows) it(title, () => assert.deepEqual(table(schema)[0], row));
});

describe("a row's limits are", () => {
  const limits = (schema: JsonSchema, draft: Draft = "2020-12"): unknown => table(schema, draft)[0]?.limits;

  it("the lengths of a text, also of one that has a format", () => {
    assert.deepEqual(limits({ type: "string", minLength: 1, maxLength: 3, maxItems: 2 }), {
      minLength: 1,
      maxLength: 3,
    });
    assert.deepEqual(limits({ type: "string", format: "email", maxLength: 9 }), { maxLength: 9 });
  });

  it("the bounds of a number", () => {
    assert.deepEqual(limits({ type: "integer", minimum: 1, exclusiveMaximum: 3, multipleOf: 2 }), {
      minimum: 1,
      exclusiveMaximum: 3,
    });
  });

  it("the sizes of arrays and objects", () => {
    assert.deepEqual(limits({ type: "array", minItems: 1, maxItems: 3 }), { minItems: 1, maxItems: 3 });
    assert.deepEqual(limits({ type: "object", minProperties: 1, maxProperties: 3 }), {
      minProperties: 1,
      maxProperties: 3,
    });
  });

  it("the length of a tuple that nothing may follow", () => {
    assert.deepEqual(limits({ type: "array", prefixItems: [{}, {}], items: false }), { maxItems: 2 });
    assert.deepEqual(limits({ type: "array", prefixItems: [{}, {}], items: false, maxItems: 1 }), { maxItems: 1 });
    assert.deepEqual(limits({ type: "array", items: [{}], additionalItems: false }, "draft-07"), { maxItems: 1 });
    assert.equal(limits({ type: "array", prefixItems: [{}, {}] }), undefined);
  });

  it("the tighter ones of all that must hold", () => {
    assert.deepEqual(limits({ type: "string", maxLength: 5, allOf: [{ maxLength: 3 }, { minLength: 2 }] }), {
      maxLength: 3,
      minLength: 2,
    });
  });

  it("none that only some alternatives state", () => {
    assert.equal(limits({ type: "array", anyOf: [{ maxItems: 1 }, { uniqueItems: true }] }), undefined);
    assert.equal(limits({ type: "string", if: { maxLength: 1 }, else: { maxLength: 0 } }), undefined);
  });

  it("the wider one where draft 04 says that a bound itself is excluded", () => {
    assert.deepEqual(limits({ type: "number", minimum: 1, exclusiveMinimum: true }, "draft-04"), { minimum: 1 });
  });
});

describe("a row is lax", () => {
  it("where the schema names no type and is read as one of what its keywords are about", () => {
    assert.equal(table({ properties: { a: { type: "string" } } })[0]?.lax, true);
    assert.equal(table({ items: { type: "string" } })[0]?.lax, true);
  });

  it("not where a type is named, be it by another schema that must hold", () => {
    assert.equal(table({ type: "object", properties: {} })[0]?.lax, undefined);
    assert.equal(table({ properties: { a: true }, allOf: [{ type: "object" }] })[0]?.lax, undefined);
    assert.equal(table({ enum: ["a"] })[0]?.lax, undefined);
  });
});

describe("a name that is not declared is", () => {
  const rest = (more: { readonly [keyword: string]: JsonSchema | number }): unknown => {
    const [root] = table({ type: "object", properties: { a: { type: "string" } }, ...more });
    return root?.kind === "object" ? root.rest : undefined;
  };

  it("dropped where the schema does not speak of it", () => assert.equal(rest({}), "drop"));
  it("refused where the object is closed", () => assert.equal(rest({ additionalProperties: false }), "reject"));
  it("kept where the object is open", () => assert.equal(rest({ additionalProperties: true }), "keep"));
  it("read as the values of a map", () =>
    assert.equal(typeof rest({ additionalProperties: { type: "number" } }), "number"));
  for (const [keyword, value] of Object.entries({
    patternProperties: { "^x": { type: "string" } },
    minProperties: 1,
    maxProperties: 9,
    propertyNames: { minLength: 1 },
    unevaluatedProperties: { type: "string" },
    not: { required: ["b"] },
    if: { required: ["a"] },
    dependentRequired: { a: ["b"] },
    dependentSchemas: { a: true },
  })) {
    it(`kept where ${keyword} may speak of it`, () => assert.equal(rest({ [keyword]: value as JsonSchema }), "keep"));
  }
  it("kept in an object without properties", () => {
    assert.deepEqual(table({ type: "object" })[0], { kind: "object", properties: {}, rest: "keep" });
  });

  it("declared when it is required", () => {
    const [root] = table({ type: "object", properties: {}, required: ["b"] });
    assert.deepEqual(root, { kind: "object", properties: { b: 1 }, required: ["b"], rest: "drop" });
  });

  it("declared when one of the alternatives requires it", () => {
    const value = { a: "1", b: 2, c: 3 };
    const schema = {
      type: "object",
      properties: { a: { type: "string" } },
      anyOf: [{ required: ["a"] }, { required: ["b"] }],
    };
    assert.deepEqual(decodeValue(table(schema), undefined, value), { a: "1", b: 2 });
  });

  it("declared when another option of the union declares it", () => {
    const schema = {
      anyOf: [
        { type: "object", required: ["a"], properties: { a: { type: "string" } } },
        { type: "object", required: ["b"], properties: { b: { type: "string" } } },
      ],
    };
    assert.deepEqual(decodeValue(table(schema), undefined, { a: "1", b: 2, c: 3 }), { a: "1", b: 2 });
  });

  it("kept when another option of the union keeps it", () => {
    const schema = { anyOf: [{ type: "object", properties: { a: { type: "string" } } }, { type: "object" }] };
    assert.deepEqual(decodeValue(table(schema), undefined, { a: "1", c: 3 }), { a: "1", c: 3 });
  });

  it("kept below a name that options of a union mean differently", () => {
    const option = (name: string): JsonSchema => ({
      type: "object",
      properties: { in: { type: "object", properties: { [name]: { type: "number" } } } },
    });
    const value = { in: { y: 1 } };
    assert.deepEqual(decodeValue(table({ anyOf: [option("x"), option("y")] }), undefined, value), value);
  });

  it("dropped again where the same definition stands by itself", () => {
    const schema = {
      type: "object",
      properties: { alone: { $ref: "#/$defs/A" }, one: { anyOf: [{ $ref: "#/$defs/A" }, { $ref: "#/$defs/B" }] } },
      $defs: {
        A: { type: "object", required: ["a"], properties: { a: { type: "string" } } },
        B: { type: "object", required: ["b"], properties: { b: { type: "string" } } },
      },
    };
    const value = { alone: { a: "1", b: "2", c: 3 }, one: { a: "1", b: "2", c: 3 } };
    assert.deepEqual(decodeValue(table(schema), undefined, value), { alone: { a: "1" }, one: { a: "1", b: "2" } });
  });
});

describe("a union", () => {
  const option = (tag: JsonSchema, required: readonly string[] = ["kind"]): JsonSchema => ({
    type: "object",
    required: [...required],
    properties: { kind: tag },
  });
  const root = (...options: readonly JsonSchema[]): StreamNode | undefined =>
    table({ oneOf: [...options] as never })[0];

  it("is tagged by a required property with a value of its own in each object", () => {
    const row = root(option({ const: "a" }), option({ enum: ["b"] }), { type: "null" });
    assert.deepEqual(row, { kind: "union", options: [1, 3, 5], tag: "kind", byTag: { a: 1, b: 3 } });
  });

  it("is tagged by numbers and booleans too", () => {
    const row = root(option({ const: 1 }), option({ const: true }));
    assert.deepEqual(row?.kind === "union" ? Object.keys(row.byTag ?? {}) : [], ["1", "true"]);
  });

  for (const [title, options] of [
    ["a tag is optional", [option({ const: "a" }), option({ const: "b" }, [])]],
    ["two tags are equal", [option({ const: "a" }), option({ const: "a" })]],
    ["tags read the same as text", [option({ const: 1 }), option({ const: "1" })]],
    ["a tag has two values", [option({ const: "a" }), option({ enum: ["b", "c"] })]],
    ["there is one object", [option({ const: "a" }), { type: "string" }]],
  ] as const) {
    it(`is not tagged when ${title}`, () => {
      const row = root(...options);
      assert.equal(row?.kind === "union" ? row.tag : "no union", undefined);
    });
  }

  it("opens unions and references inside it", () => {
    const schema = {
      anyOf: [{ $ref: "#/$defs/U" }, { type: "null" }],
      $defs: { U: { oneOf: [option({ const: "a" }), option({ const: "b" })] } },
    } as JsonSchema;
    const [row] = table(schema);
    assert.equal(row?.kind === "union" ? row.tag : undefined, "kind");
  });
});

describe("the meaning of a schema", () => {
  it("merges allOf, tightest constraint first", () => {
    const { root } = buildIr(
      {
        allOf: [
          { type: ["integer", "string"], minimum: 1, maximum: 9 },
          { type: "number", minimum: 3 },
        ],
      },
      "2020-12",
    );
    assert.equal(root.kind, "scalar");
    assert.deepEqual(root.constraints, { minimum: 3, maximum: 9 });
  });

  it("has no value where types exclude each other", () =>
    assert.equal(rootKind({ allOf: [{ type: "string" }, { type: "number" }] }), "never"));
  it("keeps the values an enum and a type share", () => {
    const { root } = buildIr({ type: "string", enum: ["a", 1] }, "2020-12");
    assert.deepEqual(root.kind === "literal" ? root.values : [], ["a"]);
  });
  it("reads nullable as OpenAPI writes it", () =>
    assert.deepEqual(table({ type: "string", nullable: true })[0]?.kind, "union"));
  it("reads array items as a tuple in the drafts that do", () => {
    assert.deepEqual(
      table({ type: "array", items: [{ type: "string" }], additionalItems: { type: "null" } }, "draft-07")[0],
      { kind: "array", items: 2, prefix: [1] },
    );
  });
  it("names what it leaves to the validator", () => {
    assert.deepEqual(buildIr({ type: "string", not: { const: "" } }, "2020-12").root.unsaid, ["not at #"]);
  });
  for (const [title, schema, unsaid] of [
    ["which names a pattern means", { type: "object", patternProperties: { "^x": true } }, ["patternProperties at #"]],
    ["nothing of a pattern of every name", { type: "object", patternProperties: { ".*": { type: "null" } } }, []],
    ["what names look like", { type: "object", propertyNames: { maxLength: 3 } }, ["propertyNames at #"]],
    ["what shapes a value that need not be an object", { required: ["a"] }, ["required at #"]],
    [
      "two tuples over one list",
      { allOf: [{ prefixItems: [{ type: "string" }] }, { prefixItems: [{ minLength: 1 }, true] }], type: "array" },
      ["items at #/allOf/0", "items at #/allOf/1"],
    ],
  ] as const) {
    it(`names as left to the validator: ${title}`, () => {
      // The cast holds because the rows are schemas.
      assert.deepEqual(buildIr(schema as unknown as JsonSchema, "2020-12").root.unsaid, unsaid);
    });
  }

  it("has no name that one of the schemas of an object refuses", () => {
    const { root } = buildIr(
      {
        type: "object",
        properties: { a: true },
        additionalProperties: false,
        allOf: [{ properties: { a: { type: "null" }, b: { type: "null" } } }],
      },
      "2020-12",
    );
    assert.deepEqual(root.kind === "object" ? root.properties.map(({ name }) => name) : [], ["a"]);
  });

  it("ends where references go in circles", () => {
    assert.doesNotThrow(() =>
      table({ $ref: "#/$defs/A", $defs: { A: { $ref: "#/$defs/B" }, B: { $ref: "#/$defs/A" } } }),
    );
    assert.doesNotThrow(() => table({ allOf: [{ $ref: "#" }], type: "object", properties: { a: { $ref: "#" } } }));
    const both = { allOf: [{ $ref: "#/$defs/A" }, { $ref: "#/$defs/B" }] };
    const recursive: JsonSchema = {
      ...both,
      $defs: {
        A: { type: "object", properties: { x: { allOf: [{ $ref: "#/$defs/A" }, { $ref: "#/$defs/B" }] } } },
        B: { type: "object", properties: { x: { $ref: "#/$defs/B" } } },
      },
    };
    assert.doesNotThrow(() => table(recursive));
  });
  it("becomes any below a depth nobody writes", () => {
    let schema: JsonSchema = { type: "string" };
    for (let depth = 0; depth < 1000; depth++) schema = { type: "array", items: schema };
    assert.doesNotThrow(() => table(schema));
  });
});

describe("checks of rows", () => {
  it("are there for the items of lists and for held nodes", () => {
    const schema: JsonSchema = {
      type: "object",
      properties: {
        list: { type: "array", items: { type: "string" } },
        held: { "x-stream": "complete", type: "string" },
      },
    };
    assert.deepEqual(buildTable(buildIr(schema, "2020-12")).checks, [
      { row: 2, sources: ["#/properties/list/items"] },
      { row: 3, sources: ["#/properties/held"] },
    ]);
  });
});

describe("unions left to the validator", () => {
  const S = { type: "string" };
  const one = (name: string): { readonly [keyword: string]: JsonSchema | readonly string[] } => ({
    properties: { [name]: S },
    required: [name],
  });
  const base = { type: "object", required: ["id"], properties: { id: S } };
  const rows: readonly (readonly [string, unknown])[] = [
    ["beside another one", { ...base, oneOf: [one("a"), one("b")], anyOf: [one("c"), one("d")] }],
    ["in two members of allOf", { ...base, allOf: [{ anyOf: [one("a"), one("b")] }, { anyOf: [one("c"), one("d")] }] }],
  ];
  for (const [title, schema] of rows) {
    it(`declare their names: ${title}`, () => {
      const value = { id: "1", a: "x", c: "y" };
      // The cast holds because the rows are schemas.
      assert.deepEqual(decodeValue(table(schema as JsonSchema), undefined, { ...value, other: 1 }), value);
    });
  }

  it("declare names below a property both speak of", () => {
    const o = (name: string): JsonSchema => ({ properties: { o: { type: "object", ...one(name) } } }) as JsonSchema;
    const schema = { ...base, oneOf: [o("a"), { required: ["z"], properties: { z: S } }], anyOf: [o("c"), one("d")] };
    const value = { id: "1", o: { a: "x", c: "y" } };
    assert.deepEqual(decodeValue(table(schema as JsonSchema), undefined, value), value);
  });

  it("end soon where they double at every level", () => {
    const chain = (keyword: "anyOf" | "allOf", levels: number): JsonSchema => ({
      $ref: "#/$defs/U0",
      $defs: Object.fromEntries(
        Array.from({ length: levels + 1 }, (_, i): [string, JsonSchema] => [
          `U${i}`,
          i === levels
            ? { type: "object" }
            : {
                type: "object",
                properties: { [`p${i}`]: S },
                [keyword]: [{ $ref: `#/$defs/U${i + 1}` }, { $ref: `#/$defs/U${i + 1}`, required: [`p${i}`] }],
              },
        ]),
      ),
    });
    const start = performance.now();
    assert.match(buildIr(chain("anyOf", 16), "2020-12").tooComplexAt ?? "", /anyOf$/);
    assert.equal(buildIr(chain("allOf", 30), "2020-12").tooComplexAt, undefined);
    assert.ok(performance.now() - start < 5000);
  });
});
