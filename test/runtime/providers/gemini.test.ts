import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FinishReason } from "@outspec/runtime/attempt";
import type { Message } from "@outspec/runtime/prompt";
import { geminiContent } from "@outspec/runtime/providers/gemini";
import type { ModelCall } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { describeAdapterContract } from "./contract.ts";
import { bodyOf, callOf, listen, replayStream, rowOf } from "./replay.ts";

const call: Partial<ModelCall> = { row: rowOf("google"), endpoint: rowOf("google"), model: "gemini-3.8-flash" };

describeAdapterContract(geminiContent, {
  folder: "gemini",
  unknownFrame: 'data: {"telemetry":true}\n\n',
  refuses: false,
  countsEarly: true,
  endsWithBody: true,
  call,
});

const geminiCall = (more: Partial<ModelCall> = {}) => callOf({ ...call, ...more });

describe("a Gemini request", () => {
  it("goes to the model's own address, with the key in a header, whether it is streamed or not", () => {
    const base = { baseUrl: "https://g.example/v1beta", apiKey: "k" };
    const streamed = geminiContent.encode(geminiCall(base));
    assert.equal(streamed.url, "https://g.example/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse");
    assert.equal(streamed.headers["x-goog-api-key"], "k");
    const whole = geminiContent.encode(geminiCall({ ...base, stream: false }));
    assert.equal(whole.url, "https://g.example/v1beta/models/gemini-3.8-flash:generateContent");
    assert.equal(whole.body, streamed.body);
  });

  const schema = '{"type":"object","properties":{"b":{},"10":{},"2":{}}}';
  const format = { responseMimeType: "application/json", responseJsonSchema: JSON.parse(schema) };
  const tool = {
    tools: [{ functionDeclarations: [{ name: "result", parametersJsonSchema: JSON.parse(schema) }] }],
    toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["result"] } },
  };
  const modes: readonly (readonly [ModelCall["mode"], object])[] = [
    ["json_schema_strict", { generationConfig: format }],
    ["json_schema", { generationConfig: format }],
    ["tool_strict", tool],
    ["tool", tool],
    ["json_object", { generationConfig: { responseMimeType: "application/json" } }],
    ["prompt", {}],
  ];
  for (const [mode, expected] of modes) {
    it(`asks in the mode ${mode}`, () => {
      const { contents, ...asked } = bodyOf(geminiContent, geminiCall({ mode, schema }));
      assert.deepEqual(contents, [{ role: "user", parts: [{ text: "Summarise the notes." }] }]);
      assert.deepEqual(asked, expected);
    });
  }

  const conversation: readonly Message[] = [
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hello." },
    { role: "assistant", content: "Hello to you." },
    { role: "user", content: "Go on." },
  ];

  it("has the system text apart and calls the assistant a model", () => {
    const { systemInstruction, contents } = bodyOf(
      geminiContent,
      geminiCall({ mode: "prompt", messages: conversation }),
    );
    assert.deepEqual(systemInstruction, { parts: [{ text: "Be brief." }] });
    assert.deepEqual(contents, [
      { role: "user", parts: [{ text: "Hello." }] },
      { role: "model", parts: [{ text: "Hello to you." }] },
      { role: "user", parts: [{ text: "Go on." }] },
    ]);
  });

  it("puts the system text into the first question for Gemma, which takes none", () => {
    const body = bodyOf(geminiContent, geminiCall({ mode: "prompt", model: "gemma-3-27b-it", messages: conversation }));
    assert.equal(body["systemInstruction"], undefined);
    assert.deepEqual((body["contents"] as readonly unknown[])[0], {
      role: "user",
      parts: [{ text: "Be brief." }, { text: "Hello." }],
    });
  });

  it("sends the settings that are set under its names", () => {
    const settings = { temperature: 0, topP: 0.5, maxOutputTokens: 100, seed: 7, stop: ["END"] };
    assert.deepEqual(bodyOf(geminiContent, geminiCall({ mode: "prompt", settings }))["generationConfig"], {
      temperature: 0,
      topP: 0.5,
      maxOutputTokens: 100,
      seed: 7,
      stopSequences: ["END"],
    });
  });

  it("says an effort as a level, or as a budget of tokens to models that want one", () => {
    const thinking = (model: string, reasoningEffort: "none" | "low" | "max") =>
      bodyOf(geminiContent, geminiCall({ mode: "prompt", model, settings: { reasoningEffort } }))["generationConfig"];
    assert.deepEqual(thinking("gemini-3.8-flash", "low"), { thinkingConfig: { thinkingLevel: "low" } });
    assert.deepEqual(thinking("gemini-3.8-flash", "none"), { thinkingConfig: { thinkingLevel: "minimal" } });
    assert.deepEqual(thinking("gemini-3.8-flash", "max"), { thinkingConfig: { thinkingLevel: "xhigh" } });
    assert.deepEqual(thinking("gemini-2.5-pro", "low"), { thinkingConfig: { thinkingBudget: 1024 } });
    assert.deepEqual(thinking("gemini-2.5-flash", "none"), { thinkingConfig: { thinkingBudget: 0 } });
  });

  it("carries images and files as bytes or by address", () => {
    const content = [
      { type: "image", image: { data: "iVBORw0K", mediaType: "image/png" }, cache: true },
      { type: "file", file: new URL("https://example.com/scan.pdf?x=1") },
      { type: "file", file: new URL("gs://bucket/anything") },
    ] as const;
    const { contents } = bodyOf(geminiContent, geminiCall({ mode: "prompt", messages: [{ role: "user", content }] }));
    assert.deepEqual(contents, [
      {
        role: "user",
        parts: [
          { inlineData: { mimeType: "image/png", data: "iVBORw0K" } },
          { fileData: { mimeType: "application/pdf", fileUri: "https://example.com/scan.pdf?x=1" } },
          { fileData: { fileUri: "gs://bucket/anything" } },
        ],
      },
    ]);
  });

  it("is refused when its system message holds an image", () => {
    const image = { type: "image", image: new URL("https://example.com/a.png") } as const;
    assert.throws(() => bodyOf(geminiContent, geminiCall({ messages: [{ role: "system", content: [image] }] })), {
      code: "configuration",
    });
  });
});

