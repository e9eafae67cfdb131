/**
 * The oddities of recorded traffic in traffic-oddities.md, and where each has its test. Here are those of Chat
 * Completions, Messages and Ollama that no other file has, and what is legal though no recording shows it.
 *
 * | Item | Test |
 * | --- | --- |
 * | 1 | openai-chat.test.ts: "believes OpenRouter's native reason when a tool call was cut" |
 * | 2, 3, 4 | error-oddities.test.ts |
 * | 5, 6, 7 | here; 7 also in openai-chat.test.ts: "takes the last usage, also from Groq's own field" |
 * | 8 | here; without a `[DONE]` also in openai-chat.test.ts |
 * | 9 | openai-chat.test.ts: "reads tool calls without an index", "reads text and thinking from lists of parts, …" |
 * | 10, 11 | here; an empty text for arguments also in openai-chat.test.ts |
 * | 12 | openai-chat.test.ts: "says what it thinks once when two keys carry it" |
 * | 13, 14 | here |
 * | 15, 16, 17 | error-oddities.test.ts |
 * | 18 | here; also in openai-chat.test.ts: "reads only the first of several choices", "reads the finish reason eos …" |
 * | 19, 20, 21, 22, 23 | openai-responses.test.ts |
 * | 24 | error-oddities.test.ts |
 * | 25, 26 | here; also in anthropic.test.ts and, for text beside a forced tool, in contract.ts |
 * | 27 | here; a second `message_start` in error-oddities.test.ts and anthropic.test.ts |
 * | 28 | here; also in classify.test.ts |
 * | 29 | gemini.test.ts: "may come as a JSON array, …"; CRLF in all its streams |
 * | 30 | gemini.test.ts: "may break off with a bare error after events" |
 * | 31 | gemini.test.ts: "to a prompt that was blocked …", "may have candidates without content, …" |
 * | 32 | gemini.test.ts: "that ends with … ends with …" |
 * | 33 | gemini.test.ts: "whose arguments are streamed path by path …", "that calls the tool without arguments …", "may have …" |
 * | 34 | bedrock-converse.test.ts; the header of an error's type also in classify.test.ts |
 * | 35 | cohere.test.ts |
 * | 36 | here; counts and reasons that are missing in ollama.test.ts, errors in error-oddities.test.ts |
 * | not seen | here, for each wire; also in sse.test.ts |
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPartialBuilder } from "@outspec/runtime/partial/partial-builder";
import { anthropicMessages } from "@outspec/runtime/providers/anthropic";
import { cohereChat } from "@outspec/runtime/providers/cohere";
import { geminiContent } from "@outspec/runtime/providers/gemini";
import { ollamaChat } from "@outspec/runtime/providers/ollama";
import { openaiChat } from "@outspec/runtime/providers/openai-chat";
import { openaiResponses } from "@outspec/runtime/providers/openai-responses";
import type { Adapter, ModelCall, ModelEvent } from "@outspec/runtime/providers/provider";
import { repairsOf } from "@outspec/runtime/validation/repairs";
import { describe, it } from "vitest";
import { object } from "../../generator/dialects-source.ts";
import { compileSpec } from "../partial/random-specs.ts";
import { callOf, listen, replayStream } from "./replay.ts";

const forced = { mode: "tool", name: "result" } as const;

/** The events of a stream, wherever its bytes are cut. */
function replay(adapter: Adapter, body: string, call: Partial<ModelCall> = {}): readonly ModelEvent[] {
  const events = replayStream(adapter, callOf(call), body);
  for (const every of [1, 7]) assert.deepEqual(replayStream(adapter, callOf(call), body, { every }), events);
  return events;
}

/** What a text is as an answer to a schema, with the repairs it took; whether it is valid then. */
function judge(schema: Parameters<typeof compileSpec>[0], text: string, repairs: "text" | "values" = "text") {
  const { table, checks, validate } = compileSpec(schema);
  const builder = createPartialBuilder({ table, checks, validate, repairs: repairsOf(repairs) });
  builder.push(text);
  const { value, repairs: made } = builder.finish();
  return { value, repairs: made, isValid: validate(value) };
}

