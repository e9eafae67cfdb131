import assert from "node:assert/strict";
import * as runtime from "@outspec/runtime";
import { createRouter, type Model } from "@outspec/runtime";
import { type Codec, generate, type OutputCall, stream } from "@outspec/runtime/codegen";
import type { Mode } from "@outspec/runtime/facts/dialects";
import type { Endpoint, Family, ProviderRow } from "@outspec/runtime/facts/provider-row";
import { providerRows } from "@outspec/runtime/facts/providers";
import { type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type PatientSummary, patientSummary } from "../../generated/index.ts";
import { codecInEveryDialect } from "../every-dialect.ts";
import { notes } from "./stage.ts";

const factories: Readonly<Record<string, unknown>> = runtime;

let simulator: Simulator;
let codec: Codec;

beforeAll(async () => {
  simulator = await startSimulator();
  codec = await codecInEveryDialect("patient-summary");
});
afterAll(() => simulator.close());

/** Whose address a wire has at the simulator. */
const simulated: Readonly<Record<Family, keyof Simulator["baseUrls"]>> = {
  "openai-chat": "openai",
  "openai-responses": "openai",
  "anthropic-messages": "anthropic",
  gemini: "google",
  "bedrock-converse": "bedrock",
  "cohere-v2": "cohere",
  "ollama-chat": "ollama",
};

/** A provider's first example model, asked in one mode at the simulator. */
function simulatedModel(row: ProviderRow, endpoint: Endpoint, mode: Mode): Model {
  const factory = factories[row.factory] as (model: string, options: object) => Model; // a test of its own says that it is one
  return factory(row.models[0] ?? "model", {
    baseUrl: simulator.baseUrls[simulated[endpoint.family]],
    apiKey: "simulated",
    modes: [mode],
    ...(row.apis === undefined ? {} : { api: apiOf(endpoint.family) }),
  });
}

function apiOf(family: Family): string | undefined {
  if (family === "openai-chat") return "chat";
  return family === "openai-responses" ? "responses" : undefined;
}

function callOn(model: Model): OutputCall<PatientSummary, { readonly notes: string }> {
  return {
    spec: patientSummary,
    codec,
    router: createRouter({ primary: model, attempts: 1, reAsks: 0 }),
    prompt: (input) => ({ system: "Summarise the notes.", user: input.notes }),
  };
}

describe.each(providerRows.filter(({ retired }) => retired === undefined))("$title", (row) => {
  const endpoints: readonly Endpoint[] = [row, ...Object.values(row.apis ?? {})];
  const ways = endpoints.flatMap((endpoint) => row.modes.map((mode) => ({ endpoint, mode })));

  it.each(ways)("is asked for a $mode answer over $endpoint.family, whole and streamed", async ({ endpoint, mode }) => {
    const model = simulatedModel(row, endpoint, mode);
    const { output, usage, attempts } = await generate(callOn(model), { notes });
    assert.ok(patientSummary.validate(output));
    assert.ok(usage.input.total > 0 && usage.output.total > 0);
    assert.deepEqual(
      attempts.map((attempt) => [attempt.mode, attempt.error]),
      [[mode, undefined]],
    );

    const streamed = stream<PatientSummary, object, { readonly notes: string }>(callOn(model), { notes });
    let partials = 0;
    for await (const partial of streamed) if (Object.keys(partial).length > 0) partials++;
    const result = await streamed.result;
    assert.ok(patientSummary.validate(result.output));
    assert.ok(partials > 0);
    assert.equal(result.finishReason, "stop");
  });
});
