import assert from "node:assert/strict";
import { anthropicMessages } from "@outspec/runtime/providers/anthropic";
import type { ModelCall } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { encodeAwsChunks, encodeAwsEvent, encodeAwsException } from "../../aws-frames.ts";
import { describeAdapterContract } from "./contract.ts";
import { bodyOf, callOf, listen, replayStream, rowOf } from "./replay.ts";

describeAdapterContract(anthropicMessages, {
  folder: "anthropic",
  unknownFrame: 'event: telemetry\ndata: {"type":"telemetry"}\n\nevent: ping\ndata: {"type":"ping"}\n\n',
  refuses: true,
  countsEarly: true,
});

/** The data of the events that a fixture has. */
const eventsOf = (fixture: string) => [...fixture.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => data);

const overBedrock: Partial<ModelCall> = {
  row: rowOf("bedrock-anthropic"),
  endpoint: rowOf("bedrock-anthropic"),
  model: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
  baseUrl: "https://bedrock-runtime.us-east-1.amazonaws.com",
};

describeAdapterContract(anthropicMessages, {
  folder: "anthropic",
  unknownFrame: 'event: telemetry\ndata: {"type":"telemetry"}\n\nevent: ping\ndata: {"type":"ping"}\n\n',
  refuses: true,
  countsEarly: true,
  call: overBedrock,
  binary: {
    extension: "sse",
    encode: (fixture) => encodeAwsChunks(eventsOf(fixture)),
    frame: (payload) => `data: ${payload}\n\n`,
  },
});

const anthropicCall = (more: Partial<ModelCall> = {}) =>
  callOf({ row: rowOf("anthropic"), model: "claude-haiku-5-5", baseUrl: "https://api.anthropic.com", ...more });

