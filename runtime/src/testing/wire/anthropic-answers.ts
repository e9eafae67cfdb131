import type { Random } from "../instance/random.ts";
import { isObject, type JsonObject } from "../instance/schema.ts";
import { writeId } from "./message-text.ts";
import type { FrameSet, Reply } from "./protocol.ts";

function ending(reply: Reply): JsonObject {
  const reason = {
    stop: reply.question.tool !== undefined && !reply.ignoresTool ? "tool_use" : "end_turn",
    length: "max_tokens",
    refusal: "refusal",
  };
  const details =
    reply.finish === "refusal" ? { type: "refusal", category: null, explanation: reply.refusal.join("") } : null;
  return {
    stop_reason: reply.finish === undefined ? null : reason[reply.finish],
    stop_sequence: null,
    stop_details: details,
  };
}

function inputUsage(reply: Reply): JsonObject {
  return { input_tokens: reply.inputTokens, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };
}

function startUsage(reply: Reply, outputTokens: number): JsonObject {
  return {
    ...inputUsage(reply),
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: outputTokens,
    service_tier: "standard",
    inference_geo: "not_available",
  };
}

/** A call whose arguments are no JSON object cannot be said whole, as Anthropic and Bedrock send it; the real thing leaves the input empty. */
export function inputOf(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** A whole answer as Anthropic sends it. */
export function writeAnthropicBody(reply: Reply): JsonObject {
  const { question, random } = reply;
  const text = reply.pieces.join("");
  const calls = question.tool !== undefined && !reply.ignoresTool;
  const block: JsonObject = calls
    ? {
        type: "tool_use",
        id: `toolu_01${writeId(random.next, 22)}`,
        name: question.tool?.name ?? "",
        input: inputOf(text),
        caller: { type: "direct" },
      }
    : { type: "text", text };
  return {
    model: question.model,
    id: `msg_01${writeId(random.next, 22)}`,
    type: "message",
    role: "assistant",
    content: text === "" ? [] : [block],
    ...ending(reply),
    usage: startUsage(reply, reply.outputTokens),
  };
}

/** The events of a streamed answer. */
export function writeAnthropicStream(reply: Reply): FrameSet {
  const { question, pieces, random } = reply;
  const frame = (data: JsonObject & { readonly type: string }): string =>
    `event: ${data.type}\ndata: ${padded(data, random)}\n\n`;
  const calls = question.tool !== undefined && !reply.ignoresTool;
  const message = {
    model: question.model,
    id: `msg_01${writeId(random.next, 22)}`,
    type: "message",
    role: "assistant",
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    usage: startUsage(reply, 1),
  };
  const block: JsonObject = calls
    ? {
        type: "tool_use",
        id: `toolu_01${writeId(random.next, 22)}`,
        name: question.tool?.name ?? "",
        input: {},
        caller: { type: "direct" },
      }
    : { type: "text", text: "" };
  const delta = (text: string): string =>
    frame({
      type: "content_block_delta",
      index: 0,
      delta: calls ? { type: "input_json_delta", partial_json: text } : { type: "text_delta", text },
    });
  const ping = 'event: ping\ndata: {"type": "ping"}\n\n';
  const hasBlock = pieces.length > 0;
  const start = frame({ type: "message_start", message });
  const blockStart = [
    frame({ type: "content_block_start", index: 0, content_block: block }),
    ping,
    ...(calls ? [delta("")] : []),
  ];
  const end = [
    ...(hasBlock ? [frame({ type: "content_block_stop", index: 0 })] : []),
    frame({
      type: "message_delta",
      delta: ending(reply),
      usage: { ...inputUsage(reply), output_tokens: reply.outputTokens },
    }),
    frame({ type: "message_stop" }),
  ];
  return {
    opening: [start, ...(hasBlock ? blockStart : [ping])],
    deltas: pieces.map(delta),
    closing: reply.finish === undefined ? [] : end,
  };
}

/** Anthropic pads its frames with spaces before the last brace. */
function padded(data: JsonObject, random: Random): string {
  return `${JSON.stringify(data).slice(0, -1)}${" ".repeat(random.integer(0, 14))}}`;
}
