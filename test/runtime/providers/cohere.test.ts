import assert from "node:assert/strict";
import { cohereChat } from "@outspec/runtime/providers/cohere";
import type { ModelCall } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { describeAdapterContract } from "./contract.ts";
import { bodyOf, callOf, listen, replayStream, rowOf } from "./replay.ts";

describeAdapterContract(cohereChat, {
  folder: "cohere",
  unknownFrame:
    'event: citation-start\ndata: {"type":"citation-start","index":0,"delta":{"message":{"citations":{"text":"no"}}}}\n\nevent: debug\ndata: {"type":"debug","prompt":"no"}\n\n',
  refuses: false,
  countsEarly: false,
  namesNoModel: true,
});

const cohereCall = (more: Partial<ModelCall> = {}) =>
  callOf({ row: rowOf("cohere"), model: "command-a-03-2025", baseUrl: "https://api.cohere.com/v2", ...more });

describe("a Cohere request", () => {
  it("goes to the chat endpoint with the key as a bearer token", () => {
    const request = cohereChat.encode(cohereCall({ apiKey: "k" }));
    assert.equal(request.url, "https://api.cohere.com/v2/chat");
    assert.equal(request.headers["authorization"], "Bearer k");
  });

  const schema = '{"type":"object","properties":{"b":{},"10":{},"2":{}}}';
  const parameters = JSON.parse(schema);
  const modes: readonly (readonly [ModelCall["mode"], unknown])[] = [
    ["json_schema", { response_format: { type: "json_object", json_schema: parameters } }],
    ["json_schema_strict", { response_format: { type: "json_object", json_schema: parameters } }],
    [
      "tool",
      {
        tools: [{ type: "function", function: { name: "result", description: "A summary.", parameters } }],
        tool_choice: "REQUIRED",
      },
    ],
    [
      "tool_strict",
      {
        tools: [{ type: "function", function: { name: "result", description: "A summary.", parameters } }],
        tool_choice: "REQUIRED",
        strict_tools: true,
      },
    ],
    ["json_object", { response_format: { type: "json_object" } }],
    ["prompt", {}],
  ];
  for (const [mode, expected] of modes) {
    it(`asks in the mode ${mode}`, () => {
      const call = cohereCall({ mode, schema, description: "A summary.", stream: false });
      const { model, messages, ...asked } = bodyOf(cohereChat, call);
      assert.equal(model, "command-a-03-2025");
      assert.deepEqual(messages, [{ role: "user", content: "Summarise the notes." }]);
      assert.deepEqual(asked, expected);
      assert.equal(cohereChat.encode(call).body.includes(schema), mode !== "json_object" && mode !== "prompt");
    });
  }

  it("says that it wants a stream where it does", () => {
    assert.equal(bodyOf(cohereChat, cohereCall({ stream: true }))["stream"], true);
    assert.equal("stream" in bodyOf(cohereChat, cohereCall({ stream: false })), false);
  });

  it("sends the settings that are set, under its names", () => {
    const settings = { temperature: 0, topP: 0.5, maxOutputTokens: 100, seed: 7, stop: ["END"] };
    const { model, messages, ...sent } = bodyOf(cohereChat, cohereCall({ settings, mode: "prompt", stream: false }));
    assert.deepEqual(sent, { max_tokens: 100, temperature: 0, p: 0.5, seed: 7, stop_sequences: ["END"] });
  });

  it("turns thinking on for any effort, and off for none", () => {
    const thinking = (reasoningEffort: "none" | "minimal" | "max") =>
      bodyOf(cohereChat, cohereCall({ settings: { reasoningEffort } }))["thinking"];
    assert.deepEqual(thinking("none"), { type: "disabled" });
    assert.deepEqual(thinking("minimal"), { type: "enabled" });
    assert.deepEqual(thinking("max"), { type: "enabled" });
  });

  it("merges the user's own fields last", () => {
    const extraBody = { safety_mode: "STRICT", thinking: { token_budget: 500 } };
    const body = bodyOf(cohereChat, cohereCall({ extraBody, settings: { reasoningEffort: "high" } }));
    assert.equal(body["safety_mode"], "STRICT");
    assert.deepEqual(body["thinking"], { type: "enabled", token_budget: 500 });
  });

  it("carries images as data URLs and by address", () => {
    const content = [
      { type: "text", text: "What is this?", cache: true },
      { type: "image", image: { data: Uint8Array.of(1, 2, 3), mediaType: "image/png" } },
      { type: "image", image: new URL("https://example.com/a.png") },
    ] as const;
    const body = bodyOf(cohereChat, cohereCall({ messages: [{ role: "user", content }] }));
    assert.deepEqual((body["messages"] as { content: unknown }[])[0]?.content, [
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: "data:image/png;base64,AQID" } },
      { type: "image_url", image_url: { url: "https://example.com/a.png" } },
    ]);
  });

  it("refuses files, and images outside of user messages", () => {
    const refuses = (messages: ModelCall["messages"], message: RegExp) =>
      assert.throws(() => cohereChat.encode(cohereCall({ messages })), { code: "configuration", message });
    const file = { data: "JVBERi0=", mediaType: "application/pdf" };
    refuses([{ role: "user", content: [{ type: "file", file }] }], /takes images and text/);
    refuses([{ role: "system", content: [{ type: "image", image: file }] }], /in a user message/);
  });
});

