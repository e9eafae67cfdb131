import { anthropic, type Model, type ModelOptions, ollama, openaiCompatible } from "@outspec/runtime";

/** How one wire family writes an answer, well or with an error in the middle. */
export interface Wire {
  readonly model: (options: ModelOptions & { readonly baseUrl: string }) => Model;
  readonly streamType: string;
  /** What comes before the first token. */
  readonly opening: string;
  delta(text: string): string;
  /** Why the answer ends, and the completion signal. */
  finish(reason: "stop" | "length" | "refusal"): string;
  /** The frame of an error within a 200. */
  fault(kind: "overloaded" | "server-error"): string;
  /** The whole answer as one body. */
  whole(text: string): string;
  /** The body of an error status. */
  errorBody(message: string): string;
}

const sse = (data: object, event?: string): string =>
  `${event === undefined ? "" : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;

const chat: Wire = {
  model: (options) => openaiCompatible("m", { ...options, name: "chat", modes: ["json_schema", "prompt"] }),
  streamType: "text/event-stream",
  opening: sse({ choices: [{ index: 0, delta: { role: "assistant", content: "" } }] }),
  delta: (content) => sse({ choices: [{ index: 0, delta: { content } }] }),
  finish: (reason) =>
    `${sse({
      choices: [{ index: 0, delta: {}, finish_reason: reason === "refusal" ? "content_filter" : reason }],
    })}data: [DONE]\n\n`,
  fault: (kind) => sse({ error: { message: "not today", code: kind === "overloaded" ? "overloaded" : "boom" } }),
  whole: (content) => JSON.stringify({ choices: [{ index: 0, message: { content }, finish_reason: "stop" }] }),
  errorBody: (message) => JSON.stringify({ error: { message } }),
};

const messages: Wire = {
  model: ({ baseUrl, ...options }) =>
    anthropic("claude-haiku-5-5", { ...options, baseUrl, modes: ["json_schema", "prompt"] }),
  streamType: "text/event-stream",
  opening:
    sse({ type: "message_start", message: { usage: { input_tokens: 9, output_tokens: 1 } } }, "message_start") +
    sse({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }, "content_block_start"),
  delta: (text) =>
    sse({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }, "content_block_delta"),
  finish: (reason) => {
    const stop = { stop: "end_turn", length: "max_tokens", refusal: "refusal" }[reason];
    return (
      sse({ type: "message_delta", delta: { stop_reason: stop }, usage: { output_tokens: 7 } }, "message_delta") +
      sse({ type: "message_stop" }, "message_stop")
    );
  },
  fault: (kind) =>
    sse(
      {
        type: "error",
        error: { type: kind === "overloaded" ? "overloaded_error" : "api_error", message: "not today" },
      },
      "error",
    ),
  whole: (text) =>
    JSON.stringify({ content: [{ type: "text", text }], stop_reason: "end_turn", usage: { input_tokens: 9 } }),
  errorBody: (message) => JSON.stringify({ type: "error", error: { type: "api_error", message } }),
};

const lines: Wire = {
  model: (options) => ollama("llama3.2", { ...options, modes: ["json_schema", "prompt"] }),
  streamType: "application/x-ndjson",
  opening: "\n",
  delta: (content) => `${JSON.stringify({ message: { content }, done: false })}\n`,
  // This wire has no refusals.
  finish: (reason) => `${JSON.stringify({ message: { content: "" }, done: true, done_reason: reason })}\n`,
  fault: (kind) => `${JSON.stringify({ error: kind === "overloaded" ? "server overloaded" : "not today" })}\n`,
  whole: (content) => JSON.stringify({ message: { content }, done: true, done_reason: "stop" }),
  errorBody: (message) => JSON.stringify({ error: message }),
};

/** The wire families by name. */
export const wires = { chat, messages, lines } as const;
