import assert from "node:assert/strict";
import { createInstance, type Schema } from "@outspec/runtime/testing";
import { describe, it } from "vitest";
import { isSweep, readCorpus } from "../../corpus.ts";
import { compileSchema } from "./compile-schema.ts";

const base = "https://json-schema.org/draft/2020-12/schema";

/** What each schema is about, and the schema. */
const cases: Readonly<Record<string, Schema>> = {
  true: true,
  const: { const: { a: [1, null] } },
  "enum of mixed types": { enum: ["a", 1, null, { b: 2 }] },
  "bounds on numbers": { type: "number", exclusiveMinimum: 0.2, maximum: 0.4 },
  "a multiple within narrow bounds": { type: "integer", minimum: 14, maximum: 20, multipleOf: 7 },
  "the exclusive bounds of draft 4": {
    $schema: "http://json-schema.org/draft-04/schema#",
    type: "integer",
    minimum: 3,
    exclusiveMinimum: true,
    maximum: 4,
  },
  "length bounds": { type: "string", minLength: 120, maxLength: 130 },
  "a pattern": { type: "string", pattern: "^[A-Z]{2,3}-\\d{4}(?:/[a-f]+)?$" },
  "a pattern with a length": { type: "string", pattern: "^[a-z0-9-]+$", minLength: 40, maxLength: 44 },
  "a pattern with a look-ahead": { type: "string", pattern: "^(?=.*\\d)[a-z\\d]{6,9}$" },
  "two patterns at once": { allOf: [{ type: "string", pattern: "^a" }, { pattern: "z$" }] },
  "unique items of a small set": { type: "array", uniqueItems: true, minItems: 3, items: { enum: ["a", "b", "c"] } },
  "a tuple": {
    $schema: base,
    type: "array",
    prefixItems: [{ type: "string" }, { type: "integer" }],
    items: false,
    minItems: 2,
  },
  contains: { type: "array", contains: { const: 7 }, items: { type: "integer" }, minItems: 3 },
  "two contains": {
    $schema: base,
    allOf: [{ contains: { const: "x" } }, { contains: { const: "y" } }],
    type: "array",
    items: { enum: ["x", "y", "z"] },
    maxItems: 3,
  },
  "contains at most once": {
    $schema: base,
    type: "array",
    minItems: 3,
    items: { type: "object", required: ["role"], properties: { role: { enum: ["lead", "member"] } } },
    contains: { properties: { role: { const: "lead" } } },
    maxContains: 1,
  },
  "names that two keywords limit": {
    type: "object",
    propertyNames: { maxLength: 6 },
    patternProperties: { "^x-[a-z]+$": { type: "string" } },
    additionalProperties: false,
    minProperties: 2,
  },
  "one condition for each of many kinds": {
    type: "object",
    required: ["kind"],
    additionalProperties: false,
    properties: { kind: { enum: ["a", "b", "c", "d", "e", "f"] }, a: {}, b: {}, c: {}, d: {}, e: {}, f: {} },
    allOf: ["a", "b", "c", "d", "e", "f"].map((kind) => ({
      if: { properties: { kind: { const: kind } } },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
      then: { required: [kind] },
      else: { properties: { [kind]: false } },
    })),
  },
  "a map": { type: "object", additionalProperties: { type: "integer", minimum: 5 }, minProperties: 2 },
  "property names": {
    type: "object",
    propertyNames: { pattern: "^x-[a-z]{3}$" },
    minProperties: 3,
    additionalProperties: { type: "boolean" },
  },
  "pattern properties": {
    type: "object",
    patternProperties: { "^S_[0-9]$": { type: "string" } },
    additionalProperties: false,
    minProperties: 1,
  },
  allOf: {
    allOf: [
      { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
      { properties: { a: { minLength: 3 }, b: { type: "integer" } }, required: ["b"] },
    ],
  },
  "oneOf with overlap": {
    oneOf: [
      { type: "integer", multipleOf: 2 },
      { type: "integer", multipleOf: 3 },
    ],
  },
  "anyOf beside properties": {
    type: "object",
    properties: { a: { type: "string" } },
    anyOf: [{ required: ["a"] }, { required: ["b"], properties: { b: { type: "null" } } }],
  },
  not: { type: "string", not: { enum: ["nothing", "value"] }, minLength: 1 },
  "if, then, else": {
    type: "object",
    required: ["kind"],
    properties: { kind: { enum: ["card", "cash"] }, number: { type: "string" } },
    if: { properties: { kind: { const: "card" } } },
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema.
    then: { required: ["number"] },
    else: { not: { required: ["number"] } },
  },
  "dependent required": {
    $schema: base,
    type: "object",
    properties: { a: { type: "string" }, b: { type: "string" } },
    required: ["a"],
    dependentRequired: { a: ["b"] },
  },
  "a dependent schema": {
    type: "object",
    required: ["a"],
    properties: { a: { type: "string" } },
    dependentSchemas: { a: { required: ["b"], properties: { b: { type: "integer" } } } },
  },
  recursion: {
    $schema: base,
    $defs: {
      node: {
        type: "object",
        required: ["name", "children"],
        properties: { name: { type: "string" }, children: { type: "array", items: { $ref: "#/$defs/node" } } },
      },
    },
    $ref: "#/$defs/node",
  },
  "recursion behind a union": {
    $schema: base,
    $defs: {
      list: {
        anyOf: [
          { type: "null" },
          {
            type: "object",
            required: ["head", "tail"],
            properties: { head: { type: "integer" }, tail: { $ref: "#/$defs/list" } },
          },
        ],
      },
    },
    $ref: "#/$defs/list",
  },
  "references by anchor": {
    $schema: base,
    type: "object",
    required: ["a"],
    properties: { a: { $ref: "#word" } },
    $defs: { w: { $anchor: "word", type: "string", maxLength: 5 } },
  },
  "a discriminated union": {
    type: "array",
    minItems: 3,
    items: {
      oneOf: ["circle", "square"].map((kind) => ({
        type: "object",
        required: ["kind", "size"],
        additionalProperties: false,
        properties: { kind: { const: kind }, size: { type: "number" } },
      })),
    },
  },
  "nullable in the way of OpenAPI": { type: "string", nullable: true },
  "a property named __proto__": JSON.parse(
    '{"type":"object","required":["__proto__"],"properties":{"__proto__":{"type":"integer"}}}',
  ) as Schema,
  "every common format": {
    type: "object",
    required: ["a", "b", "c", "d", "e", "f", "g", "h", "i"],
    properties: Object.fromEntries(
      ["date", "time", "date-time", "duration", "email", "uri", "uuid", "ipv4", "ipv6"].map((format, i) => [
        "abcdefghi"[i] ?? "",
        { type: "string", format },
      ]),
    ),
  },
};

describe("an instance is valid for", () => {
  for (const [name, schema] of Object.entries(cases)) {
    it(name, () => {
      const validate = compileSchema(schema);
      assert.ok(validate);
      for (let seed = 0; seed < 25; seed++) {
        const value = createInstance(schema, { seed, text: "Pulse is 88. The patient sleeps well." });
        assert.ok(
          value !== undefined && validate(value),
          `seed ${seed}: ${JSON.stringify(value)} ${JSON.stringify(validate.errors)}`,
        );
      }
    });
  }
});

describe("an instance", () => {
  it("is nothing for a schema nothing satisfies", () => {
    assert.equal(createInstance(false), undefined);
    assert.equal(createInstance({ type: "string", minLength: 3, maxLength: 2 }), undefined);
    assert.equal(createInstance({ type: "object", required: ["a"], properties: { a: { $ref: "#" } } }), undefined);
  });

  it("is the same for the same seed and another for another", () => {
    const schema: Schema = {
      type: "object",
      required: ["a", "b"],
      properties: { a: { type: "integer" }, b: { type: "array", items: { type: "number" } } },
    };
    const write = (seed: number): string => JSON.stringify(createInstance(schema, { seed }));
    assert.equal(write(1), write(1));
    assert.equal(new Set([1, 2, 3, 4, 5].map(write)).size, 5);
  });

  it("says nothing twice in a list, which is shorter or has numbers", () => {
    const list = { type: "array", items: { type: "string", description: "What was found." } };
    const text = "Fever since Monday. The patient sleeps well.";
    for (let seed = 0; seed < 40; seed++) {
      const found = createInstance(list, { seed, text });
      assert.ok(Array.isArray(found) && found.length > 0 && found.length <= 2, JSON.stringify(found));
      assert.equal(new Set(found).size, found.length);
      const four = createInstance({ ...list, minItems: 4 }, { seed, text: "Fever since Monday." });
      assert.deepEqual(four, ["Fever since Monday.", ...[2, 3, 4].map((n) => `Fever since Monday (${n})`)]);
    }
    const fixed = createInstance({ ...list, minItems: 2, items: { const: "a" } }, { text });
    assert.deepEqual(fixed, ["a", "a"]);
  });

  it("keeps the order of the properties", () => {
    const value = createInstance({
      type: "object",
      required: ["c", "a", "b"],
      properties: { b: { type: "null" }, c: { type: "null" }, a: { type: "null" } },
    });
    assert.equal(JSON.stringify(value), '{"b":null,"c":null,"a":null}');
  });

  it("takes sentences, labelled values and names from the prompt", () => {
    const text =
      "Patient: Eva Novak, 58. Fever of 38.9 °C for three days. Blood pressure 150/95.\nInvoice number: INV-2044\nTotal: 1,249.50 EUR\nMail: eva@clinic.example";
    const schema: Schema = {
      type: "object",
      required: ["key_notes", "invoice_number", "total", "currency", "email", "patient_name"],
      properties: {
        key_notes: {
          type: "array",
          description: "Findings worth reading first",
          items: { type: "string" },
          minItems: 2,
          maxItems: 2,
        },
        invoice_number: { type: "string" },
        total: { type: "number" },
        currency: { type: "string", pattern: "^[A-Z]{3}$" },
        email: { type: "string", format: "email" },
        patient_name: { type: "string" },
      },
    };
    for (let seed = 0; seed < 10; seed++) {
      const value = createInstance(schema, { seed, text }) as Record<string, unknown>;
      assert.deepEqual(
        [value["invoice_number"], value["total"], value["currency"], value["email"], value["patient_name"]],
        ["INV-2044", 1249.5, "EUR", "eva@clinic.example", "Eva Novak"],
      );
      assert.ok((value["key_notes"] as string[]).every((note) => text.includes(note)));
    }
  });

  it("writes JSON text where a description asks for it", () => {
    const textOf = (description: string): unknown =>
      JSON.parse(String(createInstance({ type: "string", description }, { seed: 1 })));
    assert.equal(typeof textOf("What else. (JSON text of any value)"), "string");
    assert.deepEqual(textOf("(JSON text of an object with all other names, {} when there are none)"), {});
    const schema = { type: "array", items: { enum: ["}"] }, minItems: 2 };
    const asked = `(JSON text of a value for the schema ${JSON.stringify(schema)}, not {"const":1})`;
    assert.deepEqual(textOf(asked), ["}", "}"]);
  });

  it("speaks of the description where there is no prompt", () => {
    assert.equal(
      createInstance({ type: "string", description: "A short reply to the customer." }),
      "A short reply to the customer.",
    );
  });
});

describe("instances of the shared corpus", () => {
  const corpus = readCorpus().filter(({ ajvError }) => ajvError === undefined);

  it.skipIf(corpus.length === 0)("are accepted by ajv for at least 95 of 100 schemas", { timeout: 240_000 }, () => {
    // Every third schema: the whole corpus says the same and takes three times as long.
    const sample = isSweep ? corpus : corpus.filter((_, i) => i % 3 === 0);
    assert.ok(sample.length >= 300);
    const failed: string[] = [];
    let compiled = 0;
    for (const { family, name, schema } of sample) {
      const validate = compileSchema(schema);
      if (validate === undefined) continue;
      compiled++;
      const value = createInstance(schema, {
        seed: 1,
        text: "The patient Eva Novak has a fever. Blood pressure is 150/95.",
      });
      if (value === undefined || !validate(value))
        failed.push(`${family}/${name}: ${value === undefined ? "no instance" : JSON.stringify(validate.errors?.[0])}`);
    }
    const rate = 1 - failed.length / compiled;
    console.info(
      `instances: ${(rate * 100).toFixed(2)} % of ${compiled} schemas accepted; not: ${failed.map((line) => line.slice(0, 120)).join("; ")}`,
    );
    assert.ok(rate >= 0.95, failed.join("\n"));
  });
});