describe("an Anthropic request", () => {
  it("carries the key and the version in headers of its own", () => {
    const request = anthropicMessages.encode(anthropicCall({ apiKey: "sk-ant-1" }));
    assert.equal(request.url, "https://api.anthropic.com/v1/messages");
    assert.equal(request.headers["x-api-key"], "sk-ant-1");
    assert.equal(request.headers["anthropic-version"], "2023-06-01");
    assert.equal(request.headers["authorization"], undefined);
  });

  it("does not repeat a version that is in the base URL already", () => {
    const { url } = anthropicMessages.encode(anthropicCall({ baseUrl: "https://proxy.example.com/v1" }));
    assert.equal(url, "https://proxy.example.com/v1/messages");
  });

  const schema = '{"type":"object","properties":{"b":{},"10":{},"2":{}}}';
  const modes: readonly (readonly [ModelCall["mode"], unknown])[] = [
    ["json_schema", { output_config: { format: { type: "json_schema", schema: JSON.parse(schema) } } }],
    ["json_schema_strict", { output_config: { format: { type: "json_schema", schema: JSON.parse(schema) } } }],
    [
      "tool",
      {
        tools: [{ name: "result", input_schema: JSON.parse(schema) }],
        tool_choice: { type: "tool", name: "result", disable_parallel_tool_use: true },
      },
    ],
    [
      "tool_strict",
      {
        tools: [{ name: "result", input_schema: JSON.parse(schema), strict: true }],
        tool_choice: { type: "tool", name: "result", disable_parallel_tool_use: true },
      },
    ],
    ["json_object", {}],
    ["prompt", {}],
  ];
  for (const [mode, expected] of modes) {
    it(`asks in the mode ${mode}`, () => {
      const call = anthropicCall({ mode, schema, stream: false });
      const { model, messages, max_tokens, ...asked } = bodyOf(anthropicMessages, call);
      assert.deepEqual(asked, expected);
      if (mode.startsWith("json_schema") || mode.startsWith("tool")) {
        assert.ok(anthropicMessages.encode(call).body.includes(schema));
      }
    });
  }

  it("always limits the tokens, and sends the settings it has names for", () => {
    assert.equal(bodyOf(anthropicMessages, anthropicCall())["max_tokens"], 8192);
    const settings = {
      temperature: 1,
      topP: 0.5,
      maxOutputTokens: 100,
      seed: 7,
      stop: ["END"],
      reasoningEffort: "minimal",
    } as const;
    const { model, messages, ...sent } = bodyOf(anthropicMessages, anthropicCall({ settings, mode: "prompt" }));
    assert.deepEqual(sent, {
      max_tokens: 100,
      output_config: { effort: "low" },
      temperature: 1,
      top_p: 0.5,
      stop_sequences: ["END"],
      stream: true,
    });
  });

  it("moves system messages to their own field", () => {
    const messages = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hello" },
    ] as const;
    const body = bodyOf(anthropicMessages, anthropicCall({ messages }));
    assert.equal(body["system"], "Be brief.");
    assert.deepEqual(body["messages"], [{ role: "user", content: "Hello" }]);
  });

  it("marks the end of a cacheable prefix, in system and messages", () => {
    const messages = [
      { role: "system", content: [{ type: "text", text: "Be brief.", cache: true }] },
      {
        role: "user",
        content: [
          { type: "text", text: "Notes", cache: true },
          { type: "text", text: "Now" },
        ],
      },
    ] as const;
    const body = bodyOf(anthropicMessages, anthropicCall({ messages }));
    const cache_control = { type: "ephemeral" };
    assert.deepEqual(body["system"], [{ type: "text", text: "Be brief.", cache_control }]);
    assert.deepEqual(body["messages"], [
      {
        role: "user",
        content: [
          { type: "text", text: "Notes", cache_control },
          { type: "text", text: "Now" },
        ],
      },
    ]);
  });

  it("says how long a prefix is to be kept, where the prompt does: an hour at most", () => {
    const content = ([true, "5m", "1h", "24h", false] as const).map(
      (cache) => ({ type: "text", text: "a", cache }) as const,
    );
    const body = bodyOf(anthropicMessages, anthropicCall({ messages: [{ role: "user", content }] }));
    const [message] = body["messages"] as readonly { readonly content: readonly object[] }[];
    assert.deepEqual(
      message?.content.map((part) => ("cache_control" in part ? part.cache_control : undefined)),
      [
        { type: "ephemeral" },
        { type: "ephemeral", ttl: "5m" },
        { type: "ephemeral", ttl: "1h" },
        { type: "ephemeral", ttl: "1h" },
        undefined,
      ],
    );
  });

  it("refuses a text file whose data is not base64", () => {
    const file = { type: "file", file: { data: "%%%", mediaType: "text/plain" } } as const;
    const call = anthropicCall({ messages: [{ role: "user", content: [file] }] });
    assert.throws(() => anthropicMessages.encode(call), { code: "configuration" });
  });

  it("goes to Bedrock in its envelope: the model in the address, the version in the body", () => {
    const call = callOf({ ...overBedrock, apiKey: "k", mode: "prompt", settings: { maxOutputTokens: 100 } });
    const request = anthropicMessages.encode(call);
    assert.equal(
      request.url,
      "https://bedrock-runtime.us-east-1.amazonaws.com/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/invoke-with-response-stream",
    );
    assert.equal(request.headers["authorization"], "Bearer k");
    assert.deepEqual(JSON.parse(request.body), {
      anthropic_version: "bedrock-2023-05-31",
      max_tokens: 100,
      messages: [{ role: "user", content: "Summarise the notes." }],
    });
    assert.match(anthropicMessages.encode({ ...call, stream: false }).url, /\/invoke$/);
  });

  it("sends no more marks than there may be: the first, which all calls share, and the last three", () => {
    const content = ["a", "b", "c", "d", "e", "f"].map((text) => ({ type: "text", text, cache: true }) as const);
    const body = bodyOf(anthropicMessages, anthropicCall({ messages: [{ role: "user", content }] }));
    const [message] = body["messages"] as readonly { readonly content: readonly object[] }[];
    const marked = message?.content.filter((part) => "cache_control" in part);
    assert.deepEqual(
      marked?.map((part) => "text" in part && part.text),
      ["a", "d", "e", "f"],
    );
  });

  it("carries images and documents", () => {
    const content = [
      { type: "image", image: { data: Uint8Array.of(1, 2, 3), mediaType: "image/png" } },
      { type: "image", image: new URL("https://example.com/a.png") },
      { type: "file", file: new URL("data:application/pdf;base64,JVBERi0="), name: "a.pdf" },
      { type: "file", file: { data: "aMOpbGxv", mediaType: "text/plain" } },
    ] as const;
    const body = bodyOf(anthropicMessages, anthropicCall({ messages: [{ role: "user", content }] }));
    assert.deepEqual((body["messages"] as { content: unknown }[])[0]?.content, [
      { type: "image", source: { type: "base64", media_type: "image/png", data: "AQID" } },
      { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
      { type: "document", source: { type: "base64", media_type: "application/pdf", data: "JVBERi0=" }, title: "a.pdf" },
      { type: "document", source: { type: "text", media_type: "text/plain", data: "héllo" } },
    ]);
  });
});

