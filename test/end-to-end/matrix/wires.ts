import { anthropic, type Model, type ModelOptions, ollama, openaiCompatible } from "@outspec/runtime";

/** Name of a wire family in the matrix. */
export type WireName = "chat" | "messages" | "lines";

/** Why an answer ends, as a server tells it. */
export type WireEnd = "stop" | "length" | "refusal";

/** What a server can tell within a 200. */
export type WireFault = "overloaded" | "server-error" | "unauthorized";

/** How one wire family writes an answer, well or with an error in the middle. */
export interface Wire {
  readonly name: WireName;
  readonly framing: "sse" | "ndjson";
  readonly model: (options: ModelOptions & { readonly baseUrl: string }) => Model;
  /** What comes before the first token. */
  readonly opening: string;
  delta(text: string): string;
  /** Why the answer ends, and the completion signal. */
  finish(reason: WireEnd): string;
  /** The frame of an error within a 200. */
  fault(kind: WireFault): string;
  /** The whole answer as one body. */
  whole(text: string, reason?: WireEnd): string;
  /** The body of an error status. */
  errorBody(message: string): string;
}

const sse = (data: object, event?: string): string =>
  `${event === undefined ? "" : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;

const chatReasons = { stop: "stop", length: "length", refusal: "content_filter" } as const;
const chatCodes = { overloaded: "overloaded", "server-error": "boom", unauthorized: "invalid_api_key" } as const;

const chat: Wire = {
  name: "chat",
  framing: "sse",
  model: (options) => openaiCompatible("m", { ...options, name: "chat", modes: ["json_schema", "prompt"] }),
  opening: sse({ choices: [{ index: 0, delta: { role: "assistant", content: "" } }] }),
  delta: (content) => sse({ choices: [{ index: 0, delta: { content } }] }),
  finish: (reason) =>
    `${sse({ choices: [{ index: 0, delta: {}, finish_reason: chatReasons[reason] }] })}data: [DONE]\n\n`,
  fault: (kind) => sse({ error: { message: "not today", code: chatCodes[kind] } }),
  whole: (content, reason = "stop") =>
    JSON.stringify({ choices: [{ index: 0, message: { content }, finish_reason: chatReasons[reason] }] }),
  errorBody: (message) => JSON.stringify({ error: { message } }),
};

const messagesReasons = { stop: "end_turn", length: "max_tokens", refusal: "refusal" } as const;
const messagesTypes = {
  overloaded: "overloaded_error",
  "server-error": "api_error",
  unauthorized: "authentication_error",
} as const;

const messages: Wire = {
  name: "messages",
  framing: "sse",
  model: ({ baseUrl, ...options }) =>
    anthropic("claude-haiku-5-5", { ...options, baseUrl, modes: ["json_schema", "prompt"] }),
  opening:
    sse({ type: "message_start", message: { usage: { input_tokens: 9, output_tokens: 1 } } }, "message_start") +
    sse({ type: "content_block_start", index: 0, content_block: { type: "text", text: "" } }, "content_block_start"),
  delta: (text) =>
    sse({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text } }, "content_block_delta"),
  finish: (reason) =>
    sse(
      { type: "message_delta", delta: { stop_reason: messagesReasons[reason] }, usage: { output_tokens: 7 } },
      "message_delta",
    ) + sse({ type: "message_stop" }, "message_stop"),
  fault: (kind) => sse({ type: "error", error: { type: messagesTypes[kind], message: "not today" } }, "error"),
  whole: (text, reason = "stop") =>
    JSON.stringify({
      content: [{ type: "text", text }],
      stop_reason: messagesReasons[reason],
      usage: { input_tokens: 9 },
    }),
  errorBody: (message) => JSON.stringify({ type: "error", error: { type: "api_error", message } }),
};

const lines: Wire = {
  name: "lines",
  framing: "ndjson",
  model: (options) => ollama("llama3.2", { ...options, modes: ["json_schema", "prompt"] }),
  opening: "\n",
  delta: (content) => `${JSON.stringify({ message: { content }, done: false })}\n`,
  // This wire has no refusals.
  finish: (reason) => `${JSON.stringify({ message: { content: "" }, done: true, done_reason: reason })}\n`,
  // Its errors have no names.
  fault: () => `${JSON.stringify({ error: "not today" })}\n`,
  whole: (content, reason = "stop") => JSON.stringify({ message: { content }, done: true, done_reason: reason }),
  errorBody: (message) => JSON.stringify({ error: message }),
};

/** The wire families by name. */
export const wires: Readonly<Record<WireName, Wire>> = { chat, messages, lines };

/** The media type of a wire's streams. */
export function streamType({ framing }: Wire): string {
  return framing === "sse" ? "text/event-stream" : "application/x-ndjson";
}
