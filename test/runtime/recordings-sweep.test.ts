import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { FinishReason, Usage } from "@outspec/runtime/attempt";
import type { ProviderRow } from "@outspec/runtime/facts/provider-row";
import { anthropicMessages } from "@outspec/runtime/providers/anthropic";
import { bedrockConverse } from "@outspec/runtime/providers/bedrock-converse";
import { cohereChat } from "@outspec/runtime/providers/cohere";
import { geminiContent } from "@outspec/runtime/providers/gemini";
import { ollamaChat } from "@outspec/runtime/providers/ollama";
import { openaiChat } from "@outspec/runtime/providers/openai-chat";
import { openaiResponses } from "@outspec/runtime/providers/openai-responses";
import type { Adapter, ModelCall, ModelEvent } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { callOf, listen, replayStream, rowOf, type Told } from "./providers/replay.ts";

/** Real traffic, kept outside of the repository. */
const folder = join(import.meta.dirname, "../../../shared/recordings");

interface Recording {
  readonly id: string;
  readonly provider: string;
  readonly stream: boolean;
  readonly kind: string;
  readonly tags: readonly string[];
  readonly request: { readonly path: string };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly body_encoding: "utf8" | "base64";
  };
  readonly expect: {
    readonly text?: string;
    readonly reasoning?: string;
    readonly refusal?: string;
    readonly tool_calls?: readonly { readonly name: string; readonly arguments: string }[];
    readonly finish_reason_raw?: string | number | null;
    readonly usage_raw?: unknown;
    readonly error?: { readonly type?: string | null; readonly message?: string | null };
  };
}

type Count = number | undefined;

/** Counts as the corpus took them from the body. */
interface Counts {
  readonly provider: string;
  /** The first of these fields that is there; a dot leads into an object. */
  readonly of: (...paths: readonly string[]) => Count;
}

interface Wire {
  readonly file: string;
  /** Of the recordings in the file, those of this provider alone. */
  readonly provider?: string;
  readonly adapter: Adapter;
  /** The row of the provider, where streams come in another framing than is usual for the wire. */
  readonly row?: ProviderRow;
  /** Its counts by a table kept apart from the adapter's; absent: they are not compared. */
  readonly usage?: (counts: Counts) => Usage | undefined;
  /** Recordings that are read otherwise than the corpus reads them: in what, and why. */
  readonly exceptions?: Readonly<Record<string, readonly [what: string, why: string]>>;
}

const wires: readonly Wire[] = [
  { file: "openai-chat", adapter: openaiChat, usage: chatUsage },
  {
    file: "openai-responses",
    adapter: openaiResponses,
    usage: responsesUsage,
    exceptions: {
      "or-azure-14de153aa2": ["text", "four answers in one body, of which the first is read"],
      "or-azure-f69cb527b0": ["fault", "an answer of Chat Completions"],
      "or-deepseek-70d29c8f68": ["text", "the final answer without the commentary before it"],
      "or-openai-18b8a25044": ["text", "the final answer without the commentary before it"],
      "or-openai-60b8cae5f5": ["arguments", "the recorder rewrote the path in the whole text and not in its pieces"],
      "or-openai-eabbd6aec0": ["finish reason", "commentary before the call of a tool is no answer"],
    },
  },
  {
    file: "anthropic",
    adapter: anthropicMessages,
    usage: anthropicUsage,
    exceptions: {
      "an-anthropic-17cf4c2930": ["usage", "two answers in one body, of which the first is read"],
      "an-anthropic-80c5cf0a2a": ["usage", "tokens of the compaction, which are counted apart"],
      "an-anthropic-a64ed5dd0d": ["usage", "two answers in one body, of which the first is read"],
      "an-anthropic-cc6aa85bb3": ["usage", "tokens of the compaction, which are counted apart"],
    },
  },
  { file: "ollama", adapter: ollamaChat, usage: ollamaUsage },
  { file: "bedrock-converse", adapter: bedrockConverse, usage: converseUsage },
  // Bedrock's InvokeModel.
  {
    file: "other",
    provider: "bedrock",
    adapter: anthropicMessages,
    row: rowOf("bedrock-anthropic"),
    usage: anthropicUsage,
  },
  {
    file: "gemini",
    adapter: geminiContent,
    usage: geminiUsage,
    exceptions: {
      "ge-gemini-2dbaf7db43": ["finish reason", "a call whose arguments are streamed, which the corpus does not read"],
      "ge-gemini-a937708297": ["finish reason", "a call whose arguments are streamed, which the corpus does not read"],
      "ge-vertexai-2bf06e9187": ["no fault", "a stream that never says how it ended is interrupted"],
      "ge-vertexai-6718f54a42": ["message", "a message is cut to what a person reads of it"],
    },
  },
  { file: "cohere-v2", adapter: cohereChat, usage: cohereUsage },
  // An error of the older API, which looks like those of this one.
  { file: "other", provider: "cohere", adapter: cohereChat },
];