describe("Chat Completions as they really come", () => {
  const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
  const chunk = (delta: object | undefined, finish_reason?: string | null, more: object = {}) =>
    data({ choices: [{ index: 0, delta, finish_reason }], ...more });
  const usage = (input: number, output: number) => ({
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  });
  const done = "data: [DONE]\n\n";
  const hear = (body: string, call: Partial<ModelCall> = {}) => listen(replay(openaiChat, body, call));
  const whole = (message: object, finish_reason: string, call: Partial<ModelCall> = {}) =>
    listen(
      openaiChat.decodeBody(
        callOf({ ...call, stream: false }),
        JSON.stringify({ choices: [{ index: 0, message, finish_reason }] }),
      ),
    );

  it("item 5: OpenRouter's comments, before and between events, say nothing", () => {
    const comment = ": OPENROUTER PROCESSING\n\n";
    const events = [chunk({ content: '{"a"' }), chunk({ content: ":1}" }), chunk({}, "stop"), done];
    assert.deepEqual(
      replay(openaiChat, comment.repeat(5) + events.join(comment) + comment),
      replay(openaiChat, events.join("")),
    );
  });

  it("item 6: a finish reason that comes twice, with an empty text and counts behind it, ends the answer once", () => {
    const body =
      chunk({ content: "{}" }) +
      chunk({ content: "" }, "stop") +
      chunk({ content: "" }, "stop", usage(15, 9)) +
      chunk({}, undefined, usage(15, 9)) +
      done;
    const events = replay(openaiChat, body);
    assert.equal(events.filter(({ type }) => type === "finish").length, 1);
    const { text, finish } = listen(events);
    assert.deepEqual([text, finish?.reason, finish?.usage?.output.total], ["{}", "stop", 9]);
  });

  it("item 7: counts that grow from chunk to chunk are taken from the last that has any", () => {
    const grown = chunk({ content: "{" }, null, usage(12, 1)) + chunk({ content: "}" }, "stop", usage(12, 43));
    const expected = { input: { total: 12 }, output: { total: 43 } };
    assert.deepEqual(hear(grown + data({ choices: [], usage: null }) + done).usage, expected);
    const trailing = chunk({ content: "{}" }, "stop", { usage: null }) + data({ choices: [], ...usage(12, 43) });
    assert.deepEqual(hear(trailing + done).usage, expected);
    assert.deepEqual(hear(chunk({}, "stop", { x_groq: { id: "r", ...usage(12, 43) } }) + done).usage, expected);
  });

  it("item 8: Perplexity's stream, with the whole message beside each delta and no [DONE], is told once", () => {
    const pieces = ['{"land":', '"Russia', '"}'];
    const body = pieces
      .map((content, index) => {
        const message = { role: "assistant", content: pieces.slice(0, index + 1).join("") };
        const finish_reason = index === pieces.length - 1 ? "stop" : null;
        const choice = { index: 0, finish_reason, message, delta: { role: "assistant", content } };
        return data({ object: "chat.completion", choices: [choice], ...usage(12, index + 1) });
      })
      .join("")
      .replaceAll("\n", "\r\n");
    const { text, finish } = hear(body);
    assert.deepEqual([text, finish?.reason, finish?.usage?.output.total], ['{"land":"Russia"}', "stop", 3]);
  });

  it("item 10: Snowflake's empty function call is none, and its empty finish reason no reason", () => {
    const message = {
      role: "assistant",
      content: '{"city":"Mexico City"}',
      function_call: { arguments: "", name: "" },
      audio: { data: "", transcript: "" },
      refusal: "",
      tool_calls: null,
    };
    for (const call of [{}, forced]) {
      const { text, finish } = whole(message, "", call);
      assert.deepEqual([text, finish?.reason, finish?.refusal], [message.content, "other", undefined]);
    }
  });

  it("item 11: a call without arguments, or with an empty text for them, is the empty object", () => {
    for (const called of [{ name: "result" }, { name: "result", arguments: "" }, { name: "result", arguments: null }]) {
      const tool_calls = [{ id: "1", index: 0, type: "function", function: called }];
      const message = { content: "I'll search.", reasoning: null, tool_calls };
      assert.equal(whole(message, "tool_calls", forced).text, "{}");
      assert.equal(hear(chunk(message) + chunk({}, "tool_calls") + done, forced).text, "{}");
      // One that was cut is not known to have none.
      assert.equal(whole({ ...message, content: null }, "length", forced).text, "");
    }
  });

  it("item 13: deltas with a null, an empty or no content, and choices without a delta, say nothing", () => {
    const filter = { prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }] };
    const body =
      data({ choices: [], ...filter }) +
      chunk({ role: "assistant", content: null, refusal: null }) +
      chunk({ content: "" }) +
      chunk({}) +
      chunk(undefined) +
      chunk({ content: "{}" }) +
      chunk({ content: null, reasoning_content: null, tool_calls: null }) +
      data({ choices: [{ index: 0, finish_reason: null, content_filter_offsets: { start_offset: 1 } }] }) +
      chunk({ content: null }, "stop") +
      done;
    const events = replay(openaiChat, body);
    assert.deepEqual(
      events.map(({ type }) => type),
      ["text-delta", "finish"],
    );
    assert.deepEqual([listen(events).text, listen(events).finish?.reason], ["{}", "stop"]);
    assert.equal(whole({ role: "assistant" }, "stop").text, "");
  });

  it("item 14: an answer in a fence, though JSON was asked for, is the answer once it is taken out", () => {
    const fenced = '```json\n{\n  "city": "Paris"\n}\n```';
    const { text, finish } = whole({ content: fenced }, "stop", { mode: "json_object" });
    assert.deepEqual([text, finish?.reason], [fenced, "stop"]);
    const schema = object({ city: { type: "string" } }, ["city"]);
    assert.deepEqual(judge(schema, text), { value: { city: "Paris" }, repairs: ["fence"], isValid: true });
  });

  it("item 14: two values in one text, the second of them cut, end as a cut answer, which is never judged", () => {
    const { text, finish } = hear(chunk({ content: '{"city":"Paris"}{"ci' }) + chunk({}, "length") + done);
    assert.deepEqual([text, finish?.reason], ['{"city":"Paris"}{"ci', "length"]);
  });

  it("item 18: an empty finish reason is none, so what follows it counts and a stream may still break off", () => {
    const begun = chunk({ content: "{" }, "");
    assert.deepEqual(listen(replay(openaiChat, begun)).finish, undefined);
    const { text, finish } = hear(begun + chunk({ content: "}" }, "eos") + done);
    assert.deepEqual([text, finish?.reason], ["{}", "stop"]);
  });

  it("item 18: of several choices in a whole body the first is read", () => {
    const choices = [1, 0].map((index) => ({ index, message: { content: `${index}` }, finish_reason: "stop" }));
    const events = openaiChat.decodeBody(callOf({ stream: false }), JSON.stringify({ choices }));
    assert.equal(listen(events).text, "0");
  });
});

