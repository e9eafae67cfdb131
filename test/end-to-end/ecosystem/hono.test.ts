import assert from "node:assert/strict";
import { sValidator } from "@hono/standard-validator";
import { Hono } from "hono";
import { describe, it } from "vitest";
import { type PatientSummary, patientSummary } from "../../../generated/index.ts";

const app = new Hono().post("/summaries", sValidator("json", patientSummary), (context) => {
  const valid: PatientSummary = context.req.valid("json");
  return context.json(valid);
});
const summary: PatientSummary = { vitals_status: "Warning", key_notes: ["Out of amlodipine."], requires_visit: true };

async function post(value: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await app.request("/summaries", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  });
  return { status: response.status, body: await response.json() };
}

describe("Hono's validator takes a spec object", () => {
  it("and hands on what is valid, without what the schema does not speak of", async () => {
    assert.deepEqual(await post({ ...summary, patient: "P. Example" }), { status: 200, body: summary });
  });

  it("and answers 400 with the issues of what is not", async () => {
    const { status, body } = await post({ ...summary, vitals_status: "Unclear", key_notes: [1] });
    assert.equal(status, 400);
    assert.deepEqual((body as { readonly error: unknown }).error, [
      { message: "/vitals_status must be one of Normal, Warning, Critical", path: ["vitals_status"] },
      { message: "/key_notes/0 must be a string", path: ["key_notes", 0] },
    ]);
  });
});
