import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openaiResponses } from "@outspec/runtime/providers/openai-responses";
import type { ModelCall } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { describeAdapterContract } from "./contract.ts";
import { bodyOf, callOf, listen, replayStream, rowOf } from "./replay.ts";

describeAdapterContract(openaiResponses, {
  folder: "openai-responses",
  unknownFrame: 'event: response.telemetry\ndata: {"type":"response.telemetry","delta":"no","output_index":0}\n\n',
  refuses: true,
  countsEarly: false,
});

const openaiCall = (more: Partial<ModelCall> = {}) => callOf({ row: rowOf("openai"), model: "gpt-5.4-mini", ...more });

describe("a Responses request", () => {
  it("goes to the responses endpoint with the key as a bearer token", () => {
    const request = openaiResponses.encode(openaiCall({ apiKey: "sk-1" }));
    assert.equal(request.url, "https://api.example.com/v1/responses");
    assert.equal(request.headers["authorization"], "Bearer sk-1");
  });

  const schema = '{"type":"object","properties":{"b":{},"10":{},"2":{}}}';
  const parsed: unknown = JSON.parse(schema);
  const tool = (strict: boolean) => ({
    tools: [{ type: "function", name: "result", parameters: parsed, strict }],
    tool_choice: { type: "function", name: "result" },
    parallel_tool_calls: false,
  });
  const modes: readonly (readonly [ModelCall["mode"], unknown])[] = [
    ["json_schema_strict", { text: { format: { type: "json_schema", name: "result", strict: true, schema: parsed } } }],
    ["json_schema", { text: { format: { type: "json_schema", name: "result", schema: parsed } } }],
    ["tool_strict", tool(true)],
    ["tool", tool(false)],
    ["json_object", { text: { format: { type: "json_object" } } }],
    ["prompt", {}],
  ];
  for (const [mode, expected] of modes) {
    it(`asks in the mode ${mode}, and to keep nothing`, () => {
      const { model, input, store, ...asked } = bodyOf(openaiResponses, openaiCall({ mode, schema, stream: false }));
      assert.equal(model, "gpt-5.4-mini");
      assert.deepEqual(input, [{ role: "user", content: "Summarise the notes." }]);
      assert.equal(store, false);
      assert.deepEqual(asked, expected);
    });
  }

  it("carries the schema byte for byte", () => {
    assert.ok(openaiResponses.encode(openaiCall({ schema })).body.includes(schema));
    assert.ok(openaiResponses.encode(openaiCall({ schema, mode: "tool" })).body.includes(schema));
  });

  it("sends the settings that are set, under its names, and none it has no field for", () => {
    const settings = {
      temperature: 0,
      topP: 0.5,
      maxOutputTokens: 100,
      seed: 7,
      stop: ["END"],
      reasoningEffort: "max",
    } as const;
    const body = bodyOf(openaiResponses, openaiCall({ settings, mode: "prompt" }));
    const { model, input, store, ...sent } = body;
    assert.deepEqual(sent, {
      max_output_tokens: 100,
      temperature: 0,
      top_p: 0.5,
      reasoning: { effort: "max" },
      stream: true,
    });
  });

  it("asks for the nearest effort that the model knows, and not only its provider", () => {
    const call = openaiCall({ settings: { reasoningEffort: "minimal" }, efforts: ["none", "low"] });
    assert.deepEqual(bodyOf(openaiResponses, call)["reasoning"], { effort: "none" });
  });
});

