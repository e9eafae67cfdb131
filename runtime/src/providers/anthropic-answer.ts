import type { FinishReason, Usage } from "../attempt.ts";
import { createAnswerSorter, faultEvent, noEvents } from "./answer-sorter.ts";
import { createJsonStreamDecoder, decodeJsonBody, holdsError } from "./json-answer.ts";
import { asCount, asList, asObject, asText, type JsonObject, parseJson } from "./json-values.ts";
import { textOfBase64 } from "./media.ts";
import type { ModelCall, ModelEvent, StreamDecoder } from "./provider.ts";
import { createRepeatedJsonParser, type TextPlace, textPlace } from "./repeated-json.ts";

/** Reads a whole Messages body: the same reader as for streams, given every block at once. */
export function decodeMessagesBody(call: ModelCall, body: string): readonly ModelEvent[] {
  return decodeJsonBody(call, body, {
    isError,
    lacks: ({ content }) => (Array.isArray(content) ? undefined : "content"),
    read: (message) => createReader(call).readMessage(message),
  });
}

/** Starts reading the events of a streamed Messages answer. Only message_stop completes it. Source: providers.md, section 7.5. */
export function createMessagesStreamDecoder(call: ModelCall): StreamDecoder {
  const { readEvent, readMessage } = createReader(call);
  const parse = createRepeatedJsonParser(placeOfText);
  return createJsonStreamDecoder(
    call,
    {
      isError,
      // A server that does not stream answers with the whole message.
      read: (body) => (body["type"] === "message" ? readMessage(body) : readEvent(body)),
    },
    (text, event) => {
      const told = event === "chunk" ? textOfChunk(text) : text;
      return told === undefined ? undefined : parse(told);
    },
  );
}

/** The event inside a frame of Bedrock's InvokeModel, or the frame itself where a proxy has unwrapped it. Source: providers.md, section 7.1. */
function textOfChunk(data: string): string | undefined {
  const payload = asObject(parseJson(data));
  const bytes = asText(payload?.["bytes"]);
  if (bytes !== undefined) return textOfBase64(bytes);
  return payload?.["type"] === undefined ? undefined : data;
}

/** Where the piece of text stands that a delta brings: of the answer, of a tool's input or of thinking. */
function placeOfText(value: unknown): TextPlace | undefined {
  const delta = asObject(asObject(value)?.["delta"]);
  return textPlace(delta, "text") ?? textPlace(delta, "partial_json") ?? textPlace(delta, "thinking");
}

function isError(body: JsonObject): boolean {
  return holdsError(body) || body["type"] === "error";
}

interface Reader {
  readEvent(event: JsonObject): readonly ModelEvent[];
  readMessage(message: JsonObject): readonly ModelEvent[];
}

