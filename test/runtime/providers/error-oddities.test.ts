import assert from "node:assert/strict";
import type { FinishReason } from "@outspec/runtime/attempt";
import { anthropicMessages } from "@outspec/runtime/providers/anthropic";
import { classifyErrorValue, classifyResponse } from "@outspec/runtime/providers/classify";
import { ollamaChat } from "@outspec/runtime/providers/ollama";
import { openaiChat } from "@outspec/runtime/providers/openai-chat";
import type { Adapter, Fault } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { callOf, listen, replayStream } from "./replay.ts";

/** The oddities of recorded traffic that concern errors; each test names its item in traffic-oddities.md. */

const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const chatDelta = (content: string) => data({ choices: [{ index: 0, delta: { content } }] });
const chatFinish = (finish_reason: string) => data({ choices: [{ index: 0, delta: {}, finish_reason }] });
const done = "data: [DONE]\n\n";

/** What is told of a stream, wherever its bytes are cut. */
function hear(adapter: Adapter, body: string) {
  const told = listen(replayStream(adapter, callOf(), body));
  for (const every of [1, 7]) assert.deepEqual(listen(replayStream(adapter, callOf(), body, { every })), told);
  return told;
}

function failed(adapter: Adapter, body: string): Fault {
  const { fault, finish } = hear(adapter, body);
  assert.ok(fault);
  assert.equal(finish, undefined);
  return fault;
}