describe("the messages of a Responses request", () => {
  const user = { role: "user", content: "Hello" } as const;
  const sent = (messages: ModelCall["messages"], more: Partial<ModelCall> = {}) => {
    const { instructions, input } = bodyOf(openaiResponses, openaiCall({ messages, ...more }));
    return { instructions, input };
  };

  it("begin with instructions, which system text is", () => {
    assert.deepEqual(sent([{ role: "system", content: "Be brief." }, user]), {
      instructions: "Be brief.",
      input: [user],
    });
    const parts = [
      { type: "text", text: "Be brief." },
      { type: "text", text: " Be kind." },
    ] as const;
    assert.deepEqual(
      sent([{ role: "system", content: parts }, { role: "system", content: "No prose." }, user]).instructions,
      "Be brief. Be kind.\n\nNo prose.",
    );
  });

  it("keep a later system message in its place", () => {
    const later = { role: "system", content: "Now in French." } as const;
    assert.deepEqual(sent([{ role: "system", content: "Be brief." }, user, later]), {
      instructions: "Be brief.",
      input: [user, later],
    });
    assert.deepEqual(sent([user, later], { reasoning: true }).input, [user, { ...later, role: "developer" }]);
  });

  it("are never all instructions", () => {
    const system = { role: "system", content: "Be brief." } as const;
    assert.deepEqual(sent([system]), { instructions: undefined, input: [system] });
  });

  it("hold system text in the input where the word json is looked for", () => {
    const system = { role: "system", content: "Answer in JSON." } as const;
    assert.deepEqual(sent([system, user], { mode: "json_object" }), { instructions: undefined, input: [system, user] });
  });

  it("hold earlier answers as plain text", () => {
    assert.deepEqual(sent([user, { role: "assistant", content: "Hello to you." }, user]).input, [
      user,
      { role: "assistant", content: "Hello to you." },
      user,
    ]);
    assert.throws(
      () => sent([{ role: "assistant", content: [{ type: "image", image: new URL("https://example.com/a.png") }] }]),
      { code: "configuration" },
    );
  });

  it("carry images and files as data URLs or by address", () => {
    const pdf = { data: "JVBERi0=", mediaType: "application/pdf" };
    const content = [
      { type: "text", text: "What is this?" },
      { type: "image", image: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10) },
      { type: "image", image: new URL("https://example.com/a.png") },
      { type: "file", file: pdf, name: "a.pdf" },
      { type: "file", file: pdf },
      { type: "file", file: { data: "YQ==", mediaType: "text/plain" } },
      { type: "file", file: new URL("https://example.com/a.pdf"), name: "a.pdf" },
    ] as const;
    assert.deepEqual(sent([{ role: "user", content }]).input, [
      {
        role: "user",
        content: [
          { type: "input_text", text: "What is this?" },
          { type: "input_image", image_url: "data:image/png;base64,iVBORw0K", detail: "auto" },
          { type: "input_image", image_url: "https://example.com/a.png", detail: "auto" },
          { type: "input_file", filename: "a.pdf", file_data: "data:application/pdf;base64,JVBERi0=" },
          { type: "input_file", filename: "file.pdf", file_data: "data:application/pdf;base64,JVBERi0=" },
          { type: "input_file", filename: "file", file_data: "data:text/plain;base64,YQ==" },
          { type: "input_file", file_url: "https://example.com/a.pdf" },
        ],
      },
    ]);
  });
});

