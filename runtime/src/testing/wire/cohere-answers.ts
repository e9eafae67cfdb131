import type { Random } from "../instance/random.ts";
import type { JsonObject } from "../instance/schema.ts";
import { writeId } from "./message-text.ts";
import type { FrameSet, Reply } from "./protocol.ts";

const plan = "I will use the tool to answer.";

function calls({ question, ignoresTool, pieces }: Reply): boolean {
  return question.tool !== undefined && !ignoresTool && pieces.length > 0;
}

/** There is no word for a refusal: a model declines in ordinary text. */
function finishReason(reply: Reply): string {
  if (reply.finish === "length") return "MAX_TOKENS";
  return calls(reply) ? "TOOL_CALL" : "COMPLETE";
}

function usage({ inputTokens, outputTokens }: Reply): JsonObject {
  return {
    billed_units: { input_tokens: inputTokens, output_tokens: outputTokens },
    // The template around the messages is counted here, and not billed.
    tokens: { input_tokens: inputTokens + 480, output_tokens: outputTokens + 3 },
    cached_tokens: 0,
  };
}

/** An id as Cohere gives one to answers. */
function idOf(random: Random): string {
  return [8, 4, 4, 4, 12].map((length) => writeId(random.next, length).toLowerCase()).join("-");
}

function callId({ question, random }: Reply): string {
  return `${question.tool?.name ?? ""}_${writeId(random.next, 12).toLowerCase()}`;
}

function wordsOf({ pieces, refusal }: Reply): readonly string[] {
  return [...pieces, ...refusal];
}

/** A whole answer as Cohere sends it. */
export function writeCohereBody(reply: Reply): JsonObject {
  const text = wordsOf(reply).join("");
  const id = idOf(reply.random);
  const called = {
    id: callId(reply),
    type: "function",
    function: { name: reply.question.tool?.name ?? "", arguments: reply.pieces.join("") },
  };
  const message: JsonObject = calls(reply)
    ? { role: "assistant", tool_plan: plan, tool_calls: [called] }
    : { role: "assistant", content: text === "" ? [] : [{ type: "text", text }] };
  return {
    id,
    message,
    ...(reply.finish !== undefined && { finish_reason: finishReason(reply) }),
    usage: usage(reply),
  };
}

/** One server-sent event, named by its type as well. */
export function writeCohereFrame(data: JsonObject & { readonly type: string }): string {
  return `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The events of a streamed answer. */
export function writeCohereStream(reply: Reply): FrameSet {
  const start = writeCohereFrame({
    id: idOf(reply.random),
    type: "message-start",
    delta: { message: { role: "assistant", content: [], tool_plan: "", tool_calls: [], citations: [] } },
  });
  const { opening, deltas, closing } = calls(reply) ? callEvents(reply) : textEvents(reply);
  const end = writeCohereFrame({
    type: "message-end",
    delta: { finish_reason: finishReason(reply), usage: usage(reply) },
  });
  return {
    opening: [start, ...opening],
    deltas,
    closing: reply.finish === undefined ? [] : [...closing, end, "data: [DONE]\n\n"],
  };
}

function textEvents(reply: Reply): FrameSet {
  const words = wordsOf(reply);
  if (words.length === 0) return { opening: [], deltas: [], closing: [] };
  const content = (type: string, more: JsonObject): string =>
    writeCohereFrame({ type, index: 0, delta: { message: { content: more } } });
  return {
    opening: [content("content-start", { type: "text", text: "" })],
    deltas: words.map((text) => content("content-delta", { text })),
    closing: [writeCohereFrame({ type: "content-end", index: 0 })],
  };
}

function callEvents(reply: Reply): FrameSet {
  const called = (type: string, toolCalls: JsonObject): string =>
    writeCohereFrame({ type, index: 0, delta: { message: { tool_calls: toolCalls } } });
  const begun = {
    id: callId(reply),
    type: "function",
    function: { name: reply.question.tool?.name ?? "", arguments: "" },
  };
  return {
    opening: [
      writeCohereFrame({ type: "tool-plan-delta", delta: { message: { tool_plan: plan } } }),
      called("tool-call-start", begun),
    ],
    deltas: reply.pieces.map((text) => called("tool-call-delta", { function: { arguments: text } })),
    closing: [writeCohereFrame({ type: "tool-call-end", index: 0 })],
  };
}