function createReader(call: ModelCall): Reader {
  const answer = createAnswerSorter(call);
  let usage: JsonObject | undefined;
  let stopReason: string | undefined;
  let model: unknown;
  let begun = false;
  // The block that holds the arguments of the forced tool, and the arguments it brought along at its start.
  let answerBlock: unknown;
  let initialArguments: string | undefined;

  function track(events: readonly ModelEvent[]): readonly ModelEvent[] {
    begun ||= events.length > 0;
    return events;
  }

  function countUsage(more: unknown): readonly ModelEvent[] {
    // The counts of message_delta are cumulative, and some are missing there.
    const counted = asObject(more);
    if (counted === undefined) return noEvents;
    usage = { ...usage, ...withoutNull(counted) };
    return [{ type: "usage", usage: readUsage(usage) }];
  }

  function begin(message: JsonObject): readonly ModelEvent[] {
    model = message["model"];
    return countUsage(message["usage"]);
  }

  function beginBlock(index: unknown, block: JsonObject): readonly ModelEvent[] {
    switch (block["type"]) {
      case "text":
        return answer.text(asText(block["text"]));
      case "thinking":
        return answer.reasoning(asText(block["thinking"]));
      case "tool_use": {
        if (!answer.beginCall(asText(block["name"]))) return noEvents;
        answerBlock = index;
        const { input } = block;
        const isEmpty = input === undefined || input === null || JSON.stringify(input) === "{}";
        initialArguments = isEmpty ? undefined : JSON.stringify(input);
        return noEvents;
      }
      // Server tools, their results, compaction and fallback marks are no part of an answer.
      default:
        return noEvents;
    }
  }

  function readDelta(index: unknown, delta: JsonObject): readonly ModelEvent[] {
    switch (delta["type"]) {
      case "text_delta":
        return answer.text(asText(delta["text"]));
      case "thinking_delta":
        return answer.reasoning(asText(delta["thinking"]));
      case "input_json_delta": {
        const piece = asText(delta["partial_json"]);
        if (piece === undefined || answerBlock === undefined || index !== answerBlock) return noEvents;
        // What streams is the whole input; what came with the start would double it.
        initialArguments = undefined;
        return answer.callArguments(piece);
      }
      default:
        return noEvents;
    }
  }

  function endBlock(index: unknown): readonly ModelEvent[] {
    if (answerBlock === undefined || index !== answerBlock) return noEvents;
    answerBlock = undefined;
    const whole = initialArguments;
    initialArguments = undefined;
    return answer.callArguments(whole);
  }

  function readStop(level: JsonObject): void {
    stopReason = asText(level["stop_reason"]) ?? stopReason;
    answer.refusal(stopReason === "refusal" ? asText(asObject(level["stop_details"])?.["explanation"]) : undefined);
  }

  function finish(): readonly ModelEvent[] {
    return answer.finish(mapStopReason(stopReason), usage === undefined ? undefined : readUsage(usage), model);
  }

  return {
    readEvent(event) {
      const index = event["index"];
      switch (event["type"]) {
        case "message_start":
          // A proxy that moves to another model in the middle starts again: texts of two models are never joined.
          if (begun)
            return faultEvent({ code: "interrupted", message: "the provider started a second answer in one stream" });
          return begin(asObject(event["message"]) ?? {});
        case "content_block_start":
          return track(beginBlock(index, asObject(event["content_block"]) ?? {}));
        case "content_block_delta":
          return track(readDelta(index, asObject(event["delta"]) ?? {}));
        case "content_block_stop":
          return track(endBlock(index));
        case "message_delta":
          readStop(asObject(event["delta"]) ?? {});
          return countUsage(event["usage"]);
        case "message_stop":
          return finish();
        default:
          return noEvents;
      }
    },
    readMessage(message) {
      begin(message);
      readStop(message);
      const events = asList(message["content"]).flatMap((item, index) => [
        ...beginBlock(index, asObject(item) ?? {}),
        ...endBlock(index),
      ]);
      return [...events, ...finish()];
    },
  };
}

/** Source: providers.md, section 7.4. */
function mapStopReason(reason: string | undefined): FinishReason {
  switch (reason) {
    case "end_turn":
    case "stop_sequence":
    case "pause_turn":
      return "stop";
    case "tool_use":
      return "tool-call";
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "refusal":
      return "refusal";
    default:
      return "other";
  }
}

/** Source: providers.md, section 2: `input_tokens` excludes what was read from and written to the cache. */
function readUsage(usage: JsonObject): Usage {
  const iterations = asList(usage["iterations"]).map((item) => asObject(item) ?? {});
  const isFallback = iterations.some((item) => item["type"] === "fallback_message");
  const billed = iterations.filter((item) => item["type"] === "message" || item["type"] === "compaction");
  const levels = isFallback || billed.length === 0 ? [usage] : billed;
  const sum = (name: string) => levels.reduce((total, level) => total + (asCount(level[name]) ?? 0), 0);
  const cacheRead = sum("cache_read_input_tokens");
  const cacheWrite = sum("cache_creation_input_tokens");
  const reasoning = asCount(asObject(usage["output_tokens_details"])?.["thinking_tokens"]);
  return {
    input: { total: sum("input_tokens") + cacheRead + cacheWrite, cacheRead, cacheWrite },
    output: { total: sum("output_tokens"), ...(reasoning === undefined ? {} : { reasoning }) },
  };
}

function withoutNull(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
