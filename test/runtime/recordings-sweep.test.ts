import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
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
import type { Adapter, FaultCode, ModelCall, ModelEvent } from "@outspec/runtime/providers/provider";
import { describe, it } from "vitest";
import { isSweep } from "../corpus.ts";
import { createRandom } from "../random.ts";
import { callOf, listen, type Pieces, replayStream, rowOf } from "./providers/replay.ts";

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
    readonly object?: unknown;
    readonly reasoning?: string;
    readonly refusal?: string;
    readonly tool_calls?: readonly { readonly name: string; readonly arguments: string }[];
    readonly finish_reason_raw?: string | number | null;
    readonly usage_raw?: unknown;
    readonly error?: RecordedError;
  };
}

/** An error in the provider's own words. */
interface RecordedError {
  readonly type?: string | null;
  readonly message?: string | null;
  readonly code?: string | number | null;
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

const thought = "a section of thought before the answer is reasoning, and no text of it";
const olderCalls = "the form of calls before there were tools, which is never asked for";
const key = "a key, of which the provider repeats some characters, is left out";
const olderEndpoint = "an answer of /api/generate, the older endpoint with other field names, which is never asked";

const wires: readonly Wire[] = [
  {
    file: "openai-chat",
    adapter: openaiChat,
    usage: chatUsage,
    exceptions: {
      "oc-groq-14e1959129": ["text", thought],
      "oc-huggingface-5c0fc25203": ["text", thought],
      "oc-llamacpp-43038f4626": ["object", "the fence around it is taken away by a repair, after the adapter"],
      "oc-openai-32844efe5c": ["message", key],
      "oc-openai-454e7f7d5f": ["arguments", olderCalls],
      "oc-openai-5d7e65d852": ["arguments", olderCalls],
      "oc-openai-8a32dbb9d3": ["arguments", olderCalls],
      "oc-openai-c3d8de8aa8": ["arguments", olderCalls],
      "oc-openai-e69c1b02e2": ["arguments", olderCalls],
      "oc-openrouter-69992257f4": ["arguments", "no text at all stands for a call without arguments, which is {}"],
    },
  },
  {
    file: "openai-responses",
    adapter: openaiResponses,
    usage: responsesUsage,
    exceptions: {
      "or-azure-14de153aa2": ["text", "four answers in one body, of which the first is read"],
      "or-azure-f69cb527b0": ["fault", "an answer of Chat Completions"],
      "or-deepseek-70d29c8f68": ["text", "the final answer without the commentary before it"],
      "or-openai-8c4f8ea36a": ["message", key],
      "or-openai-e22b72b09a": ["message", key],
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
  {
    file: "ollama",
    adapter: ollamaChat,
    usage: ollamaUsage,
    exceptions: {
      "ol-ollama-650e016513": ["text", olderEndpoint],
      "ol-ollama-cloud-92eb068296": ["text", olderEndpoint],
      "ol-ollama-cloud-b9e7da6956": ["text", olderEndpoint],
    },
  },
  { file: "bedrock-converse", adapter: bedrockConverse, usage: converseUsage },
  // Bedrock's InvokeModel.
  {
    file: "other",
    provider: "bedrock",
    adapter: anthropicMessages,
    row: rowOf("bedrock-anthropic"),
    usage: anthropicUsage,
    exceptions: {
      "ot-bedrock-eaa9a1e10b": ["arguments", "{} at the token limit is a call that was cut before its arguments"],
    },
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
  {
    file: "cohere-v2",
    adapter: cohereChat,
    usage: cohereUsage,
    exceptions: { "co-cohere-346c9b8ae3": ["message", key] },
  },
  // An error of the older API, which looks like those of this one.
  { file: "other", provider: "cohere", adapter: cohereChat },
];

/**
 * The words by which the recordings name errors, and what each is to us. The code of an error says more than its type,
 * and its type more than the status, which decides where neither is a word: see {@link statuses}.
 */
const errorWords: Readonly<Record<string, FaultCode>> = {
  // Codes: OpenAI and those that follow it, Azure, Mistral by number.
  insufficient_quota: "quota-exhausted",
  rate_limit_exceeded: "rate-limited",
  invalid_api_key: "unauthorized",
  model_not_found: "not-found",
  DeploymentNotFound: "not-found",
  decimal_above_max_value: "bad-request",
  invalid_image_url: "bad-request",
  unsupported_file: "bad-request",
  unsupported_value: "bad-request",
  "1300": "rate-limited",
  "3051": "bad-request",
  // Groq refuses what its own model wrote: the same request may well be answered.
  tool_use_failed: "server-error",
  // xAI.
  "invalid-argument": "bad-request",
  // Types: OpenAI, Anthropic, Mistral and those that follow them.
  authentication_error: "unauthorized",
  invalid_request_error: "bad-request",
  not_found_error: "not-found",
  overloaded_error: "overloaded",
  api_error: "server-error",
  server_error: "server-error",
  // Doubleword's type is the name of the status.
  "Bad Request": "bad-request",
  // Cohere's finish reason of an answer that failed.
  ERROR: "server-error",
  // Google's.
  CANCELLED: "server-error",
  FAILED_PRECONDITION: "bad-request",
  INVALID_ARGUMENT: "bad-request",
  NOT_FOUND: "not-found",
  PERMISSION_DENIED: "forbidden",
  RESOURCE_EXHAUSTED: "rate-limited",
  UNAVAILABLE: "overloaded",
  // The corpus's own word for a 200 with nothing in it.
  "no-usable-content": "server-error",
};

const statuses: Readonly<Record<number, FaultCode>> = {
  400: "bad-request",
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  422: "bad-request",
  500: "server-error",
};

const overflow = "its message tells that the prompt is too long for the model";
const schema = "its message tells that the schema, or the way of asking by one, was refused";
const unknownModel = "its message tells that there is no such model";

/** Errors that are something else to us than their word is, and why. */
const errorExceptions: Readonly<Record<string, readonly [code: FaultCode, why: string]>> = {
  "an-anthropic-21fb6933ac": ["schema-rejected", schema],
  "an-anthropic-2277b072ef": ["schema-rejected", schema],
  "an-anthropic-290c1ad6cc": ["context-overflow", overflow],
  "an-anthropic-bf4baa18d9": ["schema-rejected", schema],
  "an-anthropic-c0eeabb0c3": ["not-found", unknownModel],
  "be-bedrock-0dd6ad5948": ["context-overflow", overflow],
  "be-bedrock-f2df511fde": ["unauthorized", "the header x-amzn-errortype tells that the credentials are unknown"],
  "ge-gemini-2aa49a74ea": ["unauthorized", "its message tells that the key is wrong"],
  "ge-vertexai-a4fc5d9c0a": ["context-overflow", overflow],
  "ge-vertexai-c1c6f90788": ["forbidden", "its details tell that the caller's location is not served"],
  "oc-llamacpp-5ba193a45b": ["bad-request", "the 500 of a server that takes no image: waiting does not mend it"],
  "oc-llamacpp-6d1a2f246c": ["schema-rejected", schema],
  "oc-mistral-7103b4af35": ["overloaded", "a 429 for want of capacity, though its type is that of a bad request"],
  "oc-ollama-cloud-62e54fb0ad": ["unauthorized", "its type is that of every error there; the status tells"],
  "oc-openrouter-794b3aea61": ["context-overflow", overflow],
  "or-xai-4cbd8b36ea": ["not-found", unknownModel],
};

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
        const difference = differenceOf(wire, recording) ?? "read as the corpus reads it";
        assert.ok(difference.includes(`): ${what}`), `${recording.id}: ${difference}`);
      }
    });

