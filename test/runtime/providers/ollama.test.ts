import assert from "node:assert/strict";
import { ollamaChat } from "@outspec/runtime/providers/ollama";
import type { ModelCall } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { describeAdapterContract } from "./contract.ts";
import { bodyOf, callOf, listen, replayStream, rowOf } from "./replay.ts";

describeAdapterContract(ollamaChat, {
  folder: "ollama",
  unknownFrame: '{"status":"loading"}\n',
  refuses: false,
  countsEarly: false,
});

const ollamaCall = (more: Partial<ModelCall> = {}) =>
  callOf({ row: rowOf("ollama"), model: "llama3.2", baseUrl: "http://localhost:11434", ...more });

describe("an Ollama request", () => {
  it("goes to the native endpoint without a key, and with one to the cloud", () => {
    const request = ollamaChat.encode(ollamaCall());
    assert.equal(request.url, "http://localhost:11434/api/chat");
    assert.equal(request.headers["authorization"], undefined);
    assert.equal(ollamaChat.encode(ollamaCall({ apiKey: "k" })).headers["authorization"], "Bearer k");
  });

  it("says whether it wants a stream, which is the default there", () => {
    assert.equal(bodyOf(ollamaChat, ollamaCall({ stream: false }))["stream"], false);
    assert.equal(bodyOf(ollamaChat, ollamaCall({ stream: true }))["stream"], true);
  });

  it("sends the schema as the format, as it is written", () => {
    const schema = '{"type":"object","properties":{"b":{},"10":{}}}';
    assert.ok(ollamaChat.encode(ollamaCall({ schema })).body.includes(`"format":${schema}`));
  });

  it("asks for any JSON in the mode json_object and for nothing in the mode prompt", () => {
    assert.equal(bodyOf(ollamaChat, ollamaCall({ mode: "json_object" }))["format"], "json");
    assert.equal("format" in bodyOf(ollamaChat, ollamaCall({ mode: "prompt" })), false);
  });

  it("offers the tool in the tool modes", () => {
    const body = bodyOf(ollamaChat, ollamaCall({ mode: "tool" }));
    assert.deepEqual(body["tools"], [
      { type: "function", function: { name: "result", parameters: { type: "object" } } },
    ]);
    assert.equal("format" in body, false);
  });

  it("sends settings as options, beside the user's own", () => {
    const settings = {
      temperature: 0,
      topP: 0.5,
      maxOutputTokens: 100,
      seed: 7,
      stop: ["END"],
      reasoningEffort: "max",
    } as const;
    const body = bodyOf(
      ollamaChat,
      ollamaCall({ settings, extraBody: { options: { num_ctx: 32768 }, keep_alive: "5m" } }),
    );
    assert.deepEqual(body["options"], {
      temperature: 0,
      top_p: 0.5,
      num_predict: 100,
      seed: 7,
      stop: ["END"],
      num_ctx: 32768,
    });
    assert.equal(body["think"], "high");
    assert.equal(body["keep_alive"], "5m");
    assert.equal(bodyOf(ollamaChat, ollamaCall({ settings: { reasoningEffort: "none" } }))["think"], false);
    assert.equal("options" in bodyOf(ollamaChat, ollamaCall()), false);
  });

  it("carries images as base64, and refuses what it cannot carry", () => {
    const image = { type: "image", image: { data: Uint8Array.of(1, 2, 3), mediaType: "image/png" } } as const;
    const messages = [{ role: "user", content: [{ type: "text", text: "What is this?" }, image] }] as const;
    const body = bodyOf(ollamaChat, ollamaCall({ messages, mode: "prompt" }));
    assert.deepEqual(body["messages"], [{ role: "user", content: "What is this?", images: ["AQID"] }]);
    for (const part of [
      { type: "image", image: new URL("https://example.com/a.png") },
      { type: "file", file: image.image },
    ] as const) {
      assert.throws(() => ollamaChat.encode(ollamaCall({ messages: [{ role: "user", content: [part] }] })), {
        code: "configuration",
      });
    }
  });
});

describe("an Ollama stream", () => {
  const hear = (...lines: readonly object[]) =>
    listen(replayStream(ollamaChat, callOf(), lines.map((line) => `${JSON.stringify(line)}\n`).join("")));
  const text = { message: { content: "{}" }, done: false };

  it("ends well when an older server gives no reason and no counts", () => {
    const { finish } = hear(text, { message: { content: "" }, done: true });
    assert.deepEqual(finish, { type: "finish", reason: "stop" });
  });

  it("counts output tokens when the prompt came from the cache", () => {
    assert.deepEqual(hear(text, { done: true, eval_count: 4 }).usage, { input: { total: 0 }, output: { total: 4 } });
  });

  it("says that nothing was generated when the model was only loaded", () => {
    assert.equal(hear({ done: true, done_reason: "load" }).finish?.reason, "other");
  });
});