describe("a Cohere stream", () => {
  const event = (type: string, fields: object = {}) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const text = (piece: string) =>
    event("content-delta", { index: 0, delta: { message: { content: { text: piece } } } });
  const plan = (piece: string) => event("tool-plan-delta", { delta: { message: { tool_plan: piece } } });
  const called = (type: string, index: number, piece: string, name?: string) =>
    event(type, { index, delta: { message: { tool_calls: { function: { name, arguments: piece } } } } });
  const begin = (index: number, name: string, piece = "") => called("tool-call-start", index, piece, name);
  const more = (index: number, piece: string) => called("tool-call-delta", index, piece);
  const end = (finish_reason: string, fields: object = {}) =>
    event("message-end", { delta: { finish_reason, ...fields } });
  const done = "data: [DONE]\n\n";
  const forced = { mode: "tool", name: "result" } as const;
  const hear = (stream: string, call: Partial<ModelCall> = {}) =>
    listen(replayStream(cohereChat, cohereCall(call), stream));

  it("is not complete with [DONE] alone", () => {
    const { finish, fault } = hear(text("{}") + done);
    assert.deepEqual([finish, fault], [undefined, undefined]);
  });

  it("item 35: is complete at message-end, whatever follows", () => {
    assert.equal(hear(text("{}") + end("COMPLETE") + done).finish?.reason, "stop");
    assert.equal(hear(text("{}") + end("COMPLETE")).finish?.reason, "stop");
  });

  it("item 35: keeps a tool plan apart from the answer", () => {
    const told = hear(plan("I will") + plan(" look.") + text("{}") + end("COMPLETE"));
    assert.deepEqual([told.text, told.reasoning], ["{}", "I will look."]);
    const whole = { message: { tool_plan: "I will look.", content: [{ type: "text", text: "{}" }] } };
    const { text: said, reasoning } = listen(cohereChat.decodeBody(cohereCall(), JSON.stringify(whole)));
    assert.deepEqual([said, reasoning], ["{}", "I will look."]);
  });

  it("item 35: reads the arguments of a turn that has no content", () => {
    const told = hear(plan("I will call it.") + begin(0, "result") + more(0, '{"a":1}') + end("TOOL_CALL"), forced);
    assert.deepEqual([told.text, told.finish?.reason], ['{"a":1}', "stop"]);
  });

  it("item 35: reads a tool call without arguments as the empty object, unless it was cut", () => {
    assert.equal(hear(begin(0, "result") + end("TOOL_CALL"), forced).text, "{}");
    assert.equal(hear(begin(0, "result") + end("MAX_TOKENS"), forced).text, "");
    const message = { tool_calls: [{ function: { name: "result", arguments: "" } }] };
    const body = JSON.stringify({ message, finish_reason: "TOOL_CALL" });
    assert.equal(listen(cohereChat.decodeBody(cohereCall(forced), body)).text, "{}");
  });

  it("item 35: is a failure when it ends with an error, in the provider's words", () => {
    const error = "your request resulted in an invalid tool generation. Try updating the messages";
    const failed = end("ERROR", { usage: {}, error, error_type: "INVALID_TOOL_GENERATION" });
    const { fault, finish } = hear(plan("I will") + failed + done, forced);
    assert.equal(finish, undefined);
    // What a server's own model wrote is not the caller's mistake: asking again may mend it.
    assert.deepEqual([fault?.code, fault?.message, fault?.status], ["server-error", error, undefined]);
  });

  it("item 35: counts the tokens that were read and written, and not those that are billed", () => {
    const usage = {
      billed_units: { input_tokens: 8, output_tokens: 50 },
      tokens: { input_tokens: 1394, output_tokens: 54 },
      cached_tokens: 1360,
    };
    assert.deepEqual(hear(end("COMPLETE", { usage })).usage, {
      input: { total: 1394, cacheRead: 1360 },
      output: { total: 54 },
    });
  });

  it("counts the tokens of images among the input, where they are told apart", () => {
    const tokens = { input_tokens: 501, image_tokens: 518, output_tokens: 65, reasoning_tokens: 5 };
    assert.deepEqual(hear(end("COMPLETE", { usage: { tokens } })).usage, {
      input: { total: 1019 },
      output: { total: 65, reasoning: 5 },
    });
  });

  it("knows no usage where it was not told", () => {
    assert.deepEqual(hear(end("COMPLETE", { usage: {} })).finish, { type: "finish", reason: "stop" });
  });

  it("reads the arguments of the first call of the forced tool only", () => {
    const told = hear(
      begin(0, "other") +
        more(0, '{"b":2}') +
        begin(1, "result", '{"a"') +
        begin(2, "result", "{}") +
        more(1, ":1}") +
        more(2, "{}") +
        end("TOOL_CALL"),
      forced,
    );
    assert.equal(told.text, '{"a":1}');
  });

  const reasons: readonly (readonly [raw: string, reason: string])[] = [
    ["COMPLETE", "stop"],
    ["STOP_SEQUENCE", "stop"],
    ["MAX_TOKENS", "length"],
    ["TOOL_CALL", "tool-call"],
    ["ERROR", "error"],
    ["TIMEOUT", "error"],
    ["SOMETHING_NEW", "other"],
  ];
  for (const [raw, reason] of reasons) {
    it(`reads the finish reason ${raw} as ${reason}`, () => {
      assert.equal(hear(end(raw) + done).finish?.reason, reason);
    });
  }

  it("reads an error that came instead of an event", () => {
    const { fault } = hear(`${text("{")}data: {"id":"r-1","message":"internal server error"}\n\n`);
    assert.deepEqual([fault?.code, fault?.message], ["server-error", "internal server error"]);
    assert.equal(hear("event: error\ndata: it broke\n\n").fault?.message, "it broke");
  });
});

