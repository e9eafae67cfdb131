import assert from "node:assert/strict";
import { LLMock } from "@copilotkit/aimock";
import {
  anthropic,
  azure,
  bedrock,
  bedrockAnthropic,
  cohere,
  createRouter,
  google,
  type Model,
  type ModelOptions,
  type OutspecErrorCode,
  ollama,
  openai,
  openrouter,
  RouterError,
  vertex,
} from "@outspec/runtime";
import { type Codec, generate, type OutputCall, stream } from "@outspec/runtime/codegen";
import { afterAll, beforeAll, beforeEach, describe, it } from "vitest";
import { type PartialPatientSummary, type PatientSummary, patientSummary } from "../../generated/index.ts";
import { codecInEveryDialect } from "../every-dialect.ts";

/** A server of somebody else's that speaks the providers' protocols: what it and we agree on was not agreed between us. */
const mock = new LLMock({ port: 0, logLevel: "silent", chunkSize: 9 });
let codec: Codec;

beforeAll(async () => {
  await mock.start();
  codec = await codecInEveryDialect("patient-summary");
});
afterAll(() => mock.stop());
beforeEach(() => {
  mock.reset();
});

const answer: PatientSummary = {
  vitals_status: "Warning",
  key_notes: ["Fieber 39,2 °C 🤒", 'said "fine"'],
  requires_visit: true,
};

type Input = { readonly notes: string };

const surfaces: Readonly<Record<string, (options: ModelOptions) => Model>> = {
  "OpenAI Responses": (options) => openai("gpt-5.4-mini", { ...options, baseUrl: `${mock.url}/v1` }),
  "OpenAI Chat Completions": (options) =>
    openai("gpt-5.4-mini", { ...options, baseUrl: `${mock.url}/v1`, api: "chat" }),
  "Azure's dated API": (options) =>
    azure("gpt-5.4-mini", { ...options, baseUrl: mock.url, apiVersion: "2025-04-01-preview" }),
  OpenRouter: (options) => openrouter("openai/gpt-5.6", { ...options, baseUrl: `${mock.url}/api/v1` }),
  "Anthropic Messages": (options) => anthropic("claude-haiku-5-5", { ...options, baseUrl: mock.url }),
  Gemini: (options) => google("gemini-3.8-flash", { ...options, baseUrl: `${mock.url}/v1beta` }),
  "Gemini on Vertex": (options) =>
    vertex("gemini-2.5-pro", { ...options, baseUrl: `${mock.url}/v1/projects/p/locations/us-central1` }),
  "Bedrock Converse": (options) => bedrock("us.amazon.nova-pro-v1:0", { ...options, baseUrl: mock.url }),
  "Claude on Bedrock": (options) =>
    bedrockAnthropic("us.anthropic.claude-sonnet-4-5-20250929-v1:0", { ...options, baseUrl: mock.url }),
  "Cohere v2": (options) => cohere("command-a-03-2025", { ...options, baseUrl: `${mock.url}/v2` }),
  Ollama: (options) => ollama("llama3.2", { ...options, baseUrl: mock.url }),
};

function callOn(model: Model): OutputCall<PatientSummary, Input> {
  return {
    spec: patientSummary,
    codec,
    router: createRouter({ primary: model, attempts: 1, reAsks: 0 }),
    prompt: ({ notes }) => ({ system: "Summarise the notes.", user: notes }),
  };
}

const notes = "Blood pressure 162/98.";

async function streamed(model: Model) {
  const reader = stream<PatientSummary, PartialPatientSummary, Input>(callOn(model), { notes });
  const statuses: (string | undefined)[] = [];
  for await (const partial of reader) statuses.push(partial.vitals_status);
  return { statuses, ...(await reader.result) };
}

/** The code of the only attempt of a call that fails. */
async function failureOf(call: Promise<unknown>): Promise<OutspecErrorCode | undefined> {
  const error = await call.then(
    () => assert.fail("the call succeeded"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof RouterError, String(error));
  return error.attempts[0]?.error?.code;
}

describe.each(Object.entries(surfaces))("aimock's %s", (_name, make) => {
  const model = (options: ModelOptions = {}) => make({ apiKey: "test-key", ...options });

  it("answers with a text, whole and streamed", async () => {
    mock.onMessage(notes, { content: JSON.stringify(answer) });
    const [first = "prompt"] = model().row.modes.filter((mode) => mode.startsWith("json_schema"));
    const whole = await generate(callOn(model({ modes: [first] })), { notes });
    assert.deepEqual(whole.output, answer);
    assert.equal(whole.finishReason, "stop");

    const { output, statuses } = await streamed(model({ modes: [first] }));
    assert.deepEqual(output, answer);
    assert.ok(statuses.every((status) => status === undefined || status === "Warning"));
    assert.ok(statuses.includes("Warning"));
  });

  it("answers with a call of the tool, whole and streamed", async () => {
    mock.onMessage(notes, { toolCalls: [{ name: codec.name, arguments: JSON.stringify(answer) }] });
    assert.deepEqual((await generate(callOn(model({ modes: ["tool"] })), { notes })).output, answer);
    assert.deepEqual((await streamed(model({ modes: ["tool"] }))).output, answer);
  });

  it("is told by its errors", async () => {
    const errors: readonly (readonly [status: number, code: OutspecErrorCode])[] = [
      [401, "unauthorized"],
      [404, "not-found"],
      [429, "rate-limited"],
      [500, "server-error"],
      [503, "overloaded"],
    ];
    for (const [status, code] of errors) {
      mock.reset();
      mock.onMessage(notes, { error: { message: "simulated failure", type: "api_error" }, status });
      assert.equal(await failureOf(generate(callOn(model()), { notes })), code, `${status}, whole`);
      assert.equal(await failureOf(streamed(model())), code, `${status}, streamed`);
    }
  });

  it("leaves no half answer when its stream breaks off", async () => {
    const cut = { truncateAfterChunks: 4, streamingProfile: { ttft: 5, tps: 100 } };
    mock.onMessage(notes, { content: JSON.stringify(answer) }, cut);
    assert.equal(await failureOf(streamed(model({ modes: ["prompt"] }))), "interrupted");
  });

  it("fails as a server does when what it sends is no answer", async () => {
    mock.onMessage(notes, { content: JSON.stringify(answer) }, { chaos: { malformedRate: 1 } });
    const codes = [await failureOf(generate(callOn(model()), { notes })), await failureOf(streamed(model()))];
    for (const code of codes) assert.ok(code === "server-error" || code === "interrupted", code);
  });

  it("fails as a server does when it drops the request", async () => {
    mock.onMessage(notes, { content: JSON.stringify(answer) }, { chaos: { dropRate: 1 } });
    assert.equal(await failureOf(generate(callOn(model()), { notes })), "server-error");
  });

  it("fails as a network does when it hangs up", async () => {
    mock.onMessage(notes, { content: JSON.stringify(answer) }, { chaos: { disconnectRate: 1 } });
    const code = await failureOf(generate(callOn(model()), { notes }));
    assert.ok(code === "network" || code === "interrupted", code);
  });
});
