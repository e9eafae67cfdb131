import assert from "node:assert/strict";
import type { ContentPart } from "@outspec/runtime/prompt";
import { openaiChat } from "@outspec/runtime/providers/openai-chat";
import type { ModelCall } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { describeAdapterContract } from "./contract.ts";
import { bodyOf, callOf, listen, replayStream, rowOf } from "./replay.ts";

describeAdapterContract(openaiChat, {
  folder: "openai-chat",
  unknownFrame: 'event: telemetry\ndata: {"object":"telemetry","choices":[]}\n\n',
  refuses: true,
  countsEarly: true,
});

const openai = rowOf("openai");
const openaiCall = (more: Partial<ModelCall> = {}) =>
  callOf({ row: openai, endpoint: openai.apis?.chat ?? openai, model: "gpt-5.4-mini", ...more });

describe("an OpenAI request", () => {
  it("goes to the chat endpoint with the key as a bearer token", () => {
    const request = openaiChat.encode(openaiCall({ apiKey: "sk-1", headers: { "x-team": "triage" } }));
    assert.equal(request.method, "POST");
    assert.equal(request.url, "https://api.example.com/v1/chat/completions");
    assert.deepEqual(request.headers, {
      "content-type": "application/json",
      accept: "application/json",
      authorization: "Bearer sk-1",
      "x-team": "triage",
    });
  });

  it("lets the user's headers win", () => {
    const request = openaiChat.encode(openaiCall({ apiKey: "sk-1", headers: { authorization: "Token t" } }));
    assert.equal(request.headers["authorization"], "Token t");
  });

  const schema = '{"type":"object","properties":{"b":{},"10":{},"2":{}}}';
  const modes: readonly (readonly [ModelCall["mode"], unknown])[] = [
    [
      "json_schema_strict",
      {
        response_format: {
          type: "json_schema",
          json_schema: { name: "result", strict: true, schema: JSON.parse(schema) },
        },
      },
    ],
    [
      "json_schema",
      { response_format: { type: "json_schema", json_schema: { name: "result", schema: JSON.parse(schema) } } },
    ],
    [
      "tool_strict",
      {
        tools: [{ type: "function", function: { name: "result", parameters: JSON.parse(schema), strict: true } }],
        tool_choice: { type: "function", function: { name: "result" } },
        parallel_tool_calls: false,
      },
    ],
    [
      "tool",
      {
        tools: [{ type: "function", function: { name: "result", parameters: JSON.parse(schema) } }],
        tool_choice: { type: "function", function: { name: "result" } },
        parallel_tool_calls: false,
      },
    ],
    ["json_object", { response_format: { type: "json_object" } }],
    ["prompt", {}],
  ];
  for (const [mode, expected] of modes) {
    it(`asks in the mode ${mode}`, () => {
      const body = bodyOf(openaiChat, openaiCall({ mode, schema, stream: false }));
      const { model, messages, ...asked } = body;
      assert.equal(model, "gpt-5.4-mini");
      assert.deepEqual(messages, [{ role: "user", content: "Summarise the notes." }]);
      assert.deepEqual(asked, expected);
    });
  }

  describe("with a mark at the end of a prefix worth caching", () => {
    const messages = [
      { role: "system", content: [{ type: "text", text: "Be brief.", cache: true }] },
      { role: "user", content: "Hello" },
    ] as const;

    it("names the cache, so that calls of one spec meet there", () => {
      const body = bodyOf(openaiChat, openaiCall({ messages }));
      assert.equal(body["prompt_cache_key"], "outspec-0123456789abcdef");
      assert.deepEqual((body["messages"] as readonly object[])[0], { role: "system", content: "Be brief." });
      assert.equal(bodyOf(openaiChat, openaiCall())["prompt_cache_key"], undefined);
    });

    const marked = (cache: true | "5m" | "1h" | "24h") =>
      [{ role: "user", content: [{ type: "text", text: "Hello", cache }] }] as const;
    const contentOf = (call: ModelCall) =>
      (bodyOf(openaiChat, call)["messages"] as readonly { readonly content: unknown }[])[0]?.content;

    it("marks the prefix for models that understand it", () => {
      const call = openaiCall({ messages, cacheMark: "prompt_cache_breakpoint" });
      assert.deepEqual(contentOf(call), [
        { type: "text", text: "Be brief.", prompt_cache_breakpoint: { mode: "explicit" } },
      ]);
      assert.deepEqual(bodyOf(openaiChat, call)["prompt_cache_options"], { mode: "explicit", ttl: "30m" });
    });

    it("asks these models for half an hour, which is all this API has", () => {
      const call = openaiCall({ messages: marked("24h"), cacheMark: "prompt_cache_breakpoint" });
      assert.deepEqual(bodyOf(openaiChat, call)["prompt_cache_options"], { mode: "explicit", ttl: "30m" });
    });

    it("asks models before them to keep the prefix for a day", () => {
      const retention = (cache: true | "5m" | "1h" | "24h") =>
        bodyOf(openaiChat, openaiCall({ messages: marked(cache), cacheRetention: true }))["prompt_cache_retention"];
      assert.deepEqual([retention(true), retention("5m")], [undefined, undefined]);
      assert.deepEqual([retention("1h"), retention("24h")], ["24h", "24h"]);
    });

    it("marks the prefix as Anthropic does where that is understood, for five minutes or an hour", () => {
      const row = rowOf("openrouter");
      const markOf = (cache: true | "5m" | "1h" | "24h") =>
        contentOf(callOf({ row, messages: marked(cache), cacheMark: "cache_control" }));
      const content = (cache_control: object) => [{ type: "text", text: "Hello", cache_control }];
      assert.deepEqual(markOf(true), content({ type: "ephemeral" }));
      assert.deepEqual(markOf("5m"), content({ type: "ephemeral" }));
      assert.deepEqual(markOf("1h"), content({ type: "ephemeral", ttl: "1h" }));
      assert.deepEqual(markOf("24h"), content({ type: "ephemeral", ttl: "1h" }));
      const body = bodyOf(openaiChat, callOf({ row, messages: marked(true), cacheMark: "cache_control" }));
      assert.equal("prompt_cache_options" in body, false);
    });

    it("sends servers that know neither nothing of it", () => {
      const body = bodyOf(openaiChat, callOf({ messages }));
      assert.deepEqual(Object.keys(body), ["model", "messages", "response_format", "stream", "stream_options"]);
    });
  });

  it("carries the schema byte for byte, in the order in which its keys were written", () => {
    assert.ok(openaiChat.encode(openaiCall({ schema })).body.includes(schema));
    assert.ok(openaiChat.encode(openaiCall({ schema, mode: "tool", extraBody: { user: "u" } })).body.includes(schema));
  });

  it("asks for usage in streams", () => {
    const { stream, stream_options } = bodyOf(openaiChat, openaiCall({ stream: true }));
    assert.deepEqual({ stream, stream_options }, { stream: true, stream_options: { include_usage: true } });
  });

  it("sends the settings that are set, under its names", () => {
    const settings = {
      temperature: 0,
      topP: 0.5,
      maxOutputTokens: 100,
      seed: 7,
      stop: ["END"],
      reasoningEffort: "max",
    } as const;
    const { model, messages, ...sent } = bodyOf(openaiChat, openaiCall({ settings, mode: "prompt", stream: false }));
    assert.deepEqual(sent, {
      max_completion_tokens: 100,
      temperature: 0,
      top_p: 0.5,
      seed: 7,
      stop: ["END"],
      reasoning_effort: "xhigh",
    });
  });

  const effortAt = (id: string, reasoningEffort: NonNullable<ModelCall["settings"]["reasoningEffort"]>) => {
    const body = bodyOf(openaiChat, callOf({ row: rowOf(id), settings: { reasoningEffort } }));
    return Object.fromEntries(Object.entries(body).filter(([name]) => /reasoning|thinking/.test(name)));
  };

  it("asks for the nearest effort that the model knows, and not only its provider", () => {
    const call = openaiCall({ settings: { reasoningEffort: "minimal" }, efforts: ["none", "low"] });
    assert.equal(bodyOf(openaiChat, call)["reasoning_effort"], "none");
  });

  it("tells OpenRouter the effort in an object", () => {
    assert.deepEqual(effortAt("openrouter", "low"), { reasoning: { effort: "low" } });
  });

  it("switches thinking off where that is no effort", () => {
    assert.deepEqual(effortAt("deepseek", "none"), { thinking: { type: "disabled" } });
    assert.deepEqual(effortAt("deepseek", "high"), { reasoning_effort: "high" });
  });

  it("names the seed as Mistral does", () => {
    const body = bodyOf(openaiChat, callOf({ row: rowOf("mistral"), settings: { seed: 7 } }));
    assert.equal(body["random_seed"], 7);
    assert.equal("seed" in body, false);
  });

  it("sends a schema without the envelope where it was rejected in it", () => {
    const call = callOf({ row: rowOf("cloudflare"), schema, bareSchema: true });
    assert.deepEqual(bodyOf(openaiChat, call)["response_format"], {
      type: "json_schema",
      json_schema: JSON.parse(schema),
    });
    assert.ok(openaiChat.encode(call).body.includes(schema));
  });

  it("names the token limit as compatible servers do", () => {
    const body = bodyOf(openaiChat, callOf({ settings: { maxOutputTokens: 5, reasoningEffort: "max" } }));
    assert.equal(body["max_tokens"], 5);
    assert.equal(body["reasoning_effort"], "max");
  });

  it("addresses reasoning models as developer, and only OpenAI's", () => {
    const messages = [{ role: "system", content: "Be brief." }] as const;
    const roleOf = (call: ModelCall) => (bodyOf(openaiChat, call)["messages"] as { role: string }[])[0]?.role;
    assert.equal(roleOf(openaiCall({ messages, reasoning: true })), "developer");
    assert.equal(roleOf(openaiCall({ messages, reasoning: false })), "system");
    assert.equal(roleOf(callOf({ messages, reasoning: true })), "system");
  });

  it("merges the user's own fields last; null removes one", () => {
    const body = bodyOf(
      openaiChat,
      openaiCall({ extraBody: { service_tier: "flex", stream_options: { more: 1 }, response_format: null } }),
    );
    assert.equal(body["service_tier"], "flex");
    assert.deepEqual(body["stream_options"], { include_usage: true, more: 1 });
    assert.equal("response_format" in body, false);
  });

  it("leaves out fields its row says the provider refuses", () => {
    const row = { ...openai, omits: ["parallel_tool_calls"] };
    assert.equal("parallel_tool_calls" in bodyOf(openaiChat, callOf({ row, mode: "tool" })), false);
  });

  it("carries images and files as data URLs, and images by address", () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10);
    const body = bodyOf(
      openaiChat,
      callOf({
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "What is this?" },
              { type: "image", image: png },
              { type: "image", image: new URL("https://example.com/a.png") },
              { type: "file", file: { data: "JVBERi0=", mediaType: "application/pdf" }, name: "a.pdf" },
            ],
          },
        ],
      }),
    );
    assert.deepEqual((body["messages"] as { content: unknown }[])[0]?.content, [
      { type: "text", text: "What is this?" },
      { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0K" } },
      { type: "image_url", image_url: { url: "https://example.com/a.png" } },
      { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" } },
    ]);
  });

  const partsAt = (id: string, ...content: readonly ContentPart[]) => {
    const call = callOf({ row: rowOf(id), messages: [{ role: "user", content }] });
    return (bodyOf(openaiChat, call)["messages"] as { content: unknown }[])[0]?.content;
  };
  const pdf = { data: "JVBERi0=", mediaType: "application/pdf" };
  const address = new URL("https://example.com/a.pdf");

  it("carries a file by address to gateways that fetch it", () => {
    assert.deepEqual(
      partsAt("openrouter", { type: "file", file: address, name: "a.pdf" }, { type: "file", file: pdf }),
      [
        { type: "file", file: { filename: "a.pdf", file_data: "https://example.com/a.pdf" } },
        { type: "file", file: { filename: "file.pdf", file_data: "data:application/pdf;base64,JVBERi0=" } },
      ],
    );
  });

  it("carries images and files in Mistral's own parts", () => {
    const image = new URL("https://example.com/a.png");
    assert.deepEqual(
      partsAt("mistral", { type: "image", image }, { type: "file", file: address }, { type: "file", file: pdf }),
      [
        { type: "image_url", image_url: "https://example.com/a.png" },
        { type: "document_url", document_url: "https://example.com/a.pdf" },
        { type: "document_url", document_url: "data:application/pdf;base64,JVBERi0=" },
      ],
    );
  });

  it("refuses files where only images are taken", () => {
    assert.throws(() => partsAt("azure", { type: "file", file: pdf }), { code: "configuration" });
  });

  it("refuses a file by address and media outside of user messages", () => {
    const file = { type: "file", file: new URL("https://example.com/a.pdf") } as const;
    assert.throws(() => openaiChat.encode(callOf({ messages: [{ role: "user", content: [file] }] })), {
      code: "configuration",
    });
    const image = { type: "image", image: new URL("https://example.com/a.png") } as const;
    assert.throws(() => openaiChat.encode(callOf({ messages: [{ role: "system", content: [image] }] })), {
      code: "configuration",
    });
  });
});

