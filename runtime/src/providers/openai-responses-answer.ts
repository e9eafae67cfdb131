import type { FinishReason, Usage } from "../attempt.ts";
import { createAnswerSorter, faultEvent, malformed, noEvents } from "./answer-sorter.ts";
import { classifyErrorValue } from "./classify.ts";
import { createJsonStreamDecoder, decodeJsonBody, holdsError } from "./json-answer.ts";
import { asCount, asList, asObject, asText, type JsonObject } from "./json-values.ts";
import {
  type ItemType,
  itemType,
  type Kind,
  type TextEvent,
  textEvents,
  wholeTexts,
} from "./openai-responses-items.ts";
import type { ModelCall, ModelEvent, StreamDecoder } from "./provider.ts";
import { secretsOf } from "./redact.ts";
import { createRepeatedJsonParser, type TextPlace, textPlace } from "./repeated-json.ts";
import { createRetoldText, type RetoldText } from "./retold-text.ts";

/** Reads a whole Responses body: the same reader as for streams, given every item at once. */
export function decodeResponsesBody(call: ModelCall, body: string): readonly ModelEvent[] {
  return decodeJsonBody(call, body, {
    isError,
    lacks: ({ output }) => (Array.isArray(output) ? undefined : "output"),
    read: (response) => createReader(call).readResponse(response),
  });
}

/**
 * Starts reading the events of a streamed Responses answer. Only an event that brings the response completes it;
 * `[DONE]`, which OpenRouter sends after that one, does not. Source: providers.md, section 6.3.
 */
export function createResponsesStreamDecoder(call: ModelCall): StreamDecoder {
  const { readEvent, readResponse } = createReader(call);
  return createJsonStreamDecoder(
    call,
    {
      isError,
      read(body, event) {
        // Some servers do not name their events.
        const type = asText(body["type"]) ?? event;
        // A server that does not stream answers with the whole response.
        return type === undefined && Array.isArray(body["output"]) ? readResponse(body) : readEvent(type, body);
      },
    },
    createRepeatedJsonParser(placeOfText),
  );
}

/** Where the piece of text stands that an event brings, on servers that do not number their events. */
function placeOfText(value: unknown): TextPlace | undefined {
  const event = asObject(value);
  return event?.["sequence_number"] === undefined ? textPlace(event, "delta") : undefined;
}

function isError(body: JsonObject): boolean {
  return holdsError(body) || body["type"] === "error";
}

/** One item of the output, as far as it is known. */
interface Item {
  readonly type: ItemType;
  readonly id: string | undefined;
  readonly index: unknown;
  /** Whether the text of a message is answer and no commentary, or the arguments are those of the forced tool. */
  readonly isAnswer: boolean;
  readonly said: Map<Kind, RetoldText>;
  /** Where the thoughts of a reasoning item are taken from: a server that fills both lists may say the same in them. */
  thoughts?: Kind;
}

interface Reader {
  readEvent(type: string | undefined, event: JsonObject): readonly ModelEvent[];
  /**
   * A whole response, or the one in which a stream ends; of its items, what no event has told before. `ended`: how a
   * stream said that it ends.
   */
  readResponse(response: JsonObject, ended?: string): readonly ModelEvent[];
}

