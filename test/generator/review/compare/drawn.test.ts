import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, it } from "vitest";
import { sampleInstances } from "../../../../generator/src/review/compare/sample.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { changeCases } from "./change-cases.ts";
import { validator } from "./witness-check.ts";

const count = 16;
const isWritten = process.env["UPDATE_GOLDEN"] !== undefined;

/** Schemas beyond those of the changes. */
const others: Readonly<Record<string, JsonSchema>> = {
  "a text of a class": { type: "string", pattern: "^[a-z]{2,4}-[0-9]+$" },
  "a text of signs": { type: "string", pattern: "^[!-/]{3}$" },
  "a text of letters that are not ASCII": { type: "string", pattern: "^[à-ÿ]+$" },
  "a text of choices": { type: "string", pattern: "^(red|green|blue)?(,(a|b)*)?$" },
  "a text that has a pattern and a length": { type: "string", pattern: "^a*b*$", minLength: 3, maxLength: 5 },
  "a text of a format": { type: "string", format: "date" },
  "a text of a format, with a length": { type: "string", format: "email", maxLength: 12 },
  "a long text": { type: "string", minLength: 500 },
  "a number between steps": { type: "number", minimum: 0.1, maximum: 1, multipleOf: 0.25 },
  "an integer above a bound": { type: "integer", exclusiveMinimum: 7, not: { const: 9 } },
  "a list of few": { type: "array", items: { enum: ["a", "b", "c"] }, minItems: 2, uniqueItems: true },
  "a list that has to hold something": {
    type: "array",
    items: { type: ["string", "integer"] },
    contains: { const: "x" },
    minContains: 2,
  },
  "a list of too many": { type: "array", items: { type: "integer" }, minItems: 400 },
  "an object of any names": {
    type: "object",
    additionalProperties: { type: "boolean" },
    propertyNames: { pattern: "^[a-c]+$" },
    minProperties: 2,
    maxProperties: 3,
  },
  "an object whose properties need others": {
    type: "object",
    properties: { a: { type: "integer" }, b: { type: "string" }, c: { type: "null" } },
    dependentRequired: { a: ["b", "c"] },
  },
  "a deep tree": {
    $ref: "#/$defs/Node",
    $defs: {
      Node: {
        type: "object",
        required: ["kids"],
        properties: { kids: { type: "array", items: { $ref: "#/$defs/Node" } } },
      },
    },
  },
  "an endless tree": {
    $ref: "#/$defs/Node",
    $defs: { Node: { type: "object", required: ["next"], properties: { next: { $ref: "#/$defs/Node" } } } },
  },
  nothing: false,
  anything: true,
};

const schemas: readonly (readonly [string, JsonSchema])[] = [
  ...Object.entries(others),
  ...changeCases.map(({ name, after }) => [name, after] as const),
];

function show(value: Json): string {
  const characters = Array.from(JSON.stringify(value));
  if (characters.length <= 120) return characters.join("");
  return `${characters.slice(0, 100).join("")} …(${characters.length} characters)`;
}

const golden = join(import.meta.dirname, "drawn.txt");
const separator = "\n# ";
const written = new Map(
  (existsSync(golden) ? readFileSync(golden, "utf8") : "").split(separator).map((section) => {
    const [name = "", ...lines] = section.split("\n");
    return [name, lines.join("\n").trimEnd()];
  }),
);

describe("the samples of a schema", () => {
  const drawn = new Map<string, string>();
  afterAll(() => {
    if (!isWritten) return;
    const head = "The first samples of schemas, so that witnesses are the same everywhere. Written by drawn.test.ts.\n";
    writeFileSync(golden, [head, ...[...drawn].map(([name, text]) => `${name}\n${text}\n`)].join(separator));
  });

  for (const [name, schema] of schemas)
    it(`are the same everywhere, and many are valid: ${name}`, () => {
      const values = [...sampleInstances({ schema, draft: "2020-12" }, { seed: 1, count })];
      const [isValid, text] = [validator(schema), values.map(show).join("\n")];
      drawn.set(name, text);
      assert.ok(values.filter(isValid).length >= values.length / 2, text);
      if (!isWritten) assert.equal(text.trimEnd(), written.get(name), "stale: run this test with UPDATE_GOLDEN=1");
    });
});