describe("a Responses request with a mark at the end of a prefix worth caching", () => {
  const marked = (cache: true | "5m" | "1h" | "24h") =>
    [
      { role: "system", content: [{ type: "text", text: "Be brief.", cache }] },
      { role: "user", content: "Hello" },
    ] as const;
  const sent = (more: Partial<ModelCall>) => {
    const { model, store, stream, text, ...rest } = bodyOf(openaiResponses, openaiCall(more));
    return rest;
  };

  it("names the cache, so that calls of one spec meet there", () => {
    assert.deepEqual(sent({ messages: marked(true) }), {
      instructions: "Be brief.",
      input: [{ role: "user", content: "Hello" }],
      prompt_cache_key: "outspec-0123456789abcdef",
    });
    assert.equal("prompt_cache_key" in sent({}), false);
  });

  it("marks the prefix for models that understand it, in the input", () => {
    const cacheMark = "prompt_cache_breakpoint";
    assert.deepEqual(sent({ messages: marked(true), cacheMark }), {
      input: [
        {
          role: "system",
          content: [{ type: "input_text", text: "Be brief.", prompt_cache_breakpoint: { mode: "explicit" } }],
        },
        { role: "user", content: "Hello" },
      ],
      prompt_cache_key: "outspec-0123456789abcdef",
      prompt_cache_options: { mode: "explicit", ttl: "30m" },
    });
  });

  it("asks for the lifetime that is nearest to the wish", () => {
    const options = (cache: "5m" | "1h" | "24h") =>
      sent({ messages: marked(cache), cacheMark: "prompt_cache_breakpoint" })["prompt_cache_options"];
    assert.deepEqual(options("5m"), { mode: "explicit", ttl: "30m" });
    assert.deepEqual(options("1h"), { mode: "explicit", ttl: "12h" });
    assert.deepEqual(options("24h"), { mode: "explicit", ttl: "12h" });
  });

  it("asks models before them to keep the prefix for a day", () => {
    const retention = (cache: true | "5m" | "1h" | "24h") =>
      sent({ messages: marked(cache), cacheRetention: true })["prompt_cache_retention"];
    assert.deepEqual([retention(true), retention("5m")], [undefined, undefined]);
    assert.deepEqual([retention("1h"), retention("24h")], ["24h", "24h"]);
    assert.equal("prompt_cache_retention" in sent({ messages: marked("24h") }), false);
  });

  it("leaves caching to the provider where only an earlier answer is marked, which has no field for it", () => {
    const body = sent({
      messages: [
        { role: "assistant", content: [{ type: "text", text: "Hello", cache: true }] },
        { role: "user", content: "Go on." },
      ],
      cacheMark: "prompt_cache_breakpoint",
    });
    assert.deepEqual(Object.keys(body), ["input"]);
  });

  it("sends servers that know none of it nothing of it", () => {
    const body = bodyOf(openaiResponses, callOf({ messages: marked("24h") }));
    assert.deepEqual(Object.keys(body), ["model", "instructions", "input", "store", "text", "stream"]);
  });
});

/** One event of a stream, which the server may not name outside of its data. */
function event(type: string, fields: object = {}): string {
  return `data: ${JSON.stringify({ type, ...fields })}\n\n`;
}

const completed = (output: readonly object[] = [], more: object = {}) =>
  event("response.completed", { response: { status: "completed", output, ...more } });
const message = (id: string, text: string, more: object = {}) => ({
  id,
  type: "message",
  content: [{ type: "output_text", text }],
  ...more,
});
const functionCall = (id: string, name: string, args: string) => ({
  id,
  type: "function_call",
  name,
  call_id: "c",
  arguments: args,
});
const added = (output_index: number, item: object) => event("response.output_item.added", { output_index, item });
const done = (output_index: number, item: object) => event("response.output_item.done", { output_index, item });
const text = (item_id: string, output_index: number, delta: string, content_index = 0) =>
  event("response.output_text.delta", { item_id, output_index, content_index, delta });
const forced = { mode: "tool", name: "result" } as const;

function hear(stream: string, call: Partial<ModelCall> = {}) {
  return listen(replayStream(openaiResponses, callOf(call), stream));
}