describe.skipIf(!existsSync(folder))(`the recordings in ${folder}, which this machine may not have`, () => {
  for (const wire of wires) {
    const { file, provider, adapter, exceptions = {} } = wire;
    const title = provider === undefined ? file : `${file}, of ${provider}`;
    const recordings = existsSync(folder) ? read(wire) : [];

    it(`are all read as the corpus reads them: ${title}`, () => {
      const differences = recordings.flatMap((recording) => {
        const difference = differenceOf(wire, recording);
        return difference === undefined || recording.id in exceptions ? [] : [difference];
      });
      assert.deepEqual(differences, []);
      assert.ok(recordings.length > 0);
    });

    it(`are read otherwise only where it is listed: ${title}`, () => {
      const known = recordings.filter(({ id }) => id in exceptions);
      assert.equal(known.length, Object.keys(exceptions).length);
      for (const recording of known) {
        const [what] = exceptions[recording.id] ?? [];
        assert.ok(differenceOf(wire, recording)?.includes(`): ${what}`), recording.id);
      }
    });

    it(`give the same events wherever a stream is cut: ${title}`, () => {
      for (const recording of recordings) {
        if (!recording.stream || recording.response.status !== 200) continue;
        const call = callFor(wire, recording);
        const body = bytesOf(recording);
        const whole = replayStream(adapter, call, body, { every: 1 << 30 });
        for (const every of [1, 7, 1460]) {
          if (every === 1 && body.length > 20_000) continue;
          assert.deepEqual(replayStream(adapter, call, body, { every }), whole, recording.id);
        }
      }
    });
  }
});

function differenceOf(wire: Wire, recording: Recording): string | undefined {
  try {
    check(wire, recording);
    return undefined;
  } catch (error) {
    return `${recording.id} (${recording.kind}): ${error instanceof Error ? error.message : String(error)}`;
  }
}

function read({ file, provider }: Wire): readonly Recording[] {
  const lines = gunzipSync(readFileSync(join(folder, `${file}.jsonl.gz`)))
    .toString()
    .trimEnd()
    .split("\n");
  const recordings = lines
    .map((line): Recording => JSON.parse(line))
    .filter((recording) => provider === undefined || recording.provider === provider);
  // Ollama's older endpoint, with other field names, which is never asked.
  return recordings.filter(({ request }) => !request.path.endsWith("/api/generate"));
}

function bytesOf({ response }: Recording): Uint8Array {
  return Buffer.from(response.body, response.body_encoding);
}

function callFor(wire: Wire, { kind, tags, stream, expect }: Recording): ModelCall {
  const forced = kind === "structured-tool" || (kind === "truncated" && tags.includes("req:structured-tool"));
  const name = expect.tool_calls?.[0]?.name;
  const mode = forced && name !== undefined ? "tool" : "prompt";
  return callOn(wire, { stream, mode, name: name ?? "result" });
}

function callOn({ row }: Wire, more: Partial<ModelCall>): ModelCall {
  return callOf({ ...(row === undefined ? {} : { row }), ...more });
}

