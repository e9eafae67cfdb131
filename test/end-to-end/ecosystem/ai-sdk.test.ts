import assert from "node:assert/strict";
import { type Simulator, startSimulator } from "@outspec/runtime/testing";
import { generateText, NoObjectGeneratedError, Output, streamText, tool } from "ai";
import { afterAll, beforeAll, beforeEach, describe, it } from "vitest";
import { commentThread, type PatientSummary, patientSummary } from "../../../generated/index.ts";
import { notes } from "../stage.ts";
import { createOpenAiModel } from "./openai-model.ts";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => simulator.script([]));

const summary: PatientSummary = { vitals_status: "Warning", key_notes: ["Out of amlodipine."], requires_visit: true };

/** Makes the next answer this text. */
function answerWith(text: string): void {
  simulator.script([{ kind: "text", text }]);
}

describe("the AI SDK takes a spec object as a schema", () => {
  it("of the output it generates", async () => {
    const model = createOpenAiModel(simulator.baseUrls.openai);
    const { output } = await generateText({ model, output: Output.object({ schema: patientSummary }), prompt: notes });
    const typed: PatientSummary = output;
    assert.ok(patientSummary.validate(typed));
    const format = model.doGenerateCalls[0]?.responseFormat;
    assert.ok(format?.type === "json");
    // The SDK closes every object: in a spec that says nothing of other properties, they are dropped anyway.
    assert.deepEqual(format.schema, {
      $schema: "http://json-schema.org/draft-07/schema#",
      ...(patientSummary.schema as object),
      additionalProperties: false,
    });
  });

  it("of an output that streams", async () => {
    const { partialOutputStream, output } = streamText({
      model: createOpenAiModel(simulator.baseUrls.openai),
      output: Output.object({ schema: patientSummary }),
      prompt: notes,
    });
    const statuses: unknown[] = [];
    for await (const partial of partialOutputStream) statuses.push(partial.vitals_status);
    assert.ok(statuses.length > 1);
    assert.ok(patientSummary.validate(await output));
  });

  it("of the input of a tool", async () => {
    const summarise = tool({
      inputSchema: patientSummary,
      execute: ({ key_notes, requires_visit }) => `${key_notes.length} notes, ${requires_visit ? "a" : "no"} visit`,
    });
    const model = createOpenAiModel(simulator.baseUrls.openai);
    const { toolResults, toolCalls } = await generateText({ model, tools: { summarise }, prompt: notes });
    assert.ok(patientSummary.validate(toolCalls[0]?.input));
    assert.match(String(toolResults[0]?.output), /^\d+ notes, (a|no) visit$/);
  });

  it("whose definitions refer to themselves", async () => {
    const model = createOpenAiModel(simulator.baseUrls.openai);
    const { output } = await generateText({
      model,
      output: Output.object({ schema: commentThread }),
      prompt: "Go on.",
    });
    assert.ok(commentThread.validate(output));
    const format = model.doGenerateCalls[0]?.responseFormat;
    assert.ok(format?.type === "json" && format.schema !== undefined);
    assert.deepEqual(Object.keys(format.schema.definitions ?? {}), ["ThreadComment"]);
  });

  it("and drops what the schema does not speak of", async () => {
    answerWith(JSON.stringify({ ...summary, patient: "P. Example" }));
    const { output } = await generateText({
      model: createOpenAiModel(simulator.baseUrls.openai),
      output: Output.object({ schema: patientSummary }),
      prompt: notes,
    });
    assert.deepEqual(output, summary);
  });

  it("and tells why an answer is not valid", async () => {
    answerWith(JSON.stringify({ ...summary, vitals_status: "Unclear" }));
    const error = await generateText({
      model: createOpenAiModel(simulator.baseUrls.openai),
      output: Output.object({ schema: patientSummary }),
      prompt: notes,
    }).then(
      ({ output }) => assert.fail(JSON.stringify(output)),
      (problem: unknown) => problem,
    );
    assert.ok(NoObjectGeneratedError.isInstance(error));
    const { cause } = error.cause as Error;
    assert.deepEqual(cause, [
      { message: "/vitals_status must be one of Normal, Warning, Critical", path: ["vitals_status"] },
    ]);
  });
});