    it(`give the same events wherever a stream is cut: ${title}`, () => {
      for (const [index, recording] of recordings.entries()) {
        if (!recording.stream || recording.response.status >= 300) continue;
        const call = callFor(wire, recording);
        const body = bytesOf(recording);
        const whole = replayStream(adapter, call, body, { every: body.length });
        // Long streams byte by byte are most of the time all of this takes.
        const bytewise: readonly Pieces[] = isSweep || body.length <= 20_000 ? [{ every: 1 }] : [];
        const random = createRandom(index);
        const sizes = () => Math.ceil(2000 ** random());
        const randomly = Array.from({ length: isSweep ? 10 : 2 }, (): Pieces => ({ sizes }));
        for (const pieces of [...bytewise, { every: 7 }, { every: 1460 }, ...randomly]) {
          const cut = "every" in pieces ? `every ${pieces.every} bytes` : `at random, by seed ${index}`;
          assert.deepEqual(replayStream(adapter, call, body, pieces), whole, `${recording.id}, cut ${cut}`);
        }
      }
    });
  }

  const all = existsSync(folder) ? wires.flatMap(read) : [];

  it("are all of the folder's, each of them once", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl.gz"));
    const stored = files.flatMap((name) => readFile(name.replace(".jsonl.gz", "")));
    const ids = (recordings: readonly Recording[]) => recordings.map(({ id }) => id).sort();
    assert.deepEqual(ids(all), ids(stored));
  });

  it("name errors in no other words than are listed, and in all of those", () => {
    const errors = all.flatMap(({ expect, response }) =>
      expect.error === undefined ? [] : [{ ...expect.error, status: response.status }],
    );
    const decisive = errors.map((error) => wordOf(error) ?? statusOf(error, error.status));
    const listed = [...Object.keys(errorWords), ...Object.keys(statuses).map(Number)];
    assert.deepEqual(new Set(decisive), new Set(listed));
  });

  it("are of another class than their word says only where it is listed", () => {
    for (const [id, [code]] of Object.entries(errorExceptions)) {
      const recording = all.find((candidate) => candidate.id === id);
      const error = recording?.expect.error;
      assert.ok(recording !== undefined && error !== undefined, id);
      assert.notEqual(codeByWord(error, recording.response.status), code, `${id} is no exception any more`);
    }
  });
});

