import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import { compile } from "../../generator/src/pipeline.ts";
import { decodeValue } from "../../runtime/src/partial/decode-value.ts";
import { checkAssignable, type TypedModule, type TypeVerdict } from "./assignability.ts";
import { config } from "./emit-cases.ts";
import { evaluateInternal, type Internal } from "./emit-corpus.ts";

/** A schema with values it means and values it does not. */
interface Meaning {
  readonly schema: unknown;
  readonly valid: readonly unknown[];
  readonly invalid: readonly unknown[];
  /** How many of the invalid ones, from the first on, the type refuses too. All of them, unless said. */
  readonly refusedByType?: number;
}

const draft07 = "http://json-schema.org/draft-07/schema#";
const draft2019 = "https://json-schema.org/draft/2019-09/schema";

const meanings: Readonly<Record<string, Meaning>> = {
  "a definition by its anchor": {
    schema: { type: "array", items: { $ref: "#name" }, $defs: { n: { $anchor: "name", type: "string" } } },
    valid: [["a"]],
    invalid: [[1]],
  },
  "a definition by a relative id": {
    schema: {
      $id: "https://example.com/schemas/root.json",
      type: "object",
      properties: { price: { $ref: "parts/price.json" } },
      $defs: { price: { $id: "parts/price.json", type: "number" } },
    },
    valid: [{ price: 1.5 }],
    invalid: [{ price: "1.5" }],
  },
  "a definition inside an id below another id": {
    schema: {
      $id: "https://example.com/a/",
      $ref: "#/$defs/outer",
      $defs: {
        outer: {
          $id: "b/",
          type: "object",
          properties: { x: { $ref: "c" }, y: { $ref: "#/$defs/local" } },
          $defs: { inner: { $id: "c", type: "boolean" }, local: { type: "null" } },
        },
      },
    },
    valid: [{ x: true, y: null }],
    invalid: [{ x: null }, { y: true }],
  },
  "a definition by a URN": {
    schema: {
      $id: "urn:uuid:5b8f3a0e-0000-4000-8000-000000000001",
      type: "object",
      properties: { a: { $ref: "urn:uuid:5b8f3a0e-0000-4000-8000-000000000001#/$defs/a" } },
      $defs: { a: { enum: ["x", "y"] } },
    },
    valid: [{ a: "x" }],
    invalid: [{ a: "z" }],
  },
  "a root that is true": { schema: true, valid: [1, { a: null }], invalid: [] },
  "a root that is false": { schema: false, valid: [], invalid: [1, {}] },
  "references to the booleans": {
    schema: {
      type: "object",
      properties: { any: { $ref: "#/$defs/yes" }, none: { $ref: "#/$defs/no" } },
      $defs: { yes: true, no: false },
    },
    valid: [{ any: [1, "a"] }],
    invalid: [{ none: 1 }],
  },
  "a pointer with slashes, tildes, percents and quotes in its names": {
    schema: {
      type: "object",
      properties: {
        a: { $ref: "#/$defs/a~1b" },
        b: { $ref: "#/$defs/c~0d" },
        c: { $ref: "#/$defs/e%25f" },
        d: { $ref: "#/$defs/g%22h" },
      },
      $defs: {
        "a/b": { type: "string" },
        "c~d": { type: "number" },
        "e%f": { type: "boolean" },
        'g"h': { type: "null" },
      },
    },
    valid: [{ a: "", b: 0, c: false, d: null }],
    invalid: [{ a: 0 }, { b: "" }, { c: 0 }, { d: 0 }],
  },
  "a reference into properties instead of definitions": {
    schema: { type: "object", properties: { a: { type: "integer" }, b: { $ref: "#/properties/a" } } },
    valid: [{ a: 1, b: 2 }],
    invalid: [{ b: "2" }],
  },
  "definitions and properties that are called like keywords": {
    schema: {
      type: "object",
      properties: {
        $ref: { type: "string" },
        enum: { $ref: "#/$defs/type" },
        items: { type: "array", items: { $ref: "#/$defs/$ref" } },
        $id: { type: "number" },
      },
      $defs: { type: { enum: ["a"] }, $ref: { type: "boolean" } },
    },
    valid: [{ $ref: "#/nowhere", enum: "a", items: [true], $id: 1 }],
    invalid: [{ $ref: 1 }, { enum: "b" }, { items: ["x"] }, { $id: "x" }],
  },
  "properties that are called like members of every object": {
    schema: {
      type: "object",
      properties: { ["__proto__"]: { type: "number" }, constructor: { type: "string" } },
      required: ["constructor"],
      additionalProperties: false,
    },
    valid: [{ constructor: "a" }, JSON.parse('{ "constructor": "a", "__proto__": 1 }')],
    invalid: [{ constructor: 1 }, JSON.parse('{ "constructor": "a", "__proto__": "b" }'), {}],
  },
  "enums and constants that are objects and lists": {
    schema: { enum: [{ a: 1 }, [1, "b"], null, "c"] },
    valid: [{ a: 1 }, [1, "b"], null, "c"],
    invalid: [{ a: 2 }, { a: 1, b: 2 }, [1], "d"],
  },
  "a list inside a constant, whose text is not taken for a schema": {
    schema: { const: { $ref: "#/nowhere", enum: [] } },
    valid: [{ $ref: "#/nowhere", enum: [] }],
    invalid: [{ $ref: "#" }],
  },
  "1.0 as an integer": {
    schema: { type: "integer" },
    valid: [1, JSON.parse("1.0"), 1e3],
    invalid: ["1", 1.5],
    refusedByType: 1,
  },
  "a tuple that may be followed by others": {
    schema: { type: "array", prefixItems: [{ type: "string" }, { type: "number" }], items: { type: "boolean" } },
    valid: [[], ["a"], ["a", 1], ["a", 1, true, false]],
    invalid: [[1], ["a", "b"], ["a", 1, 2]],
  },
  "a tuple that is closed, in an older draft": {
    schema: {
      $schema: draft07,
      type: "array",
      items: [{ type: "string" }, { type: "null" }],
      additionalItems: false,
      minItems: 2,
    },
    valid: [["a", null]],
    invalid: [["a"], ["a", 1], ["a", null, 1]],
  },
  "a list that must contain something": {
    schema: { type: "array", items: { type: "number" }, contains: { minimum: 10 }, minContains: 2, maxContains: 3 },
    valid: [
      [10, 11],
      [1, 10, 11, 12],
    ],
    invalid: [["10"], [10], [10, 11, 12, 13]],
    refusedByType: 1,
  },
  "names and values that other names ask for": {
    schema: {
      type: "object",
      properties: { card: { type: "string" }, address: { type: "string" }, code: { type: "string" } },
      dependentRequired: { card: ["address"] },
      dependentSchemas: { code: { properties: { address: { minLength: 3 } } } },
      propertyNames: { maxLength: 7 },
    },
    valid: [{}, { address: "x" }, { card: "1", address: "x" }, { code: "1", address: "long" }],
    invalid: [{ card: 1 }, { card: "1" }, { code: "1", address: "x" }, { overlong: 1 }],
    refusedByType: 1,
  },
  "conditions and negations": {
    schema: {
      type: "object",
      properties: { kind: { enum: ["a", "b"] }, size: { type: "number" } },
      required: ["kind"],
      if: { properties: { kind: { const: "a" } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema, and no function.
      then: { required: ["size"] },
      else: { not: { required: ["size"] } },
    },
    valid: [{ kind: "a", size: 1 }, { kind: "b" }],
    invalid: [{ kind: "c" }, { size: 1 }, { kind: "a" }, { kind: "b", size: 1 }],
    refusedByType: 2,
  },
  "a root that contains itself": {
    schema: {
      type: "object",
      properties: { name: { type: "string" }, children: { type: "array", items: { $ref: "#" } } },
      required: ["name"],
    },
    valid: [{ name: "a", children: [{ name: "b", children: [] }] }],
    invalid: [
      { name: "a", children: [{}] },
      { name: "a", children: [{ name: "b", children: [{ name: 1 }] }] },
    ],
  },
  "a pattern of every name as a map": {
    schema: { type: "object", patternProperties: { ".*": { type: "number" } } },
    valid: [{}, { a: 1, "b c": 2 }],
    invalid: [{ a: "1" }],
  },
  "a pattern of every name beside declared ones": {
    schema: { type: "object", properties: { a: { minLength: 2 } }, patternProperties: { ".*": { type: "string" } } },
    valid: [{ a: "bb", b: "c" }],
    invalid: [{ a: 1 }, { b: 1 }, { a: "b" }],
    refusedByType: 2,
  },
  "patterns of some names in a closed object": {
    schema: { type: "object", patternProperties: { "^x-": { type: "string" } }, additionalProperties: false },
    valid: [{ "x-a": "b" }],
    invalid: [{ "x-a": 1 }, { a: "b" }],
    refusedByType: 1,
  },
  "a closed object beside a reference, which leaves only the names both admit": {
    schema: {
      $ref: "#/$defs/file",
      type: "object",
      properties: { size: { type: "number" } },
      additionalProperties: false,
      $defs: { file: { type: "object", properties: { name: { type: "string" }, size: { type: "number" } } } },
    },
    valid: [{}, { size: 1 }],
    invalid: [{ name: "a" }, { size: "1" }],
  },
  "a closed object in which one of two names must be there": {
    schema: {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "string" } },
      additionalProperties: false,
      anyOf: [{ required: ["a"] }, { required: ["b"] }],
    },
    valid: [{ a: "x" }, { b: "y" }, { a: "x", b: "y" }],
    invalid: [{ c: 1 }, { a: "x", c: 1 }, {}],
    refusedByType: 2,
  },
  "an object closed for all that is merged into it": {
    schema: {
      allOf: [{ $ref: "#/$defs/base" }, { properties: { b: { type: "number" } } }],
      unevaluatedProperties: false,
      $defs: { base: { type: "object", properties: { a: { type: "string" } }, required: ["a"] } },
    },
    valid: [{ a: "x", b: 1 }],
    invalid: [{ b: 1 }, { a: "x", c: 1 }],
  },
  "an object that is closed outside and open inside": {
    schema: {
      type: "object",
      properties: { a: { type: "string" } },
      allOf: [{ unevaluatedProperties: true }],
      unevaluatedProperties: false,
    },
    valid: [{ a: "x", b: 1 }],
    invalid: [{ a: 1 }],
  },
  "an object whose condition decides which names are there": {
    schema: {
      type: "object",
      if: { properties: { kind: { const: "a" } }, required: ["kind"] },
      else: { properties: { other: { type: "string" } } },
      unevaluatedProperties: false,
    },
    valid: [{ kind: "a" }, { other: "x" }],
    invalid: [
      { kind: "a", other: "x" },
      { kind: "b", other: "x" },
    ],
    refusedByType: 0,
  },
  "items that are left over": {
    schema: { type: "array", anyOf: [{ items: { type: "string" } }, true], unevaluatedItems: { type: "boolean" } },
    valid: [["a", "b"], [true, false], []],
    invalid: [["a", true]],
    refusedByType: 0,
  },
  "items that are left over by what a list contains": {
    schema: { type: "array", prefixItems: [true], contains: { type: "string" }, unevaluatedItems: { type: "number" } },
    valid: [[null, "a", 1, "b"]],
    invalid: [[null, "a", true]],
    refusedByType: 0,
  },
  "a dynamic reference that the root extends": {
    schema: {
      $id: "https://example.com/strict",
      $dynamicAnchor: "node",
      $ref: "tree",
      required: ["name"],
      $defs: {
        tree: {
          $id: "tree",
          $dynamicAnchor: "node",
          type: "object",
          properties: { name: { type: "string" }, children: { type: "array", items: { $dynamicRef: "#node" } } },
        },
      },
    },
    valid: [{ name: "a", children: [{ name: "b" }] }],
    invalid: [{}, { name: "a", children: [{}] }],
  },
  "a dynamic reference to the only anchor of its name": {
    schema: {
      type: "array",
      items: { $dynamicRef: "#item" },
      $defs: { i: { $dynamicAnchor: "item", type: "number" } },
    },
    valid: [[1]],
    invalid: [["a"]],
  },
  "a recursive reference": {
    schema: {
      $schema: draft2019,
      $recursiveAnchor: true,
      type: "object",
      properties: { next: { $recursiveRef: "#" }, value: { type: "number" } },
      required: ["value"],
    },
    valid: [{ value: 1, next: { value: 2 } }],
    invalid: [{ value: 1, next: {} }],
  },
  "an id beside a reference, which an older draft does not read": {
    schema: {
      $schema: draft07,
      $id: "http://example.com/root/",
      type: "object",
      properties: { a: { $id: "elsewhere/", $ref: "leaf.json" } },
      definitions: {
        here: { $id: "http://example.com/root/leaf.json", type: "string" },
        there: { $id: "http://example.com/root/elsewhere/leaf.json", type: "number" },
      },
    },
    valid: [{ a: "x" }],
    invalid: [{ a: 1 }],
  },
};

