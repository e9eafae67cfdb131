import type { Random } from "../instance/random.ts";
import type { Json, JsonObject } from "../instance/schema.ts";
import { writeId } from "./message-text.ts";
import type { FrameSet, Reply } from "./protocol.ts";

function finishReason(reply: Reply): string | null {
  if (reply.finish === undefined) return null;
  if (reply.finish === "length") return "length";
  const { tool } = reply.question;
  return tool !== undefined && !tool.named && !reply.ignoresTool && reply.finish === "stop" ? "tool_calls" : "stop";
}

function usage({ inputTokens, outputTokens }: Reply): JsonObject {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

/** A whole answer as OpenAI sends it. */
export function writeOpenaiBody(reply: Reply): JsonObject {
  const { question, pieces, refusal, random, at } = reply;
  const text = pieces.join("");
  const calls = question.tool !== undefined && !reply.ignoresTool && reply.finish !== "refusal";
  const call = {
    id: `call_${writeId(random.next, 24)}`,
    type: "function",
    function: { name: question.tool?.name ?? "", arguments: text },
  };
  const content = calls || (refusal.length > 0 && text === "") ? null : text;
  return {
    id: `chatcmpl-${writeId(random.next, 29)}`,
    object: "chat.completion",
    created: Math.floor(at / 1000),
    model: question.model,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content,
          ...(calls && { tool_calls: [call] }),
          refusal: refusal.length > 0 ? refusal.join("") : null,
          annotations: [],
        },
        logprobs: null,
        finish_reason: finishReason(reply),
      },
    ],
    usage: usage(reply),
    service_tier: "default",
    system_fingerprint: "fp_simulated00",
  };
}

/** One server-sent event. */
export function writeOpenaiFrame(data: Json): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** The chunks of a streamed answer. */
export function writeOpenaiStream(reply: Reply): FrameSet {
  const { question, pieces, refusal, random, at } = reply;
  const calls = question.tool !== undefined && !reply.ignoresTool;
  const head = {
    id: `chatcmpl-${writeId(random.next, 29)}`,
    object: "chat.completion.chunk",
    created: Math.floor(at / 1000),
    model: question.model,
    service_tier: "default",
    system_fingerprint: "fp_simulated00",
  };
  const noUsage = question.includeUsage ? { usage: null } : {};
  const chunk = (delta: JsonObject, finish: string | null = null): string =>
    writeOpenaiFrame({
      ...head,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...noUsage,
      obfuscation: padding(random),
    });

  const call = {
    index: 0,
    id: `call_${writeId(random.next, 24)}`,
    type: "function",
    function: { name: question.tool?.name ?? "", arguments: "" },
  };
  const opening = calls
    ? { role: "assistant", content: null, tool_calls: [call], refusal: null }
    : { role: "assistant", content: "", refusal: null };
  const piece = (text: string): JsonObject =>
    calls ? { tool_calls: [{ index: 0, function: { arguments: text } }] } : { content: text };
  const usageChunk = writeOpenaiFrame({ ...head, choices: [], usage: usage(reply), obfuscation: padding(random) });
  return {
    opening: [chunk(opening)],
    deltas: [...pieces.map((text) => chunk(piece(text))), ...refusal.map((text) => chunk({ refusal: text }))],
    closing:
      reply.finish === undefined
        ? []
        : [chunk({}, finishReason(reply)), ...(question.includeUsage ? [usageChunk] : []), "data: [DONE]\n\n"],
  };
}

const filler = "uw8SdCzr1e0U5cKr22ud7CJT2Ds";

/** OpenAI hides the length of tokens behind a field of random length. */
function padding(random: Random): string {
  return filler.slice(0, random.integer(3, 14));
}