describe("Messages as they really come", () => {
  const event = (type: string, fields: object = {}) =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const start = event("message_start", { message: { usage: { input_tokens: 5, output_tokens: 1 } } });
  const block = (index: number, content_block: object) => event("content_block_start", { index, content_block });
  const delta = (index: number, fields: object) => event("content_block_delta", { index, delta: fields });
  const json = (index: number, partial_json: string) => delta(index, { type: "input_json_delta", partial_json });
  const text = (index: number, piece: string) => delta(index, { type: "text_delta", text: piece });
  const stop = (index: number) => event("content_block_stop", { index });
  const end = (stop_reason: string) => event("message_delta", { delta: { stop_reason } }) + event("message_stop");
  const ping = event("ping");
  const tool = { type: "tool_use", id: "t", name: "result", input: {} };
  const hear = (body: string, call: Partial<ModelCall> = {}) => listen(replay(anthropicMessages, body, call));

  it("item 25: pings anywhere say nothing", () => {
    const events = [start, block(0, tool), json(0, ""), json(0, '{"a":'), json(0, "1}"), stop(0), end("tool_use")];
    const { text: said, finish } = hear(ping + events.join(ping), forced);
    assert.deepEqual([said, finish?.reason], ['{"a":1}', "stop"]);
  });

  it("item 25: a tool with only an empty delta has no arguments, which is the empty object", () => {
    const body = start + block(0, tool) + ping + json(0, "") + stop(0) + end("tool_use");
    assert.equal(hear(body, forced).text, "{}");
  });

  it("item 26: text and thinking before a forced tool are no part of its arguments", () => {
    const body =
      start +
      block(0, { type: "thinking", thinking: "" }) +
      delta(0, { type: "thinking_delta", thinking: "Which tool?" }) +
      delta(0, { type: "signature_delta", signature: "abc" }) +
      stop(0) +
      block(1, { type: "text", text: "" }) +
      text(1, "I will call it.") +
      stop(1) +
      block(2, tool) +
      json(2, '{"a":1}') +
      stop(2) +
      end("tool_use");
    const told = hear(body, forced);
    assert.deepEqual([told.text, told.reasoning, told.finish?.reason], ['{"a":1}', "Which tool?", "stop"]);
  });

  it("item 26: <UNKNOWN> is no number, at any level of repair", () => {
    const body = { content: [{ ...tool, input: { x: "<UNKNOWN>", y: 2 } }], stop_reason: "tool_use" };
    const call = callOf({ ...forced, stream: false });
    const { text: written, finish } = listen(anthropicMessages.decodeBody(call, JSON.stringify(body)));
    assert.deepEqual([written, finish?.reason], ['{"x":"<UNKNOWN>","y":2}', "stop"]);
    const schema = object({ x: { type: "number" }, y: { type: "number" } }, ["x", "y"]);
    for (const level of ["text", "values"] as const) {
      assert.deepEqual(judge(schema, written, level), { value: { x: "<UNKNOWN>", y: 2 }, repairs: [], isValid: false });
    }
  });

  it("item 27: spaces before closing braces, of another number in each event, change nothing", () => {
    const body =
      start +
      block(0, { type: "text", text: "" }) +
      [..."{}      "].map((piece) => text(0, piece)).join("") +
      stop(0) +
      end("end_turn");
    let count = 0;
    const spaced = body.replaceAll(/\}\n/g, () => `${" ".repeat(count++ % 5)}}\n`);
    assert.notEqual(spaced, body);
    assert.deepEqual(replay(anthropicMessages, spaced), replay(anthropicMessages, body));
  });

  it("item 27: blocks of server tools, of compaction and of a fallback among the others are no part of an answer", () => {
    const others = [
      { type: "fallback", from: { model: "a" }, to: { model: "b" }, trigger: { type: "refusal" } },
      { type: "compaction", content: "What was said so far." },
      { type: "server_tool_use", id: "s", name: "web_search", input: {} },
      { type: "web_search_tool_result", tool_use_id: "s", content: [{ type: "web_search_result", title: "no" }] },
    ];
    const streamed = others.map((other, index) => block(index, other) + json(index, '{"no":1}') + stop(index)).join("");
    const answer = block(4, { type: "text", text: "" }) + text(4, "{}") + stop(4);
    assert.equal(hear(start + streamed + answer + end("end_turn")).text, "{}");
    const content = [...others, { type: "text", text: "{}" }];
    const body = JSON.stringify({ content, stop_reason: "end_turn" });
    assert.equal(listen(anthropicMessages.decodeBody(callOf({ stream: false }), body)).text, "{}");
  });

  const limits = [
    "Schemas contains too many optional parameters (30), which would make grammar compilation inefficient. (limit: 24)",
    "Schemas contains too many parameters with union types (20 parameters with type arrays or anyOf). (limit: 16)",
    "tools.0.custom: Invalid schema: Circular reference detected in schema definitions: Node -> Node.",
    "Too many strict tools (21). The maximum number of strict tools supported is 20.",
    "tools.0.custom.input_schema: input_schema does not support oneOf, allOf, or anyOf at the top level",
    "output_config.format.schema: anyOf is not supported at the root",
  ];
  for (const message of limits) {
    it(`item 28: a 400 that says "${message.slice(0, 60)}" is about the schema`, () => {
      const body = JSON.stringify({ type: "error", error: { type: "invalid_request_error", message } });
      assert.equal(anthropicMessages.decodeFault({ status: 400, headers: {} }, body).code, "schema-rejected");
    });
  }
});

