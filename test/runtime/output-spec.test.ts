import assert from "node:assert/strict";
import type { StreamTable } from "@outspec/runtime/codec";
import { InvalidOutputError } from "@outspec/runtime/errors";
import { defineOutput, type OutputSpec } from "@outspec/runtime/output-spec";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, it } from "vitest";

interface PatientSummary {
  vitals_status: "Normal" | "Warning" | "Critical";
  key_notes: string[];
}

const schema = {
  type: "object",
  required: ["vitals_status", "key_notes"],
  properties: {
    vitals_status: { enum: ["Normal", "Warning", "Critical"] },
    key_notes: { type: "array", items: { type: "string" } },
  },
};

const table: StreamTable = [
  {
    kind: "object",
    properties: { vitals_status: 1, key_notes: 2 },
    required: ["vitals_status", "key_notes"],
    rest: "drop",
  },
  { kind: "whole", values: ["Normal", "Warning", "Critical"] },
  { kind: "array", items: 3 },
  { kind: "text" },
];

const patientSummary: OutputSpec<PatientSummary> = /* @__PURE__ */ defineOutput({
  name: "PatientSummary",
  schema,
  validate: new Ajv2020({ allErrors: true }).compile(schema),
  table,
});

const valid: PatientSummary = { vitals_status: "Warning", key_notes: ["a"] };

describe("an output spec", () => {
  it("tells valid values from others and narrows their type", () => {
    const value: unknown = { ...valid, extra: 1 };
    assert.ok(patientSummary.validate(value));
    const status: "Normal" | "Warning" | "Critical" = value.vitals_status;
    assert.equal(status, "Warning");
    assert.ok(!patientSummary.validate({}));
  });

  it("parses a value: undeclared keys are dropped from a copy, which is validated", () => {
    const value = { ...valid, extra: 1 };
    assert.deepEqual(patientSummary.parse(value), valid);
    assert.equal(value.extra, 1);
    assert.throws(() => patientSummary.parse({ vitals_status: "bad", key_notes: [] }), {
      code: "invalid-output",
      message: "PatientSummary does not match its schema: /vitals_status must be one of Normal, Warning, Critical",
    });
    for (const value of [undefined, null, 1n, () => {}, new Date()])
      assert.throws(() => patientSummary.parse(value), InvalidOutputError);
  });

  it("parses the text of an answer", () => {
    assert.deepEqual(
      patientSummary.parseText('Sure:\n```json\n{"vitals_status":"Warning","key_notes":["a",],"x":1}\n```'),
      valid,
    );
    for (const text of [
      "",
      "no",
      '{"vitals_status":"Warning"',
      '{"vitals_status":"Warning"}',
      '{"key_notes":[],"key_notes":[]}',
    ]) {
      assert.throws(() => patientSummary.parseText(text), { code: "invalid-output", text });
    }
    assert.throws(() => patientSummary.parseText('{"key_notes":[1 2]}'), {
      message:
        "the answer for PatientSummary is not JSON that can be read: expected a comma or the end of the array at character 16, in /key_notes/1",
    });
  });

  it("is a Standard Schema", async () => {
    const standard = patientSummary["~standard"];
    assert.equal(standard.version, 1);
    assert.equal(standard.vendor, "outspec");
    assert.deepEqual(await standard.validate({ ...valid, extra: 1 }), { value: valid });
    assert.deepEqual(await standard.validate({ vitals_status: "Warning", key_notes: ["a", 2] }), {
      issues: [{ message: "/key_notes/1 must be a string", path: ["key_notes", 1] }],
    });
    assert.deepEqual(await standard.validate({ vitals_status: "Warning" }), {
      issues: [{ message: "the output must have the property key_notes", path: ["key_notes"] }],
    });
    const endless: Record<string, unknown> = { vitals_status: "Warning" };
    endless["key_notes"] = endless;
    assert.ok((await standard.validate(endless)).issues);
  });

  it("is a Standard JSON Schema", () => {
    const { input, output } = patientSummary["~standard"].jsonSchema;
    for (const write of [input, output]) {
      assert.deepEqual(write({ target: "draft-2020-12" }), {
        $schema: "https://json-schema.org/draft/2020-12/schema",
        ...schema,
      });
      assert.deepEqual(write({ target: "draft-07" }), {
        $schema: "http://json-schema.org/draft-07/schema#",
        ...schema,
      });
      assert.throws(() => write({ target: "draft-03" }), {
        code: "configuration",
        message: 'PatientSummary cannot be written as "draft-03": the targets are draft-2020-12, draft-07, openapi-3.0',
      });
    }
  });
});
