import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import {
  anthropic,
  createRouter,
  litellm,
  type Model,
  type ModelOptions,
  OutspecError,
  type OutspecErrorCode,
  openrouter,
  vercelGateway,
} from "@outspec/runtime";
import { type Codec, generate, type OutputCall, stream } from "@outspec/runtime/codegen";
import { type Fault, type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, beforeEach, describe, it } from "vitest";
import { type PatientSummary, patientSummary } from "../../generated/index.ts";
import { codecInEveryDialect } from "../every-dialect.ts";
import { notes } from "./stage.ts";

/** A gateway before the simulator, whose first model is down: the last one that a request names answers. */
interface Gateway extends AsyncDisposable {
  readonly url: string;
  readonly received: { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: GatewayBody }[];
}

interface GatewayBody {
  readonly model: string;
  readonly models?: readonly string[];
  readonly fallbacks?: readonly string[];
  readonly [field: string]: unknown;
}

async function startGateway(behind: Simulator): Promise<Gateway> {
  const received: Gateway["received"] = [];
  const server = createServer(async (incoming, response) => {
    const path = incoming.url ?? "";
    const body: GatewayBody = JSON.parse(await text(incoming));
    received.push({ path, headers: incoming.headers, body });
    const model = [body.model, ...(body.models ?? body.fallbacks ?? [])].at(-1);
    const answer = await fetch(`${behind.url}${path}`, {
      method: "POST",
      headers: { authorization: "Bearer upstream", "x-api-key": "upstream", "anthropic-version": "2023-06-01" },
      body: JSON.stringify({ ...body, model }),
    });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    if (answer.body !== null) await pipeline(answer.body, response);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  // A listening TCP server has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async [Symbol.asyncDispose]() {
      const closed = once(server.close(), "close");
      server.closeAllConnections();
      await closed;
    },
  };
}

let simulator: Simulator;
let codec: Codec;

beforeAll(async () => {
  simulator = await startSimulator();
  codec = await codecInEveryDialect("patient-summary");
});
afterAll(() => simulator.close());
beforeEach(() => simulator.script([]));

type Input = { readonly notes: string };

function callOn(model: Model): OutputCall<PatientSummary, Input> {
  return {
    spec: patientSummary,
    codec,
    router: createRouter({ primary: model, attempts: 1, reAsks: 0 }),
    prompt: (input) => ({ system: "Summarise the notes.", user: input.notes }),
  };
}

/** The results of a whole answer and of a streamed one. */
async function ask(model: Model) {
  const whole = await generate(callOn(model), { notes });
  const streamed = await stream<PatientSummary, object, Input>(callOn(model), { notes }).result;
  return [whole, streamed];
}

/** What the only attempt of a call died of. */
async function codeOf(answer: Promise<unknown>): Promise<OutspecErrorCode | undefined> {
  const error = await answer.then(
    () => assert.fail("it was answered"),
    (reason: unknown) => reason,
  );
  assert.ok(OutspecError.is(error), String(error));
  assert.equal(error.attempts.length, 1);
  return error.attempts[0]?.error?.code;
}

interface Case {
  readonly make: (options: ModelOptions) => Model;
  /** How the gateway is told to fall back on another model. */
  readonly extraBody: Readonly<Record<string, unknown>>;
  /** A body with an error as the gateway writes it, and the code it is to us. */
  readonly errors: readonly (readonly [status: number, body: object, code: OutspecErrorCode])[];
}

/** As OpenRouter writes errors: the status again, and what the host behind it said. Source: providers.md, section 4.4. */
function openrouterError(code: number, message: string, metadata?: object): [number, object] {
  return [code, { error: { code, message, ...(metadata === undefined ? {} : { metadata }) } }];
}

/** As OpenAI writes errors, and gateways that speak its wire; codes may be the status. Source: providers.md, section 4.4. */
const plainErrors = (
  [
    [400, "This model's maximum context length is 8192.", "invalid_request_error", null, "context-overflow"],
    [400, "Too long.", "invalid_request_error", "context_length_exceeded", "context-overflow"],
    [400, "Invalid schema for response_format.", "invalid_request_error", null, "schema-rejected"],
    [400, "Unsupported value.", "invalid_request_error", "400", "bad-request"],
    [401, "Invalid key.", "authentication_error", "401", "unauthorized"],
    [403, "This key may not ask this model.", "permission_error", 403, "forbidden"],
    [404, "There is no such model.", "invalid_request_error", "model_not_found", "not-found"],
    [429, "Too many requests.", "rate_limit_error", "429", "rate-limited"],
    [429, "You exceeded your current quota.", "insufficient_quota", "insufficient_quota", "quota-exhausted"],
    [500, "Every model failed.", "server_error", 500, "server-error"],
    [503, "No deployment is available.", "server_error", null, "overloaded"],
  ] as const
).map(
  ([status, message, type, code, ours]) => [status, { error: { message, type, param: null, code } }, ours] as const,
);