function eventsOf(adapter: Adapter, recording: Recording, call: ModelCall): readonly ModelEvent[] {
  const { response, stream } = recording;
  if (response.status >= 300) return [{ type: "fault", fault: adapter.decodeFault(response, response.body) }];
  return stream ? replayStream(adapter, call, bytesOf(recording)) : adapter.decodeBody(call, response.body);
}

function check(wire: Wire, recording: Recording): void {
  const { adapter, usage } = wire;
  const { expect } = recording;
  const call = callFor(wire, recording);
  const told = listen(eventsOf(adapter, recording, call));
  if (expect.error !== undefined) {
    assert.ok(told.fault, "no fault");
    assert.equal(told.finish, undefined);
    const { message } = expect.error;
    if (typeof message === "string") assert.equal(withoutKey(told.fault.message), withoutKey(message), "message");
    return;
  }
  assert.equal(told.fault, undefined, `fault: ${told.fault?.message}`);
  assert.ok(told.finish, "no finish");
  if (call.mode !== "tool") checkText(told, expect.text ?? "");
  if (expect.reasoning !== undefined) assert.equal(told.reasoning, expect.reasoning, "reasoning");
  if (expect.refusal !== undefined) assert.equal(told.finish.refusal, expect.refusal, "refusal");
  assert.equal(told.finish.reason, expectedReason(recording), "finish reason");
  const counts = countsOf(recording);
  if (usage !== undefined && counts !== undefined) assert.deepEqual(told.usage, usage(counts), "usage");
  checkArguments(wire, recording);
}

/** The corpus takes a `<think>` section before an answer for text. */
function checkText({ text, reasoning }: Told, expected: string): void {
  const [whole, before = "", thought = "", after = ""] = /^(\s*)<think>(.*?)<\/think>(.*)$/s.exec(expected) ?? [];
  assertSame(text, whole === undefined ? expected : before + after, "text");
  if (whole !== undefined) assert.equal(reasoning, thought, "reasoning");
}

/** Of a key, providers repeat some characters, with or without the full stop that follows. */
function withoutKey(message: string): string {
  return message.replace(/(API key provided: )\S+/, "$1[redacted]");
}

/** The arguments of the first call, as they are read when its tool was the forced one. */
function checkArguments(wire: Wire, recording: Recording): void {
  const { tool_calls: calls, finish_reason_raw: reason } = recording.expect;
  const called = calls?.[0];
  // The form of calls before there were tools, which is never asked for.
  if (called === undefined || reason === "function_call") return;
  const call = callOn(wire, { stream: recording.stream, mode: "tool", name: called.name });
  const { text } = listen(eventsOf(wire.adapter, recording, call));
  // A call without arguments is the empty object, unless it was cut.
  if (called.arguments !== "" || text !== "{}") assertSame(text, called.arguments, "arguments");
}

