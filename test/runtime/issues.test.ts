import assert from "node:assert/strict";
import { describeIssues, invalidOutput, issueLines, pathOf } from "@outspec/runtime/validation/issues";
import { isValid, validateOutput } from "@outspec/runtime/validation/validate";
import { describe, it } from "vitest";
import type { JsonSchema } from "../../runtime/src/schema/json.ts";
import { compileValidator } from "../generator/compile-validator.ts";

function issuesOf(schema: object, value: unknown): ReturnType<typeof validateOutput> {
  // The cast holds: the schemas here are JSON.
  return validateOutput(compileValidator(schema as JsonSchema), value);
}

const summary = {
  type: "object",
  required: ["vitals_status", "key_notes"],
  properties: {
    vitals_status: { enum: ["Normal", "Warning", "Critical"] },
    key_notes: { type: "array", items: { type: "string" } },
  },
  additionalProperties: false,
};

describe("validation", () => {
  it("returns the issues of this call, and none for a valid value", () => {
    const validate = compileValidator(summary);
    const issues = validateOutput(validate, {});
    assert.deepEqual(validateOutput(validate, { vitals_status: "Normal", key_notes: [] }), []);
    assert.equal(issues.length, 2);
  });

  it("takes nothing but true for valid", () => {
    assert.ok(!isValid((() => Promise.resolve(true)) as never, {}));
    assert.equal(validateOutput(() => false, {}).length, 1);
  });
});

describe("an error for an invalid output", () => {
  it("reads as one line that names place and expectation", () => {
    const issues = issuesOf(summary, { vitals_status: "bad", key_notes: [1] });
    assert.equal(
      invalidOutput("PatientSummary", issues, "{}").message,
      "PatientSummary does not match its schema: /vitals_status must be one of Normal, Warning, Critical (and 1 more)",
    );
  });

  it("never quotes what the model wrote", () => {
    const secret = "Jane Doe";
    const schema = {
      properties: {
        a: { enum: ["x"] },
        b: { const: 1 },
        c: { type: "number" },
        d: { pattern: "^x" },
        e: { maxLength: 1 },
        f: { anyOf: [{ const: 1 }, { type: "null" }] },
        g: { not: {} },
        h: { oneOf: ["a", "b"].map((k) => ({ type: "object", required: ["k"], properties: { k: { const: k } } })) },
        i: { uniqueItems: true },
        j: { contains: { const: 1 } },
      },
    };
    const value = Object.fromEntries([..."abcdefg"].map((key): [string, unknown] => [key, secret]));
    const issues = issuesOf(schema, {
      ...value,
      h: { k: secret },
      i: [secret, secret],
      j: [secret],
    });
    assert.ok(issues.length >= 10);
    for (const issue of issues) assert.ok(!describeIssues([issue]).includes(secret), describeIssues([issue]));
    assert.ok(!JSON.stringify(invalidOutput("X", issues, secret)).includes(secret));
  });
});