/** The word of an error that decides, if one does. */
function wordOf({ type, code }: RecordedError): string | undefined {
  return [code, type].find((word): word is string => typeof word === "string" && Object.hasOwn(errorWords, word));
}

/** The status an error had, or has by its code within a 200. */
function statusOf({ code }: RecordedError, status: number): number {
  return status === 200 && typeof code === "number" ? code : status;
}

function codeByWord(error: RecordedError, status: number): FaultCode | undefined {
  const word = wordOf(error);
  return word === undefined ? statuses[statusOf(error, status)] : errorWords[word];
}

function differenceOf(wire: Wire, recording: Recording): string | undefined {
  try {
    check(wire, recording);
    return undefined;
  } catch (error) {
    return `${recording.id} (${recording.kind}): ${error instanceof Error ? error.message : String(error)}`;
  }
}

function read({ file, provider }: Wire): readonly Recording[] {
  return readFile(file).filter((recording) => provider === undefined || recording.provider === provider);
}

function readFile(name: string): readonly Recording[] {
  const lines = gunzipSync(readFileSync(join(folder, `${name}.jsonl.gz`)))
    .toString()
    .trimEnd()
    .split("\n");
  return lines.map((line): Recording => JSON.parse(line));
}

function bytesOf({ response }: Recording): Uint8Array {
  return Buffer.from(response.body, response.body_encoding);
}

function callFor(wire: Wire, { kind, tags, stream, expect }: Recording): ModelCall {
  const forced = kind === "structured-tool" || (kind === "truncated" && tags.includes("req:structured-tool"));
  const calls = expect.tool_calls ?? [];
  // Of several calls, the corpus takes that of the forced tool for the answer.
  const name = (calls.find((called) => called.arguments === expect.text) ?? calls[0])?.name;
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
    const [code] = errorExceptions[recording.id] ?? [codeByWord(expect.error, recording.response.status)];
    assert.equal(told.fault.code, code, "code");
    const { message } = expect.error;
    if (typeof message === "string") assert.equal(told.fault.message, message, "message");
    return;
  }
  assert.equal(told.fault, undefined, `fault: ${told.fault?.message}`);
  assert.ok(told.finish, "no finish");
  // The text of a forced tool is its arguments, which are compared below.
  if (call.mode !== "tool") assertSame(told.text, expect.text ?? "", "text");
  if (expect.object !== undefined) assert.deepEqual(tryParse(told.text), expect.object, "object");
  if (expect.reasoning !== undefined) assert.equal(told.reasoning, expect.reasoning, "reasoning");
  if (expect.refusal !== undefined) assert.equal(told.finish.refusal, expect.refusal, "refusal");
  assert.equal(told.finish.reason, expectedReason(recording), "finish reason");
  const counts = countsOf(recording);
  if (usage !== undefined && counts !== undefined) assert.deepEqual(told.usage, usage(counts), "usage");
  checkArguments(wire, recording);
}

/** The arguments of each tool's first call, as they are read when that tool was the forced one. */
function checkArguments(wire: Wire, recording: Recording): void {
  const calls = recording.expect.tool_calls ?? [];
  for (const { name, arguments: expected } of new Map(
    calls.toReversed().map((called) => [called.name, called]),
  ).values()) {
    const call = callOn(wire, { stream: recording.stream, mode: "tool", name });
    const { text } = listen(eventsOf(wire.adapter, recording, call));
    assertSame(text, expected, "arguments");
  }
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
