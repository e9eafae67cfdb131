import { anthropic, createRouter, openai, type Prompt, type RouterOptions } from "@outspec/runtime";
import { type Codec, defineOutput, generate, type OutputCall, stream } from "@outspec/runtime/codegen";
import { createScriptedTransport, type ScriptedResponse } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";

interface Input {
  readonly word: string;
}

const validate = Object.assign((value: unknown): boolean => typeof value === "object" && value !== null, {
  errors: null,
});
const table: Codec["table"] = [
  { kind: "object", properties: { mood: 1 }, required: ["mood"], rest: "drop" },
  { kind: "text" },
];
const schema = '{"type":"object"}';

/** A codec whose dialects each write the examples in a way of their own; one of them cannot. */
const codec: Codec = {
  contract: 1,
  name: "Mood",
  hash: "0123456789abcdef",
  table,
  validate,
  dialects: {
    "openai-strict": { schema, examples: ['{"mood":"strict one"}', '{"mood":"strict two"}'] },
    anthropic: { schema, examples: ['{"mood":"one"}', '{"mood":"two"}'] },
    "anthropic-tool": { schema },
    prompt: { schema: "{ mood: string }" },
  },
};

const call: OutputCall<unknown, Input> = {
  spec: defineOutput({ name: "Mood", schema: {}, validate, table }),
  codec,
  prompt: ({ word }): Prompt => ({ system: "Name the mood.", user: `Word: ${word}` }),
  examples: [{ word: "rain" }, { word: "sun" }],
};

const json = { "content-type": "application/json" };
const answer = (content: string): ScriptedResponse => ({
  headers: json,
  chunks: [JSON.stringify({ choices: [{ message: { content }, finish_reason: "stop" }] })],
});
const good = answer('{"mood":"grey"}');

interface Body {
  readonly messages: readonly { readonly role: string; readonly content: unknown }[];
  readonly system?: unknown;
}

/** A router whose answers are scripted, and the bodies it sends. */
function routed(responses: readonly ScriptedResponse[], options: Partial<RouterOptions> = {}) {
  const scripted = createScriptedTransport(...responses);
  const primary = openai("gpt-5.4-mini", { api: "chat", apiKey: "k" });
  const router = createRouter({ primary, transport: scripted.transport, ...options });
  return { router, bodies: () => scripted.requests.map(({ request }) => JSON.parse(request.body ?? "{}") as Body) };
}

const said = ({ messages }: Body) => messages.map(({ role, content }) => `${role}: ${String(content)}`);

describe("few-shot examples", () => {
  it("stand between the system message and the question, in the form of the model's dialect", async () => {
    const { router, bodies } = routed([good]);
    await generate(call, { word: "fog" }, { router });
    expect(bodies().map(said)).toEqual([
      [
        "system: Name the mood.",
        "user: Word: rain",
        'assistant: {"mood":"strict one"}',
        "user: Word: sun",
        'assistant: {"mood":"strict two"}',
        "user: Word: fog",
      ],
    ]);
  });

  it("are said anew for the dialect of the next model", async () => {
    const busy: ScriptedResponse = { status: 529, headers: json, chunks: ['{"error":{"message":"busy"}}'] };
    const message = { content: [{ type: "text", text: '{"mood":"grey"}' }], stop_reason: "end_turn", usage: {} };
    const { router, bodies } = routed([busy, { headers: json, chunks: [JSON.stringify(message)] }], {
      fallbacks: [anthropic("claude-haiku-5-5", { apiKey: "k" })],
    });
    await generate(call, { word: "fog" }, { router });
    const [first, second] = bodies().map(said);
    expect(first).toContain('assistant: {"mood":"strict one"}');
    expect(second).toEqual([
      "user: Word: rain",
      'assistant: {"mood":"one"}',
      "user: Word: sun",
      'assistant: {"mood":"two"}',
      "user: Word: fog",
    ]);
  });

  it("are left out where the dialect cannot say them", async () => {
    const { router, bodies } = routed([good], {
      primary: openai("gpt-5.4-mini", { api: "chat", apiKey: "k", modes: ["prompt"] }),
    });
    await generate(call, { word: "fog" }, { router });
    const [body] = bodies();
    expect(body?.messages.map(({ role }) => role)).toEqual(["system", "user"]);
  });

  it("stay before the question when the model is asked again", async () => {
    const { router, bodies } = routed([answer("null"), good]);
    const { output } = await generate(call, { word: "fog" }, { router });
    expect(output).toEqual({ mood: "grey" });
    const roles = bodies().map(({ messages }) => messages.map(({ role }) => role).join(" "));
    const shown = "system user assistant user assistant user";
    expect(roles).toEqual([shown, `${shown} assistant user`]);
  });

  it("are streamed for like any other question", async () => {
    const { router, bodies } = routed([answer("")]);
    await stream(call, { word: "fog" }, { router }).result.catch(() => undefined);
    expect(bodies()[0]?.messages).toHaveLength(6);
  });

  it("are part of what the receipt of a result stands for", async () => {
    const receiptOf = async (examples: readonly Input[] | undefined) => {
      const { router } = routed([good]);
      const given = { ...call, ...(examples === undefined ? { examples: [] } : { examples }) };
      return (await generate(given, { word: "fog" }, { router })).receipt.prompt;
    };
    const [none, same, again, other] = await Promise.all([
      receiptOf(undefined),
      receiptOf(call.examples),
      receiptOf(call.examples),
      receiptOf([{ word: "rain" }, { word: "snow" }]),
    ]);
    expect(same).toBe(again);
    expect(new Set([none, same, other]).size).toBe(3);
  });

  it("end a cached prefix, and carry no marks of their own", async () => {
    const message = { content: [{ type: "text", text: '{"mood":"grey"}' }], stop_reason: "end_turn", usage: {} };
    const { router, bodies } = routed([{ headers: json, chunks: [JSON.stringify(message)] }], {
      primary: anthropic("claude-haiku-5-5", { apiKey: "k" }),
    });
    const prompt = ({ word }: Input): Prompt => ({
      system: [{ type: "text", text: "Name the mood.", cache: true }],
      user: [{ type: "text", text: word, cache: true }],
    });
    await generate({ ...call, prompt }, { word: "fog" }, { router });
    const mark = { cache_control: { type: "ephemeral" } };
    expect(bodies()[0]?.system).toEqual([{ type: "text", text: "Name the mood.", ...mark }]);
    expect(bodies()[0]?.messages).toEqual([
      { role: "user", content: [{ type: "text", text: "rain" }] },
      { role: "assistant", content: '{"mood":"one"}' },
      { role: "user", content: [{ type: "text", text: "sun" }] },
      { role: "assistant", content: [{ type: "text", text: '{"mood":"two"}', ...mark }] },
      { role: "user", content: [{ type: "text", text: "fog", ...mark }] },
    ]);
  });
});
