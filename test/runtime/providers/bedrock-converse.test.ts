import assert from "node:assert/strict";
import type { CacheWish, Message } from "@outspec/runtime/prompt";
import { bedrockConverse } from "@outspec/runtime/providers/bedrock-converse";
import type { ModelCall } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { encodeAwsEvent, encodeAwsException, encodeAwsLines } from "../../aws-frames.ts";
import { describeAdapterContract } from "./contract.ts";
import { bodyOf, callOf, listen, replayStream, rowOf } from "./replay.ts";

const claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const nova2 = "us.amazon.nova-2-lite-v1:0";
const bedrockCall = (more: Partial<ModelCall> = {}) =>
  callOf({
    row: rowOf("bedrock"),
    model: claude,
    baseUrl: "https://bedrock-runtime.us-east-1.amazonaws.com",
    ...more,
  });

describeAdapterContract(bedrockConverse, {
  folder: "bedrock-converse",
  unknownFrame: '{"event":"telemetry","payload":{"delta":{"text":"no"}}}\n',
  refuses: false,
  countsEarly: false,
  namesNoModel: true,
  call: { row: rowOf("bedrock") },
  binary: {
    extension: "jsonl",
    encode: encodeAwsLines,
    frame: (payload) => `${JSON.stringify({ event: "contentBlockDelta", payload })}\n`,
  },
});

