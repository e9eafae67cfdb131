import { deltasOf } from "../objects.js";
import type { Wire } from "./wire.js";

const usage = { prompt_tokens: 40, completion_tokens: 30, total_tokens: 70 };

/** The last event, which tells the usage and nothing else. */
const totals = { id: "c", object: "chat.completion.chunk", created: 1, model: "m", choices: [], usage };

function event(delta: object, finish: string | null): string {
  const body = {
    id: "c",
    object: "chat.completion.chunk",
    created: 1,
    model: "m",
    choices: [{ index: 0, delta, finish_reason: finish }],
  };
  return `data: ${JSON.stringify(body)}\n\n`;
}

/** OpenAI Chat Completions. */
export const chat: Wire = {
  path: "/chat/completions",
  body: (text) =>
    JSON.stringify({
      id: "c",
      object: "chat.completion",
      created: 1,
      model: "m",
      choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
      usage,
    }),
  events: (text, length) => ({
    opening: event({ role: "assistant", content: "" }, null),
    deltas: deltasOf(text, length).map((content) => event({ content }, null)),
    closing: `${event({}, "stop")}data: ${JSON.stringify(totals)}\n\ndata: [DONE]\n\n`,
  }),
  overloaded: JSON.stringify({ error: { message: "overloaded", type: "overloaded_error", code: null, param: null } }),
};
