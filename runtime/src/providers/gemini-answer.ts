import type { FinishReason, Usage } from "../attempt.ts";
import { createAnswerSorter, faultEvent, malformed, noEvents } from "./answer-sorter.ts";
import { classifyErrorValue } from "./classify.ts";
import { createJsonStreamDecoder, holdsError } from "./json-answer.ts";
import { asCount, asList, asObject, asText, type JsonObject, parseJson } from "./json-values.ts";
import type { ModelCall, ModelEvent, StreamDecoder } from "./provider.ts";
import { secretsOf } from "./redact.ts";

/** Reads a whole answer of generateContent; an array of fragments, as a stream without framing leaves behind, is one too. */
export function decodeGeminiBody(call: ModelCall, body: string): readonly ModelEvent[] {
  const value = parseJson(body);
  const fragments = (Array.isArray(value) ? value : [value]).map(asObject);
  const reader = createReader(call);
  const events: ModelEvent[] = [];
  for (const fragment of fragments) {
    if (fragment === undefined) return malformed("an answer that is not a JSON object");
    if (holdsError(fragment)) return faultEvent(classifyErrorValue(fragment, secretsOf(call)));
    events.push(...reader.read(fragment));
  }
  if (!reader.isComplete() && !saysSomething(events)) return malformed("an answer without content");
  return [...events, ...reader.finish()];
}

/** Starts reading the fragments of a streamed answer. Source: providers.md, section 8.3. */
export function createGeminiStreamDecoder(call: ModelCall): StreamDecoder {
  const { read, isComplete, finish } = createReader(call);
  return createJsonStreamDecoder(call, {
    isError: holdsError,
    read,
    // The last fragment bears the reason, but so may earlier ones, and counts may follow it.
    close: () => (isComplete() ? finish() : noEvents),
  });
}

function saysSomething(events: readonly ModelEvent[]): boolean {
  return events.some(({ type }) => type !== "usage");
}

interface Reader {
  read(fragment: JsonObject): readonly ModelEvent[];
  /** Whether the answer has come to an end of its own. */
  isComplete(): boolean;
  finish(): readonly ModelEvent[];
}

function createReader(call: ModelCall): Reader {
  const answer = createAnswerSorter(call);
  const streamedCall = createStreamedCall();
  let usage: Usage | undefined;
  let finishReason: string | undefined;
  let isBlocked = false;
  let hasCalls = false;
  let model: unknown;

  function readPart(part: JsonObject): readonly ModelEvent[] {
    const called = asObject(part["functionCall"]);
    if (called !== undefined) return readCall(called);
    const text = asText(part["text"]);
    return part["thought"] === true ? answer.reasoning(text) : answer.text(text);
  }

  function readCall(called: JsonObject): readonly ModelEvent[] {
    if (streamedCall.takes(called)) {
      if (!streamedCall.add(called)) return [{ type: "progress" }];
      return writeCall(streamedCall.name, streamedCall.args);
    }
    return writeCall(asText(called["name"]), called["args"] ?? {});
  }

  function writeCall(name: string | undefined, args: unknown): readonly ModelEvent[] {
    hasCalls = true;
    return answer.beginCall(name) ? answer.callArguments(JSON.stringify(args)) : noEvents;
  }

  function countUsage(fragment: JsonObject): readonly ModelEvent[] {
    const counted = asObject(fragment["usageMetadata"]);
    if (counted === undefined) return noEvents;
    usage = readUsage(counted);
    return [{ type: "usage", usage }];
  }

  return {
    read(fragment) {
      model ||= fragment["modelVersion"];
      isBlocked ||= isBlock(asObject(fragment["promptFeedback"])?.["blockReason"]);
      const counted = countUsage(fragment);
      const candidate = firstCandidate(fragment);
      if (candidate === undefined) return counted;
      finishReason = reasonOf(candidate["finishReason"]) ?? finishReason;
      const parts = asList(asObject(candidate["content"])?.["parts"]);
      return [...counted, ...parts.flatMap((part) => readPart(asObject(part) ?? {}))];
    },
    isComplete: () => finishReason !== undefined || isBlocked,
    finish() {
      const reason = isBlocked ? "content-filter" : mapFinishReason(finishReason);
      return answer.finish(reason === "stop" && hasCalls ? "tool-call" : reason, usage, model);
    },
  };
}

function isBlock(reason: unknown): boolean {
  return reason !== undefined && reason !== null && reason !== 0 && reason !== "BLOCK_REASON_UNSPECIFIED";
}

function firstCandidate(fragment: JsonObject): JsonObject | undefined {
  for (const item of asList(fragment["candidates"])) {
    const candidate = asObject(item);
    if (candidate !== undefined && (candidate["index"] ?? 0) === 0) return candidate;
  }
  return undefined;
}

/** A call whose arguments Vertex streams, each at its path: they are put together and read when they are whole. */
interface StreamedCall {
  readonly name: string | undefined;
  readonly args: unknown;
  /** Whether a piece belongs to such a call. */
  takes(piece: JsonObject): boolean;
  /** Adds a piece; true when it is the last one. */
  add(piece: JsonObject): boolean;
}

