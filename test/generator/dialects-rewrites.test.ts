import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Inverse } from "../../runtime/src/codec.ts";
import type { Rewrite, WireDocument } from "../../runtime/src/schema/dialects/dialect.ts";
import { limit } from "../../runtime/src/schema/dialects/limits.ts";
import { printDocument, printInverse } from "../../runtime/src/schema/dialects/print.ts";
import {
  betweenAnchors,
  leaveOutDescriptions,
  looksAround,
  moveConstraints,
} from "../../runtime/src/schema/dialects/rewrites/constraints.ts";
import { cutDepth } from "../../runtime/src/schema/dialects/rewrites/depth.ts";
import {
  ambiguousAsJson,
  anythingAsJson,
  emptyObjectsAsJson,
  nullAsJson,
  openObjectsAsJson,
  settleJson,
  structuredValuesAsJson,
  unionsAsJson,
} from "../../runtime/src/schema/dialects/rewrites/json-text.ts";
import { mapsToEntries, openNamesToProperty } from "../../runtime/src/schema/dialects/rewrites/maps.ts";
import {
  closeObjects,
  leaveOpennessUnsaid,
  orderProperties,
  requireEverything,
  requireSomething,
} from "../../runtime/src/schema/dialects/rewrites/objects.ts";
import {
  bareReferences,
  inlineReferences,
  inlineWhatEnds,
  unrollRecursion,
  unrollRequiredRecursion,
} from "../../runtime/src/schema/dialects/rewrites/references.ts";
import { wrapRoot, wrapTextRoot } from "../../runtime/src/schema/dialects/rewrites/root.ts";
import {
  openTuplesToObjects,
  tuplesClosedByLength,
  tuplesToObjects,
} from "../../runtime/src/schema/dialects/rewrites/tuples.ts";
import {
  flattenUnions,
  nullToKeyword,
  oneOfToAnyOf,
  typeListsToAnyOf,
} from "../../runtime/src/schema/dialects/rewrites/unions.ts";
import { constToEnum, enumsOf } from "../../runtime/src/schema/dialects/rewrites/values.ts";
import { toWire } from "../../runtime/src/schema/dialects/to-wire.ts";
import type { Json, JsonSchema } from "../../runtime/src/schema/json.ts";

import { object, source } from "./dialects-source.ts";

function rewrite(schema: JsonSchema, ...rewrites: readonly Rewrite[]): WireDocument {
  return rewrites.reduce((document, step) => step(document), toWire(source(schema)));
}

function printed(schema: JsonSchema, ...rewrites: readonly Rewrite[]): unknown {
  return printDocument(rewrite(schema, ...rewrites));
}

/** What stands at a property of a rewritten object. */
function printedAt(name: string, schema: JsonSchema, ...rewrites: readonly Rewrite[]): unknown {
  return (printed(schema, ...rewrites) as { properties: Record<string, unknown> }).properties[name];
}

function inverseOf(schema: JsonSchema, ...rewrites: readonly Rewrite[]): Inverse | undefined {
  return printInverse(rewrite(schema, ...rewrites), source(schema).table);
}

