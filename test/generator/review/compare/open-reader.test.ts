import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { declaredOnly, openReader } from "../../../../generator/src/review/compare/open-reader.ts";
import type { JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { closed } from "./rule-cases.ts";

const string = { type: "string" };
const integer = { type: "integer" };
const open = (properties: Readonly<Record<string, JsonSchema>>, more: object = {}): JsonSchema => ({
  type: "object",
  properties,
  ...more,
});

describe("a schema as a reader sees it who ignores members that he does not know", () => {
  const cases: readonly (readonly [what: string, schema: JsonSchema, reader: JsonSchema])[] = [
    ["takes objects that have more", closed({ a: string }), open({ a: string }, { required: ["a"] })],
    [
      "takes them inside, too",
      closed({ a: { type: "array", items: closed({ b: integer }) } }),
      open({ a: { type: "array", items: open({ b: integer }, { required: ["b"] }) } }, { required: ["a"] }),
    ],
    [
      "keeps what is asked of further members",
      open({}, { additionalProperties: integer }),
      open({}, { additionalProperties: integer }),
    ],
    ["drops what closes by evaluation", open({ a: string }, { unevaluatedProperties: false }), open({ a: string })],
    [
      "keeps what must not fit as it is",
      open({}, { not: closed({ a: string }) }),
      open({}, { not: closed({ a: string }) }),
    ],
    [
      "keeps a condition as it is",
      { if: closed({ a: string }), else: closed({ b: string }) },
      { if: closed({ a: string }), else: open({ b: string }, { required: ["b"] }) },
    ],
    [
      "keeps what may not occur often as it is",
      { type: "array", contains: closed({ a: string }), maxContains: 1 },
      { type: "array", contains: closed({ a: string }), maxContains: 1 },
    ],
    [
      "opens what has to occur",
      { type: "array", contains: closed({ a: string }) },
      { type: "array", contains: open({ a: string }, { required: ["a"] }) },
    ],
    [
      "lets closed variants overlap",
      { oneOf: [closed({ a: string }), closed({ b: string })] },
      { anyOf: [open({ a: string }, { required: ["a"] }), open({ b: string }, { required: ["b"] })] },
    ],
    ["leaves variants alone that were open", { oneOf: [string, integer] }, { oneOf: [string, integer] }],
    [
      "has both where there is an anyOf already",
      { oneOf: [closed({ a: string }), string], anyOf: [string, { type: "object" }], allOf: [true] },
      {
        anyOf: [string, { type: "object" }],
        allOf: [true, { anyOf: [open({ a: string }, { required: ["a"] }), string] }],
      },
    ],
    [
      "leads what must not fit to the definitions as they were",
      { not: { $ref: "#/$defs/A" }, $defs: { A: closed({ a: string }), as_written: string } },
      {
        not: { $ref: "#/$defs/as_written_/$defs/A" },
        $defs: {
          A: open({ a: string }, { required: ["a"] }),
          as_written: string,
          as_written_: {
            not: { $ref: "#/$defs/as_written_/$defs/A" },
            $defs: { A: closed({ a: string }), as_written: string },
          },
        },
      },
    ],
    ["is the same where nothing is closed", true, true],
  ];
  for (const [what, schema, reader] of cases)
    it(what, () => {
      assert.deepEqual(openReader(schema), reader);
    });
});

describe("a schema of what is kept of an output", () => {
  const kept = { unevaluatedProperties: false };
  const cases: readonly (readonly [what: string, schema: JsonSchema, produced: JsonSchema])[] = [
    ["drops what an object does not declare", open({ a: string }), open({ a: string }, kept)],
    [
      "declares what is required",
      open({ a: string }, { required: ["b"] }),
      open({ a: string, b: true }, { required: ["b"], ...kept }),
    ],
    ["leaves an object alone that says what becomes of others", closed({ a: string }), closed({ a: string })],
    [
      "leaves one alone that takes any",
      open({ a: string }, { additionalProperties: true }),
      open({ a: string }, { additionalProperties: true }),
    ],
    ["leaves a map alone", { type: "object" }, { type: "object" }],
    [
      "leaves an object of counted members alone",
      open({ a: string }, { minProperties: 1 }),
      open({ a: string }, { minProperties: 1 }),
    ],
    [
      "drops them in members and items, too",
      open({ l: { type: "array", items: open({ a: string }) } }),
      open({ l: { type: "array", items: open({ a: string }, kept) } }, kept),
    ],
    [
      "keeps the names of all variants together",
      { anyOf: [open({ a: string }), open({ b: string }, { required: ["c"] })] },
      {
        anyOf: [open({ a: string }), open({ b: string }, { required: ["c"] })],
        properties: { a: true, b: true, c: true },
        ...kept,
      },
    ],
    [
      "keeps the names of all parts together",
      { allOf: [open({ a: string }), { $ref: "#/$defs/B" }], $defs: { B: open({ b: string }) } },
      {
        allOf: [open({ a: string }), { $ref: "#/$defs/B" }],
        $defs: { B: open({ b: string }) },
        properties: { a: true, b: true },
        ...kept,
      },
    ],
    [
      "keeps all names where one variant says what becomes of others",
      { anyOf: [open({ a: string }), closed({ b: string })] },
      { anyOf: [open({ a: string }), closed({ b: string })] },
    ],
    [
      "keeps what must not fit as it is",
      open({ a: { not: open({ b: string }) } }),
      open({ a: { not: open({ b: string }) } }, kept),
    ],
  ];
  for (const [what, schema, produced] of cases)
    it(what, () => {
      const found = declaredOnly(schema);
      // Names come in the order in which they are met, which says nothing.
      assert.deepEqual(found, produced);
    });
});
