import assert from "node:assert/strict";
import { bedrock, bedrockAnthropic, createRouter, type Model } from "@outspec/runtime";
import { stream } from "@outspec/runtime/codegen";
import { type Fault, type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, describe, it } from "vitest";
import { patientSummary as spec } from "../../../generated/index.ts";
import { codecInEveryDialect } from "../../every-dialect.ts";
import { type Response, send } from "./http-client.ts";
import { patientSummary, type Wire } from "./wire.ts";
import { converse, eventOfChunk, invokeModel, readAwsFrames } from "./wire-bedrock.ts";

const claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const nova = "us.amazon.nova-pro-v1:0";
const llama = "us.meta.llama4-maverick-17b-instruct-v1:0";
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ models: [claude, nova, llama] });
});
afterAll(() => simulator.close());

const converseBody = converse.body({ schema: patientSummary, stream: false });
const toolBody = converse.body({ schema: patientSummary, stream: false, tool: true });
const claudeBody = invokeModel.body({ schema: patientSummary, stream: false });

function ask(
  wire: Wire,
  body: unknown,
  { model = claude, headers = wire.headers }: { model?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<Response> {
  return send(wire.url(simulator, { model }), body, headers);
}

/** Status, exception and message of an error. */
function errorIn({ status, headers, text }: Response): string {
  const [type] = String(headers["x-amzn-errortype"]).split(":");
  return `${status} ${type} ${JSON.parse(text).message}`;
}

describe("the messages of a stream", () => {
  it("of Converse name their events in order, each padded, text without a beginning of its own", async () => {
    for (const tool of [false, true]) {
      const body = converse.body({ schema: patientSummary, stream: true, tool });
      const { text } = await send(converse.url(simulator, { stream: true }), body, converse.headers);
      const frames = readAwsFrames(text);
      const names = frames.map(({ name }) => name);
      assert.deepEqual(
        names.filter((name, i) => name !== names[i - 1]),
        [
          "messageStart",
          ...(tool ? ["contentBlockStart"] : []),
          "contentBlockDelta",
          "contentBlockStop",
          "messageStop",
          "metadata",
        ],
      );
      assert.ok(frames.every(({ kind, payload }) => kind === "event" && /^[a-zA-Z0-9]+$/.test(String(payload["p"]))));
      assert.equal(new Set(frames.map(({ payload }) => payload["p"])).size > 1, true);
      assert.equal(frames.at(-2)?.payload["stopReason"], tool ? "tool_use" : "end_turn");
    }
  });

  it("of InvokeModel are chunks that hold Anthropic's events, and the last one what Bedrock counted", async () => {
    const { text } = await send(invokeModel.url(simulator, { stream: true }), claudeBody, invokeModel.headers);
    const frames = readAwsFrames(text);
    assert.ok(frames.every(({ name, payload }) => name === "chunk" && typeof payload["p"] === "string"));
    const events = frames.map(({ payload }) => eventOfChunk(payload));
    const types = events.map((event) => String(event["type"]));
    assert.deepEqual(
      types.filter((type, i) => type !== types[i - 1]),
      [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
      ],
    );
    const message = events[0]?.["message"];
    assert.match(String(message?.["id"]), /^msg_bdrk_01/);
    assert.equal(message?.["model"], "claude-sonnet-4-5-20250929");
    assert.equal(typeof events.at(-1)?.["amazon-bedrock-invocationMetrics"]?.["outputTokenCount"], "number");
  });
});

describe("the simulated Bedrock", () => {
  it("reads the model from the path, percent-encoded or not", async () => {
    await using own = await startSimulator();
    const arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/1arbu5hu2sjr";
    await send(converse.url(own, { model: arn }), converseBody, converse.headers);
    await send(`${own.baseUrls.bedrock}/model/${claude}/invoke`, claudeBody, invokeModel.headers);
    assert.deepEqual(
      own.requests.map(({ model, provider, protocol }) => [model, provider, protocol]),
      [
        [arn, "bedrock", "bedrock-converse"],
        [claude, "bedrock", "anthropic-messages"],
      ],
    );
  });

  it.each([converse, invokeModel])("takes a signature as well as a key at $name, and neither empty", async (wire) => {
    const body = wire.body({ schema: patientSummary, stream: false });
    const scope = "Credential=AKIDEXAMPLE/20260730/us-east-1/bedrock/aws4_request";
    const signature = `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host;x-amz-date, Signature=5d67`;
    assert.equal((await ask(wire, body, { headers: { authorization: signature } })).status, 200);
    for (const authorization of ["", "Bearer ", "AWS4-HMAC-SHA256 "]) {
      const answer = await ask(wire, body, { headers: { authorization } });
      assert.equal(errorIn(answer), "403 MissingAuthenticationTokenException Missing Authentication Token");
    }
  });

  it.each([converse, invokeModel])("has no model of an unknown id at $name", async (wire) => {
    const answer = await ask(wire, wire.body({ schema: patientSummary, stream: false }), { model: "claude-0" });
    assert.equal(errorIn(answer), "400 ValidationException The provided model identifier is invalid.");
  });
});

describe("the simulated Converse refuses", () => {
  const user = { role: "user", content: [{ text: "Hello" }] };
  const assistant = { role: "assistant", content: [{ text: "Hello" }] };
  const conversations: readonly (readonly [name: string, messages: unknown, message: RegExp])[] = [
    ["none", undefined, /Value null at 'messages'/],
    ["an empty one", [], /must start with a user message/],
    ["one that the model begins", [assistant, user], /must start with a user message/],
    ["two turns of one role", [user, user], /must alternate between user and assistant roles/],
    ["a system message among the others", [{ ...user, role: "system" }], /'messages\.1\.member\.role'/],
    ["a turn without content", [{ role: "user", content: [] }], /messages\.0 is empty/],
    ["blank text", [{ role: "user", content: [{ text: "" }] }], /messages\.0\.content\.0 is blank/],
    ["content that is a text", [{ role: "user", content: "Hello" }], /Expected list/],
  ];
  it.each(conversations)("as a conversation: %s", async (_name, messages, message) => {
    const answer = await ask(converse, { ...converseBody, messages });
    assert.match(errorIn(answer), /^400 ValidationException /);
    assert.match(errorIn(answer), message);
  });

  it("a body that is no JSON object", async () => {
    assert.match(errorIn(await ask(converse, "{bad")), /^400 ValidationException /);
  });

  const tools = [{ toolSpec: { name: "result", inputSchema: { json: patientSummary } } }];
  const open = { toolSpec: { name: "result", strict: true, inputSchema: { json: { type: "object" } } } };
  const configs: readonly (readonly [name: string, config: unknown, message: RegExp])[] = [
    ["without tools", { tools: [] }, /'toolConfig\.tools' failed/],
    ["whose choice is two things", { tools, toolChoice: { auto: {}, any: {} } }, /exactly one of/],
    ["whose choice is a text", { tools, toolChoice: "auto" }, /exactly one of/],
    ["whose choice is no tool of it", { tools, toolChoice: { tool: { name: "other" } } }, /'other' is none/],
    ["with a name of two words", { tools: [{ toolSpec: { ...tools[0]?.toolSpec, name: "a b" } }] }, /Value 'a b' at/],
    ["with a schema that is no object's", { tools: [{ toolSpec: { name: "a", inputSchema: {} } }] }, /json\.type/],
    ["with an open strict schema", { tools: [open] }, /tools\.0\.custom: .*additionalProperties/],
  ];
  it.each(configs)("a tool configuration %s", async (_name, toolConfig, message) => {
    assert.match(errorIn(await ask(converse, { ...toolBody, toolConfig })), message);
  });

  const format = (jsonSchema: unknown, type = "json_schema"): unknown => ({
    ...converseBody,
    outputConfig: { textFormat: { type, structure: { jsonSchema } } },
  });
  const formats: readonly (readonly [name: string, body: unknown, message: RegExp])[] = [
    ["of another type", format({ schema: "{}" }, "json"), /\[json_schema\]/],
    ["without a schema", format({ name: "result" }), /Value null at '.*schema'/],
    ["whose schema is an object", format({ schema: patientSummary }), /the schema is JSON text/],
    ["whose schema does not parse", format({ schema: "{" }), /must be a valid JSON Schema/],
    ["whose schema is open", format({ schema: '{"type":"object"}' }), /output_config\.format\.schema: .*explicitly/],
  ];
  it.each(formats)("a format %s", async (_name, body, message) => {
    assert.match(errorIn(await ask(converse, body)), message);
  });

  it("what a model does not support", async () => {
    assert.match(errorIn(await ask(converse, converseBody, { model: nova })), /doesn't support the outputConfig/);
    assert.match(errorIn(await ask(converse, toolBody, { model: llama })), /support the toolConfig\.toolChoice\.tool/);
    assert.equal((await ask(converse, toolBody, { model: nova })).status, 200);
  });
});

describe("the simulated InvokeModel refuses", () => {
  it("a body without its version, with a wrong one, and what the path says already", async () => {
    const refusal = async (more: object): Promise<string> =>
      errorIn(await ask(invokeModel, { ...claudeBody, ...more }));
    const start = "400 ValidationException ";
    assert.equal(await refusal({ anthropic_version: undefined }), `${start}anthropic_version: Field required`);
    assert.match(await refusal({ anthropic_version: "2023-06-01" }), /'bedrock-2023-05-31'/);
    assert.equal(await refusal({ model: claude }), `${start}model: Extra inputs are not permitted`);
    assert.equal(await refusal({ stream: true }), `${start}stream: Extra inputs are not permitted`);
  });

  it("what Anthropic refuses, in its words and Bedrock's shape", async () => {
    const body = { ...claudeBody, max_tokens: undefined };
    assert.equal(errorIn(await ask(invokeModel, body)), "400 ValidationException max_tokens: Field required");
    const open = invokeModel.body({ schema: { type: "object" }, stream: false });
    assert.match(errorIn(await ask(invokeModel, open)), /output_config\.format\.schema: For 'object' type/);
  });
});

describe.each([
  ["Converse", bedrock],
  ["InvokeModel", bedrockAnthropic],
])("a model asked through %s fails as the service does", (_name, createModel) => {
  const cases: readonly (readonly [fault: Fault, code: string])[] = [
    [{ kind: "error-in-stream", type: "throttlingException" }, "rate-limited"],
    [{ kind: "error-in-stream", type: "modelStreamErrorException" }, "server-error"],
    [{ kind: "error-in-stream", type: "serviceUnavailableException" }, "overloaded"],
    [{ kind: "error-in-stream" }, "server-error"],
    [{ kind: "status", status: 400 }, "bad-request"],
    [{ kind: "status", status: 403 }, "forbidden"],
    [{ kind: "status", status: 404 }, "not-found"],
    [{ kind: "status", status: 429 }, "rate-limited"],
    [{ kind: "status", status: 503 }, "overloaded"],
    [{ kind: "reject-schema" }, "schema-rejected"],
    [{ kind: "no-finish" }, "interrupted"],
    [{ kind: "truncation" }, "truncated"],
    [{ kind: "invalid-json" }, "invalid-output"],
  ];
  it.each(cases.map(([fault, code]) => ({ fault, code, ...fault })))(
    "with $code for $kind ($status$type)",
    async ({ fault, code }) => {
      simulator.script([fault]);
      const model = createModel(claude, { baseUrl: simulator.baseUrls.bedrock, apiKey: "simulated" });
      assert.equal(await firstCodeOf(model), code);
    },
  );
});

/** The code of the first attempt's error. */
async function firstCodeOf(primary: Model): Promise<string | undefined> {
  const codec = await codecInEveryDialect("patient-summary");
  const call = {
    spec,
    codec,
    router: createRouter({ primary, attempts: 1, reAsks: 0 }),
    prompt: (input: { readonly notes: string }) => ({ user: input.notes }),
  };
  const error: unknown = await stream(call, { notes: "The pulse is 88." }).result.then(
    ({ attempts }) => ({ attempts }),
    (reason: unknown) => reason,
  );
  return (error as { readonly attempts: readonly { readonly error?: { readonly code: string } }[] }).attempts[0]?.error
    ?.code;
}
