import type { FinishReason, Usage } from "../attempt.ts";
import { type AnswerSorter, createAnswerSorter, noEvents } from "./answer-sorter.ts";
import { createJsonStreamDecoder, decodeJsonBody, holdsError } from "./json-answer.ts";
import { asCount, asList, asObject, asText, type JsonObject } from "./json-values.ts";
import type { ModelCall, ModelEvent, StreamDecoder } from "./provider.ts";
import { createRepeatedJsonParser, type TextPlace, textPlace } from "./repeated-json.ts";

/** Reads a whole Chat Completions body. */
export function decodeChatBody(call: ModelCall, body: string): readonly ModelEvent[] {
  const reader = createReader(call, "message");
  return decodeJsonBody(call, body, {
    isError,
    lacks: ({ choices }) => (asList(choices).length === 0 ? "choices" : undefined),
    read: (completion) => [...reader.read(completion), ...reader.finish()],
  });
}

/** Starts reading streamed chunks of a Chat Completions answer. */
export function createChatStreamDecoder(call: ModelCall): StreamDecoder {
  const { read, hasFinishReason, finish } = createReader(call, "delta");
  return createJsonStreamDecoder(
    call,
    {
      isError,
      read,
      done: finish,
      // Perplexity and GPUStack never send [DONE]; a finish reason is as good. Without either the answer is cut.
      close: () => (hasFinishReason() ? finish() : noEvents),
    },
    createRepeatedJsonParser(placeOfText),
  );
}

/** Where the piece of text stands that a chunk brings: of the answer, of a tool's arguments or of reasoning. */
function placeOfText(value: unknown): TextPlace | undefined {
  const choice = asObject(asList(asObject(value)?.["choices"])[0]);
  const delta = asObject(choice?.["delta"]);
  const called = asObject(asObject(asList(delta?.["tool_calls"])[0])?.["function"]);
  return textPlace(delta, "content") ?? textPlace(called, "arguments") ?? textPlace(delta, "reasoning_content");
}

function isError(body: JsonObject): boolean {
  return holdsError(body) || body["object"] === "error" || body["type"] === "error";
}

/**
 * Reads chunks and whole completions alike: a `message` is a `delta` that says everything at once. Perplexity sends
 * both keys in both, so each reads its own and falls back on the other.
 */
interface Reader {
  read(chunk: JsonObject): readonly ModelEvent[];
  hasFinishReason(): boolean;
  finish(): readonly ModelEvent[];
}

function createReader(call: ModelCall, key: "delta" | "message"): Reader {
  const answer = createAnswerSorter(call);
  let readToolCalls: ToolCallReader | undefined;
  let usage: Usage | undefined;
  let finishReason: string | undefined;
  let nativeFinishReason: string | undefined;
  let model: unknown;

  function readDelta(delta: JsonObject): readonly ModelEvent[] {
    const content = delta["content"];
    answer.refusal(asText(delta["refusal"]));
    // Most chunks hold a piece of text and nothing else.
    const toolCalls = delta["tool_calls"];
    const thought = reasoningOf(delta);
    if (typeof content === "string" && thought === undefined && toolCalls === undefined) return answer.text(content);
    readToolCalls ??= createToolCallReader(answer);
    return [...answer.reasoning(thought), ...readContent(content, answer), ...readToolCalls(asList(toolCalls))];
  }

  function countUsage(chunk: JsonObject): readonly ModelEvent[] {
    const counted = asObject(chunk["usage"]) ?? asObject(asObject(chunk["x_groq"])?.["usage"]);
    if (counted === undefined) return noEvents;
    usage = readUsage(counted, call.row.reasoningApart === true);
    return [{ type: "usage", usage }];
  }

  function readChoice(choice: JsonObject): readonly ModelEvent[] {
    finishReason = asText(choice["finish_reason"]) ?? finishReason;
    nativeFinishReason = asText(choice["native_finish_reason"]) ?? nativeFinishReason;
    const delta = asObject(choice[key]) ?? asObject(choice["delta"]) ?? asObject(choice["message"]);
    return delta === undefined ? noEvents : readDelta(delta);
  }

  return {
    read(chunk) {
      // Azure leaves it empty in its first chunk.
      model ||= chunk["model"];
      const counted = countUsage(chunk);
      const choice = firstChoice(chunk);
      const said = choice === undefined ? noEvents : readChoice(choice);
      return counted.length === 0 ? said : [...counted, ...said];
    },
    hasFinishReason: () => finishReason !== undefined,
    // Mapped at the very end: a refusal may follow the finish reason.
    finish: () => answer.finish(mapFinishReason(finishReason, nativeFinishReason), usage, model),
  };
}

/** Choice 0; with `n` above 1 the choices of a stream are interleaved. */
function firstChoice(chunk: JsonObject): JsonObject | undefined {
  for (const item of asList(chunk["choices"])) {
    const choice = asObject(item);
    if (choice !== undefined && (choice["index"] ?? 0) === 0) return choice;
  }
  return undefined;
}