describe("a Messages stream", () => {
  const event = (type: string, fields: object = {}) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const start = event("message_start", { message: { usage: { input_tokens: 5, output_tokens: 1 } } });
  const block = (index: number, content_block: object) => event("content_block_start", { index, content_block });
  const delta = (index: number, fields: object) => event("content_block_delta", { index, delta: fields });
  const json = (index: number, partial_json: string) => delta(index, { type: "input_json_delta", partial_json });
  const stop = (index: number) => event("content_block_stop", { index });
  const end = (stop_reason: string, usage: object = { output_tokens: 9 }) =>
    event("message_delta", { delta: { stop_reason }, usage }) + event("message_stop");
  const forced = { mode: "tool", name: "result" } as const;
  const tool = { type: "tool_use", id: "t", name: "result" };
  const hear = (stream: string, call: Partial<ModelCall> = {}) =>
    listen(replayStream(anthropicMessages, callOf(call), stream));

  it("reads a tool call without arguments as the empty object", () => {
    const told = hear(start + block(0, { ...tool, input: {} }) + json(0, "") + stop(0) + end("tool_use"), forced);
    assert.deepEqual([told.text, told.finish?.reason], ["{}", "stop"]);
  });

  it("reads arguments that came with the start of a block", () => {
    assert.equal(
      hear(start + block(0, { ...tool, input: { a: 1 } }) + stop(0) + end("tool_use"), forced).text,
      '{"a":1}',
    );
  });

  it("does not double arguments that came both with the start and streamed", () => {
    const stream = start + block(0, { ...tool, input: { a: 1 } }) + json(0, '{"a":1}') + stop(0) + end("tool_use");
    assert.equal(hear(stream, forced).text, '{"a":1}');
  });

  it("keeps two open blocks apart whose ends come last", () => {
    const stream =
      start +
      block(0, tool) +
      json(0, '{"a"') +
      block(1, tool) +
      json(1, '{"b":2}') +
      json(0, ":1}") +
      stop(0) +
      stop(1);
    assert.equal(hear(stream + end("tool_use"), forced).text, '{"a":1}');
  });

  it("adds cached tokens to the input and lets later counts replace earlier ones", () => {
    const usage = { input_tokens: 5, cache_read_input_tokens: 90, cache_creation_input_tokens: 10, output_tokens: 9 };
    assert.deepEqual(hear(start + end("end_turn", usage)).usage, {
      input: { total: 105, cacheRead: 90, cacheWrite: 10 },
      output: { total: 9 },
    });
  });

  it("counts the input as soon as the answer starts", () => {
    const [first] = replayStream(
      anthropicMessages,
      anthropicCall(),
      event("message_start", { message: { usage: { input_tokens: 1234, output_tokens: 1 } } }),
    );
    assert.deepEqual(first, {
      type: "usage",
      usage: { input: { total: 1234, cacheRead: 0, cacheWrite: 0 }, output: { total: 1 } },
    });
  });

  it("sums the iterations of a compacted conversation", () => {
    const iterations = [
      { type: "compaction", input_tokens: 100, output_tokens: 20 },
      { type: "message", input_tokens: 30, output_tokens: 9 },
      { type: "advisor_message", input_tokens: 7, output_tokens: 7 },
    ];
    const { usage } = hear(start + end("end_turn", { output_tokens: 9, iterations }));
    assert.deepEqual([usage?.input.total, usage?.output.total], [130, 29]);
  });

  it("is interrupted when a second answer starts in it", () => {
    const text = block(0, { type: "text", text: "" }) + delta(0, { type: "text_delta", text: "{" });
    assert.equal(hear(start + text + start + text + end("end_turn")).fault?.code, "interrupted");
    assert.equal(hear(start + start + text + end("end_turn")).text, "{");
    // Text that is held back has been said as well.
    assert.equal(hear(start + text + start + text + end("end_turn"), { mode: "tool" }).fault?.code, "interrupted");
  });

  it("ignores blocks of server tools", () => {
    const search = block(0, { type: "server_tool_use", name: "search", input: {} }) + json(0, '{"q":1}') + stop(0);
    const found = block(1, { type: "web_search_tool_result", content: [] }) + stop(1);
    const text = block(2, { type: "text", text: "" }) + delta(2, { type: "text_delta", text: "{}" }) + stop(2);
    assert.equal(hear(start + search + found + text + end("end_turn")).text, "{}");
  });

  const errors: readonly (readonly [type: string, code: string])[] = [
    ["overloaded_error", "overloaded"],
    ["rate_limit_error", "rate-limited"],
    ["api_error", "server-error"],
    ["timeout_error", "server-error"],
    ["authentication_error", "unauthorized"],
    ["permission_error", "forbidden"],
    ["not_found_error", "not-found"],
    ["request_too_large", "context-overflow"],
    ["billing_error", "quota-exhausted"],
    ["invalid_request_error", "bad-request"],
  ];
  for (const [type, code] of errors) {
    it(`reads ${type} inside a stream as ${code}`, () => {
      assert.equal(hear(start + event("error", { error: { type, message: "no" } })).fault?.code, code);
    });
  }

  const reasons: readonly (readonly [raw: string, reason: string])[] = [
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["pause_turn", "stop"],
    ["tool_use", "tool-call"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["refusal", "refusal"],
    ["compaction", "other"],
  ];
  for (const [raw, reason] of reasons) {
    it(`reads the stop reason ${raw} as ${reason}`, () => {
      assert.equal(hear(start + end(raw)).finish?.reason, reason);
    });
  }
});

describe("a Messages stream over Bedrock", () => {
  const hear = (...frames: readonly Uint8Array[]) =>
    listen(replayStream(anthropicMessages, callOf(overBedrock), Buffer.concat(frames)));
  const start = encodeAwsChunks(['{"type":"message_start","message":{"model":"m","usage":{"input_tokens":1}}}']);

  it("reports an exception as the error it is", () => {
    const { fault, finish } = hear(start, encodeAwsException("throttlingException", '{"message":"Too many requests"}'));
    assert.equal(finish, undefined);
    assert.deepEqual([fault?.code, fault?.message], ["rate-limited", "Too many requests"]);
  });

  it("reports an error that came inside a chunk", () => {
    const error = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';
    assert.equal(hear(start, encodeAwsChunks([error])).fault?.code, "overloaded");
  });

  it("reports a chunk without an event in it", () => {
    for (const payload of ["{}", '{"bytes":"%%%"}', '{"bytes":""}', "[]", "<html>"]) {
      assert.equal(hear(start, encodeAwsEvent("chunk", payload)).fault?.code, "server-error", payload);
    }
  });

  it("reads text of any script", () => {
    const delta = { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "39,2 °C 🤒" } };
    const frames = encodeAwsChunks([
      '{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}',
      JSON.stringify(delta),
      '{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":1}}',
    ]);
    assert.equal(hear(start, frames).text, "39,2 °C 🤒");
  });
});