describe("Chat Completions errors as they really come", () => {
  it("item 2: Groq's error event after good deltas, without [DONE], is a failure with its status_code", () => {
    const error = {
      error: {
        message: "Failed to generate JSON. Please adjust your prompt.",
        type: "invalid_request_error",
        code: "json_validate_failed",
        failed_generation: '{"vitals_status": "Wobbly"',
        status_code: 400,
      },
    };
    const body = `${chatDelta('{"vitals_')}event: error\n${data(error)}`;
    const fault = failed(openaiChat, body);
    assert.equal(fault.code, "server-error");
    assert.equal(fault.message, "Failed to generate JSON. Please adjust your prompt.");
    assert.equal(fault.generation, '{"vitals_status": "Wobbly"');
    assert.equal(hear(openaiChat, body).text, '{"vitals_');
  });

  it("item 3: OpenRouter's error inside a chunk that looks normal goes before the finish reason that came earlier", () => {
    const chunk = {
      error: { code: 400, message: "Token limit reached" },
      choices: [{ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null }],
      usage: { prompt_tokens: 43, completion_tokens: 10, total_tokens: 53 },
    };
    const fault = failed(openaiChat, chatDelta("{") + chatFinish("length") + data(chunk) + done);
    assert.deepEqual([fault.code, fault.message], ["bad-request", "Token limit reached"]);
  });

  it("item 4: GPUStack's field named error is a failure, though a conforming parser drops it", () => {
    const fault = failed(openaiChat, `${chatDelta("{")}error: {"error":{"message":"out of memory"}}\n\n`);
    assert.deepEqual([fault.code, fault.message], ["server-error", "out of memory"]);
  });

  const refusals: readonly (readonly [body: string, reason: FinishReason, refusal: string | undefined])[] = [
    [data({ choices: [{ index: 0, delta: { refusal: "I can not." } }] }) + chatFinish("stop"), "refusal", "I can not."],
    [
      data({ choices: [{ index: 0, delta: { content: null, refusal: "No." } }] }) + chatFinish("stop"),
      "refusal",
      "No.",
    ],
    [chatDelta("") + chatFinish("content_filter"), "content-filter", undefined],
  ];
  for (const [body, reason, refusal] of refusals) {
    it(`item 15: ${JSON.stringify(refusal ?? reason)} under a finish of its own is no failure and no answer`, () => {
      const { finish, fault, text } = hear(openaiChat, body + done);
      assert.equal(fault, undefined);
      assert.deepEqual([finish?.reason, finish?.refusal, text], [reason, refusal, ""]);
    });
  }

  it("item 15: Azure's verdict on a prompt, as an error object inside a 200, is the filter's and not the provider's", () => {
    const error = {
      message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
      type: null,
      param: "prompt",
      code: "content_filter",
      status: 400,
      innererror: { code: "ResponsibleAIPolicyViolation", content_filter_result: { hate: { filtered: true } } },
    };
    assert.equal(failed(openaiChat, data({ error })).code, "content-filtered");
    const [event] = openaiChat.decodeBody(callOf({ stream: false }), JSON.stringify({ error }));
    assert.equal(event?.type === "fault" && event.fault.code, "content-filtered");
  });

  const shapes: readonly (readonly [status: number, body: string, code: Fault["code"], message: string])[] = [
    [
      401,
      '{"error":{"message":"Invalid API Key","type":"t","code":"invalid_api_key"}}',
      "unauthorized",
      "Invalid API Key",
    ],
    [400, '{"code":"invalid-argument","error":"Model not found: grok-0"}', "not-found", "Model not found: grok-0"],
    [500, '{"error":"The model is sleeping"}', "server-error", "The model is sleeping"],
    [
      401,
      '{"detail":"Could not parse your authentication token."}',
      "unauthorized",
      "Could not parse your authentication token.",
    ],
    [
      429,
      '{"object":"error","message":"Rate limit exceeded","type":"rate_limited","code":"1300"}',
      "rate-limited",
      "Rate limit exceeded",
    ],
    [
      429,
      '{"object":"error","message":"Service tier capacity exceeded for this model.","code":null}',
      "overloaded",
      "Service tier capacity exceeded for this model.",
    ],
    [400, '{"code":400,"message":"Validation: got 100","type":"Bad Request"}', "bad-request", "Validation: got 100"],
    [503, "upstream connect error\nor disconnect", "overloaded", "upstream connect error or disconnect"],
    [
      502,
      "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>",
      "server-error",
      "502 Bad Gateway nginx",
    ],
  ];
  for (const [status, body, code, message] of shapes) {
    it(`item 16: ${status} ${body.slice(0, 60)} says "${message}"`, () => {
      const fault = openaiChat.decodeFault({ status, headers: {} }, body);
      assert.deepEqual([fault.code, fault.message], [code, message]);
    });
  }

  const now = "Sun, 22 Nov 2026 12:00:00 GMT";
  const hints: readonly (readonly [whose: string, headers: Record<string, string>, body: string, ms: number])[] = [
    ["Azure's retry-after beside retry-after-ms: 0", { "retry-after": "1", "retry-after-ms": "0" }, "", 1_000],
    [
      "OpenRouter's x-ratelimit-reset in epoch milliseconds",
      { "x-ratelimit-reset": String(Date.parse(now) + 2_500), date: now },
      "",
      2_500,
    ],
    ["Groq's prose", {}, '{"error":{"message":"Rate limit reached. Please try again in 399ms."}}', 399],
    [
      "Gemini's RetryInfo",
      {},
      '[{"error":{"code":429,"message":"no","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}]',
      34_000,
    ],
  ];
  for (const [whose, headers, body, ms] of hints) {
    it(`item 17: ${whose} is a wait of ${ms} ms`, () => {
      assert.equal(classifyResponse({ status: 429, headers }, body).retryAfterMs, ms);
    });
  }

  it("item 21: a quota inside a 200 is told from a rate limit in both shapes of an error event", () => {
    const nested = { type: "error", error: { type: "insufficient_quota", code: "insufficient_quota", message: "no" } };
    const flat = { type: "error", code: "insufficient_quota", message: "no", param: null };
    const limit = {
      type: "error",
      error: { type: "tokens", code: "rate_limit_exceeded", message: "Request too large" },
    };
    assert.equal(classifyErrorValue(nested).code, "quota-exhausted");
    assert.equal(classifyErrorValue(flat).code, "quota-exhausted");
    assert.equal(classifyErrorValue(limit).code, "rate-limited");
    assert.equal(failed(openaiChat, data(nested)).code, "quota-exhausted");
    assert.equal(failed(openaiChat, data(flat)).code, "quota-exhausted");
  });

  it("item 30: a bare JSON object after SSE frames is the failure that it says", () => {
    const error = { error: { code: 499, message: "The operation was cancelled.", status: "CANCELLED" } };
    const fault = failed(openaiChat, `${chatDelta("{")}${JSON.stringify(error, undefined, 2)}\n`);
    assert.deepEqual([fault.code, fault.message], ["server-error", "The operation was cancelled."]);
  });

  it("item 35: [DONE] after a failure does not turn it into an answer", () => {
    const error = { error: { message: "your request resulted in an invalid tool generation" } };
    assert.equal(failed(openaiChat, chatDelta("{}") + data(error) + chatFinish("stop") + done).code, "server-error");
  });

  it("item 35: a finish reason of error is no answer, whatever was written before it", () => {
    const { finish, fault } = hear(openaiChat, chatDelta("{}") + chatFinish("error") + done);
    assert.deepEqual([finish?.reason, fault], ["error", undefined]);
  });
});