describe("a Converse request", () => {
  it("goes to the model's own address, its id percent-encoded, with a key as a bearer token", () => {
    const call = bedrockCall({ apiKey: "key", model: "arn:aws:bedrock:us-east-1:1:inference-profile/us.m-v1:0" });
    const request = bedrockConverse.encode(call);
    const id = "arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fus.m-v1%3A0";
    assert.equal(request.url, `https://bedrock-runtime.us-east-1.amazonaws.com/model/${id}/converse-stream`);
    assert.equal(request.headers["authorization"], "Bearer key");
    assert.match(bedrockConverse.encode({ ...call, stream: false }).url, /\/converse$/);
  });

  const schema = '{"type":"object","properties":{"b":{},"10":{},"2":{}}}';
  const native = {
    outputConfig: {
      textFormat: {
        type: "json_schema",
        structure: { jsonSchema: { name: "result", description: "A result.", schema } },
      },
    },
  };
  const tool = (more: object) => ({
    toolConfig: {
      tools: [
        {
          toolSpec: {
            name: "result",
            description: "A result.",
            inputSchema: { json: JSON.parse(schema) },
            ...more,
          },
        },
      ],
      toolChoice: { tool: { name: "result" } },
    },
  });
  const modes: readonly (readonly [ModelCall["mode"], unknown])[] = [
    ["json_schema_strict", native],
    ["json_schema", native],
    ["tool_strict", tool({ strict: true })],
    ["tool", tool({})],
    ["json_object", {}],
    ["prompt", {}],
  ];
  for (const [mode, expected] of modes) {
    it(`asks in the mode ${mode}`, () => {
      const call = bedrockCall({ mode, schema, description: "A result." });
      const { messages, ...asked } = bodyOf(bedrockConverse, call);
      assert.deepEqual(messages, [{ role: "user", content: [{ text: "Summarise the notes." }] }]);
      assert.deepEqual(asked, expected);
      if (mode.startsWith("tool")) assert.ok(bedrockConverse.encode(call).body.includes(schema));
    });
  }

  it("sends the settings it has names for", () => {
    const settings = { temperature: 0, topP: 0.5, maxOutputTokens: 100, seed: 7, stop: ["END"] } as const;
    const { messages, ...sent } = bodyOf(bedrockConverse, bedrockCall({ settings, mode: "prompt" }));
    assert.deepEqual(sent, {
      inferenceConfig: { maxTokens: 100, temperature: 0, topP: 0.5, stopSequences: ["END"] },
    });
  });

  const efforts: readonly (readonly [model: string, settings: ModelCall["settings"], fields: unknown])[] = [
    [claude, { reasoningEffort: "none" }, undefined],
    [claude, { reasoningEffort: "minimal" }, { output_config: { effort: "low" } }],
    [claude, { reasoningEffort: "max" }, { output_config: { effort: "max" } }],
    ["openai.gpt-oss-120b-1:0", { reasoningEffort: "max" }, { reasoning_effort: "high" }],
    ["openai.gpt-oss-120b-1:0", { reasoningEffort: "none" }, { reasoning_effort: "low" }],
    [nova2, { reasoningEffort: "none" }, { reasoningConfig: { type: "disabled" } }],
    [nova2, { reasoningEffort: "minimal" }, { reasoningConfig: { type: "enabled", maxReasoningEffort: "low" } }],
    [nova2, { reasoningEffort: "max" }, { reasoningConfig: { type: "enabled", maxReasoningEffort: "high" } }],
    [
      nova2,
      { reasoningEffort: "high", maxOutputTokens: 100 },
      { reasoningConfig: { type: "enabled", maxReasoningEffort: "medium" } },
    ],
    ["us.amazon.nova-pro-v1:0", { reasoningEffort: "high" }, undefined],
    ["meta.llama3-8b-instruct-v1:0", { reasoningEffort: "high" }, undefined],
    [claude, {}, undefined],
  ];
  for (const [model, settings, fields] of efforts) {
    it(`tells ${model} of ${JSON.stringify(settings)} as ${JSON.stringify(fields)}`, () => {
      const body = bodyOf(bedrockConverse, bedrockCall({ model, settings }));
      assert.deepEqual(body["additionalModelRequestFields"], fields);
    });
  }

  it("takes the efforts that a model of OpenAI is known to have", () => {
    const call = bedrockCall({
      model: "openai.gpt-5.6",
      settings: { reasoningEffort: "xhigh" },
      efforts: ["none", "low", "xhigh"],
    });
    assert.deepEqual(bodyOf(bedrockConverse, call)["additionalModelRequestFields"], { reasoning_effort: "xhigh" });
  });

  it("merges the user's own fields into those for the model", () => {
    const call = bedrockCall({
      settings: { reasoningEffort: "low" },
      extraBody: { additionalModelRequestFields: { top_k: 5 }, serviceTier: { type: "flex" } },
    });
    const body = bodyOf(bedrockConverse, call);
    assert.deepEqual(body["additionalModelRequestFields"], { output_config: { effort: "low" }, top_k: 5 });
    assert.deepEqual(body["serviceTier"], { type: "flex" });
  });

  it("gives system messages a place of their own, and joins messages of one role in a row", () => {
    const messages: readonly Message[] = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "One" },
      { role: "user", content: [{ type: "text", text: "Two" }] },
      { role: "system", content: "Be kind." },
      { role: "assistant", content: "Three" },
      { role: "user", content: "Four" },
    ];
    const body = bodyOf(bedrockConverse, bedrockCall({ messages }));
    assert.deepEqual(body["system"], [{ text: "Be brief." }, { text: "Be kind." }]);
    assert.deepEqual(body["messages"], [
      { role: "user", content: [{ text: "One" }, { text: "Two" }] },
      { role: "assistant", content: [{ text: "Three" }] },
      { role: "user", content: [{ text: "Four" }] },
    ]);
  });

  const marked = (...marks: readonly CacheWish[]): readonly Message[] => [
    { role: "user", content: marks.map((cache, index) => ({ type: "text", text: String(index), cache })) },
  ];
  const blocksOf = (call: ModelCall) => {
    const [turn] = bodyOf(bedrockConverse, call)["messages"] as readonly { readonly content: readonly object[] }[];
    return turn?.content;
  };

  it("marks the end of a prefix by a block after it, with the time it is to be kept: an hour at most", () => {
    const messages: readonly Message[] = [
      { role: "system", content: [{ type: "text", text: "Be brief.", cache: true }] },
      ...marked("5m", false, "1h", "24h"),
    ];
    const body = bodyOf(bedrockConverse, bedrockCall({ messages }));
    assert.deepEqual(body["system"], [{ text: "Be brief." }, { cachePoint: { type: "default" } }]);
    assert.deepEqual(blocksOf(bedrockCall({ messages })), [
      { text: "0" },
      { cachePoint: { type: "default", ttl: "5m" } },
      { text: "1" },
      { text: "2" },
      { cachePoint: { type: "default", ttl: "1h" } },
      { text: "3" },
      { cachePoint: { type: "default", ttl: "1h" } },
    ]);
  });

  it("sends no more marks than there may be", () => {
    const blocks = blocksOf(bedrockCall({ messages: marked(true, true, true, true, true, true) })) ?? [];
    const ends = blocks.flatMap((block, at) => ("cachePoint" in block ? [blocks[at - 1]] : []));
    assert.deepEqual(ends, [{ text: "0" }, { text: "3" }, { text: "4" }, { text: "5" }]);
  });

  it("sends marks only to models that do not refuse them", () => {
    const takesMark = (model: string) => blocksOf(bedrockCall({ model, messages: marked(true) }))?.length === 2;
    assert.ok(takesMark("us.amazon.nova-lite-v1:0"));
    assert.ok(takesMark("arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abcdefghijk2"));
    assert.ok(!takesMark("meta.llama3-8b-instruct-v1:0"));
    assert.ok(!takesMark("openai.gpt-oss-120b-1:0"));
  });

  it("carries images and documents, as bytes or from S3", () => {
    const content = [
      { type: "image", image: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10) },
      { type: "image", image: new URL("s3://bucket/a%20b.jpg") },
      { type: "file", file: new URL("data:application/pdf;base64,JVBERi0="), name: "Report.pdf" },
      { type: "file", file: { data: "aMOpbGxv", mediaType: "Text/Plain; charset=utf-8" } },
      { type: "file", file: new URL("s3://bucket/table.xlsx"), name: "table.xlsx" },
    ] as const;
    assert.deepEqual(blocksOf(bedrockCall({ messages: [{ role: "user", content }] })), [
      { image: { format: "png", source: { bytes: "iVBORw0K" } } },
      { image: { format: "jpeg", source: { s3Location: { uri: "s3://bucket/a b.jpg" } } } },
      { document: { format: "pdf", name: "Report", source: { bytes: "JVBERi0=" } } },
      { document: { format: "txt", name: "document", source: { bytes: "aMOpbGxv" } } },
      { document: { format: "xlsx", name: "table", source: { s3Location: { uri: "s3://bucket/table.xlsx" } } } },
    ]);
  });

  const names: readonly (readonly [given: readonly (string | undefined)[], sent: readonly string[]])[] = [
    [
      ["a.pdf", "a.docx", "A"],
      ["a", "a (2)", "A (3)"],
    ],
    [
      [undefined, undefined],
      ["document", "document (2)"],
    ],
    [["John's  report,\t2026.pdf"], ["John-s report- 2026"]],
    [["résumé (v2) [final]-1.pdf"], ["resume (v2) [final]-1"]],
    [
      ["분기보고서.pdf", ".pdf", "", "---"],
      ["document", "document (2)", "document (3)", "document (4)"],
    ],
    [["x".repeat(300)], ["x".repeat(190)]],
  ];
  for (const [given, sent] of names) {
    it(`names documents called ${JSON.stringify(given).slice(0, 60)} so that Bedrock takes them`, () => {
      const file = { data: "JVBERi0=", mediaType: "application/pdf" };
      // In two messages: names are unique in a whole request.
      const messages = given.map((name): Message => {
        return { role: "user", content: [{ type: "file", file, ...(name === undefined ? {} : { name }) }] };
      });
      const blocks = blocksOf(bedrockCall({ messages })) as readonly { readonly document: { readonly name: string } }[];
      assert.deepEqual(
        blocks.map(({ document }) => document.name),
        sent,
      );
    });
  }

  const image = { type: "image", image: { data: "AQID", mediaType: "image/png" } } as const;
  const refused: readonly (readonly [what: string, message: Message, says: RegExp])[] = [
    [
      "an image by another address",
      { role: "user", content: [{ type: "image", image: new URL("https://example.com/a.png") }] },
      /an image as bytes or by an s3:\/\/ URL/,
    ],
    [
      "a file by another address",
      { role: "user", content: [{ type: "file", file: new URL("https://example.com/a.pdf") }] },
      /a file as bytes or by an s3:\/\/ URL/,
    ],
    [
      "an S3 address that does not tell the format",
      { role: "user", content: [{ type: "image", image: new URL("s3://bucket/a.tiff") }] },
      /ends in its format: png, jpeg, gif, webp/,
    ],
    [
      "an image of another type",
      { role: "user", content: [{ type: "image", image: { data: "AQID", mediaType: "image/tiff" } }] },
      /image\/tiff, only png, jpeg, gif, webp/,
    ],
    [
      "an image as a file",
      { role: "user", content: [{ type: "file", file: { data: "AQID", mediaType: "image/png" } }] },
      /image\/png, only pdf, csv/,
    ],
    ["an image in a system message", { role: "system", content: [image] }, /holds text only/],
    ["an image in an assistant message", { role: "assistant", content: [image] }, /belongs in a user message/],
  ];
  for (const [what, message, says] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => bedrockConverse.encode(bedrockCall({ messages: [message] })), {
        code: "configuration",
        message: says,
      });
    });
  }
});