/** Servers use one of three keys, and some two of them for the same text. Source: traffic-oddities.md item 12. */
function reasoningOf(delta: JsonObject): string | undefined {
  const text = asText(delta["reasoning_content"]) ?? asText(delta["reasoning"]);
  if (text !== undefined) return text;
  if (delta["reasoning_details"] === undefined) return undefined;
  const details = asList(delta["reasoning_details"]).map((item) => {
    const detail = asObject(item);
    return asText(detail?.["text"]) ?? asText(detail?.["summary"]) ?? "";
  });
  return asText(details.join(""));
}

/** Text, or Mistral's list of text and thinking parts, or the object itself as Cloudflare sends it. */
function readContent(content: unknown, answer: AnswerSorter): readonly ModelEvent[] {
  if (typeof content === "string") return answer.text(content);
  if (!Array.isArray(content)) {
    return asObject(content) === undefined ? noEvents : answer.text(JSON.stringify(content));
  }
  return content.flatMap((item) => {
    const part = asObject(item);
    if (part?.["type"] !== "thinking") return answer.text(asText(part?.["text"]));
    const thinking = asList(part["thinking"]).map((thought) => asText(asObject(thought)?.["text"]) ?? "");
    return answer.reasoning(asText(part["thinking"]) ?? thinking.join(""));
  });
}

type ToolCallReader = (items: readonly unknown[]) => readonly ModelEvent[];

/** Reads the arguments of the forced tool's first call out of all calls, which arrive in pieces told apart by index. */
function createToolCallReader(answer: AnswerSorter): ToolCallReader {
  const calls = new Map<number, { readonly id: string | undefined; readonly isAnswer: boolean }>();
  let latest = -1;

  return (items) =>
    items.flatMap((item) => {
      const piece = asObject(item);
      const called = asObject(piece?.["function"]);
      if (piece === undefined || called === undefined) return noEvents;
      const id = asText(piece["id"]);
      const name = asText(called["name"]);
      // Mistral leaves the index out and sends every call whole; Gemini's compatible endpoint calls all of them 0.
      const index = asCount(piece["index"]) ?? (id === undefined && name === undefined ? latest : latest + 1);
      const known = calls.get(index);
      const isNew =
        known === undefined || (id !== undefined && name !== undefined && known.id !== undefined && id !== known.id);
      const current = isNew ? { id, isAnswer: answer.beginCall(name) } : known;
      calls.set(index, current);
      latest = Math.max(latest, index);
      if (!current.isAnswer) return noEvents;
      const { arguments: written } = called;
      return answer.callArguments(
        typeof written === "string" ? written : written ? JSON.stringify(written) : undefined,
      );
    });
}

/** Source: providers.md, section 5.6. */
function mapFinishReason(reason: string | undefined, native: string | undefined): FinishReason {
  // OpenRouter says `tool_calls` for a tool call that was cut; only the reason of the provider behind it tells.
  if (native !== undefined && /^(?:max_(?:output_)?tokens|length)$/i.test(native)) return "length";
  switch (reason) {
    case "stop":
    case "eos":
      return "stop";
    case "length":
    case "model_length":
      return "length";
    case "tool_calls":
    case "function_call":
      return "tool-call";
    case "content_filter":
    case "sensitive":
      return "content-filter";
    case "error":
    case "insufficient_system_resource":
      return "error";
    default:
      return "other";
  }
}

/** Source: providers.md, section 2, the rows of the Chat Completions family. */
function readUsage(usage: JsonObject, reasoningApart: boolean): Usage {
  const inputDetails = asObject(usage["prompt_tokens_details"]) ?? asObject(usage["prompt_token_details"]);
  const outputDetails = asObject(usage["completion_tokens_details"]);
  const prompt = asCount(usage["prompt_tokens"]) ?? 0;
  const completion = asCount(usage["completion_tokens"]) ?? 0;
  const reasoning = asCount(outputDetails?.["reasoning_tokens"]) ?? asCount(usage["reasoning_tokens"]);
  const cacheRead =
    asCount(inputDetails?.["cached_tokens"]) ??
    asCount(usage["prompt_cache_hit_tokens"]) ??
    asCount(usage["num_cached_tokens"]) ??
    asCount(usage["cached_tokens"]);
  const cacheWrite =
    asCount(inputDetails?.["cache_write_tokens"]) ?? asCount(inputDetails?.["cache_creation_input_tokens"]);
  // Gateways lead to models of those who leave reasoning out of the completion; some totals give them away.
  const unaccounted = (asCount(usage["total_tokens"]) ?? 0) - prompt - completion;
  const isApart = reasoningApart || unaccounted === reasoning;
  const outputTotal = isApart ? completion + (reasoning ?? 0) : completion;
  return {
    input: {
      // xAI may count cached tokens apart, in which case they exceed the total.
      total: cacheRead !== undefined && cacheRead > prompt ? prompt + cacheRead : prompt,
      ...(cacheRead === undefined ? {} : { cacheRead }),
      ...(cacheWrite === undefined ? {} : { cacheWrite }),
    },
    output: { total: outputTotal, ...(reasoning === undefined ? {} : { reasoning }) },
  };
}
