import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Edit } from "../../../../generator/src/review/compare/located.ts";
import { transplant } from "../../../../generator/src/review/compare/transplant.ts";
import { openDocument, type Place } from "../../../../generator/src/review/normal/document.ts";
import type { Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { closed } from "./rule-cases.ts";

const string = { type: "string" };
const integer = { type: "integer" };

/** The schema at a pointer. */
function placeAt(schema: JsonSchema, pointer: string): Place {
  const place = openDocument(schema).placeAt(pointer);
  if (place === undefined) throw new Error(`there is no ${pointer}`);
  return place;
}

interface Case {
  readonly what: string;
  readonly before: JsonSchema;
  readonly after: JsonSchema;
  /** What differs, at pointers of both. */
  readonly edit: (before: (pointer: string) => Place, after: (pointer: string) => Place) => Edit;
  /** The new version with this one difference taken back, and the old one with it made; absent: not looked at. */
  readonly back?: JsonSchema;
  readonly made?: JsonSchema;
}

const cases: readonly Case[] = [
  {
    what: "keywords of one schema",
    before: closed({ a: { type: "string", minLength: 1, maxLength: 3 } }),
    after: closed({ a: { type: "string", maxLength: 9, pattern: "x" } }),
    edit: (before, after) => ({
      kind: "keywords",
      before: [before("/properties/a")],
      after: [after("/properties/a")],
      keywords: ["minLength", "maxLength"],
    }),
    back: closed({ a: { type: "string", pattern: "x", minLength: 1, maxLength: 3 } }),
    made: closed({ a: { type: "string", maxLength: 9 } }),
  },
  {
    what: "a keyword that two schemas state",
    before: { allOf: [{ pattern: "a" }, { pattern: "b" }] },
    after: { allOf: [{ minLength: 1 }, { pattern: "c" }] },
    edit: (before, after) => ({
      kind: "keywords",
      before: [before("/allOf/0"), before("/allOf/1")],
      after: [after("/allOf/0"), after("/allOf/1")],
      keywords: ["pattern"],
    }),
    back: { allOf: [{ minLength: 1 }, { pattern: "a", allOf: [{ pattern: "b" }] }] },
    made: { allOf: [{ pattern: "c" }, {}] },
  },
  {
    what: "a keyword whose schemas refer to others",
    before: { ...(closed({ a: { type: "array", items: { $ref: "#/$defs/A" } } }) as object), $defs: { A: string } },
    after: { ...(closed({ a: { type: "array", items: integer } }) as object), $defs: { other: true } },
    edit: (before, after) => ({
      kind: "keywords",
      before: [before("/properties/a")],
      after: [after("/properties/a")],
      keywords: ["items"],
    }),
    back: {
      ...(closed({ a: { type: "array", items: { $ref: "#/$defs/other_/$defs/A" } } }) as object),
      $defs: {
        other: true,
        other_: {
          ...(closed({ a: { type: "array", items: { $ref: "#/$defs/other_/$defs/A" } } }) as object),
          $defs: { A: string },
        },
      },
    },
  },
  {
    what: "a property, with whether it is required",
    before: closed({ a: string, b: integer }),
    after: closed({ a: string, "c?": integer }),
    edit: (before, after) => ({ kind: "property", before: [before("")], after: [after("")], name: "b" }),
    back: {
      type: "object",
      additionalProperties: false,
      required: ["a", "b"],
      properties: { a: string, c: integer, b: integer },
    },
    made: closed({ a: string }),
  },
  {
    what: "a property named like a part of every object",
    before: JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}},"required":["__proto__"]}'),
    after: { type: "object" },
    edit: (before, after) => ({ kind: "property", before: [before("")], after: [after("")], name: "__proto__" }),
    back: JSON.parse('{"type":"object","properties":{"__proto__":{"type":"string"}},"required":["__proto__"]}'),
    made: { type: "object", properties: {}, required: [] },
  },
  {
    what: "whether a property is required",
    before: { allOf: [{ required: ["a", "b"] }], properties: { a: string } },
    after: { allOf: [{ required: ["a"] }], properties: { a: integer } },
    edit: (before, after) => ({
      kind: "required",
      before: [before("/allOf/0"), before("")],
      after: [after("/allOf/0"), after("")],
      name: "b",
    }),
    back: { allOf: [{ required: ["a", "b"] }], properties: { a: integer } },
    made: { allOf: [{ required: ["a"] }], properties: { a: string } },
  },
  {
    what: "values of one list",
    before: closed({ a: { type: "string", enum: ["x", "y"] } }),
    after: closed({ a: { type: "string", enum: ["y", "z", 1] } }),
    edit: (before, after) => ({
      kind: "values",
      before: [before("/properties/a")],
      after: [after("/properties/a")],
      added: ["z", 1],
      removed: ["x"],
      isOneList: true,
    }),
    back: closed({ a: { type: "string", enum: ["y", "x"] } }),
    made: closed({ a: { type: ["string", "number"], enum: ["y", "z", 1] } }),
  },
  {
    what: "a value of one list that stays, beside one that comes",
    before: closed({ a: { const: "x" } }),
    after: closed({ a: { enum: ["x", "y", "z"] } }),
    edit: (before, after) => ({
      kind: "values",
      before: [before("/properties/a")],
      after: [after("/properties/a")],
      added: ["y"],
      removed: [],
      isOneList: true,
    }),
    back: closed({ a: { enum: ["x", "z"] } }),
    made: closed({ a: { enum: ["x", "y"] } }),
  },
  {
    what: "values of several lists",
    before: closed({ a: { anyOf: [{ const: "x" }, { const: "y" }] } }),
    after: closed({ a: { anyOf: [{ const: "y" }, { const: "z" }] } }),
    edit: (before, after) => ({
      kind: "values",
      before: [before("/properties/a")],
      after: [after("/properties/a")],
      added: ["z"],
      removed: ["x"],
      isOneList: false,
    }),
    back: closed({
      a: { anyOf: [{ anyOf: [{ const: "y" }, { const: "z" }], allOf: [{ not: { enum: ["z"] } }] }, { enum: ["x"] }] },
    }),
    made: closed({
      a: { anyOf: [{ anyOf: [{ const: "x" }, { const: "y" }], allOf: [{ not: { enum: ["x"] } }] }, { enum: ["z"] }] },
    }),
  },
  {
    what: "null, where it is let in and kept out",
    before: closed({ a: { $ref: "#/properties/a/definitions/A", definitions: { A: string } } }),
    after: closed({ a: { type: ["string", "null"] } }),
    edit: (before, after) => ({
      kind: "null",
      before: [before("/properties/a")],
      after: [after("/properties/a")],
      isNullable: { before: false, after: true },
    }),
    back: closed({ a: { type: ["string", "null"], allOf: [{ not: { type: "null" } }] } }),
    made: closed({
      a: {
        anyOf: [{ $ref: "#/properties/a/anyOf/0/definitions/A", definitions: { A: string } }, { type: "null" }],
      },
    }),
  },
  {
    what: "null, where anything is let in",
    before: closed({ a: string }),
    after: closed({ a: true }),
    edit: (before, after) => ({
      kind: "null",
      before: [before("/properties/a")],
      after: [after("/properties/a")],
      isNullable: { before: false, after: true },
    }),
    back: closed({ a: { not: { type: "null" } } }),
  },
  {
    what: "types",
    before: closed({ a: { type: ["string", "number"] } }),
    after: closed({ a: { type: ["string", "boolean"] } }),
    edit: (before, after) => ({
      kind: "types",
      before: [before("/properties/a")],
      after: [after("/properties/a")],
      types: { before: ["string", "number", "boolean"], after: ["string"] },
    }),
    back: closed({ a: { type: ["string"] } }),
    made: closed({ a: { type: ["string", "number", "boolean"] } }),
  },
  {
    what: "a variant that came",
    before: closed({ a: { oneOf: [string, integer] } }),
    after: closed({ a: { oneOf: [string, integer, { $ref: "#/$defs/B" }] } }, { $defs: { B: { type: "boolean" } } }),
    edit: (before, after) => ({
      kind: "branch",
      owners: [before("/properties/a")],
      branch: after("/properties/a/oneOf/2"),
      side: "after",
    }),
    back: closed({ a: { oneOf: [string, integer] } }, { $defs: { B: { type: "boolean" } } }),
    made: {
      ...(closed({ a: { oneOf: [string, integer, { $ref: "#/$defs/other/$defs/B" }] } }) as object),
      $defs: {
        other: {
          ...(closed({ a: { oneOf: [string, integer, { $ref: "#/$defs/other/$defs/B" }] } }) as object),
          $defs: { B: { type: "boolean" } },
        },
      },
    },
  },
  {
    what: "a variant that came where no union was written",
    before: closed({ a: string }),
    after: closed({ a: { anyOf: [string, integer] } }),
    edit: (before, after) => ({
      kind: "branch",
      owners: [before("/properties/a")],
      branch: after("/properties/a/anyOf/1"),
      side: "after",
    }),
    back: closed({ a: { anyOf: [string] } }),
    made: closed({ a: { anyOf: [string, integer] } }),
  },
  {
    what: "a whole node",
    before: closed({ a: { type: "array", items: [string] } }),
    after: closed({ a: { type: "array", items: [integer] }, b: integer }),
    edit: (before, after) => ({ kind: "node", before: [before("/properties/a")], after: [after("/properties/a")] }),
    back: closed({ a: { type: "array", items: [string] }, b: integer }),
    made: closed({ a: { type: "array", items: [integer] } }),
  },
  {
    what: "a node in a list of schemas",
    before: { anyOf: [string, integer] },
    after: { anyOf: [string, { type: "null" }] },
    edit: (before, after) => ({ kind: "node", before: [before("/anyOf/1")], after: [after("/anyOf/1")] }),
    back: { anyOf: [string, integer] },
    made: { anyOf: [string, { type: "null" }] },
  },
  {
    what: "the root",
    before: string,
    after: integer,
    edit: (before, after) => ({ kind: "node", before: [before("")], after: [after("")] }),
    back: string,
    made: integer,
  },
];

describe("a version with one difference alone", () => {
  for (const { what, before, after, edit, back, made } of cases)
    it(`has it taken back, or made: ${what}`, () => {
      const [old, now] = [structuredClone(before), structuredClone(after)];
      const found = edit(
        (pointer) => placeAt(before, pointer),
        (pointer) => placeAt(after, pointer),
      );
      const text = (schema: Json): string => JSON.stringify(schema, null, 1);
      if (back !== undefined) assert.equal(text(transplant(after, before, found, "after")), text(back));
      if (made !== undefined) assert.equal(text(transplant(before, after, found, "before")), text(made));
      // What was given is as it was.
      assert.deepEqual([before, after], [old, now]);
    });
});