describe("a Converse stream", () => {
  const event = (name: string, fields: object) => encodeAwsEvent(name, JSON.stringify({ ...fields, p: "abc" }));
  const text = (piece: string) => event("contentBlockDelta", { contentBlockIndex: 0, delta: { text: piece } });
  const stop = (stopReason: string) => event("messageStop", { stopReason });
  const counted = (usage: object) => event("metadata", { usage, metrics: { latencyMs: 1 } });
  const hear = (frames: readonly Uint8Array[], call: Partial<ModelCall> = {}) =>
    listen(replayStream(bedrockConverse, bedrockCall(call), Buffer.concat(frames)));
  const forced = { mode: "tool", name: "result" } as const;
  const call = (index: number, name: string, ...pieces: readonly string[]) => [
    event("contentBlockStart", { contentBlockIndex: index, start: { toolUse: { name, toolUseId: "t" } } }),
    ...pieces.map((input) => event("contentBlockDelta", { contentBlockIndex: index, delta: { toolUse: { input } } })),
    event("contentBlockStop", { contentBlockIndex: index }),
  ];

  it("is complete once the model has stopped, also where the counts never come", () => {
    const { finish, usage } = hear([text("{}"), stop("end_turn")]);
    assert.equal(finish?.reason, "stop");
    assert.equal(usage, undefined);
  });

  it("is not complete with counts alone", () => {
    assert.equal(hear([text("{}"), counted({ inputTokens: 1, outputTokens: 1 })]).finish, undefined);
  });

  it("adds what was read from and written to the cache to the input", () => {
    const usage = { inputTokens: 1, cacheReadInputTokens: 20, cacheWriteInputTokens: 300, outputTokens: 4 };
    assert.deepEqual(hear([text("{}"), stop("end_turn"), counted(usage)]).usage, {
      input: { total: 321, cacheRead: 20, cacheWrite: 300 },
      output: { total: 4 },
    });
    assert.deepEqual(hear([stop("end_turn"), counted({ inputTokens: 1, outputTokens: 2 })]).usage, {
      input: { total: 1 },
      output: { total: 2 },
    });
  });

  it("reads a call without arguments as the empty object, unless it was cut", () => {
    assert.equal(hear([...call(0, "result", ""), stop("tool_use")], forced).text, "{}");
    assert.equal(hear([...call(0, "result", ""), stop("max_tokens")], forced).text, "");
  });

  it("reads the forced tool's call among others, whose pieces may alternate", () => {
    const begin = (index: number, name: string) => call(index, name)[0] ?? new Uint8Array();
    const piece = (index: number, input: string) => call(index, "", input)[1] ?? new Uint8Array();
    const frames = [begin(0, "other"), begin(1, "result"), piece(0, "no"), piece(1, '{"a"'), piece(0, "no")];
    assert.equal(hear([...frames, piece(1, ":1}"), stop("tool_use")], forced).text, '{"a":1}');
  });

  it("leaves out thinking that is hidden", () => {
    const hidden = { contentBlockIndex: 0, delta: { reasoningContent: { redactedContent: "RXRr" } } };
    const told = hear([event("contentBlockDelta", hidden), text("a"), stop("end_turn")]);
    assert.deepEqual([told.text, told.reasoning], ["a", ""]);
  });

  const reasons: readonly (readonly [raw: string, reason: string])[] = [
    ["end_turn", "stop"],
    ["stop_sequence", "stop"],
    ["tool_use", "tool-call"],
    ["max_tokens", "length"],
    ["model_context_window_exceeded", "length"],
    ["content_filtered", "content-filter"],
    ["guardrail_intervened", "content-filter"],
    ["malformed_model_output", "error"],
    ["malformed_tool_use", "error"],
    ["something_new", "other"],
  ];
  for (const [raw, reason] of reasons) {
    it(`reads the stop reason ${raw} as ${reason}`, () => {
      assert.equal(hear([stop(raw)]).finish?.reason, reason);
    });
  }

  const exceptions: readonly (readonly [type: string, code: string])[] = [
    ["internalServerException", "server-error"],
    ["modelStreamErrorException", "server-error"],
    ["serviceUnavailableException", "overloaded"],
    ["throttlingException", "rate-limited"],
    ["validationException", "bad-request"],
    ["modelTimeoutException", "server-error"],
    ["somethingNewException", "server-error"],
  ];
  for (const [type, code] of exceptions) {
    it(`reports ${type} as ${code}, whatever came before it`, () => {
      for (const before of [[], [text("{")], [text("{}"), stop("end_turn")]]) {
        const { fault, finish } = hear([...before, encodeAwsException(type, '{"message":"No."}')]);
        assert.equal(finish, undefined);
        assert.deepEqual([fault?.code, fault?.message, fault?.status], [code, "No.", undefined]);
      }
    });
  }
});

