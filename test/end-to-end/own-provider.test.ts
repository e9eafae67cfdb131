import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { createRouter, type Model, OutspecError, type Settings } from "@outspec/runtime";
import { type Codec, generate, type OutputCall, stream } from "@outspec/runtime/codegen";
import {
  type Adapter,
  anthropicMessages,
  bedrockConverse,
  buildRequest,
  classifyErrorValue,
  classifyResponse,
  cohereChat,
  defineProvider,
  geminiContent,
  type ModelEvent,
  ollamaChat,
  openaiChat,
  openaiResponses,
} from "@outspec/runtime/providers";
import { type SimulatedProvider, type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, it, vi } from "vitest";
import { type PatientSummary, patientSummary } from "../../generated/index.ts";
import { codecInEveryDialect } from "../every-dialect.ts";
import { notes } from "./stage.ts";

let simulator: Simulator;
let codec: Codec;

beforeAll(async () => {
  codec = await codecInEveryDialect("patient-summary");
});
beforeEach(async () => {
  simulator = await startSimulator();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await simulator.close();
});

type Input = { readonly notes: string };

function callOn(model: Model, settings: Settings = {}): OutputCall<PatientSummary, Input> {
  return {
    spec: patientSummary,
    codec,
    settings,
    router: createRouter({ primary: model, attempts: 1, reAsks: 0 }),
    prompt: (input) => ({ system: "Summarise the notes.", user: input.notes }),
  };
}

const ask = (model: Model, settings?: Settings) => generate(callOn(model, settings), { notes });

async function askStreamed(model: Model) {
  const reader = stream<PatientSummary, object, Input>(callOn(model), { notes });
  let partials = 0;
  for await (const partial of reader) if (Object.keys(partial).length > 0) partials++;
  return { partials, ...(await reader.result) };
}

/** The last error of a call that fails. */
async function failureOf(answer: Promise<unknown>) {
  const error = await answer.then(
    () => assert.fail("it was answered"),
    (reason: unknown) => reason,
  );
  assert.ok(OutspecError.is(error), String(error));
  return error.attempts.at(-1)?.error;
}

describe("a row of one's own", () => {
  const acme = () =>
    defineProvider(
      {
        id: "acme",
        baseUrl: `${simulator.url}/{region}/v1`,
        places: { region: { env: ["ACME_REGION"], title: "the region", default: "eu", form: "label" } },
        env: { key: ["ACME_KEY"], baseUrl: [] },
        headers: { "x-team": "triage" },
        modes: ["json_schema", "prompt"],
        overrides: [{ match: "*-thinking", reasoning: true, rejects: ["temperature"] }],
      },
      openaiChat,
    );

  it("is asked at its address, with its headers and its key", async () => {
    vi.stubEnv("ACME_KEY", "key");
    vi.stubEnv("ACME_REGION", "us");
    const { output, model, attempts } = await ask(acme()("large"));
    assert.ok(patientSummary.validate(output));
    assert.equal(model, "acme/large");
    assert.deepEqual(
      attempts.map(({ provider, mode }) => [provider, mode]),
      [["acme", "json_schema"]],
    );
    const { partials } = await askStreamed(acme()("large", { region: "ap" }));
    assert.ok(partials > 0);
    assert.deepEqual(
      simulator.requests.map(({ path, hasKey, headers }) => [path, hasKey, headers["x-team"]]),
      [
        ["/us/v1/chat/completions", true, "triage"],
        ["/ap/v1/chat/completions", true, "triage"],
      ],
    );
  });

  it("has its ladder of modes and what its models reject", async () => {
    vi.stubEnv("ACME_KEY", "key");
    simulator.script([{ kind: "reject-schema" }]);
    const settings = { temperature: 0.5, topP: 0.9 };
    const { attempts } = await ask(acme()("large-thinking"), settings);
    assert.deepEqual(
      attempts.map(({ mode, droppedSettings }) => [mode, droppedSettings]),
      [
        ["json_schema", ["temperature"]],
        ["prompt", ["temperature"]],
      ],
    );
    const body = simulator.requests[0]?.body as Readonly<Record<string, unknown>>; // a body of Chat Completions
    assert.deepEqual([body["temperature"], body["top_p"]], [undefined, 0.9]);
  });

  it("is passed by with the name of its variable, where that is not set", async () => {
    vi.stubEnv("ACME_KEY", undefined);
    const failure = await failureOf(ask(acme()("large")));
    assert.equal(failure?.code, "unauthorized");
    assert.match(failure.message, /ACME_KEY/);
    assert.equal(simulator.requests.length, 0);
  });

  it("has its errors classified", async () => {
    vi.stubEnv("ACME_KEY", "key");
    simulator.script([{ kind: "status", status: 429, times: 1 }]);
    const failure = await failureOf(ask(acme()("large")));
    assert.equal(failure?.code, "rate-limited");
  });

  it("may show who asks in a way of its own", async () => {
    let count = 0;
    const token = async () => `token-${++count}`;
    const provider = defineProvider(
      {
        id: "acme",
        baseUrl: simulator.baseUrls.openai,
        authenticator: { kind: "token", token },
        env: { key: [], baseUrl: [] },
      },
      openaiChat,
    );
    await ask(provider("large"));
    assert.equal(simulator.requests[0]?.hasKey, true);
    assert.equal(count, 1);
  });

  it("needs a name that can stand before a model's", () => {
    for (const id of ["", "a/b", "a b"]) {
      assert.throws(() => defineProvider({ id, baseUrl: "" }, openaiChat), { code: "configuration" });
    }
  });
});

