/** What other libraries infer from a spec object. Checked by `tsc -b`; nothing here runs. */
import { sValidator } from "@hono/standard-validator";
import { type inferRouterInputs, type inferRouterOutputs, initTRPC } from "@trpc/server";
import { type FlexibleSchema, type InferSchema, Output, streamText, tool } from "ai";
import { MockLanguageModelV4 } from "ai/test";
import { Hono } from "hono";
import { type PatientSummary, patientSummary } from "../../generated/index.ts";

/** Fails to compile unless both types are the same. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

/** A spec object is a schema to the AI SDK, one that can be converted to JSON Schema. */
export const schema: FlexibleSchema<PatientSummary> = patientSummary;
export const inferred: Same<InferSchema<typeof patientSummary>, PatientSummary> = true;

type Standard = NonNullable<(typeof patientSummary)["~standard"]["types"]>;
export const input: Same<Standard["input"], PatientSummary> = true;
export const output: Same<Standard["output"], PatientSummary> = true;

/** The SDK's output, and a tool's input. */
export async function generated(): Promise<PatientSummary> {
  tool({
    inputSchema: patientSummary,
    execute: (given) => {
      const same: Same<typeof given, PatientSummary> = true;
      return same;
    },
  });
  const stream = streamText({
    model: new MockLanguageModelV4(),
    output: Output.object({ schema: patientSummary }),
    prompt: "p",
  });
  for await (const partial of stream.partialOutputStream) {
    const status: Same<typeof partial.vitals_status, PatientSummary["vitals_status"] | undefined> = true;
    console.log(status);
  }
  const whole = await stream.output;
  const same: Same<typeof whole, PatientSummary> = true;
  console.log(same);
  return whole;
}

const trpc = initTRPC.create();
const router = trpc.router({
  escalate: trpc.procedure
    .input(patientSummary)
    .output(patientSummary)
    .mutation(({ input }) => input),
});
export const procedureInput: Same<inferRouterInputs<typeof router>["escalate"], PatientSummary> = true;
export const procedureOutput: Same<inferRouterOutputs<typeof router>["escalate"], PatientSummary> = true;

new Hono().post("/", sValidator("json", patientSummary), (context) => {
  const given = context.req.valid("json");
  const same: Same<typeof given, PatientSummary> = true;
  return context.json(same);
});