describe("lines for a model that is asked again", () => {
  const address = {
    type: "object",
    additionalProperties: false,
    required: ["street", "city", "country"],
    properties: {
      street: { type: "string", minLength: 1 },
      city: { type: "string" },
      country: { enum: ["CH", "DE", "FR"] },
    },
  };
  const circle = {
    type: "object",
    required: ["kind", "radius"],
    properties: { kind: { const: "circle" }, radius: { type: "number", exclusiveMinimum: 0 } },
  };
  const square = {
    type: "object",
    required: ["kind", "side"],
    properties: { kind: { const: "square" }, side: { type: "number" } },
  };
  const card = { type: "object", required: ["number", "expires"], properties: { number: { type: "string" } } };
  const transfer = { type: "object", required: ["iban"], properties: { iban: { type: "string" } } };
  const seldom = { type: "object", properties: { amount: { type: "number" } } };

  const rows: readonly (readonly [string, object, unknown, readonly string[]])[] = [
    [
      "name all missing properties in one line",
      address,
      { city: "Basel" },
      ["the output must have the properties street, country"],
    ],
    [
      "name the property that is too many, beside the one that is missing",
      address,
      { street: "Rheingasse 1", city: "Basel", contry: "CH" },
      ["the output must not have the property contry", "the output must have the property country"],
    ],
    [
      "list the values of an enum",
      address,
      { street: "", city: "Basel", country: "Schweiz" },
      ["/street must have at least 1 character", "/country must be one of CH, DE, FR"],
    ],
    [
      "list no more values of an enum than can be read",
      { enum: Array.from({ length: 200 }, (_, index) => `v${index}`) },
      "x",
      ["the output must be one of v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, … (200 in all)"],
    ],
    [
      "say once what is wrong in many items",
      { type: "array", items: { type: "object", required: ["amount"], properties: { amount: { type: "number" } } } },
      [{ amount: "1" }, { amount: "2" }, { amount: 3 }, {}, {}],
      [
        "/0/amount must be a number, and so in 1 more place like it",
        "/3 must have the property amount, and so in 1 more place like it",
      ],
    ],
    [
      "speak of the branch that the tag names",
      { type: "object", properties: { shape: { anyOf: [circle, square, { type: "null" }] } } },
      { shape: { kind: "square", side: "2" } },
      ["/shape/side must be a number"],
    ],
    [
      "list the tags when it is none of them",
      { type: "object", properties: { shape: { oneOf: [circle, square] } } },
      { shape: { kind: "oval", width: 2 } },
      ["/shape/kind must be one of circle, square"],
    ],
    [
      "ask for the tag when there is none",
      { oneOf: [circle, square] },
      { radius: 2 },
      ["the output must have the property kind"],
    ],
    [
      "name the types of a union",
      { anyOf: [circle, { type: "string" }, { type: "null" }] },
      7,
      ["the output must be an object or a string or null"],
    ],
    [
      "say what the nearest of many untagged alternatives lacks",
      {
        type: "object",
        properties: { payment: { anyOf: [card, transfer, { ...card, required: ["a", "b", "c", "d"] }] } },
      },
      { payment: { number: 1 } },
      ["/payment must match one of its alternatives: for the nearest, it must have the property iban"],
    ],
    [
      "say when several alternatives match where only one may",
      { oneOf: [seldom, { type: "object", properties: { currency: { type: "string" } } }] },
      {},
      ["the output must match only one of its alternatives, and matches several"],
    ],
    [
      "speak of behind references as of what stands in place",
      {
        $defs: {
          Address: address,
          Person: { type: "object", required: ["home"], properties: { home: { $ref: "#/$defs/Address" } } },
        },
        type: "array",
        items: { $ref: "#/$defs/Person" },
      },
      [{ home: { street: "a", city: "b", country: "XX" } }],
      ["/0/home/country must be one of CH, DE, FR"],
    ],
    [
      "speak of formats, patterns and bounds in plain words",
      {
        properties: {
          on: { type: "string", format: "date" },
          code: { type: "string", pattern: "^[A-Z]{3}$" },
          rate: { type: "number", minimum: 0, maximum: 1 },
          tags: { type: "array", maxItems: 2, uniqueItems: true },
        },
      },
      { on: "tomorrow", code: "eur", rate: 19, tags: ["a", "a", "b"] },
      [
        "/on must be in the format date",
        "/code must match the pattern ^[A-Z]{3}$",
        "/rate must be at most 1",
        "/tags must have at most 2 items",
        "/tags must not have an item twice, as items 0 and 1 are",
      ],
    ],
    [
      "say what a condition asks for, and not that there is one",
      // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's
      { if: { required: ["paid"] }, then: { required: ["paid_on"] } },
      { paid: true },
      ["the output must have the property paid_on"],
    ],
    [
      "say why a property is needed",
      { type: "object", dependentRequired: { iban: ["bic"] } },
      { iban: "x" },
      ["the output must have the property bic, because it has iban"],
    ],
    [
      "name a key that is of the wrong form",
      { type: "object", propertyNames: { pattern: "^[a-z]+$" } },
      { "Not this": 1 },
      ['the output must not have the property "Not this": names of another form are wanted'],
    ],
  ];
  for (const [title, schema, value, lines] of rows) {
    it(title, () => {
      assert.deepEqual(issueLines(issuesOf(schema, value)), lines);
    });
  }

  it("are few", () => {
    const properties = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`p${index}`, { type: "string" }]));
    const value = Object.fromEntries(Object.keys(properties).map((name) => [name, 1]));
    const lines = issueLines(issuesOf({ properties }, value));
    assert.equal(lines.length, 7);
    assert.equal(lines.at(-1), "and 34 more");
  });

  it("never quote what the model wrote", () => {
    const secret = "Jane Doe 1970-01-01";
    for (const [, schema] of rows) {
      for (const value of [secret, [secret], { kind: secret, on: secret, shape: { kind: secret }, payment: secret }]) {
        const error = invalidOutput("X", issuesOf(schema, value), "");
        assert.ok(!JSON.stringify([issueLines(error.issues), error.message, error.issues]).includes(secret));
      }
    }
  });

  it("are the same for the issues an error carries", () => {
    for (const [, schema, value, lines] of rows) {
      assert.deepEqual(issueLines(invalidOutput("X", issuesOf(schema, value), "").issues), lines);
    }
  });
});

describe("the path of an issue", () => {
  it("has numbers for indexes and ends in the key it is about", () => {
    const schema = {
      properties: { "a/b": { items: { required: ["c~d"] } }, m: { properties: { 0: { type: "string" } } } },
    };
    const value = { "a/b": [{}, {}], m: { 0: 1 } };
    const paths = issuesOf(schema, value).map((issue) => pathOf(issue, value));
    assert.deepEqual(paths, [
      ["a/b", 0, "c~d"],
      ["a/b", 1, "c~d"],
      ["m", "0"],
    ]);
  });
});
