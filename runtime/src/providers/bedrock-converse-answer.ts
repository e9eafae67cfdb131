import type { FinishReason, Usage } from "../attempt.ts";
import { createAnswerSorter, noEvents } from "./answer-sorter.ts";
import {
  createJsonStreamDecoder,
  decodeJsonBody,
  holdsError,
  type JsonAnswerReader,
  readJsonAnswer,
} from "./json-answer.ts";
import { asCount, asList, asObject, asText, type JsonObject } from "./json-values.ts";
import type { ModelCall, ModelEvent, StreamDecoder } from "./provider.ts";

/** Reads a whole Converse body: the same reader as for streams, given every block at once. */
export function decodeConverseBody(call: ModelCall, body: string): readonly ModelEvent[] {
  return decodeJsonBody(call, body, wholeAnswer(call));
}

function wholeAnswer(call: ModelCall): JsonAnswerReader {
  return {
    // An error is a message and nothing else.
    isError: (answer) => holdsError(answer) || (messageOf(answer) === undefined && saysText(answer)),
    lacks: (answer) => (Array.isArray(messageOf(answer)?.["content"]) ? undefined : "content"),
    read: (answer) => createReader(call).readAnswer(answer),
  };
}

/** Starts reading the events of a streamed Converse answer. Source: providers.md, section 9.3. */
export function createConverseStreamDecoder(call: ModelCall): StreamDecoder {
  const { readEvent, hasStopped, finish } = createReader(call);
  return createJsonStreamDecoder(call, {
    isError: holdsError,
    // A server that does not stream answers with the whole message, which is no event.
    read: (fields, event) =>
      event === undefined ? readJsonAnswer(call, fields, wholeAnswer(call)) : readEvent(event, fields),
    // What was counted may be missing; that the model has stopped is what completes an answer.
    close: () => (hasStopped() ? finish() : noEvents),
  });
}

function messageOf(answer: JsonObject): JsonObject | undefined {
  return asObject(asObject(answer["output"])?.["message"]);
}

function saysText(answer: JsonObject): boolean {
  return asText(answer["message"]) !== undefined || asText(answer["Message"]) !== undefined;
}

interface Reader {
  readEvent(name: string, fields: JsonObject): readonly ModelEvent[];
  readAnswer(answer: JsonObject): readonly ModelEvent[];
  hasStopped(): boolean;
  finish(): readonly ModelEvent[];
}

function createReader(call: ModelCall): Reader {
  const answer = createAnswerSorter(call);
  let usage: Usage | undefined;
  let stopped: { readonly reason: unknown } | undefined;
  // The block that holds the arguments of the forced tool.
  let answerBlock: { readonly index: unknown } | undefined;

  function beginBlock(index: unknown, start: JsonObject): void {
    // Only calls have a beginning: text and reasoning start with their first piece.
    const called = asObject(start["toolUse"]);
    if (called !== undefined && answer.beginCall(asText(called["name"]))) answerBlock = { index };
  }

  function readDelta(index: unknown, delta: JsonObject): readonly ModelEvent[] {
    const text = asText(delta["text"]);
    if (text !== undefined) return answer.text(text);
    const thought = asText(asObject(delta["reasoningContent"])?.["text"]);
    if (thought !== undefined) return answer.reasoning(thought);
    if (answerBlock === undefined || answerBlock.index !== index) return noEvents;
    return answer.callArguments(asText(asObject(delta["toolUse"])?.["input"]));
  }

  function readBlock(block: JsonObject): readonly ModelEvent[] {
    const cited = asList(asObject(block["citationsContent"])?.["content"]);
    const thought = asObject(asObject(block["reasoningContent"])?.["reasoningText"]);
    const called = asObject(block["toolUse"]);
    const isAnswer = called !== undefined && answer.beginCall(asText(called["name"]));
    return [
      ...answer.text(asText(block["text"])),
      ...cited.flatMap((piece) => answer.text(asText(asObject(piece)?.["text"]))),
      ...answer.reasoning(asText(thought?.["text"])),
      ...(isAnswer ? answer.callArguments(JSON.stringify(called["input"] ?? {})) : noEvents),
    ];
  }

  function finish(): readonly ModelEvent[] {
    return answer.finish(mapStopReason(stopped?.reason), usage, undefined);
  }

  function countUsage(fields: JsonObject): void {
    const counted = asObject(fields["usage"]);
    if (counted !== undefined) usage = readUsage(counted);
  }

  return {
    readEvent(name, fields) {
      const index = fields["contentBlockIndex"];
      switch (name) {
        case "contentBlockStart":
          beginBlock(index, asObject(fields["start"]) ?? {});
          return noEvents;
        case "contentBlockDelta":
          return readDelta(index, asObject(fields["delta"]) ?? {});
        case "contentBlockStop":
          if (answerBlock?.index === index) answerBlock = undefined;
          return noEvents;
        case "messageStop":
          stopped = { reason: fields["stopReason"] };
          return noEvents;
        case "metadata":
          // The last event, after the one that says why the model stopped.
          countUsage(fields);
          return stopped === undefined ? noEvents : finish();
        default:
          return noEvents;
      }
    },
    readAnswer(whole) {
      countUsage(whole);
      stopped = { reason: whole["stopReason"] };
      return [
        ...asList(messageOf(whole)?.["content"]).flatMap((block) => readBlock(asObject(block) ?? {})),
        ...finish(),
      ];
    },
    hasStopped: () => stopped !== undefined,
    finish,
  };
}

/** Source: providers.md, section 9.3. */
function mapStopReason(reason: unknown): FinishReason {
  switch (reason) {
    case "end_turn":
    case "stop_sequence":
      return "stop";
    case "tool_use":
      return "tool-call";
    case "max_tokens":
    case "model_context_window_exceeded":
      return "length";
    case "content_filtered":
    case "guardrail_intervened":
      return "content-filter";
    case "malformed_model_output":
    case "malformed_tool_use":
      return "error";
    default:
      return "other";
  }
}

/** Source: providers.md, section 2: `inputTokens` excludes what was read from and written to the cache. */
function readUsage(usage: JsonObject): Usage {
  const cacheRead = asCount(usage["cacheReadInputTokens"]);
  const cacheWrite = asCount(usage["cacheWriteInputTokens"]);
  return {
    input: {
      total: (asCount(usage["inputTokens"]) ?? 0) + (cacheRead ?? 0) + (cacheWrite ?? 0),
      ...(cacheRead === undefined ? {} : { cacheRead }),
      ...(cacheWrite === undefined ? {} : { cacheWrite }),
    },
    output: { total: asCount(usage["outputTokens"]) ?? 0 },
  };
}