/** A stream of fragments, as the developer API frames it. */
function stream(...fragments: readonly unknown[]): string {
  return fragments.map((fragment) => `data: ${JSON.stringify(fragment)}\r\n\r\n`).join("");
}

function fragment(parts: readonly unknown[], finishReason?: string | number): unknown {
  return {
    candidates: [{ content: { parts, role: "model" }, ...(finishReason === undefined ? {} : { finishReason }) }],
  };
}

const replay = (body: string, more: Partial<ModelCall> = {}) =>
  listen(replayStream(geminiContent, geminiCall(more), body));

describe("a Gemini answer", () => {
  const reasons: readonly (readonly [reason: string | number, FinishReason])[] = [
    ["STOP", "stop"],
    ["MAX_TOKENS", "length"],
    ["CONTINUATION", "length"],
    ["SAFETY", "content-filter"],
    ["RECITATION", "content-filter"],
    ["MODEL_ARMOR", "content-filter"],
    ["IMAGE_SAFETY", "content-filter"],
    ["MALFORMED_FUNCTION_CALL", "error"],
    ["UNEXPECTED_TOOL_CALL", "error"],
    ["LANGUAGE", "error"],
    ["SOMETHING_NEW", "other"],
    [1, "stop"],
    [2, "length"],
    [3, "content-filter"],
    [10, "error"],
    [99, "other"],
  ];
  for (const [reason, expected] of reasons) {
    it(`that ends with ${reason} ends with ${expected}`, () => {
      assert.equal(replay(stream(fragment([{ text: "{}" }], reason))).finish?.reason, expected);
    });
  }

  it("to a prompt that was blocked is the filter's, though it has no candidate", () => {
    const blocked = { promptFeedback: { blockReason: "SAFETY" }, usageMetadata: { promptTokenCount: 4 } };
    for (const told of [
      replay(stream(blocked)),
      listen(geminiContent.decodeBody(geminiCall(), JSON.stringify(blocked))),
    ]) {
      assert.equal(told.finish?.reason, "content-filter");
      assert.equal(told.usage?.input.total, 4);
    }
  });

  it("may have candidates without content, content without parts, and empty parts", () => {
    const told = replay(
      stream(
        { candidates: [{}] },
        { candidates: [{ content: {} }] },
        { candidates: [{ content: { parts: [{}] } }] },
        fragment([{ text: "{}" }, { text: "", thoughtSignature: "c2ln" }], "STOP"),
      ),
    );
    assert.equal(told.text, "{}");
    assert.equal(told.finish?.reason, "stop");
  });

  it("is read from its first candidate alone", () => {
    const two = {
      candidates: [
        { index: 1, content: { parts: [{ text: "no" }] }, finishReason: "SAFETY" },
        { index: 0, content: { parts: [{ text: "{}" }] }, finishReason: "STOP" },
      ],
    };
    const told = replay(stream(two));
    assert.deepEqual([told.text, told.finish?.reason], ["{}", "stop"]);
  });

  it("that calls the tool without arguments is the empty object", () => {
    const told = replay(stream(fragment([{ functionCall: { name: "result" } }], "STOP")), { mode: "tool" });
    assert.equal(told.text, "{}");
    assert.equal(told.finish?.reason, "stop");
  });

  it("whose arguments are streamed path by path is put together", () => {
    const pieces = [
      { name: "result", willContinue: true },
      { partialArgs: [{ jsonPath: "$.status", stringValue: "Warn", willContinue: true }], willContinue: true },
      { partialArgs: [{ jsonPath: "$.status", stringValue: "ing" }], willContinue: true },
      { partialArgs: [{ jsonPath: "$.notes[0].text", stringValue: "a" }], willContinue: true },
      { partialArgs: [{ jsonPath: "$.notes[1].text", nullValue: null }], willContinue: true },
      {
        partialArgs: [
          { jsonPath: "$.visit", boolValue: true },
          { jsonPath: "$.count", numberValue: 2 },
        ],
        willContinue: true,
      },
      {},
    ];
    const fragments = pieces.map((functionCall) => fragment([{ functionCall }]));
    const events = replayStream(
      geminiContent,
      geminiCall({ mode: "tool" }),
      stream(...fragments, fragment([], "STOP")),
    );
    assert.deepEqual(JSON.parse(listen(events).text), {
      status: "Warning",
      notes: [{ text: "a" }, { text: null }],
      visit: true,
      count: 2,
    });
    assert.ok(events.some(({ type }) => type === "progress"));
  });

  it("is not let out of its object by a path", () => {
    const partialArgs = [{ jsonPath: "$.__proto__.polluted", stringValue: "yes" }];
    const pieces = [{ name: "result", willContinue: true, partialArgs }, {}];
    replay(stream(...pieces.map((functionCall) => fragment([{ functionCall }]))), { mode: "tool" });
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
  });

  it("counts what tools put into the prompt, and thoughts as output", () => {
    const usageMetadata = {
      promptTokenCount: 10,
      toolUsePromptTokenCount: 5,
      candidatesTokenCount: 3,
      thoughtsTokenCount: 4,
    };
    const { usage } = replay(stream({ ...(fragment([{ text: "{}" }], "STOP") as object), usageMetadata }));
    assert.deepEqual(usage, { input: { total: 15 }, output: { total: 7, reasoning: 4 } });
  });

  it("may come as a JSON array, whose elements are read as they arrive", () => {
    const pretty = (value: unknown) => JSON.stringify(value, null, 2);
    const body = `[${pretty(fragment([{ text: '{"a":' }]))}\n,\r\n${pretty(fragment([{ text: "1}" }], "STOP"))}\n]`;
    for (let at = 0; at <= body.length; at++) {
      const told = listen(replayStream(geminiContent, geminiCall(), new TextEncoder().encode(body), { at }));
      assert.deepEqual([told.text, told.finish?.reason], ['{"a":1}', "stop"], `cut at ${at}`);
    }
  });

  it("may break off with a bare error after events", () => {
    const error = { error: { code: 503, message: "The model is overloaded.", status: "UNAVAILABLE" } };
    for (const tail of [JSON.stringify(error, null, 2), JSON.stringify([error], null, 2)]) {
      const told = replay(`${stream(fragment([{ text: "{" }]))}${tail}\n`);
      assert.equal(told.finish, undefined);
      assert.deepEqual([told.fault?.code, told.fault?.message], ["overloaded", "The model is overloaded."]);
    }
  });

  it("is the same from an array given whole as from one fragment", () => {
    const complete = readFileSync(join(import.meta.dirname, "gemini/complete.json"), "utf8");
    assert.deepEqual(
      geminiContent.decodeBody(geminiCall(), `[${complete}]`),
      geminiContent.decodeBody(geminiCall(), complete),
    );
  });
});

describe("a Gemini error", () => {
  it("waits as long as it says, and tells a quota of a day from one of a minute", () => {
    const quota = (id: string) =>
      JSON.stringify({
        error: {
          code: 429,
          message: "You exceeded your current quota.",
          status: "RESOURCE_EXHAUSTED",
          details: [
            { "@type": "type.googleapis.com/google.rpc.QuotaFailure", violations: [{ quotaId: id }] },
            { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "34s" },
          ],
        },
      });
    const fault = (id: string) => geminiContent.decodeFault({ status: 429, headers: {} }, quota(id));
    assert.deepEqual(
      [fault("GenerateRequestsPerMinutePerProject").code, fault("GenerateRequestsPerDayPerProject").code],
      ["rate-limited", "quota-exhausted"],
    );
    assert.equal(fault("GenerateRequestsPerMinutePerProject").retryAfterMs, 34_000);
  });

  it("of a wrong key is told as one though its status is 400", () => {
    const body = JSON.stringify({
      error: { code: 400, message: "API key not valid. Please pass a valid API key.", status: "INVALID_ARGUMENT" },
    });
    assert.equal(geminiContent.decodeFault({ status: 400, headers: {} }, body).code, "unauthorized");
  });
});