describe("a Chat Completions stream", () => {
  const chunk = (delta: object, finish: string | null = null, more: object = {}) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish, ...more }] })}\n\n`;
  const hear = (stream: string, call: Partial<ModelCall> = {}) =>
    listen(replayStream(openaiChat, callOf(call), stream));
  const done = "data: [DONE]\n\n";
  const forced = { mode: "tool", name: "result" } as const;
  const call = (index: number | undefined, id: string | undefined, name: string | undefined, text: string) =>
    chunk({ tool_calls: [{ index, id, function: { name, arguments: text } }] });

  it("is complete with a finish reason and no [DONE]", () => {
    assert.equal(hear(chunk({ content: "{}" }, "stop")).finish?.reason, "stop");
  });

  it("is complete with [DONE] and no finish reason, which then is not known", () => {
    assert.equal(hear(chunk({ content: "{}" }) + done).finish?.reason, "other");
  });

  it("says what it thinks once when two keys carry it", () => {
    const delta = { reasoning: "hm", reasoning_content: "hm", reasoning_details: [{ text: "hm" }] };
    assert.equal(hear(chunk(delta) + chunk({}, "stop")).reasoning, "hm");
    assert.equal(hear(chunk({ reasoning_details: [{ summary: "hm" }] }) + chunk({}, "stop")).reasoning, "hm");
  });

  it("takes the last usage, also from Groq's own field", () => {
    const usage = (n: number) => ({ usage: { prompt_tokens: n, completion_tokens: n } });
    const frames = [usage(1), usage(2), { x_groq: usage(3) }].map(
      (more) => `data: ${JSON.stringify({ choices: [], ...more })}\n\n`,
    );
    assert.deepEqual(hear(frames.join("") + done).usage, { input: { total: 3 }, output: { total: 3 } });
  });

  it("adds reasoning tokens of providers that always count them apart, whatever their total says", () => {
    const usage = {
      prompt_tokens: 1188,
      completion_tokens: 4240,
      total_tokens: 5428,
      reasoning_tokens: 92_431,
    };
    const body = JSON.stringify({ choices: [{ message: { content: "{}" }, finish_reason: "stop" }], usage });
    const outputOf = (id: string) =>
      openaiChat.decodeBody(callOf({ row: rowOf(id) }), body).find((event) => event.type === "usage")?.usage.output;
    for (const id of ["perplexity", "xai"]) assert.deepEqual(outputOf(id), { total: 96_671, reasoning: 92_431 }, id);
    assert.deepEqual(outputOf("openrouter"), { total: 4240, reasoning: 92_431 });
  });

  it("adds reasoning tokens that were counted apart", () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 22,
      completion_tokens_details: { reasoning_tokens: 7 },
    };
    assert.deepEqual(hear(`data: ${JSON.stringify({ choices: [], usage })}\n\n${done}`).usage, {
      input: { total: 10 },
      output: { total: 12, reasoning: 7 },
    });
  });

  it("reads only the first of several choices", () => {
    const second = `data: ${JSON.stringify({ choices: [{ index: 1, delta: { content: "no" }, finish_reason: "length" }] })}\n\n`;
    const told = hear(chunk({ content: "yes" }) + second + chunk({}, "stop") + second + done);
    assert.equal(told.text, "yes");
    assert.equal(told.finish?.reason, "stop");
  });

  it("reads text and thinking from lists of parts, mixed with plain text", () => {
    const parts = [
      { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
      { type: "text", text: "a" },
    ];
    const told = hear(chunk({ content: parts }) + chunk({ content: "b" }, "stop"));
    assert.deepEqual([told.text, told.reasoning], ["ab", "hm"]);
  });

  it("reads tool calls without an index", () => {
    const told = hear(
      call(undefined, "1", "result", '{"a":1}') + call(undefined, "2", "result", '{"b":2}') + chunk({}, "tool_calls"),
      forced,
    );
    assert.deepEqual([told.text, told.finish?.reason], ['{"a":1}', "stop"]);
  });

  it("tells calls apart that all have the index 0", () => {
    const told = hear(
      call(0, "1", "result", '{"a":1}') + call(0, "2", "result", '{"b":2}') + chunk({}, "tool_calls"),
      forced,
    );
    assert.equal(told.text, '{"a":1}');
  });

  it("reads a call without arguments as the empty object, unless it was cut", () => {
    assert.equal(hear(call(0, "1", "result", "") + chunk({}, "tool_calls"), forced).text, "{}");
    assert.equal(hear(call(0, "1", "result", "") + chunk({}, "length"), forced).text, "");
  });

  it("believes OpenRouter's native reason when a tool call was cut", () => {
    const told = hear(
      call(0, "1", "result", '{"a') + chunk({}, "tool_calls", { native_finish_reason: "length" }) + done,
      forced,
    );
    assert.equal(told.finish?.reason, "length");
  });

  const reasons: readonly (readonly [raw: string, reason: string])[] = [
    ["stop", "stop"],
    ["eos", "stop"],
    ["length", "length"],
    ["model_length", "length"],
    ["tool_calls", "tool-call"],
    ["content_filter", "content-filter"],
    ["sensitive", "content-filter"],
    ["error", "error"],
    ["insufficient_system_resource", "error"],
    ["something_new", "other"],
  ];
  for (const [raw, reason] of reasons) {
    it(`reads the finish reason ${raw} as ${reason}`, () => {
      assert.equal(hear(chunk({}, raw) + done).finish?.reason, reason);
    });
  }

  it("counts a call as the end of an answer that was written as text", () => {
    assert.equal(hear(chunk({ content: "{}" }) + chunk({}, "tool_calls") + done).finish?.reason, "stop");
  });

  const errors: readonly (readonly [name: string, frame: string, code: string, message: string])[] = [
    ["GPUStack's error field", 'error: {"error":{"message":"out of memory"}}\n\n', "server-error", "out of memory"],
    [
      "a bare JSON object",
      '{\n  "error": {\n    "code": 503,\n    "message": "try later"\n  }\n}\n',
      "overloaded",
      "try later",
    ],
    [
      "Cerebras' status code",
      'data: {"error":{"message":"too many"},"status_code":429}\n\n',
      "rate-limited",
      "too many",
    ],
    ["a string", 'data: {"error":"boom"}\n\n', "server-error", "boom"],
    ["an error event that is plain text", "event: error\ndata: it broke\n\n", "server-error", "it broke"],
    [
      "OpenAI's quota error",
      'data: {"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}\n\n',
      "quota-exhausted",
      "You exceeded your current quota",
    ],
    [
      "Azure's filter",
      'data: {"error":{"code":"content_filter","message":"The prompt was filtered"}}\n\n',
      "content-filtered",
      "The prompt was filtered",
    ],
  ];
  for (const [name, frame, code, message] of errors) {
    it(`recognises an error in the form of ${name}`, () => {
      const { fault, finish } = hear(chunk({ content: "{" }) + frame);
      assert.equal(finish, undefined);
      assert.deepEqual([fault?.code, fault?.message], [code, message]);
    });
  }
});
