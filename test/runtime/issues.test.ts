import assert from "node:assert/strict";
import { describeIssues, invalidOutput, issueLines, pathOf } from "@outspec/runtime/validation/issues";
import { isValid, validateOutput } from "@outspec/runtime/validation/validate";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, it } from "vitest";

const ajv = new Ajv2020({ allErrors: true, strict: false });

function issuesOf(schema: object, value: unknown): ReturnType<typeof validateOutput> {
  return validateOutput(ajv.compile(schema), value);
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
    const validate = ajv.compile(summary);
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
        h: {
          type: "object",
          discriminator: { propertyName: "k" },
          required: ["k"],
          oneOf: [{ properties: { k: { const: "a" } } }],
        },
        i: { uniqueItems: true },
        j: { contains: { const: 1 } },
      },
    };
    const strict = new Ajv2020({ allErrors: true, strict: false, discriminator: true });
    const value = Object.fromEntries([..."abcdefg"].map((key): [string, unknown] => [key, secret]));
    const issues = validateOutput(strict.compile(schema), {
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
  it("say what is expected, and what was written when that is given", () => {
    const value = { vitals_status: "bad status", key_notes: [{ a: 1 }], extra: 1 };
    const issues = issuesOf(summary, value);
    assert.deepEqual(issueLines(issues), [
      "the output must not have the property extra",
      "/vitals_status must be one of Normal, Warning, Critical",
      "/key_notes/0 must be a string",
    ]);
    assert.deepEqual(issueLines(issues, value).slice(1), [
      '/vitals_status must be one of Normal, Warning, Critical, not "bad status"',
      '/key_notes/0 must be a string, not {"a":1}',
    ]);
  });

  it("are few", () => {
    const issues = issuesOf({ items: { type: "string" } }, new Array(100).fill(1));
    assert.equal(issueLines(issues).length, 9);
    assert.equal(issueLines(issues).at(-1), "and 92 more");
  });

  it("speak of missing properties and formats in plain words", () => {
    assert.deepEqual(issueLines(issuesOf(summary, {})), [
      "the output must have the property vitals_status",
      "the output must have the property key_notes",
    ]);
    assert.deepEqual(issueLines(issuesOf({ type: ["integer", "null"] }, "x")), [
      "the output must be an integer or null",
    ]);
  });
});

describe("issues of unions", () => {
  const circle = {
    type: "object",
    required: ["kind", "radius"],
    properties: { kind: { const: "circle" }, radius: { type: "number" } },
  };
  const square = {
    type: "object",
    required: ["kind", "side"],
    properties: { kind: { const: "square" }, side: { type: "number" } },
  };

  for (const [name, union] of [
    ["in place", { anyOf: [circle, square, { type: "null" }] }],
    [
      "behind references",
      { $defs: { circle, square }, oneOf: [{ $ref: "#/$defs/circle" }, { $ref: "#/$defs/square" }, { type: "null" }] },
    ],
  ] as const) {
    it(`are those of the branch that was meant, ${name}`, () => {
      const schema = {
        ...("$defs" in union ? { $defs: union.$defs } : {}),
        type: "object",
        required: ["x"],
        properties: { shape: { ...union, $defs: undefined } },
      };
      const clean = JSON.parse(JSON.stringify(schema)) as object;
      assert.deepEqual(issueLines(issuesOf(clean, { shape: { kind: "square", side: "2" } })), [
        "the output must have the property x",
        "/shape/side must be a number",
      ]);
      assert.deepEqual(issueLines(issuesOf(clean, { x: 1, shape: { kind: "oval" } })).length, 1);
    });
  }

  it("name the tags that any branch would have taken", () => {
    assert.deepEqual(issueLines(issuesOf({ oneOf: [circle, square] }, { kind: "oval" })), [
      "/kind must be one of circle, square",
    ]);
    assert.deepEqual(issueLines(issuesOf({ anyOf: [{ type: "string" }, { type: "null" }] }, 1)), [
      "the output must be a string or null",
    ]);
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
