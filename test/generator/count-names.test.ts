import { Ajv2020 } from "ajv/dist/2020.js";
import * as codegen from "ajv/dist/compile/codegen/index.js";
import { expect, test } from "vitest";
import { countNamesOnce } from "../../generator/src/emit/count-names.ts";

const leaf = { type: "string", minLength: 2, maxLength: 9, pattern: "^a", enum: ["ab", "abc"] };
const schemas: readonly object[] = [
  leaf,
  { type: "object", required: ["a", "b"], properties: { a: leaf, b: { type: "integer", minimum: 1 } } },
  { type: "array", items: { type: "array", items: leaf, uniqueItems: true }, contains: leaf, minContains: 2 },
  {
    anyOf: [leaf, { type: "null" }],
    oneOf: [{ const: 1 }, { not: leaf }],
    allOf: [{ $ref: "#/$defs/a" }],
    $defs: { a: leaf },
  },
  JSON.parse('{"if": {"minProperties": 1}, "then": {"required": ["b"]}, "else": {"patternProperties": {"^x": true}}}'),
  {
    additionalProperties: leaf,
    propertyNames: leaf,
    dependentSchemas: { a: { minProperties: 2 } },
    unevaluatedProperties: false,
  },
  { prefixItems: [leaf, { type: ["number", "null"], multipleOf: 3 }], items: false, unevaluatedItems: leaf },
];

function compile(schema: object, optimize: boolean): string {
  const ajv = new Ajv2020({ allErrors: true, strict: false, code: { source: true, lines: true, optimize } });
  return String(ajv.compile(schema).source?.validateCode);
}

test("ajv writes the same code when the names in it are counted once", () => {
  const before = schemas.map((schema) => compile(schema, true));
  const original = codegen.CodeGen.prototype.optimize;
  countNamesOnce(codegen);
  expect(codegen.CodeGen.prototype.optimize).not.toBe(original);
  expect(schemas.map((schema) => compile(schema, true))).toEqual(before);
  // The counts decide what is written where it is used, so that wrong ones would show.
  expect(schemas.map((schema) => compile(schema, false))).not.toEqual(before);
});