const families: readonly (readonly [Adapter, SimulatedProvider])[] = [
  [openaiChat, "openai"],
  [openaiResponses, "openai"],
  [anthropicMessages, "anthropic"],
  [geminiContent, "google"],
  [bedrockConverse, "bedrock"],
  [cohereChat, "cohere"],
  [ollamaChat, "ollama"],
];

describe("an id and an address", () => {
  it.each(families.map(([adapter, at]) => ({ family: adapter.family, adapter, at })))(
    "are a provider over $family, in all of its usual modes",
    async ({ adapter, at }) => {
      const provider = defineProvider({ id: "acme", baseUrl: simulator.baseUrls[at] }, adapter);
      for (const mode of provider("large").row.modes) {
        const model = provider("large", { modes: [mode], apiKey: "key" });
        assert.ok(patientSummary.validate((await ask(model)).output), mode);
        assert.ok((await askStreamed(model)).partials > 0, mode);
      }
    },
  );
});

/** A wire that is none of the seven: an answer in one field, or pieces of it in lines, then a line that says it is over. */
const plainWire: Adapter = {
  family: "acme-plain",
  framing: "ndjson",
  encode: (call) => buildRequest(call, { ask: call.messages, stream: call.stream }),
  decodeBody: (_call, body) => [
    { type: "text-delta", text: JSON.parse(body).text },
    { type: "finish", reason: "stop", model: "plain-1" },
  ],
  createStreamDecoder: () => ({ push: ({ data }) => [readLine(JSON.parse(data))], end: () => [] }),
  decodeFault: classifyResponse,
};

function readLine(line: { readonly text?: string; readonly failed?: unknown }): ModelEvent {
  if (line.failed !== undefined) return { type: "fault", fault: classifyErrorValue(line.failed) };
  if (line.text !== undefined) return { type: "text-delta", text: line.text };
  const usage = { input: { total: 9 }, output: { total: 3 } };
  return { type: "finish", reason: "stop", usage };
}

describe("a wire of one's own", () => {
  const answer: PatientSummary = { vitals_status: "Warning", key_notes: ["162/98"], requires_visit: true };
  const pieces = (JSON.stringify(answer).match(/.{1,8}/gs) ?? []).map((text) => ({ text }));
  /** What the server answers a stream with; a whole answer is always right. */
  let lines: readonly object[];
  let status: number;
  let asked: unknown[];
  const server = createServer(async (incoming, response) => {
    const body = (await json(incoming)) as { readonly stream: boolean }; // what the wire above encodes
    asked.push(incoming.url, body);
    response.writeHead(status, { "content-type": "application/x-ndjson" });
    const whole = status === 200 ? { text: JSON.stringify(answer) } : { message: "Slow down." };
    response.end(
      body.stream && status === 200 ? lines.map((line) => `${JSON.stringify(line)}\n`).join("") : JSON.stringify(whole),
    );
  });
  beforeAll(() => once(server.listen(0, "127.0.0.1"), "listening"));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });
  beforeEach(() => {
    lines = [...pieces, {}];
    status = 200;
    asked = [];
  });

  function plain(): Model {
    // A listening TCP server has an address of this kind.
    const { port } = server.address() as AddressInfo;
    const baseUrl = `http://127.0.0.1:${port}`;
    return defineProvider({ id: "plain", baseUrl, path: "/ask", modes: ["prompt"] }, plainWire)("small");
  }

  it("is spoken whole", async () => {
    const { output, model, attempts } = await ask(plain());
    assert.deepEqual(output, answer);
    assert.equal(model, "plain/small");
    assert.equal(attempts[0]?.responseModel, "plain-1");
    const [path, body] = asked as [
      string,
      { readonly ask: readonly { readonly role: string }[]; readonly stream: boolean },
    ]; // as above
    assert.deepEqual([path, body.stream, body.ask.map(({ role }) => role)], ["/ask", false, ["system", "user"]]);
  });

  it("is spoken piece by piece", async () => {
    const { output, partials, usage } = await askStreamed(plain());
    assert.deepEqual(output, answer);
    assert.ok(partials > 0);
    assert.deepEqual([usage.input.total, usage.output.total], [9, 3]);
  });

  it("is cut into frames by its own adapter, where that does so", async () => {
    class RecordWire {
      readonly family = plainWire.family;
      readonly framing = "sse";
      readonly encode = plainWire.encode;
      readonly decodeBody = plainWire.decodeBody;
      readonly createStreamDecoder = plainWire.createStreamDecoder;
      readonly decodeFault = plainWire.decodeFault;
      readonly #decoder = new TextDecoder();
      createFrameDecoder() {
        const decoder = this.#decoder;
        let rest = "";
        return {
          push(bytes: Uint8Array) {
            const records = (rest + decoder.decode(bytes, { stream: true })).split("\n");
            rest = records.pop() ?? "";
            return records.map((data) => ({ data }));
          },
          end: () => [],
        };
      }
    }
    const model = defineProvider({ ...plain().row, id: "records" }, new RecordWire());
    const { output, partials } = await askStreamed(model("small"));
    assert.deepEqual(output, answer);
    assert.ok(partials > 0);
  });

  it("has its faults told as any provider's", async () => {
    const streamed = () => askStreamed(plain());
    lines = [...pieces, { failed: { type: "overloaded_error", message: "Busy." } }];
    assert.equal((await failureOf(streamed()))?.code, "overloaded");
    lines = pieces;
    assert.equal((await failureOf(streamed()))?.code, "interrupted");
    status = 429;
    assert.equal((await failureOf(streamed()))?.code, "rate-limited");
    assert.equal((await failureOf(ask(plain())))?.code, "rate-limited");
  });
});