describe("Messages errors as they really come", () => {
  const event = (type: string, more: object = {}) => `event: ${type}\n${data({ type, ...more })}`;
  const start = event("message_start", { message: { id: "m", content: [], usage: { input_tokens: 1 } } });
  const text =
    event("content_block_start", { index: 0, content_block: { type: "text", text: "" } }) +
    event("content_block_delta", { index: 0, delta: { type: "text_delta", text: "{" } });

  it("item 24: overloaded_error is an overload inside a 200, before and after text, and as a 529", () => {
    const error = { error: { details: null, type: "overloaded_error", message: "Overloaded" } };
    for (const before of ["", start, start + text]) {
      const fault = failed(anthropicMessages, before + event("error", error));
      assert.deepEqual([fault.code, fault.message, fault.status], ["overloaded", "Overloaded", undefined]);
    }
    const body = JSON.stringify({ type: "error", ...error });
    assert.equal(anthropicMessages.decodeFault({ status: 529, headers: {} }, body).code, "overloaded");
  });

  it("item 27: a second message_start is an interruption: the texts of two models are never joined", () => {
    const { fault, text: said } = hear(anthropicMessages, start + text + start + text);
    assert.equal(fault?.code, "interrupted");
    assert.equal(said, "{");
  });

  it("item 27: a second message_start before anything was said is no harm", () => {
    const end = event("message_delta", { delta: { stop_reason: "end_turn" } }) + event("message_stop");
    assert.equal(hear(anthropicMessages, start + start + text + end).finish?.reason, "stop");
  });
});

describe("Ollama errors as they really come", () => {
  const line = (value: object) => `${JSON.stringify(value)}\n`;
  const said = line({ message: { role: "assistant", content: "{" }, done: false });

  it("item 36: a line with an error inside a 200 is a failure, at the start and after text", () => {
    for (const before of ["", said]) {
      const fault = failed(ollamaChat, before + line({ error: "an error was encountered while running the model" }));
      assert.deepEqual(
        [fault.code, fault.message],
        ["server-error", "an error was encountered while running the model"],
      );
    }
  });

  it("item 36: an error is a string, whose words tell a model that is not there from one that is unwell", () => {
    const read = (status: number, error: string) => ollamaChat.decodeFault({ status, headers: {} }, line({ error }));
    assert.equal(read(404, 'model "llama9" not found, try pulling it first').code, "not-found");
    assert.equal(read(500, "model requires more system memory (7.5 GiB) than is available").code, "server-error");
    assert.equal(read(400, '"llama3.2" does not support thinking').parameter, "reasoningEffort");
    assert.equal(read(400, "registry.ollama.ai/library/llama2 does not support tools").code, "schema-rejected");
  });

  it("item 36: a stream without a line that is done is no answer", () => {
    const { finish, fault } = hear(ollamaChat, said);
    assert.deepEqual([finish, fault], [undefined, undefined]);
  });
});
