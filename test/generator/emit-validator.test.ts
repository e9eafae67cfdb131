import assert from "node:assert/strict";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, it } from "vitest";
import { compileValidators } from "../../generator/src/emit/validator.ts";
import { loadValidatorTools } from "../../generator/src/emit/validator-tools.ts";
import type { Validate } from "../../runtime/src/codec.ts";
import * as codegen from "../../runtime/src/codegen.ts";
import type { Draft, Json, JsonSchema } from "../../runtime/src/schema/json.ts";
import { lawRuns } from "../law-runs.ts";
import { compileValidator } from "./compile-validator.ts";

const tools = await loadValidatorTools();

const parse = (json: string): unknown => JSON.parse(json);

describe("a compiled validator", () => {
  const rows: readonly (readonly [string, JsonSchema, Draft, readonly unknown[], readonly unknown[]])[] = [
    ["asserts formats", { type: "string", format: "date" }, "2020-12", ["2026-01-31"], ["2026-02-31", "soon"]],
    ["asserts formats of numbers", { type: "number", format: "int32" }, "2020-12", [1], [2 ** 40, 1.5]],
    ["ignores formats nobody knows", { type: "string", format: "colour" }, "2020-12", ["anything"], [1]],
    ["counts characters and not code units", { type: "string", maxLength: 1 }, "2020-12", ["😀"], ["ab"]],
    ["compares values of an enum deeply", { enum: [{ a: [1] }, "b"] }, "2020-12", [{ a: [1] }, "b"], [{ a: [2] }]],
    ["knows only own properties", { type: "object", required: ["toString"] }, "2020-12", [{ toString: 1 }], [{}]],
    ["reads draft-04 bounds", { type: "number", minimum: 0, exclusiveMinimum: true }, "draft-04", [1], [0]],
    ["reads draft-06", { const: 1 }, "draft-06", [1], [2]],
    // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's
    ["reads draft-07 conditions", { if: { type: "string" }, then: { minLength: 1 } }, "draft-07", ["a", 1], [""]],
    [
      "reads 2019-09 dependent names",
      { type: "object", dependentRequired: { a: ["b"] } },
      "2019-09",
      [{ a: 1, b: 1 }],
      [{ a: 1 }],
    ],
    [
      "reads 2020-12 tuples",
      { type: "array", prefixItems: [{ type: "string" }], items: false },
      "2020-12",
      [["a"]],
      [["a", 1], [1]],
    ],
    [
      "keeps track of what was evaluated",
      { allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      "2020-12",
      [{ a: 1 }],
      [{ b: 1 }],
    ],
    ["takes patterns that are not unicode", { type: "string", pattern: "^a\\_b\\-c$" }, "2020-12", ["a_b-c"], ["abc"]],
    ["accepts an enum with a value twice", { enum: ["a", "a"] }, "2020-12", ["a"], ["b"]],
    ["ignores ids and anchors", { $id: "https://example.com/x", $anchor: "y", type: "string" }, "2020-12", ["a"], [1]],
    [
      "leaves undeclared names as they are",
      { type: "object", properties: { a: { type: "string" } } },
      "2020-12",
      [{ a: "", b: 1 }],
      [{ a: 1 }],
    ],
    ["is never asynchronous", { $async: true, type: "string" }, "2020-12", ["a"], [1]],
    ["does not take our own keywords for rules", { type: "string", "x-stream": "complete" }, "2020-12", ["a"], [1]],
  ];
  for (const [title, schema, draft, valid, invalid] of rows) {
    it(title, () => {
      const validate = compileValidator(schema, draft);
      for (const value of valid) assert.equal(validate(value), true, JSON.stringify(value));
      for (const value of invalid) assert.equal(validate(value), false, JSON.stringify(value));
    });
  }

  it("judges a property named __proto__ like any other", () => {
    const schema = parse(
      '{"type":"object","required":["__proto__"],"properties":{"__proto__":{"enum":[{"__proto__":1},"x"]}},"additionalProperties":false}',
    ) as JsonSchema;
    const validate = compileValidator(schema);
    assert.equal(validate(parse('{"__proto__":"x"}')), true);
    assert.equal(validate(parse('{"__proto__":{"__proto__":1}}')), true);
    assert.equal(validate(parse('{"__proto__":{}}')), false);
    assert.equal(validate({}), false);
  });

  it("judges a place inside a schema, references and odd names included", () => {
    const schema = {
      properties: { "a/b %": { type: "array", items: { $ref: "#/$defs/x~1y" } } },
      $defs: { "x/y": { type: "string", minLength: 1 } },
    } as JsonSchema;
    const validate = compileValidator(schema, "2020-12", "#/properties/a~1b %/items");
    assert.equal(validate("a"), true);
    assert.equal(validate(""), false);
  });

  it("judges a place where the schema is true or false", () => {
    const schema: JsonSchema = { type: "array", prefixItems: [true], items: false };
    assert.equal(compileValidator(schema, "2020-12", "#/items")(1), false);
    assert.equal(compileValidator(schema, "2020-12", "#/prefixItems/0")(1), true);
  });

  it("reports all errors and changes nothing", () => {
    const value = { a: 1, extra: { b: 2 } };
    const validate = compileValidator({
      type: "object",
      properties: { a: { type: "string" }, c: { default: 3 } },
      required: ["d"],
      additionalProperties: false,
    });
    assert.equal(validate(value), false);
    assert.deepEqual(validate.errors?.map((error) => error.keyword).sort(), [
      "additionalProperties",
      "required",
      "type",
    ]);
    assert.deepEqual(value, { a: 1, extra: { b: 2 } });
  });

  it("compiles texts that speak of require, and spells out invisible characters", () => {
    const validate = compileValidator({ enum: ["x = require(1)", "a\u202eb"] });
    assert.equal(validate("x = require(1)"), true);
    const { code } = compileValidators(tools, {
      draft: "2020-12",
      output: { type: "object", required: ["a\u202eb"], properties: { "a\u202eb": { enum: ["\u2066"] } } },
      requests: [{ name: "validate", document: "output", pointers: ["#"] }],
    });
    assert.doesNotMatch(code, /[\u202e\u2066]/);
  });

  it("compiles an input in its own draft", () => {
    const { code } = compileValidators(tools, {
      draft: "draft-07",
      output: { type: "array", items: [{ type: "string" }], additionalItems: false },
      input: { type: "array", prefixItems: [{ type: "string" }], items: false },
      inputDraft: "2020-12",
      requests: [
        { name: "validate", document: "output", pointers: ["#"] },
        { name: "validateInput", document: "input", pointers: ["#"] },
      ],
    });
    const script = code.replaceAll(/^export const (\w+): Validate = /gm, "const $1 = ");
    // The cast holds because the module was just compiled with these exports.
    const [validate, validateInput] = new Function(
      ...Object.keys(codegen),
      `${script}\nreturn [validate, validateInput];`,
    )(...Object.values(codegen)) as [Validate, Validate];
    for (const judge of [validate, validateInput]) {
      assert.equal(judge(["a"]), true);
      assert.equal(judge(["a", 1]), false);
    }
  });

  it("has the same text whatever was compiled before", () => {
    const given = {
      draft: "2020-12",
      output: { type: "string", pattern: "a" } as JsonSchema,
      requests: [{ name: "validate", document: "output", pointers: ["#"] }],
    } as const;
    const first = compileValidators(tools, given);
    compileValidator({ type: "object", properties: { a: { type: "string", pattern: "b" } } });
    assert.deepEqual(compileValidators(tools, given), first);
  });

  it("judges a list behind a property named __proto__, as part of the whole and on its own", () => {
    const schema = parse(
      '{"properties":{"__proto__":{"type":"array","items":{"type":"object","required":["a"]}}}}',
    ) as JsonSchema;
    const validate = compileValidator(schema);
    assert.equal(validate(parse('{"__proto__":[{"a":1}]}')), true);
    assert.equal(validate(parse('{"__proto__":[{}]}')), false);
    const check = compileValidator(schema, "2020-12", "#/properties/__proto__/items");
    assert.equal(check({ a: 1 }), true);
    assert.equal(check({}), false);
  });

  it("has one function for what is judged in several places", () => {
    const line = { type: "object", required: ["a", "b"], properties: { a: { type: "string" }, b: { type: "string" } } };
    const { code } = compileValidators(tools, {
      draft: "2020-12",
      output: {
        properties: {
          x: { type: "array", items: line },
          y: { type: "array", items: { $ref: "#/$defs/line" } },
          z: { $ref: "#/$defs/line" },
        },
        $defs: { line: { description: "The same.", ...line } },
      },
      requests: [
        { name: "validate", document: "output", pointers: ["#"] },
        { name: "check1", document: "output", pointers: ["#/properties/x/items"] },
        { name: "check2", document: "output", pointers: ["#/properties/y/items"] },
      ],
    });
    // The root, the items in place, and the definition.
    assert.equal(code.match(/^function /gm)?.length, 3);
    assert.match(code, /^export const check1: Validate = (validate\d+);$/m);
  });

  it("holds no second copy of the schema", () => {
    const values = ["stable", "urgent", "degraded", "down", "unknown"];
    const { code, usesSchema } = compileValidators(tools, {
      draft: "2020-12",
      output: {
        type: "object",
        required: ["state", "since"],
        properties: { state: { enum: values }, since: { type: ["string", "null"] } },
      },
      requests: [{ name: "validate", document: "output", pointers: ["#"] }],
    });
    assert.ok(usesSchema);
    for (const value of values) assert.ok(!code.includes(value), value);
  });

  it("says where a value is, through functions, lists and names that need escapes", () => {
    const validate = compileValidator({
      $defs: {
        node: {
          type: "object",
          properties: { "a/b": { type: "array", items: { $ref: "#/$defs/node" } }, v: { type: "string" } },
        },
      },
      $ref: "#/$defs/node",
    });
    assert.equal(validate({ "a/b": [{}, { "a/b": [{ v: 1 }] }] }), false);
    assert.deepEqual(validate.errors, [
      { instancePath: "/a~1b/1/a~1b/0/v", keyword: "type", params: { type: "string" } },
    ]);
  });

  describe("with a definition that another module judges", () => {
    const output: JsonSchema = {
      type: "object",
      properties: { home: { $ref: "#/$defs/Address" }, all: { type: "array", items: { $ref: "#/$defs/Address" } } },
      $defs: { Address: { type: "object", required: ["city"], properties: { city: { type: "string" } } } },
    };
    const compileWith = (schema: JsonSchema): ReturnType<typeof compileValidators> =>
      compileValidators(tools, {
        draft: "2020-12",
        output: schema,
        requests: [{ name: "validate", document: "output", pointers: ["#"] }],
        imported: new Map([["#/$defs/Address", "validateAddress"]]),
      });

    it("calls that function and takes over what it says", () => {
      const { code, imported } = compileWith(output);
      assert.deepEqual(imported, ["validateAddress"]);
      assert.equal(code.match(/^function /gm)?.length, 1);
      const script = code.replaceAll(/^export const (\w+): Validate = /gm, "const $1 = ");
      const load = new Function("schema", "validateAddress", "issuesAt", `${script}\nreturn validate;`);
      // The cast holds because the module was just compiled with this export.
      const validate = load(
        output,
        compileValidator(output, "2020-12", "#/$defs/Address"),
        codegen.issuesAt,
      ) as Validate;
      assert.equal(validate({ home: { city: "Basel" }, all: [] }), true);
      assert.equal(validate({ home: {}, all: [{ city: 1 }] }), false);
      assert.deepEqual(
        validate.errors?.map(({ instancePath, keyword }) => `${instancePath} ${keyword}`),
        ["/home required", "/all/0/city type"],
      );
    });

    it("compiles a copy where what was evaluated has to be known", () => {
      const closed = { ...output, $ref: "#/$defs/Address", unevaluatedProperties: false } as JsonSchema;
      const { code, imported } = compileWith(closed);
      assert.deepEqual(imported, []);
      assert.doesNotMatch(code, /validateAddress/);
      const validate = compileValidator(closed);
      assert.equal(validate({ city: "Basel" }), true);
      assert.equal(validate({ city: "Basel", zip: "4001" }), false);
    });
  });

  describe("judges as ajv does", () => {
    const name = fc.constantFrom("kind", "a", "toString");
    const scalar = fc.constantFrom<Json>("x", "y", 1, 2, true, null);
    const leaf: fc.Arbitrary<JsonSchema> = fc.oneof(
      fc.constantFrom<JsonSchema>(
        true,
        { type: "string" },
        { type: "integer" },
        { type: ["number", "null"] },
        { $ref: "#/$defs/d" },
      ),
      scalar.map((value) => ({ const: value })),
      fc.uniqueArray(scalar, { minLength: 1, maxLength: 6 }).map((values) => ({ enum: values })),
    );
    const object = (inner: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchema> =>
      fc.record(
        {
          type: fc.constantFrom<Json>("object", ["object", "null"]),
          required: fc.uniqueArray(name, { maxLength: 2 }),
          properties: fc.dictionary(name, inner, { maxKeys: 2 }),
          additionalProperties: fc.boolean(),
        },
        { requiredKeys: [] },
      );
    const schemas = fc.letrec<{ any: JsonSchema }>((tie) => ({
      any: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        leaf,
        object(tie("any")),
        tie("any").map((items) => ({ type: "array", items })),
        fc.array(fc.oneof(leaf, object(leaf), tie("any")), { minLength: 1, maxLength: 4 }).map((anyOf) => ({ anyOf })),
        fc.array(fc.oneof(leaf, object(leaf), tie("any")), { minLength: 1, maxLength: 4 }).map((oneOf) => ({ oneOf })),
        tie("any").map((not) => ({ not })),
      ),
    })).any;
    const values = fc.letrec<{ any: Json }>((tie) => ({
      any: fc.oneof(
        { depthSize: "small" },
        scalar,
        fc.constant(1.5),
        fc.dictionary(name, tie("any"), { maxKeys: 3 }),
        fc.array(tie("any"), { maxLength: 3 }),
      ),
    })).any;

    it("whatever the unions and references", () => {
      const definition = object(leaf);
      const property = fc.property(
        schemas,
        definition,
        fc.array(values, { minLength: 5, maxLength: 20 }),
        (any, d, list) => {
          const schema = { allOf: [any], $defs: { d } } as JsonSchema;
          const ours = compileValidator(schema);
          const theirs = new Ajv2020({
            strict: false,
            ownProperties: true,
            validateSchema: false,
            logger: false,
          }).compile(schema as object);
          for (const value of list) assert.equal(ours(value), theirs(value), JSON.stringify({ schema, value }));
        },
      );
      fc.assert(property, { numRuns: lawRuns(300) });
    });
  });
});