describe("a Responses stream", () => {
  it("has no finish before the event that brings the response", () => {
    const body = readFileSync(join(import.meta.dirname, "openai-responses/complete.sse"), "utf8");
    const frames = body.split(/(?<=\n\n)/);
    const [last] = frames.slice(-1);
    assert.ok(last?.includes("response.completed"));
    assert.equal(hear(frames.slice(0, -1).join("")).finish, undefined);
  });

  it("is not complete with [DONE], and not harmed by it", () => {
    const said = text("m", 0, "{}");
    assert.equal(hear(`${said}data: [DONE]\n\n`).finish, undefined);
    assert.equal(hear(`${said}${completed()}data: [DONE]\n\n`).finish?.reason, "stop");
  });

  it("takes the kind of an event from its name where its data does not say", () => {
    const named = 'event: response.output_text.delta\ndata: {"output_index":0,"content_index":0,"delta":"{}"}\n\n';
    assert.equal(hear(named + completed()).text, "{}");
  });

  it("tells pieces by their item where they have no place", () => {
    const piece = (item_id: string, delta: string) => event("response.output_text.delta", { item_id, delta });
    const item = (id: string) => event("response.output_item.added", { item: message(id, "") });
    const told = hear(
      item("a") + piece("a", "1") + item("b") + piece("b", "2") + completed([message("a", "1"), message("b", "23")]),
    );
    assert.equal(told.text, "123");
  });

  it("tells pieces by their place where each names its item anew", () => {
    const stream = [
      added(0, message("a", "")),
      text("b", 0, "1"),
      text("c", 0, "2"),
      done(0, message("d", "12")),
      completed([message("e", "12")]),
    ];
    assert.equal(hear(stream.join("")).text, "12");
  });

  const whole = message("m", '{"a":1}');
  const part = { item_id: "m", output_index: 0, content_index: 0, text: '{"a":1}' };
  const endings: readonly (readonly [string, string])[] = [
    ["the end of its part", event("response.output_text.done", part) + completed()],
    ["the end of its item", done(0, whole) + completed()],
    ["the end of the stream", completed([whole])],
    ["all of them", event("response.output_text.done", part) + done(0, whole) + completed([whole])],
  ];
  for (const [place, ending] of endings) {
    it(`takes what did not arrive in pieces from ${place}, once`, () => {
      for (const pieces of ["", '{"a', '{"a":1}']) {
        const stream = added(0, message("m", "")) + (pieces === "" ? "" : text("m", 0, pieces)) + ending;
        assert.equal(hear(stream).text, '{"a":1}');
      }
      assert.equal(hear(ending).text, '{"a":1}');
    });
  }

  it("does not add to its pieces what is told otherwise at the end", () => {
    const told = hear(
      text("m", 0, '{"a":1}') + done(0, message("m", '{"a" : 1}')) + completed([message("x", '{"a" : 1 }')]),
    );
    assert.equal(told.text, '{"a":1}');
  });

  it("joins parts and messages in their order, also where another message ends later", () => {
    const stream = [
      text("a", 0, "1"),
      event("response.output_text.done", { item_id: "a", output_index: 0, content_index: 0, text: "1" }),
      text("a", 0, "2", 1),
      event("response.output_text.done", { item_id: "a", output_index: 0, content_index: 1, text: "23" }),
      text("b", 1, "4"),
      done(0, { ...message("a", "1"), content: [{ text: "1" }, { text: "23" }] }),
      done(1, message("b", "45")),
      completed(),
    ];
    assert.equal(hear(stream.join("")).text, "12345");
  });

  for (const [form, stream] of [
    [
      "pieces",
      added(0, message("a", "", { phase: "commentary" })) +
        text("a", 0, "Let me see.") +
        added(1, message("b", "", { phase: "final_answer" })) +
        text("b", 1, "{}") +
        completed(),
    ],
    [
      "whole items",
      completed([message("a", "Let me see.", { phase: "commentary" }), message("b", "{}", { phase: "final_answer" })]),
    ],
  ] as const) {
    it(`takes the final answer without the commentary, in ${form}`, () => {
      assert.equal(hear(stream).text, "{}");
      assert.equal(hear(stream, forced).text, "{}");
    });
  }

  it("calls commentary progress, and takes it where there is no final answer", () => {
    const stream = added(0, message("a", "", { phase: "commentary" })) + text("a", 0, "{}");
    assert.deepEqual(replayStream(openaiResponses, callOf(), stream), [{ type: "progress" }]);
    assert.equal(hear(stream + completed()).text, "{}");
  });

  it("takes no commentary for an answer when a tool was called that nobody forced", () => {
    const stream = completed([message("a", "I look.", { phase: "commentary" }), functionCall("f", "look", "{}")]);
    assert.equal(hear(stream).finish?.reason, "tool-call");
  });

  it("takes the arguments of the forced tool from wherever they are told", () => {
    const args = '{"a":1}';
    const piece = (delta: string) =>
      event("response.function_call_arguments.delta", { item_id: "f", output_index: 0, delta });
    const end = event("response.function_call_arguments.done", { item_id: "f", output_index: 0, arguments: args });
    const start = added(0, functionCall("f", "result", ""));
    const item = functionCall("f", "result", args);
    for (const stream of [
      start + piece('{"a') + piece('":1}') + end + done(0, item) + completed([item]),
      start + piece('{"a') + end + completed(),
      start + end + completed(),
      start + done(0, item) + completed([item]),
      piece(args) + completed(),
      done(0, item) + completed(),
      completed([item]),
      completed([{ ...item, arguments: { a: 1 } }]),
    ]) {
      const { text, finish } = hear(stream, forced);
      assert.deepEqual([text, finish?.reason], [args, "stop"]);
    }
  });

  it("reads a call without arguments as the empty object, unless it was cut", () => {
    const start = added(0, functionCall("f", "result", ""));
    assert.equal(hear(start + completed(), forced).text, "{}");
    const cut = event("response.incomplete", { response: { incomplete_details: { reason: "max_output_tokens" } } });
    const told = hear(start + cut, forced);
    assert.deepEqual([told.text, told.finish?.reason], ["", "length"]);
  });

  it("ignores items and parts of other kinds", () => {
    const search = { id: "ws", type: "web_search_call", status: "completed", action: { query: "{}" } };
    const stream = added(0, search) + done(0, search) + completed([search, message("m", "{}")]);
    assert.equal(hear(stream).text, "{}");
  });

  it("says what it thinks once, where both the summary and the thoughts are told", () => {
    const thought = (type: string, index: object, delta: string) =>
      event(`response.${type}.delta`, { item_id: "r", output_index: 0, delta, ...index });
    const item = {
      id: "r",
      type: "reasoning",
      summary: [{ type: "summary_text", text: "hm" }],
      content: [{ type: "reasoning_text", text: "hm" }],
    };
    const summary = thought("reasoning_summary_text", { summary_index: 0 }, "hm");
    const raw = thought("reasoning_text", { content_index: 0 }, "hm");
    for (const stream of [summary + raw, raw + summary, summary + done(0, item), raw + done(0, item), ""]) {
      assert.equal(hear(stream + completed([item])).reasoning, "hm");
    }
  });

  it("says a refusal once, also when no piece of it came", () => {
    const refusal = { item_id: "m", output_index: 0, content_index: 0 };
    const item = { id: "m", type: "message", content: [{ type: "refusal", refusal: "I will not." }] };
    const piece = event("response.refusal.delta", { ...refusal, delta: "I will" });
    const end = event("response.refusal.done", { ...refusal, refusal: "I will not." });
    for (const stream of [piece + end, piece, end, ""]) {
      const { text, finish } = hear(stream + completed([item]));
      assert.deepEqual([text, finish?.reason, finish?.refusal], ["", "refusal", "I will not."]);
    }
  });

  it("names the model from its first event when the last does not", () => {
    const created = event("response.created", { response: { model: "gpt-5.4-mini-2026-03-17" } });
    assert.equal(hear(created + completed()).finish?.model, "gpt-5.4-mini-2026-03-17");
  });

  it("counts what was read from and written to the cache, and reasoning", () => {
    const usage = {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 40, cache_write_tokens: 50 },
      output_tokens: 20,
      output_tokens_details: { reasoning_tokens: 5 },
    };
    assert.deepEqual(hear(completed([], { usage })).usage, {
      input: { total: 100, cacheRead: 40, cacheWrite: 50 },
      output: { total: 20, reasoning: 5 },
    });
  });

  it("adds cached tokens that were counted apart, as by xAI", () => {
    const usage = { input_tokens: 10, input_tokens_details: { cached_tokens: 100 }, output_tokens: 1 };
    assert.deepEqual(hear(completed([], { usage })).usage, {
      input: { total: 110, cacheRead: 100 },
      output: { total: 1 },
    });
  });

  const endsAs: readonly (readonly [string, string, string])[] = [
    [
      "a reason of its length",
      event("response.incomplete", { response: { incomplete_details: { reason: "max_output_tokens" } } }),
      "length",
    ],
    ["no reason", event("response.incomplete", { response: { status: "incomplete" } }), "length"],
    [
      "the filter",
      event("response.incomplete", { response: { incomplete_details: { reason: "content_filter" } } }),
      "content-filter",
    ],
    [
      "another reason",
      event("response.incomplete", { response: { incomplete_details: { reason: "steered" } } }),
      "other",
    ],
    [
      "a status that contradicts the event",
      event("response.completed", { response: { status: "incomplete" } }),
      "length",
    ],
    ["the status it began with", event("response.completed", { response: { status: "in_progress" } }), "stop"],
    ["no response", event("response.completed"), "stop"],
    ["a cancellation", completed([], { status: "cancelled" }), "error"],
  ];
  for (const [name, stream, reason] of endsAs) {
    it(`ends as ${reason} with ${name}`, () => {
      assert.equal(hear(text("m", 0, "{") + stream).finish?.reason, reason);
    });
  }

  const errors: readonly (readonly [name: string, frame: string, code: string, message: string])[] = [
    [
      "the documented event",
      event("error", { code: "rate_limit_exceeded", message: "Slow down", param: null }),
      "rate-limited",
      "Slow down",
    ],
    [
      "an event with the error inside, and the failure that follows it",
      event("error", {
        error: { type: "insufficient_quota", code: "insufficient_quota", message: "No quota", param: null },
      }) +
        event("response.failed", {
          response: { status: "failed", error: { code: "insufficient_quota", message: "No quota" } },
        }),
      "quota-exhausted",
      "No quota",
    ],
    [
      "a failed response",
      event("response.failed", {
        response: { status: "failed", error: { code: "server_error", message: "It broke" } },
      }),
      "server-error",
      "It broke",
    ],
    [
      "a failed response that says nothing",
      event("response.failed"),
      "server-error",
      "the provider sent a failed answer and no reason",
    ],
    [
      "xAI's flat body",
      '{"code":"invalid-argument","error":"Model not found: m"}\n',
      "not-found",
      "Model not found: m",
    ],
    ["plain text", "event: error\ndata: it broke\n\n", "server-error", "it broke"],
  ];
  for (const [name, frame, code, message] of errors) {
    it(`recognises an error in the form of ${name}`, () => {
      const { fault, finish } = hear(text("m", 0, "{") + frame);
      assert.equal(finish, undefined);
      assert.deepEqual([fault?.code, fault?.message], [code, message]);
    });
  }

  it("tells what a failed answer had cost", () => {
    const usage = { input_tokens: 10, output_tokens: 5 };
    const error = { code: "server_error", message: "It broke" };
    const events = replayStream(openaiResponses, callOf(), event("response.failed", { response: { usage, error } }));
    assert.deepEqual(
      events.map(({ type }) => type),
      ["usage", "fault"],
    );
  });
});

describe("a whole Responses body", () => {
  const decode = (body: object, call: Partial<ModelCall> = {}) =>
    listen(openaiResponses.decodeBody(callOf({ stream: false, ...call }), JSON.stringify(body)));

  it("joins items that share their ids, which mean nothing here", () => {
    assert.equal(decode({ output: [message("m", "1"), message("m", "2")] }).text, "12");
  });

  it("is complete where it does not say how it ended", () => {
    assert.equal(decode({ output: [message("m", "{}")] }).finish?.reason, "stop");
  });

  it("is no answer while it is queued", () => {
    assert.equal(decode({ status: "queued", output: [] }).finish?.reason, "other");
  });

  it("prefers thoughts to their summary", () => {
    const item = { type: "reasoning", summary: [{ text: "short" }], content: [{ text: "at length" }] };
    assert.equal(decode({ output: [item] }).reasoning, "at length");
  });
});
