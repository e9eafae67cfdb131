import { deltasOf } from "../objects.js";
import type { Wire } from "./wire.js";

const head = { id: "msg_1", type: "message", role: "assistant", model: "m", stop_sequence: null };
const usage = { input_tokens: 40, output_tokens: 30 };

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/**
 * Anthropic Messages. An answer at once is text, as structured outputs are; a stream is the input of a tool, for which
 * alone Anthropic's SDK has partial objects.
 */
export const messages: Wire = {
  path: "/messages",
  body: (text) => JSON.stringify({ ...head, content: [{ type: "text", text }], stop_reason: "end_turn", usage }),
  events: (text, length) => ({
    opening:
      event("message_start", { message: { ...head, content: [], stop_reason: null, usage } }) +
      event("content_block_start", {
        index: 0,
        content_block: { type: "tool_use", id: "toolu_1", name: "answer", input: {} },
      }),
    deltas: deltasOf(text, length).map((partial_json) =>
      event("content_block_delta", { index: 0, delta: { type: "input_json_delta", partial_json } }),
    ),
    closing:
      event("content_block_stop", { index: 0 }) +
      event("message_delta", { delta: { stop_reason: "tool_use", stop_sequence: null }, usage }) +
      event("message_stop", {}),
  }),
  overloaded: JSON.stringify({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } }),
};