describe("Ollama's answers as they really come", () => {
  const line = (value: object) => `${JSON.stringify(value)}\n`;

  it("item 36: a call comes in a line before the last, with an object for its arguments", () => {
    const called = { function: { index: 0, name: "result", arguments: { city: "Tokyo", days: [1, 2] } } };
    const body =
      line({ message: { content: "Okay" }, done: false }) +
      line({ message: { content: "", tool_calls: [called] }, done: false }) +
      line({ message: { content: "" }, done: true, done_reason: "stop", eval_count: 308 });
    const told = listen(replay(ollamaChat, body, forced));
    assert.deepEqual(JSON.parse(told.text), { city: "Tokyo", days: [1, 2] });
    assert.equal(told.finish?.reason, "stop");
  });

  it("item 36: a last line without a reason and without the count of the prompt is a good end", () => {
    const body = line({ message: { content: "{}" }, done: true, eval_count: 79 });
    const { text, finish } = listen(replay(ollamaChat, body));
    assert.deepEqual([text, finish?.reason, finish?.usage?.output.total], ["{}", "stop", 79]);
  });
});

describe("what no recording shows and is legal, in a stream of", () => {
  const wires: readonly (readonly [folder: string, adapter: Adapter])[] = [
    ["openai-chat", openaiChat],
    ["openai-responses", openaiResponses],
    ["anthropic", anthropicMessages],
    ["cohere", cohereChat],
    ["gemini", geminiContent],
  ];

  /** A JSON text over several lines, each of them a line of the same event. */
  const overLines = (json: string) =>
    JSON.stringify(JSON.parse(json), undefined, 1)
      .split("\n")
      .map((one) => `data: ${one}`)
      .join("\n");

  const forms: readonly (readonly [what: string, of: (body: string) => string])[] = [
    ["a byte order mark at the start", (body) => `\uFEFF${body}`],
    [
      "ids and times to wait before a new connection",
      (body) => body.replaceAll(/^data: /gm, "id: 7\nretry: 100\ndata: "),
    ],
    ["no space after the names of fields", (body) => body.replaceAll(/^(data|event): /gm, "$1:")],
    [
      "several lines of data in one event",
      (body) => body.replaceAll(/^data: (\{.*)$/gm, (_line, json) => overLines(json)),
    ],
    ["lines that end in CR alone", (body) => body.replaceAll("\n", "\r")],
  ];

  for (const [folder, adapter] of wires) {
    const body = readFileSync(join(import.meta.dirname, folder, "complete.sse"), "utf8");

    for (const [what, of] of forms) {
      it(`${adapter.family}: ${what}`, () => {
        const written = of(body);
        assert.notEqual(written, body);
        assert.deepEqual(replay(adapter, written), replay(adapter, body));
      });
    }

    it(`${adapter.family}: the halves of a surrogate pair, escaped, in two deltas`, () => {
      // The next piece of the fixtures' answer begins with the quote behind the emoji.
      const written = body.replace("🤒", "\\ud83e").replace(String.raw`"\",\"said`, String.raw`"\udd12\",\"said`);
      assert.notEqual(written.indexOf(String.raw`"\udd12`), -1);
      const expected = listen(replay(adapter, body));
      assert.ok(expected.text.includes("🤒"));
      assert.deepEqual(listen(replay(adapter, written)), expected);
    });
  }
});