function createStreamedCall(): StreamedCall {
  let isOpen = false;
  let name: string | undefined;
  let args: Record<string, unknown> = Object.create(null);
  return {
    get name() {
      return name;
    },
    get args() {
      return args;
    },
    takes: (piece) => isOpen || piece["willContinue"] === true || Array.isArray(piece["partialArgs"]),
    add(piece) {
      if (!isOpen) {
        isOpen = true;
        name = asText(piece["name"]);
        args = Object.create(null);
      }
      for (const item of asList(piece["partialArgs"])) {
        const partial = asObject(item);
        if (partial !== undefined) addPartial(args, partial);
      }
      isOpen = piece["willContinue"] === true;
      return !isOpen;
    },
  };
}

/** Most steps of a path: deeper ones than an answer may have. */
const longestPath = 250;

/**
 * Puts a value at its path, `$.notes[0].text`; a text that goes on is appended to what is there. A path through what is no
 * container of its kind, or behind the end of a list, leads nowhere: of a list with a billion holes, none is made.
 */
function addPartial(args: Record<string, unknown>, partial: JsonObject): void {
  const path = [...(asText(partial["jsonPath"]) ?? "").matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/g)].map(
    ([, name, index, quoted]) => (index === undefined ? (name ?? quoted ?? "") : Number(index)),
  );
  const last = path.at(-1);
  if (last === undefined || path.length > longestPath) return;
  let holder: Holder = args;
  for (const [at, step] of path.slice(0, -1).entries()) {
    if (!mayHold(holder, step)) return;
    // Without a prototype, because `constructor` and `__proto__` are names like any other.
    holder[step] ??= typeof path[at + 1] === "number" ? [] : Object.create(null);
    // What stands there was put there by the line above, or is no container, which the next look at it tells.
    holder = holder[step] as Holder;
  }
  if (!mayHold(holder, last)) return;
  const text = partial["stringValue"];
  const before = holder[last];
  holder[last] = typeof text === "string" && typeof before === "string" ? before + text : givenIn(partial);
}

type Holder = Record<string | number, unknown>;

function mayHold(holder: unknown, step: string | number): holder is Holder {
  if (Array.isArray(holder)) return typeof step === "number" && step <= holder.length;
  return typeof holder === "object" && holder !== null && typeof step === "string";
}

function givenIn(partial: JsonObject): unknown {
  if ("nullValue" in partial) return null;
  return partial["stringValue"] ?? partial["numberValue"] ?? partial["boolValue"];
}

/** The reasons by their numbers, for responses that encode enums as such. */
const numbered: readonly string[] = [
  "FINISH_REASON_UNSPECIFIED",
  "STOP",
  "MAX_TOKENS",
  "SAFETY",
  "RECITATION",
  "OTHER",
  "LANGUAGE",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "MALFORMED_FUNCTION_CALL",
];

function reasonOf(reason: unknown): string | undefined {
  const name = typeof reason === "number" ? (numbered[reason] ?? "OTHER") : asText(reason);
  return name === "FINISH_REASON_UNSPECIFIED" ? undefined : name;
}

/** Source: providers.md, section 8.3. */
function mapFinishReason(reason: string | undefined): FinishReason {
  switch (reason) {
    case "STOP":
      return "stop";
    case "MAX_TOKENS":
    // The answer could go on with a token, which is not asked for: as far as it has come, it is cut.
    case "CONTINUATION":
      return "length";
    case "SAFETY":
    case "RECITATION":
    case "BLOCKLIST":
    case "PROHIBITED_CONTENT":
    case "SPII":
    case "IMAGE_SAFETY":
    case "IMAGE_PROHIBITED_CONTENT":
    case "IMAGE_RECITATION":
    case "MODEL_ARMOR":
      return "content-filter";
    case "LANGUAGE":
    case "MALFORMED_FUNCTION_CALL":
    case "MALFORMED_RESPONSE":
    case "UNEXPECTED_TOOL_CALL":
    case "TOO_MANY_TOOL_CALLS":
    case "NO_IMAGE":
      return "error";
    default:
      return "other";
  }
}

/** Source: providers.md, section 2: candidates exclude thoughts, and what tools put into the prompt is counted apart. */
function readUsage(usage: JsonObject): Usage {
  const count = (name: string): number => asCount(usage[name]) ?? 0;
  const cacheRead = asCount(usage["cachedContentTokenCount"]);
  const reasoning = asCount(usage["thoughtsTokenCount"]);
  return {
    input: {
      total: count("promptTokenCount") + count("toolUsePromptTokenCount"),
      ...(cacheRead === undefined ? {} : { cacheRead }),
    },
    output: {
      total: count("candidatesTokenCount") + (reasoning ?? 0),
      ...(reasoning === undefined ? {} : { reasoning }),
    },
  };
}