function createReader(call: ModelCall): Reader {
  const answer = createAnswerSorter(call);
  const items: Item[] = [];
  let model: unknown;

  /** The item with this id, or else in this place: Copilot names an item anew in each event, llama.cpp tells no places. */
  function find(type: ItemType, id: string | undefined, index: unknown): Item | undefined {
    const alike = items.filter((item) => item.type === type);
    return alike.find((item) => id !== undefined && item.id === id) ?? alike.findLast((item) => item.index === index);
  }

  function begin(type: ItemType, id: string | undefined, index: unknown, told: JsonObject): Item {
    const isAnswer = type === "function_call" ? answer.beginCall(asText(told["name"])) : told["phase"] !== "commentary";
    const item: Item = { type, id, index, isAnswer, said: new Map() };
    items.push(item);
    return item;
  }

  function say(item: Item, kind: Kind, text: string): readonly ModelEvent[] {
    if (text === "") return noEvents;
    switch (kind) {
      case "text":
        return item.isAnswer ? answer.text(text) : answer.commentary(text);
      case "arguments":
        return item.isAnswer ? answer.callArguments(text) : noEvents;
      case "refusal":
        answer.refusal(text);
        return noEvents;
      case "thoughts":
      case "summary":
        item.thoughts ??= kind;
        return item.thoughts === kind ? answer.reasoning(text) : noEvents;
    }
  }

  function readText({ item: type, kind, field, isWhole }: TextEvent, event: JsonObject): readonly ModelEvent[] {
    const id = asText(event["item_id"]);
    const index = event["output_index"];
    const item = find(type, id, index) ?? begin(type, id, index, event);
    const said = saidOf(item, kind);
    const part = event["summary_index"] ?? event["content_index"];
    const text = asText(event[field]) ?? "";
    return say(item, kind, isWhole ? said.part(part, text) : said.piece(part, text));
  }

  function readWhole(item: Item, whole: JsonObject): readonly ModelEvent[] {
    return wholeTexts(item.type, whole).flatMap(([kind, text]) => say(item, kind, saidOf(item, kind).whole(text)));
  }

  function readItem(event: JsonObject, isDone: boolean): readonly ModelEvent[] {
    const told = asObject(event["item"]) ?? {};
    const type = itemType(told);
    if (type === undefined) return noEvents;
    const id = asText(told["id"]);
    const index = event["output_index"];
    if (isDone) return readWhole(find(type, id, index) ?? begin(type, id, index, told), told);
    begin(type, id, index, told);
    return noEvents;
  }

  function readOutput(response: JsonObject): readonly ModelEvent[] {
    // Where events told of items of a kind, one that is not found is one of them under another name.
    const typesTold = new Set(items.map(({ type }) => type));
    return asList(response["output"]).flatMap((value, index) => {
      const told = asObject(value) ?? {};
      const type = itemType(told);
      if (type === undefined) return noEvents;
      const id = asText(told["id"]);
      const item = typesTold.has(type) ? find(type, id, index) : begin(type, id, index, told);
      return item === undefined ? noEvents : readWhole(item, told);
    });
  }

  function readEvent(type: string | undefined, event: JsonObject): readonly ModelEvent[] {
    switch (type) {
      case "response.created":
        model = asObject(event["response"])?.["model"];
        return noEvents;
      case "response.output_item.added":
      case "response.output_item.done":
        return readItem(event, type === "response.output_item.done");
      case "response.completed":
      case "response.incomplete":
      case "response.failed":
        return readResponse(asObject(event["response"]) ?? {}, type.slice("response.".length));
      default: {
        const brings = textEvents.get(type ?? "");
        return brings === undefined ? noEvents : readText(brings, event);
      }
    }
  }

  function readResponse(response: JsonObject, ended?: string): readonly ModelEvent[] {
    const usage = readUsage(asObject(response["usage"]));
    const told = asText(response["status"]);
    // Some servers end a stream with the response as it was at its beginning.
    const status = ended !== undefined && told === "in_progress" ? ended : (told ?? ended ?? "completed");
    if (status === "failed") {
      const counted: readonly ModelEvent[] = usage === undefined ? noEvents : [{ type: "usage", usage }];
      return [...counted, ...failure(response, secretsOf(call))];
    }
    const events = readOutput(response);
    const reason = asText(asObject(response["incomplete_details"])?.["reason"]);
    const callsTool = items.some((item) => item.type === "function_call");
    const named = asText(response["model"]) ?? model;
    return [...events, ...answer.finish(mapStatus(status, reason, callsTool), usage, named)];
  }

  return { readEvent, readResponse };
}

function saidOf({ said }: Item, kind: Kind): RetoldText {
  const known = said.get(kind);
  if (known !== undefined) return known;
  const text = createRetoldText();
  said.set(kind, text);
  return text;
}

function failure(response: JsonObject, secrets: readonly string[]): readonly ModelEvent[] {
  if (!isError(response)) return malformed("a failed answer and no reason");
  return faultEvent(classifyErrorValue({ error: response["error"] }, secrets));
}

/** Source: providers.md, section 6.4. Some servers give no reason for an incomplete answer. */
function mapStatus(status: unknown, reason: string | undefined, callsTool: boolean): FinishReason {
  switch (status) {
    case "completed":
    // Written so by some servers.
    case "complete":
      return callsTool ? "tool-call" : "stop";
    case "incomplete":
      if (reason === "content_filter") return "content-filter";
      return reason === undefined || reason === "max_output_tokens" || reason === "length" ? "length" : "other";
    case "cancelled":
      return "error";
    default:
      return "other";
  }
}

/** Source: providers.md, section 2, the rows of the Responses family. */
function readUsage(usage: JsonObject | undefined): Usage | undefined {
  if (usage === undefined) return undefined;
  const input = asCount(usage["input_tokens"]) ?? 0;
  const inputDetails = asObject(usage["input_tokens_details"]);
  const cacheRead = asCount(inputDetails?.["cached_tokens"]);
  const cacheWrite = asCount(inputDetails?.["cache_write_tokens"]);
  const reasoning = asCount(asObject(usage["output_tokens_details"])?.["reasoning_tokens"]);
  return {
    input: {
      // xAI may count cached tokens apart, in which case they exceed the total.
      total: cacheRead !== undefined && cacheRead > input ? input + cacheRead : input,
      ...(cacheRead === undefined ? {} : { cacheRead }),
      ...(cacheWrite === undefined ? {} : { cacheWrite }),
    },
    output: {
      total: asCount(usage["output_tokens"]) ?? 0,
      ...(reasoning === undefined ? {} : { reasoning }),
    },
  };
}
