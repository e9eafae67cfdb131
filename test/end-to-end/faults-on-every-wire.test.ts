import assert from "node:assert/strict";
import {
  anthropic,
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
  openaiCompatible,
  type Result,
  vertexAnthropic,
} from "@outspec/runtime";
import { type Codec, generate, type OutputCall, stream } from "@outspec/runtime/codegen";
import { type Fault, type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, beforeEach, describe, it } from "vitest";
import { type PartialPatientSummary, type PatientSummary, patientSummary } from "../../generated/index.ts";
import { codecInEveryDialect } from "../every-dialect.ts";
import { assertTruthful } from "../runtime/partial/laws.ts";
import { notes } from "./stage.ts";

let primary: Simulator;
let fallback: Simulator;
let codec: Codec;

beforeAll(async () => {
  [primary, fallback, codec] = await Promise.all([
    startSimulator(),
    startSimulator(),
    codecInEveryDialect("patient-summary"),
  ]);
});
afterAll(async () => {
  await Promise.all([primary.close(), fallback.close()]);
});
beforeEach(() => primary.script([]));

/** A model of each wire, at the simulator that misbehaves. */
const wires: Readonly<Record<string, (options: ModelOptions) => Model>> = {
  Responses: (options) => openai("gpt-5.4-mini", { ...options, baseUrl: primary.baseUrls.openai }),
  "Chat Completions": (options) =>
    openai("gpt-5.4-mini", { ...options, baseUrl: primary.baseUrls.openai, api: "chat" }),
  Anthropic: (options) => anthropic("claude-haiku-5-5", { ...options, baseUrl: primary.baseUrls.anthropic }),
  "Claude on Vertex": (options) =>
    vertexAnthropic("claude-sonnet-5", {
      ...options,
      accessToken: "t",
      baseUrl: `${primary.url}/v1/projects/p/locations/l`,
    }),
  "Claude on Bedrock": (options) =>
    bedrockAnthropic("us.anthropic.claude-sonnet-4-5-20250929-v1:0", { ...options, baseUrl: primary.baseUrls.bedrock }),
  Gemini: (options) => google("gemini-3.8-flash", { ...options, baseUrl: primary.baseUrls.google }),
  "Bedrock Converse": (options) =>
    bedrock("us.amazon.nova-pro-v1:0", { ...options, baseUrl: primary.baseUrls.bedrock }),
  Cohere: (options) => cohere("command-a-03-2025", { ...options, baseUrl: primary.baseUrls.cohere }),
  Ollama: (options) => ollama("llama3.2", { ...options, baseUrl: primary.baseUrls.ollama }),
};

type Input = { readonly notes: string };

function callOn(model: Model): OutputCall<PatientSummary, Input> {
  const second = openaiCompatible("spare", { baseUrl: fallback.baseUrls.openai, apiKey: "k" });
  return {
    spec: patientSummary,
    codec,
    router: createRouter({ primary: model, fallbacks: [second], reAsks: 0, onRefusal: "next" }),
    prompt: (input) => ({ system: "Summarise the notes.", user: input.notes }),
  };
}

const always = { times: Number.POSITIVE_INFINITY } as const;

/** What the attempt at the first model is said to have died of. */
const faults: readonly (readonly [name: string, fault: Fault, code: OutspecErrorCode | readonly OutspecErrorCode[]])[] =
  [
    ["a refused key", { kind: "status", status: 401, ...always }, "unauthorized"],
    ["a model that is not there", { kind: "status", status: 404, ...always }, "not-found"],
    ["a rate limit", { kind: "status", status: 429, ...always }, "rate-limited"],
    ["a server error", { kind: "status", status: 500, ...always }, "server-error"],
    ["an unavailable service", { kind: "status", status: 503, ...always }, "overloaded"],
    ["an error after a piece of the answer", { kind: "error-in-stream", ...always }, ["server-error", "overloaded"]],
    ["an answer cut at the token limit", { kind: "truncation", ...always }, "truncated"],
    ["JSON that breaks off", { kind: "invalid-json", ...always }, "invalid-output"],
    ["a value the schema does not know", { kind: "schema-violation", ...always }, "invalid-output"],
    ["an empty answer", { kind: "empty", ...always }, "invalid-output"],
  ];

/** Those that only a stream has, or that a body shows in another way. */
const streamFaults: typeof faults = [
  ["a connection that is cut", { kind: "cut", afterDeltas: 6, ...always }, ["interrupted", "network"]],
  ["a clean end without the signal of completion", { kind: "no-finish", ...always }, "interrupted"],
];

async function streamed(model: Model): Promise<Result<PatientSummary>> {
  const reader = stream<PatientSummary, PartialPatientSummary, Input>(callOn(model), { notes });
  let previous: PartialPatientSummary | undefined;
  let attempt = 0;
  for await (const partial of reader) {
    if (reader.attempt === attempt) assertTruthful(previous, partial);
    attempt = reader.attempt;
    previous = partial;
  }
  return reader.result;
}

function checkFailedOver(
  { output, model, attempts }: Result<PatientSummary>,
  expected: OutspecErrorCode | readonly OutspecErrorCode[],
): void {
  assert.ok(patientSummary.validate(output));
  assert.equal(model, "openai-compatible/spare");
  const codes = typeof expected === "string" ? [expected] : expected;
  const code = attempts[0]?.error?.code;
  assert.ok(code !== undefined && codes.includes(code), `${code}: ${attempts[0]?.error?.message}`);
  assert.equal(attempts.at(-1)?.error, undefined);
}

describe.each(Object.entries(wires))("over %s", (_name, make) => {
  const model = () => make({ apiKey: "k" });

  it.each(faults)("another model answers after %s, whole and streamed", async (_fault, fault, code) => {
    primary.script([fault]);
    checkFailedOver(await generate(callOn(model()), { notes }), code);
    checkFailedOver(await streamed(model()), code);
  });

  it.each(streamFaults)("another model answers after %s", async (_fault, fault, code) => {
    primary.script([fault]);
    checkFailedOver(await streamed(model()), code);
  });

  it("a schema that is rejected is asked for in the next mode", async () => {
    if (model().override?.modes?.length === 1) return;
    primary.script([{ kind: "reject-schema" }]);
    const { attempts } = await generate(callOn(model()), { notes });
    assert.deepEqual(
      attempts.map(({ error }) => error?.code),
      ["schema-rejected", undefined],
    );
    assert.notEqual(attempts[0]?.mode, attempts[1]?.mode);
    assert.equal(attempts[0]?.model, attempts[1]?.model);
  });

  it("a fence and prose around an answer are taken off", async () => {
    primary.script([{ kind: "fenced", ...always }]);
    for (const { attempts, repairs } of [await generate(callOn(model()), { notes }), await streamed(model())]) {
      assert.equal(attempts.length, 1);
      assert.ok(repairs.length > 0);
    }
  });
});