const gateways: Readonly<Record<string, Case>> = {
  OpenRouter: {
    make: (options) => openrouter("openai/gpt-5.6", options),
    extraBody: { models: ["anthropic/claude-sonnet-5.5", "google/gemini-3.8-flash"] },
    errors: [
      [...openrouterError(400, "This endpoint's maximum context length is 8192 tokens."), "context-overflow"],
      [...openrouterError(401, "No auth credentials found"), "unauthorized"],
      [...openrouterError(402, "Insufficient credits"), "quota-exhausted"],
      [...openrouterError(403, "The input was flagged by moderation", { reasons: ["violence"] }), "content-filtered"],
      [...openrouterError(404, "No endpoints found that can handle the requested parameters."), "schema-rejected"],
      [...openrouterError(408, "Request timed out"), "server-error"],
      [...openrouterError(429, "Rate limit exceeded"), "rate-limited"],
      [
        ...openrouterError(502, "Provider returned error", { provider_name: "Host", raw: "bad gateway" }),
        "server-error",
      ],
      [...openrouterError(503, "No provider meets the routing rules"), "overloaded"],
      [...openrouterError(524, "The edge waited too long"), "server-error"],
      [...openrouterError(529, "Provider overloaded", { error_type: "provider_overloaded" }), "overloaded"],
    ],
  },
  "LiteLLM proxy": {
    make: (options) => litellm("triage", options),
    extraBody: { fallbacks: ["triage-large", "triage-small"] },
    errors: plainErrors,
  },
  "Vercel AI Gateway": {
    make: (options) => vercelGateway("openai/gpt-5.6-sol", options),
    // Whatever a gateway takes, however deep.
    extraBody: { options: { fallbacks: { models: ["anthropic/claude-sonnet-5"] } } },
    errors: plainErrors,
  },
};

describe.each(Object.entries(gateways))("%s", (_name, { make, extraBody, errors }) => {
  it("is told of fallbacks in each request", async () => {
    await using gateway = await startGateway(simulator);
    await ask(make({ baseUrl: `${gateway.url}/v1`, apiKey: "key", extraBody }));
    assert.equal(gateway.received.length, 2);
    for (const { headers, body } of gateway.received) {
      assert.equal(headers.authorization, "Bearer key");
      for (const [field, value] of Object.entries(extraBody)) assert.deepEqual(body[field], value);
    }
  });

  it.each(errors)("is understood when it answers %i: %j", async (status, body, code) => {
    const model = make({ baseUrl: simulator.baseUrls.openai, apiKey: "key", modes: ["json_schema"] });
    simulator.script([{ kind: "status", status, body, times: 2 }]);
    assert.equal(await codeOf(generate(callOn(model), { notes })), code);
    assert.equal(await codeOf(stream<PatientSummary, object, Input>(callOn(model), { notes }).result), code);
  });

  it("is understood when it fails within a stream", async () => {
    const model = make({ baseUrl: simulator.baseUrls.openai, apiKey: "key" });
    for (const [type, code] of [
      ["rate_limit_exceeded", "rate-limited"],
      ["insufficient_quota", "quota-exhausted"],
      ["server_error", "server-error"],
    ] as const) {
      const fault: Fault = { kind: "error-in-stream", type };
      simulator.script([fault]);
      assert.equal(await codeOf(stream<PatientSummary, object, Input>(callOn(model), { notes }).result), code);
    }
  });
});

describe("the answer of a gateway", () => {
  it.each([
    ["OpenRouter", "openai/gpt-5.6", "google/gemini-3.8-flash"],
    ["LiteLLM proxy", "triage", "triage-small"],
  ])("names the model that %s fell back on", async (name, asked, answering) => {
    const { make, extraBody } = gateways[name] ?? assert.fail();
    await using gateway = await startGateway(simulator);
    for (const { attempts } of await ask(make({ baseUrl: `${gateway.url}/v1`, apiKey: "key", extraBody }))) {
      assert.deepEqual(
        attempts.map(({ model, responseModel }) => [model, responseModel]),
        [[asked, answering]],
      );
    }
  });
});

describe("a gateway that speaks Anthropic Messages", () => {
  it("is asked by `anthropic` with its base URL, with a key or a bearer token", async () => {
    await using gateway = await startGateway(simulator);
    await ask(anthropic("claude-haiku-5-5", { baseUrl: `${gateway.url}/anthropic`, apiKey: "key" }));
    await ask(anthropic("claude-haiku-5-5", { baseUrl: `${gateway.url}/v1/`, accessToken: "token" }));
    assert.deepEqual(
      gateway.received.map(({ path, headers }) => [path, headers["x-api-key"], headers.authorization]),
      [
        ["/anthropic/v1/messages", "key", undefined],
        ["/anthropic/v1/messages", "key", undefined],
        ["/v1/messages", undefined, "Bearer token"],
        ["/v1/messages", undefined, "Bearer token"],
      ],
    );
  });

  it("is told of fallbacks, and its answer names the model", async () => {
    const extraBody = { fallbacks: ["claude-elsewhere"] };
    await using gateway = await startGateway(simulator);
    const results = await ask(anthropic("claude-haiku-5-5", { baseUrl: gateway.url, apiKey: "key", extraBody }));
    for (const { attempts } of results) assert.equal(attempts[0]?.responseModel, "claude-elsewhere");
    for (const { body } of gateway.received) assert.deepEqual(body.fallbacks, extraBody.fallbacks);
  });

  it.each([
    [400, "invalid_request_error", "bad-request"],
    [401, "authentication_error", "unauthorized"],
    [403, "permission_error", "forbidden"],
    [404, "not_found_error", "not-found"],
    [413, "request_too_large", "context-overflow"],
    [429, "rate_limit_error", "rate-limited"],
    [500, "api_error", "server-error"],
    [529, "overloaded_error", "overloaded"],
  ] as const)("is understood when it answers %i with %s", async (status, type, code) => {
    const model = anthropic("claude-haiku-5-5", { baseUrl: simulator.url, apiKey: "key" });
    const body = { type: "error", error: { type, message: "It failed." }, request_id: "req_1" };
    simulator.script([
      { kind: "status", status, body },
      { kind: "error-in-stream", type, message: "It failed." },
    ]);
    assert.equal(await codeOf(generate(callOn(model), { notes })), code);
    assert.equal(await codeOf(stream<PatientSummary, object, Input>(callOn(model), { notes }).result), code);
  });
});
