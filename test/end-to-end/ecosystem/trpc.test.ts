import assert from "node:assert/strict";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { initTRPC, TRPCError } from "@trpc/server";
import { createHTTPServer } from "@trpc/server/adapters/standalone";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type PatientSummary, patientSummary } from "../../../generated/index.ts";

const trpc = initTRPC.create();
const router = trpc.router({
  escalate: trpc.procedure
    .input(patientSummary)
    .output(patientSummary)
    .mutation(({ input }): PatientSummary => ({ ...input, vitals_status: "Critical" })),
  broken: trpc.procedure
    .output(patientSummary)
    // The cast stands for what a program may do wrong.
    .query(() => ({ vitals_status: "Unclear" }) as unknown as PatientSummary),
});
const summary: PatientSummary = { vitals_status: "Warning", key_notes: ["Out of amlodipine."], requires_visit: true };

let server: Server;
let url: string;
beforeAll(async () => {
  server = createHTTPServer({ router });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));

async function post(value: unknown): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${url}/escalate`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(value),
  });
  return { status: response.status, body: await response.json() };
}

describe("tRPC takes a spec object", () => {
  it("as input and as output of a procedure", async () => {
    const escalated: PatientSummary = await router
      .createCaller({})
      .escalate({ ...summary, ...{ patient: "P. Example" } });
    assert.deepEqual(escalated, { ...summary, vitals_status: "Critical" });
  });

  it("and says what is wrong with an input", async () => {
    const { vitals_status: _, ...less } = summary;
    await assert.rejects(
      // The cast stands for a caller without types.
      router.createCaller({}).escalate(less as PatientSummary),
      (error) =>
        error instanceof TRPCError &&
        error.code === "BAD_REQUEST" &&
        error.message === "PatientSummary does not match its schema: the output must have the property vitals_status",
    );
  });

  it("and keeps an invalid output to itself", async () => {
    await assert.rejects(
      router.createCaller({}).broken(),
      (error) =>
        error instanceof TRPCError && error.code === "INTERNAL_SERVER_ERROR" && !error.message.includes("Unclear"),
    );
  });

  it("over HTTP", async () => {
    assert.deepEqual(await post(summary), {
      status: 200,
      body: { result: { data: { ...summary, vitals_status: "Critical" } } },
    });
    const { status, body } = await post({ ...summary, key_notes: [1] });
    assert.equal(status, 400);
    const { error } = body as { readonly error: { readonly message: string } };
    assert.equal(error.message, "PatientSummary does not match its schema: /key_notes/0 must be a string");
  });
});