describe("a whole Converse answer", () => {
  const hear = (content: readonly object[], more: object = {}, call: Partial<ModelCall> = {}) => {
    const body = { output: { message: { role: "assistant", content } }, stopReason: "end_turn", ...more };
    return listen(bedrockConverse.decodeBody(bedrockCall({ stream: false, ...call }), JSON.stringify(body)));
  };

  it("joins its blocks of text, those with citations among them", () => {
    const cited = { citationsContent: { content: [{ text: "b" }, { text: "c" }], citations: [] } };
    assert.equal(hear([{ text: "a" }, cited, { text: "d" }]).text, "abcd");
  });

  it("ignores blocks of kinds it does not know", () => {
    assert.equal(hear([{ toolResult: { content: [{ text: "no" }] } }, { guardContent: {} }, { text: "a" }]).text, "a");
  });

  it("leaves out thinking that is hidden", () => {
    const told = hear([{ reasoningContent: { redactedContent: "RXRr" } }, { text: "a" }]);
    assert.deepEqual([told.text, told.reasoning], ["a", ""]);
  });

  it("may be empty, as where a guardrail stopped the model", () => {
    const { text, finish } = hear([], { stopReason: "guardrail_intervened" });
    assert.deepEqual([text, finish?.reason], ["", "content-filter"]);
  });

  it("without the count of tokens is an answer", () => {
    const told = hear([{ text: "{}" }]);
    assert.equal(told.finish?.reason, "stop");
    assert.equal(told.usage, undefined);
  });

  it("reads the forced tool's arguments, which are none where there is no input", () => {
    const forced = { mode: "tool", name: "result" } as const;
    const used = (more: object) => hear([{ toolUse: { name: "result", ...more } }], { stopReason: "tool_use" }, forced);
    assert.equal(used({ input: { a: 1 } }).text, '{"a":1}');
    assert.equal(used({}).text, "{}");
  });
});