const compiled = new Map<string, { readonly internal: Internal; readonly types: TypeVerdict; readonly text: string }>();

/** What is judged of a meaning: what decoding leaves of its values. */
function decoded(internal: Internal, { valid, invalid }: Meaning): readonly unknown[] {
  return [...valid, ...invalid].map((value) => decodeValue(internal.table, undefined, value));
}

beforeAll(async () => {
  const modules: (TypedModule & { readonly internal: Internal })[] = [];
  for (const [label, meaning] of Object.entries(meanings)) {
    const spec = JSON.stringify({ output: meaning.schema });
    const { files, diagnostics } = await compile(new Map([["schemas/spec.json", spec]]), config);
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    assert.deepEqual(errors, [], label);
    const text = files.find(({ path }) => path === "spec.ts")?.text ?? "";
    const internal = evaluateInternal(files.find(({ path }) => path === "internal/spec.ts")?.text ?? "");
    modules.push({ label, text, values: decoded(internal, meaning), internal });
  }
  for (const [index, types] of checkAssignable(modules).entries()) {
    const one = modules[index];
    if (one !== undefined) compiled.set(one.label, { internal: one.internal, types, text: one.text });
  }
}, 60_000);

describe("the generator understands", () => {
  for (const [label, meaning] of Object.entries(meanings)) {
    it(label, () => {
      const found = compiled.get(label);
      assert.ok(found !== undefined);
      const { internal, types, text } = found;
      const { valid, invalid, refusedByType = invalid.length } = meaning;
      const values = decoded(internal, meaning);
      for (const [index, value] of [...valid, ...invalid].entries()) {
        const shown = JSON.stringify(value);
        assert.equal(internal.validate(value), index < valid.length, shown);
        assert.equal(internal.validate(values[index]), index < valid.length, `decoded: ${shown}`);
        const isRefused = index >= valid.length && index < valid.length + refusedByType;
        assert.equal(
          types.refusals[index] !== undefined,
          isRefused,
          `as type: ${shown} ${types.refusals[index]}\n${text}`,
        );
      }
      assert.deepEqual(types.broken, []);
    });
  }
});