describe("a Cohere error", () => {
  const read = (status: number, message: string, headers = {}) =>
    cohereChat.decodeFault({ status, headers }, JSON.stringify({ id: "r-1", message }));

  it("says what its message says, with its id", () => {
    const fault = read(500, "internal server error, this has been reported to our developers");
    assert.equal(fault.message, "internal server error, this has been reported to our developers");
    assert.equal(fault.requestId, "r-1");
    assert.equal(read(500, "no", { "x-request-id": "r-2" }).requestId, "r-2");
    assert.equal("requestId" in cohereChat.decodeFault({ status: 502, headers: {} }, "<html>"), false);
  });

  const messages: readonly (readonly [status: number, message: string, code: string])[] = [
    [401, "invalid api token", "unauthorized"],
    [404, "model 'command-r' was removed on September 15, 2025.", "not-found"],
    [
      400,
      "too many tokens: total number of tokens in the prompt cannot exceed 4081 - received 4292.",
      "context-overflow",
    ],
    [400, "too many tokens: size limit exceeded by 11326 tokens. Try using shorter inputs.", "context-overflow"],
    [400, "too many tokens: max tokens must be less than or equal to 4096 - received 8192.", "bad-request"],
    [400, "invalid request: response_format is not supported with RAG.", "schema-rejected"],
    [400, "schema must be an object", "schema-rejected"],
    [400, "required field name not found in properties", "schema-rejected"],
    [422, "property title must have a type", "schema-rejected"],
    [429, "You are using a Trial key, which is limited to 40 API calls / minute.", "rate-limited"],
    [429, "You are using a Trial key, which is limited to 1000 API calls / month.", "quota-exhausted"],
    [498, "blocked output: please try again", "content-filtered"],
    [499, "request cancelled", "server-error"],
    [501, "not implemented", "server-error"],
    [503, "service unavailable", "overloaded"],
    [504, "timed out", "server-error"],
  ];
  for (const [status, message, code] of messages) {
    it(`of status ${status} that says "${message.slice(0, 60)}" is ${code}`, () => {
      assert.equal(read(status, message).code, code);
    });
  }

  it("waits for as long as the reset header says, in epoch seconds", () => {
    const now = "Sun, 22 Nov 2026 12:00:00 GMT";
    const headers = { date: now, "x-ratelimit-reset": String(Date.parse(now) / 1000 + 5) };
    assert.equal(read(429, "Please wait and try again later", headers).retryAfterMs, 5000);
  });
});