/** Wires that carry an answer as an object have no text to compare. */
function assertSame(actual: string, expected: string, what: string): void {
  if (actual !== expected) assert.deepEqual(tryParse(actual), tryParse(expected), what);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The finish reason by the corpus's own reading of the body, through a table kept apart from the adapters'. */
function expectedReason({ id, kind, tags, expect }: Recording): FinishReason {
  // A number where enums are encoded as such.
  const raw = expect.finish_reason_raw?.toString().toLowerCase();
  if (raw === "content_filter" || raw === "guardrail_intervened") return "content-filter";
  if (raw === "safety" || raw?.startsWith("blockreason:") === true) return "content-filter";
  if (raw === "unexpected_tool_call") return "error";
  if (expect.refusal !== undefined || raw === "refusal") return "refusal";
  if (kind === "truncated") return "length";
  const completed = raw === "completed" || raw === "complete";
  // Responses and Gemini have no word of their own for an answer that ends in a call. Gemini's 1 is its STOP.
  const stopped = id.startsWith("ge-") && (raw === "stop" || raw === "1");
  const calls = (completed || stopped) && expect.tool_calls !== undefined;
  if (calls || raw === "tool_calls" || raw === "tool_call" || raw === "tool_use" || raw === "function_call") {
    const answered = kind === "structured-tool" || (expect.text ?? "").trim() !== "";
    return answered || tags.includes("req:structured-tool") ? "stop" : "tool-call";
  }
  if (completed || stopped || raw === "stop" || raw === "end_turn" || raw === "stop_sequence" || raw === "eos")
    return "stop";
  return "other";
}

function countsOf({ provider, expect }: Recording): Counts | undefined {
  const raw: unknown = expect.usage_raw;
  if (typeof raw !== "object" || raw === null) return undefined;
  const at = (path: string) =>
    path
      .split(".")
      .reduce<unknown>((value, key) => (value instanceof Object ? Reflect.get(value, key) : undefined), raw);
  return {
    provider,
    of: (...paths) => paths.map(at).find((value): value is number => typeof value === "number"),
  };
}

function usageFrom(input: number, cacheRead: Count, cacheWrite: Count, output: number, reasoning: Count): Usage {
  return {
    input: {
      total: input,
      ...(cacheRead === undefined ? {} : { cacheRead }),
      ...(cacheWrite === undefined ? {} : { cacheWrite }),
    },
    output: { total: output, ...(reasoning === undefined ? {} : { reasoning }) },
  };
}

function responsesUsage({ of }: Counts): Usage {
  const input = of("input_tokens") ?? 0;
  const cached = of("input_tokens_details.cached_tokens");
  return usageFrom(
    cached !== undefined && cached > input ? input + cached : input,
    cached,
    of("input_tokens_details.cache_write_tokens"),
    of("output_tokens") ?? 0,
    of("output_tokens_details.reasoning_tokens"),
  );
}

function chatUsage({ provider, of }: Counts): Usage {
  const prompt = of("prompt_tokens") ?? 0;
  const cached = of(
    "prompt_tokens_details.cached_tokens",
    "prompt_token_details.cached_tokens",
    "prompt_cache_hit_tokens",
    "num_cached_tokens",
    "cached_tokens",
  );
  const reasoning = of("completion_tokens_details.reasoning_tokens", "reasoning_tokens");
  const apart = provider === "xai" || provider === "perplexity" ? (reasoning ?? 0) : 0;
  return usageFrom(
    cached !== undefined && cached > prompt ? prompt + cached : prompt,
    cached,
    of("prompt_tokens_details.cache_write_tokens", "prompt_tokens_details.cache_creation_input_tokens"),
    (of("completion_tokens") ?? 0) + apart,
    reasoning,
  );
}

function anthropicUsage({ of }: Counts): Usage {
  const read = of("cache_read_input_tokens") ?? 0;
  const write = of("cache_creation_input_tokens") ?? 0;
  const reasoning = of("output_tokens_details.thinking_tokens");
  return usageFrom((of("input_tokens") ?? 0) + read + write, read, write, of("output_tokens") ?? 0, reasoning);
}

function converseUsage({ of }: Counts): Usage {
  const read = of("cacheReadInputTokens");
  const write = of("cacheWriteInputTokens");
  const input = (of("inputTokens") ?? 0) + (read ?? 0) + (write ?? 0);
  return usageFrom(input, read, write, of("outputTokens") ?? 0, undefined);
}

function ollamaUsage({ of }: Counts): Usage | undefined {
  const input = of("prompt_eval_count");
  const output = of("eval_count");
  if (input === undefined && output === undefined) return undefined;
  return usageFrom(input ?? 0, undefined, undefined, output ?? 0, undefined);
}

function cohereUsage({ of }: Counts): Usage | undefined {
  const input = of("tokens.input_tokens");
  if (input === undefined) return undefined;
  const cached = of("cached_tokens");
  const output = of("tokens.output_tokens") ?? 0;
  return usageFrom(input + (of("tokens.image_tokens") ?? 0), cached, undefined, output, of("tokens.reasoning_tokens"));
}

function geminiUsage({ of }: Counts): Usage | undefined {
  const thoughts = of("thoughtsTokenCount");
  return usageFrom(
    (of("promptTokenCount") ?? 0) + (of("toolUsePromptTokenCount") ?? 0),
    of("cachedContentTokenCount"),
    undefined,
    (of("candidatesTokenCount") ?? 0) + (thoughts ?? 0),
    thoughts,
  );
}
