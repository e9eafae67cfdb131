import { isObject, type JsonObject } from "../instance/schema.ts";
import { writeId } from "./message-text.ts";
import type { FrameSet, Question, Reply } from "./protocol.ts";

/** A model that declines is stopped by the filter: there is no word of its own for a refusal. */
const reasons = { stop: "STOP", length: "MAX_TOKENS", refusal: "SAFETY" } as const;

function usage({ inputTokens, outputTokens }: Reply, written: number): JsonObject {
  const candidates = Math.min(written, outputTokens);
  return {
    promptTokenCount: inputTokens,
    candidatesTokenCount: candidates,
    totalTokenCount: inputTokens + candidates,
    promptTokensDetails: [{ modality: "TEXT", tokenCount: inputTokens }],
  };
}

function calls({ question, ignoresTool, finish, pieces }: Reply): boolean {
  return question.tool !== undefined && !ignoresTool && finish !== "refusal" && pieces.length > 0;
}

/** Arguments are an object here; those that are none cannot be said, as when a call is cut. */
function callPart({ question, pieces }: Reply): JsonObject {
  const args = parse(pieces.join(""));
  return { functionCall: { name: question.tool?.name ?? "", args: isObject(args) ? args : {} } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fragment(
  reply: Reply,
  id: string,
  parts: readonly JsonObject[],
  written: number,
  isLast: boolean,
): JsonObject {
  const reason = isLast && reply.finish !== undefined ? { finishReason: reasons[reply.finish] } : {};
  // A filter takes the content along.
  const content =
    isLast && reply.finish === "refusal" && parts.length === 0 ? {} : { content: { parts: [...parts], role: "model" } };
  return {
    candidates: [{ ...content, ...reason, index: 0 }],
    usageMetadata: usage(reply, written),
    modelVersion: reply.question.model,
    responseId: id,
  };
}

/** A whole answer as Gemini sends it. */
export function writeGeminiBody(reply: Reply): JsonObject {
  const text = reply.pieces.join("");
  const parts = calls(reply) ? [callPart(reply)] : text === "" ? [] : [{ text }];
  return fragment(reply, writeId(reply.random.next, 24), parts, reply.outputTokens, true);
}

/** One fragment of a stream: an event with line ends as Google writes them, or an element of the array. */
export function writeGeminiFragment(data: JsonObject, { asArray }: Question, place: "first" | "later"): string {
  if (!asArray) return `data: ${JSON.stringify(data)}\r\n\r\n`;
  return `${place === "first" ? "[" : ",\r\n"}${JSON.stringify(data, null, 2)}`;
}

/** The fragments of a streamed answer. The reason comes with the last one. */
export function writeGeminiStream(reply: Reply): FrameSet {
  const { question } = reply;
  const id = writeId(reply.random.next, 24);
  const spoken: readonly (readonly JsonObject[])[] = calls(reply)
    ? [[callPart(reply)]]
    : reply.pieces.map((text) => [{ text }]);
  const write = (parts: readonly JsonObject[], at: number, isLast: boolean): string =>
    writeGeminiFragment(fragment(reply, id, parts, at + 1, isLast), question, at === 0 ? "first" : "later");
  const end = write(reply.finish === "refusal" ? [] : [{ text: "" }], spoken.length, true);
  return {
    opening: [],
    deltas: spoken.map((parts, at) => write(parts, at, false)),
    closing: [...(reply.finish === undefined ? [] : [end]), ...(question.asArray ? ["]"] : [])],
  };
}