describe("a rewrite", () => {
  it("leaves what the spec says when there is none", () => {
    const schema = object(
      { a: { type: "string", minLength: 2, description: "First." }, b: { enum: ["x", "y"] } },
      ["a"],
      { additionalProperties: false },
    );
    assert.deepEqual(printed(schema), {
      type: "object",
      properties: {
        a: { type: "string", description: "First.", minLength: 2 },
        b: { type: "string", enum: ["x", "y"] },
      },
      required: ["a"],
      additionalProperties: false,
    });
  });

  it("closes objects", () => {
    assert.deepEqual(printed(object({ a: { type: "string" } }, [], { additionalProperties: true }), closeObjects), {
      type: "object",
      properties: { a: { type: "string" } },
      additionalProperties: false,
    });
  });

  it("says a map as entries and records which", () => {
    const schema = object({ prices: { type: "object", additionalProperties: { type: "number" }, minProperties: 1 } });
    assert.deepEqual(inverseOf(schema, mapsToEntries), { entries: [1] });
    assert.deepEqual(printedAt("prices", schema, mapsToEntries), {
      type: "array",
      description: "(each key once)",
      items: {
        type: "object",
        properties: { key: { type: "string" }, value: { type: "number" } },
        required: ["key", "value"],
        additionalProperties: false,
      },
      minItems: 1,
    });
  });

  it("gives open names beside declared ones a property of their own", () => {
    const typed = object({ other: { type: "string" } }, ["other"], { additionalProperties: { type: "number" } });
    assert.deepEqual(inverseOf(typed, openNamesToProperty), { rest: { 0: "other_" } });
    assert.deepEqual(printedAt("other_", typed, openNamesToProperty), {
      type: "array",
      description: "(all other names, each key once)",
      items: {
        type: "object",
        properties: { key: { type: "string" }, value: { type: "number" } },
        required: ["key", "value"],
        additionalProperties: false,
      },
    });
    const open = object({ a: { type: "string" } }, [], { additionalProperties: true });
    const document = rewrite(open, openNamesToProperty);
    assert.deepEqual(document.unenforced, ["additionalProperties at #"]);
    assert.deepEqual(printDocument(document), {
      type: "object",
      properties: {
        a: { type: "string" },
        other: {
          type: "string",
          description: "(JSON text of an object with all other names, {} when there are none)",
        },
      },
      required: ["other"],
      additionalProperties: false,
    });
  });

  it("requires everything and lets what was optional be null", () => {
    const schema = object(
      {
        a: { type: "string" },
        b: { type: "string", format: "date" },
        c: { enum: ["x", "y"] },
        d: { $ref: "#/$defs/D", description: "A place." },
        e: { type: ["string", "null"] },
        f: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] },
      },
      ["a"],
      { $defs: { D: object({ x: { type: "number" } }, ["x"]) } },
    );
    // What may be null by itself stays as it is: there null is a value.
    assert.deepEqual(inverseOf(schema, requireEverything), { nullMeansAbsent: { 0: ["b", "c", "d", "f"] } });
    const { properties, required } = printed(schema, requireEverything) as {
      properties: Record<string, unknown>;
      required: unknown;
    };
    assert.deepEqual(required, ["a", "b", "c", "d", "e", "f"]);
    assert.deepEqual(properties, {
      a: { type: "string" },
      b: { type: ["string", "null"], format: "date" },
      c: { type: ["string", "null"], enum: ["x", "y", null] },
      d: { description: "A place.", anyOf: [{ $ref: "#/$defs/D" }, { type: "null" }] },
      e: { type: ["string", "null"] },
      f: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }, { type: "null" }] },
    });
  });

  it("has null mean absent where the schema refuses null, though its type allows it", () => {
    const schema = object(
      {
        a: { type: ["string", "null"], not: { $ref: "#/$defs/Nothing" } },
        b: { type: ["string", "null"], if: { type: "null" }, else: { minLength: 2 } },
        c: { oneOf: [{ type: ["string", "null"] }, { type: "null" }] },
      },
      [],
      { $defs: { Nothing: { type: "null" } } },
    );
    assert.deepEqual(inverseOf(schema, requireEverything), { nullMeansAbsent: { 0: ["a", "c"] } });
  });

  it("says oneOf as anyOf and admits what that loses, unless a tag keeps options apart", () => {
    const tagged = { oneOf: [object({ k: { const: "a" } }, ["k"]), object({ k: { const: "b" } }, ["k"])] };
    const untagged = { oneOf: [{ type: "string" }, { type: "string", maxLength: 3 }] };
    const document = rewrite(object({ tagged, untagged }), oneOfToAnyOf);
    assert.deepEqual(document.unenforced, ["oneOf at #/properties/untagged"]);
    assert.doesNotMatch(JSON.stringify(printDocument(document)), /oneOf/);
  });

  it("flattens a union inside a union", () => {
    const schema = { anyOf: [{ anyOf: [{ type: "string" }, { type: "number" }] }, { type: "null" }] };
    assert.deepEqual(printed(schema, flattenUnions), {
      anyOf: [{ type: "string" }, { type: "number" }, { type: "null" }],
    });
  });

  it("says a tuple as an object with a property for each element", () => {
    const schema = {
      type: "array",
      prefixItems: [{ type: "number" }, { enum: ["N", "S"] }],
      items: false,
      minItems: 1,
    };
    assert.deepEqual(inverseOf(schema, tuplesToObjects), { tuples: { 0: { names: ["item_1", "item_2"] } } });
    assert.deepEqual(inverseOf(schema, tuplesToObjects, requireEverything)?.nullMeansAbsent, { 0: ["item_2"] });
    assert.deepEqual(printed(schema, tuplesToObjects), {
      type: "object",
      properties: { item_1: { type: "number" }, item_2: { type: "string", enum: ["N", "S"] } },
      required: ["item_1"],
      additionalProperties: false,
    });
  });

  it("says what follows a tuple's elements as a list, and leaves closed tuples alone where only those are known", () => {
    const open = {
      type: "array",
      prefixItems: [{ type: "number" }],
      items: { type: "string" },
      minItems: 2,
      maxItems: 4,
    };
    assert.deepEqual(inverseOf(open, openTuplesToObjects), { tuples: { 0: { names: ["item_1"], rest: "more" } } });
    assert.deepEqual(printed(open, openTuplesToObjects), {
      type: "object",
      properties: {
        item_1: { type: "number" },
        more: {
          type: "array",
          description: "(all further items)",
          items: { type: "string" },
          minItems: 1,
          maxItems: 3,
        },
      },
      required: ["item_1", "more"],
      additionalProperties: false,
    });
    const closed = { type: "array", prefixItems: [{ type: "number" }], items: false };
    assert.deepEqual(printed(closed, openTuplesToObjects), printed(closed));
    assert.deepEqual(printed(closed, tuplesClosedByLength), {
      type: "array",
      prefixItems: [{ type: "number" }],
      maxItems: 1,
    });
  });

  it("wraps a root that is no object", () => {
    const schema = { type: "array", items: { type: "string" } };
    assert.deepEqual(inverseOf(schema, wrapRoot), { wrapper: "value" });
    assert.deepEqual(printed(schema, wrapTextRoot), printed(schema));
    assert.deepEqual(inverseOf(true, anythingAsJson, wrapTextRoot), { wrapper: "value", json: [0] });
    assert.deepEqual(printed(schema, wrapRoot), {
      type: "object",
      properties: { value: { type: "array", items: { type: "string" } } },
      required: ["value"],
      additionalProperties: false,
    });
  });

  it("keeps a recursive root reachable when it is wrapped", () => {
    const schema = { type: "array", items: { $ref: "#" } };
    assert.deepEqual(printed(schema, wrapRoot), {
      type: "object",
      properties: { value: { $ref: "#/$defs/Spec" } },
      required: ["value"],
      additionalProperties: false,
      $defs: { Spec: { type: "array", items: { $ref: "#/$defs/Spec" } } },
    });
  });

  it("writes references out", () => {
    const flat = object({ a: { $ref: "#/$defs/A" }, b: { $ref: "#/$defs/A", description: "Another." } }, [], {
      $defs: { A: { type: "string" } },
    });
    assert.deepEqual(printed(flat, inlineReferences({ levels: 1 }), closeObjects), {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "string", description: "Another." } },
      additionalProperties: false,
    });
    const recursive = object({ next: { $ref: "#" } });
    assert.deepEqual(printed(recursive, inlineWhatEnds), printed(recursive));
  });

  it("writes recursion out for some levels, ends it with JSON text, and says once what that has to be", () => {
    const schema = object({ name: { type: "string" }, next: { $ref: "#" } }, ["name"]);
    const document = rewrite(schema, unrollRecursion({ levels: 2 }));
    assert.deepEqual([...new Set(document.unenforced)], ["$ref at #/properties/next"]);
    assert.deepEqual(printDocument(document), {
      type: "object",
      description:
        '(in JSON text, a name stands for its schema in {"$defs":{"Spec":{"type":"object","properties":{"name":{"type":"string"},' +
        '"next":{"$ref":"#/$defs/Spec"}},"required":["name"],"additionalProperties":false}}})',
      properties: {
        name: { type: "string" },
        next: {
          type: "object",
          properties: {
            name: { type: "string" },
            next: { type: "string", description: '(JSON text of Spec, an object with "name", "next"?)' },
          },
          required: ["name"],
          additionalProperties: false,
        },
      },
      required: ["name"],
      additionalProperties: false,
    });
    assert.deepEqual(printInverse(document, source(schema).table), { json: [0] });
  });

  it("keeps recursion that leads through optional properties only, where that is allowed", () => {
    const optional = object({ next: { $ref: "#" } });
    assert.deepEqual(printed(optional, unrollRequiredRecursion({ levels: 1 })), printed(optional));
    const required = object({ items: { type: "array", items: { $ref: "#" } } }, ["items"]);
    assert.doesNotMatch(JSON.stringify(printed(required, unrollRequiredRecursion({ levels: 1 }))), /"\$ref"/);
  });

  it("follows no more references into each other than it may", () => {
    const schema = object({ a: { $ref: "#/$defs/A" } }, [], {
      $defs: { A: object({ b: { $ref: "#/$defs/B" } }), B: object({ c: { type: "string" } }) },
    });
    const text = JSON.stringify(printed(schema, inlineReferences({ levels: 1, depth: 1 })));
    assert.match(text, /"b":\{"type":"string","description":"\(JSON text of a value for the schema/);
  });

  it("says a place that allows any value as JSON text", () => {
    const schema = object({ a: { description: "Whatever." } });
    assert.deepEqual(printedAt("a", schema, anythingAsJson), {
      type: "string",
      description: "Whatever. (JSON text of any value)",
    });
    assert.deepEqual(inverseOf(schema, anythingAsJson), { json: [1] });
  });

  it("says an object without names as JSON text, and lets a map be a map", () => {
    const schema = object({ a: { type: "object" }, b: { type: "object", additionalProperties: { type: "string" } } });
    assert.deepEqual(inverseOf(schema, openObjectsAsJson), { json: [1] });
    assert.deepEqual(printedAt("a", schema, openObjectsAsJson), {
      type: "string",
      description: "(JSON text of an object)",
    });
    const empty = object({ a: object({}, [], { additionalProperties: false }) });
    assert.deepEqual(inverseOf(empty, openObjectsAsJson), undefined);
    assert.deepEqual(inverseOf(empty, emptyObjectsAsJson), { json: [1] });
  });

  it("says listed objects and arrays as JSON text", () => {
    assert.deepEqual(inverseOf(object({ a: { enum: [{ x: 1 }, "b"] } }), structuredValuesAsJson), { json: [1] });
    assert.deepEqual(inverseOf(object({ a: { enum: ["a", 1, null] } }), structuredValuesAsJson), undefined);
  });

  it("says unions as JSON text, in words that name the options", () => {
    const schema = object({ a: { anyOf: [{ type: "number" }, object({ x: { type: "string" } })] } });
    assert.deepEqual(inverseOf(schema, unionsAsJson), { json: [1] });
    assert.match(JSON.stringify(printedAt("a", schema, unionsAsJson)), /JSON text of a value for the schema/);
  });

  it("says null alone as JSON text, and leaves it as an option", () => {
    const schema = object({ a: { type: "null" }, b: { anyOf: [object({ x: {} }), { type: "null" }] } });
    assert.deepEqual(inverseOf(schema, nullAsJson), { json: [1] });
  });

  it("says a union as JSON text whose options would be written alike", () => {
    const map = { type: "object", additionalProperties: { type: "string" } };
    const tuple = { type: "array", prefixItems: [{ type: "string" }], items: false };
    const list = { type: "array", items: { type: "string" } };
    const united = (...options: readonly Json[]): JsonSchema => object({ u: { anyOf: options } });
    const rows = (schema: JsonSchema, entries: boolean, tuples: boolean): readonly number[] | undefined =>
      inverseOf(schema, ambiguousAsJson({ entries, tuples }))?.json;
    assert.deepEqual(rows(united(map, list), true, true), [1]);
    assert.deepEqual(rows(united(map, list), false, true), undefined);
    assert.deepEqual(rows(united(tuple, object({ a: {} })), true, true), [1]);
    assert.deepEqual(rows(united(tuple, object({ a: {} })), true, false), undefined);
    assert.deepEqual(rows(united(map, object({ a: {} })), true, true), undefined);
  });

  it("gives a string one meaning: a union with JSON text in it is JSON text unless no option could be a string", () => {
    const schema = object({
      whole: { anyOf: [{ type: "string" }, { type: "object" }] },
      partly: { anyOf: [{ type: "number" }, { type: "object" }] },
    });
    const rewrites = [openObjectsAsJson, settleJson];
    const { json = [] } = inverseOf(schema, ...rewrites) ?? {};
    const { table } = source(schema).table;
    assert.deepEqual(
      json.map((row) => table[row]?.kind),
      ["union", "union"],
    );
    assert.match(JSON.stringify(printedAt("whole", schema, ...rewrites)), /^\{"type":"string"/);
    assert.deepEqual(printedAt("partly", schema, ...rewrites), {
      anyOf: [{ type: "number" }, { type: "string", description: "(JSON text of an object)" }],
    });
  });

  it("says what could be a string as JSON text at all levels of a recursion", () => {
    const schema = object({ tree: { $ref: "#/$defs/T" } }, ["tree"], {
      $defs: { T: { anyOf: [{ type: "string" }, { type: "array", items: { $ref: "#/$defs/T" } }] } },
    });
    const text = JSON.stringify(printedAt("tree", schema, unrollRecursion({ levels: 2 }), settleJson));
    assert.match(text, /^\{"type":"string","description":"\(JSON text of/);
  });

  it("says what is nested too deep as JSON text", () => {
    const schema = object({
      a: object({ b: object({ c: { type: "string" } }) }),
      m: object({ x: { type: "string" } }),
    });
    const document = rewrite(schema, cutDepth(2));
    assert.deepEqual(document.unenforced, ["type at #/properties/a/properties/b"]);
    assert.equal(limit({ depth: 2 })(document).unusable, undefined);
    assert.match(JSON.stringify(printDocument(document)), /"m":\{"type":"object"/);
  });

  it("writes out what is too deep in one place only, and says it as JSON text where that would multiply", () => {
    const inRow = (uses: number): WireDocument => {
      const next = (level: number): JsonSchema =>
        object(
          Object.fromEntries(Array.from({ length: uses }, (_, use) => [`p${use}`, { $ref: `#/$defs/L${level}` }])),
        );
      const levels = Array.from({ length: 12 }, (_, level) => [
        `L${level}`,
        level === 11 ? object({}) : next(level + 1),
      ]);
      return rewrite(object({ a: { $ref: "#/$defs/L0" } }, [], { $defs: Object.fromEntries(levels) }), cutDepth(9));
    };
    const once = inRow(1);
    assert.deepEqual(once.unenforced, ["type at #/$defs/L8"]);
    const often = inRow(6);
    assert.deepEqual(often.unenforced, ["type at #/properties/a"]);
    for (const document of [once, often]) assert.equal(limit({ depth: 9 })(document).unusable, undefined);
  });

  it("counts what maps take when it cuts", () => {
    const map: JsonSchema = { type: "object", additionalProperties: object({ a: { type: "string" } }) };
    const document = rewrite(object({ map }), cutDepth(3), mapsToEntries);
    assert.equal(limit({ depth: 3 })(document).unusable, undefined);
  });

  it("cuts a recursion where it stands", () => {
    const node = object({ next: { $ref: "#/$defs/N" }, deep: object({ x: object({ y: object({}) }) }) });
    const schema = object({ n: { $ref: "#/$defs/N" } }, [], { $defs: { N: node } });
    const document = rewrite(schema, cutDepth(3));
    assert.equal(limit({ depth: 3 })(document).unusable, undefined);
    assert.match(JSON.stringify(printDocument(document)), /"next":\{"\$ref":"#\/\$defs\/N"\}/);
  });

  it("requires something of every object", () => {
    const schema = object({ a: object({ x: { type: "string" } }), b: { type: "number" } });
    assert.deepEqual(inverseOf(schema, requireSomething)?.nullMeansAbsent, { 0: ["b"], 1: ["x"] });
    const onlyLists = object({ a: { type: "array", items: { type: "string" } } });
    assert.deepEqual(inverseOf(object({ o: onlyLists }, ["o"]), requireSomething), { json: [1] });
  });

  it("leaves out what a dialect has no word for", () => {
    assert.deepEqual(printed(object({ a: { type: "string" } }), leaveOpennessUnsaid), {
      type: "object",
      properties: { a: { type: "string" } },
    });
    assert.deepEqual(
      printedAt("a", object({ a: { type: "string", description: "D.", "x-a": 1 } }), leaveOutDescriptions),
      { type: "string" },
    );
  });

  it("says the order of properties in a keyword", () => {
    const schema = object({ b: { type: "string" }, a: { type: "string" } });
    assert.deepEqual((printed(schema, orderProperties) as { propertyOrdering: unknown }).propertyOrdering, ["b", "a"]);
  });

  it("says several types as a union of one each", () => {
    const schema = object({ a: { type: ["string", "number", "null"], description: "D.", minLength: 1, minimum: 2 } });
    assert.deepEqual(printedAt("a", schema, typeListsToAnyOf), {
      description: "D.",
      anyOf: [{ type: "string", minLength: 1 }, { type: "number", minimum: 2 }, { type: "null" }],
    });
  });

  it("says null with a keyword", () => {
    const schema = object({
      a: { type: ["string", "null"] },
      b: { enum: ["x", null] },
      c: { anyOf: [object({ x: { type: "string" } }), { type: "null" }], description: "C." },
    });
    const { properties } = printed(schema, nullToKeyword, leaveOpennessUnsaid) as { properties: unknown };
    assert.deepEqual(properties, {
      a: { type: "string", nullable: true },
      b: { type: "string", enum: ["x"], nullable: true },
      c: { type: "object", description: "C.", properties: { x: { type: "string" } }, nullable: true },
    });
  });

  it("lists values of one type, and says in words those of types that cannot be listed", () => {
    const schema = object({ a: { const: "x" }, b: { enum: ["x", 1, true, null] } });
    assert.deepEqual(printedAt("a", schema, constToEnum), { type: "string", enum: ["x"] });
    const document = rewrite(schema, constToEnum, enumsOf(new Set(["string", "number"])));
    assert.deepEqual(document.unenforced, ["enum at #/properties/b"]);
    assert.deepEqual((printDocument(document) as { properties: { b: unknown } }).properties.b, {
      anyOf: [
        { type: "string", enum: ["x"] },
        { type: "integer", enum: [1] },
        { type: "boolean", description: "(one of true)" },
        { type: "null" },
      ],
    });
  });

  it("knows patterns that are anchored, and patterns no grammar can do", () => {
    assert.equal(betweenAnchors("^a|b$"), undefined);
    assert.equal(betweenAnchors("^(?:a|b)[|^$]$"), "(?:a|b)[|^$]");
    assert.equal(betweenAnchors("^price \\$"), undefined);
    assert.equal(betweenAnchors("abc"), undefined);
    assert.ok(looksAround("(?=a)b"));
    assert.ok(looksAround("(a)\\1"));
    assert.ok(!looksAround("^(?:a)?$"));
  });

  it("says in words what only the validator knows", () => {
    const schema = {
      ...object({ a: { type: "string", not: { enum: ["x"] } }, b: { type: "string" } }),
      anyOf: [{ required: ["a"] }, { required: ["b"] }],
    };
    const text = JSON.stringify(printed(schema));
    assert.match(text, /not \{\\"enum\\":\[\\"x\\"\]\}/);
    assert.match(text, /anyOf \[\{\\"required/);
    const map = { type: "object", patternProperties: { "^x-": { type: "string" } }, additionalProperties: false };
    assert.match(JSON.stringify(printed(map)), /names match \^x-/);
  });

  it("moves constraints into the description and records them", () => {
    const schema = object({ a: { type: "string", description: "A code.", minLength: 3, pattern: "^x" } });
    const document = rewrite(
      schema,
      moveConstraints((keyword) => (keyword === "pattern" ? "keep" : "say")),
    );
    assert.deepEqual(document.unenforced, ["minLength at #/properties/a"]);
    const { properties } = printDocument(document) as unknown as { properties: unknown };
    assert.deepEqual(properties, { a: { type: "string", description: "A code. (minLength 3)", pattern: "^x" } });
  });

  it("leaves nothing beside a reference, or puts it into an anyOf of one", () => {
    const schema = object({ a: { $ref: "#/$defs/A", description: "Said here." } }, [], {
      $defs: { A: { type: "string" } },
    });
    const at = (document: unknown): unknown => (document as { properties: { a: unknown } }).properties.a;
    assert.deepEqual(at(printed(schema, bareReferences("drop"))), { $ref: "#/$defs/A" });
    assert.deepEqual(at(printed(schema, bareReferences("wrap"))), {
      description: "Said here.",
      anyOf: [{ $ref: "#/$defs/A" }],
    });
  });

  it("counts what a dialect limits", () => {
    const schema = object({ a: { type: "string" }, b: object({ c: { type: ["string", "null"] } }) });
    assert.equal(
      rewrite(schema, limit({ optional: 2 })).unusable,
      "it has 3 optional properties, and this dialect allows 2",
    );
    assert.equal(rewrite(schema, limit({ depth: 1 })).unusable, "it has 2 levels, and this dialect allows 1");
    assert.equal(rewrite(schema, limit({ unions: 1, optional: 3, depth: 2 })).unusable, undefined);
  });
});
