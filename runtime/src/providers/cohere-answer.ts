import type { FinishReason, Usage } from "../attempt.ts";
import { createAnswerSorter, faultEvent, noEvents } from "./answer-sorter.ts";
import { classifyErrorValue } from "./classify.ts";
import { createJsonStreamDecoder, decodeJsonBody, holdsError } from "./json-answer.ts";
import { asCount, asList, asObject, asText, type JsonObject } from "./json-values.ts";
import type { ModelCall, ModelEvent, StreamDecoder } from "./provider.ts";
import { secretsOf } from "./redact.ts";
import { createRepeatedJsonParser, type TextPlace, textPlace } from "./repeated-json.ts";

/** Reads a whole Cohere v2 body. Source: providers.md, section 10. */
export function decodeCohereBody(call: ModelCall, body: string): readonly ModelEvent[] {
  return decodeJsonBody(call, body, {
    isError,
    lacks: ({ message }) => (asObject(message) === undefined ? "a message" : undefined),
    read: (response) => createReader(call).readResponse(response),
  });
}

/**
 * Starts reading the events of a streamed Cohere v2 answer. Only message-end completes it; `[DONE]`, which some send
 * after it, does not. Sources: providers.md, section 10; traffic-oddities.md, item 35.
 */
export function createCohereStreamDecoder(call: ModelCall): StreamDecoder {
  const { readEvent, readResponse } = createReader(call);
  return createJsonStreamDecoder(
    call,
    {
      isError,
      // A server that does not stream answers with the whole message.
      read: (body) => (asObject(body["message"]) === undefined ? readEvent(body) : readResponse(body)),
    },
    createRepeatedJsonParser(placeOfText),
  );
}

/** Where the piece of text stands that a delta brings: of the answer, of thinking, of a plan or of a tool's arguments. */
function placeOfText(value: unknown): TextPlace | undefined {
  const message = asObject(asObject(asObject(value)?.["delta"])?.["message"]);
  const content = asObject(message?.["content"]);
  return (
    textPlace(content, "text") ??
    textPlace(content, "thinking") ??
    textPlace(calledIn(message), "arguments") ??
    textPlace(message, "tool_plan")
  );
}

/** The function of the one call that an event of a stream is about. */
function calledIn(message: JsonObject | undefined): JsonObject | undefined {
  return asObject(asObject(message?.["tool_calls"])?.["function"]);
}

function isError(body: JsonObject): boolean {
  return holdsError(body) || asText(body["message"]) !== undefined || body["type"] === "error";
}

interface Reader {
  readEvent(event: JsonObject): readonly ModelEvent[];
  readResponse(response: JsonObject): readonly ModelEvent[];
}

function createReader(call: ModelCall): Reader {
  const answer = createAnswerSorter(call);
  // The call whose arguments are the answer, once it began.
  let answerCall: { readonly index: unknown } | undefined;

  function readContent(content: JsonObject | undefined): readonly ModelEvent[] {
    const text = asText(content?.["text"]);
    return text === undefined ? answer.reasoning(asText(content?.["thinking"])) : answer.text(text);
  }

  function readCall(index: unknown, called: JsonObject | undefined): readonly ModelEvent[] {
    if (answerCall === undefined || index !== answerCall.index) return noEvents;
    return answer.callArguments(asText(called?.["arguments"]));
  }

  function beginCall(index: unknown, called: JsonObject | undefined): readonly ModelEvent[] {
    if (answer.beginCall(asText(called?.["name"]))) answerCall = { index };
    return readCall(index, called);
  }

  /** The end of a stream and a whole response say it alike. */
  function finish(end: JsonObject): readonly ModelEvent[] {
    if (holdsError(end)) return faultEvent(classifyErrorValue({ error: end["error"] }, secretsOf(call)));
    // The answer does not name its model.
    return answer.finish(mapFinishReason(end["finish_reason"]), readUsage(asObject(end["usage"])), undefined);
  }

  return {
    readEvent({ type, index, delta }) {
      const change = asObject(delta) ?? {};
      const message = asObject(change["message"]);
      switch (type) {
        case "content-start":
        case "content-delta":
          return readContent(asObject(message?.["content"]));
        case "tool-plan-delta":
          return answer.reasoning(asText(message?.["tool_plan"]));
        case "tool-call-start":
          return beginCall(index, calledIn(message));
        case "tool-call-delta":
          return readCall(index, calledIn(message));
        case "message-end":
          return finish(change);
        // Citations, the ends of parts and debugging are no part of an answer.
        default:
          return noEvents;
      }
    },
    readResponse(response) {
      const message = asObject(response["message"]) ?? {};
      return [
        ...answer.reasoning(asText(message["tool_plan"])),
        ...asList(message["content"]).flatMap((part) => readContent(asObject(part))),
        ...asList(message["tool_calls"]).flatMap((item, index) =>
          beginCall(index, asObject(asObject(item)?.["function"])),
        ),
        ...finish(response),
      ];
    },
  };
}

/** Source: providers.md, section 10. */
function mapFinishReason(reason: unknown): FinishReason {
  switch (reason) {
    case "COMPLETE":
    case "STOP_SEQUENCE":
      return "stop";
    case "MAX_TOKENS":
      return "length";
    case "TOOL_CALL":
      return "tool-call";
    case "ERROR":
    case "TIMEOUT":
      return "error";
    default:
      return "other";
  }
}

/**
 * Source: providers.md, section 2; `billed_units` leaves most of the prompt out. Reasoning and images are counted by
 * newer models only; the tokens of images are not among the others, of which there may be fewer.
 */
function readUsage(usage: JsonObject | undefined): Usage | undefined {
  const tokens = asObject(usage?.["tokens"]);
  if (tokens === undefined) return undefined;
  const cacheRead = asCount(usage?.["cached_tokens"]);
  const reasoning = asCount(tokens["reasoning_tokens"]);
  return {
    input: {
      total: (asCount(tokens["input_tokens"]) ?? 0) + (asCount(tokens["image_tokens"]) ?? 0),
      ...(cacheRead === undefined ? {} : { cacheRead }),
    },
    output: { total: asCount(tokens["output_tokens"]) ?? 0, ...(reasoning === undefined ? {} : { reasoning }) },
  };
}
