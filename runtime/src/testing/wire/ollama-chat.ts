import { isObject, isSchema, type Json, type JsonObject } from "../instance/schema.ts";
import { ollamaError } from "./error-texts.ts";
import { stringOr, textOfRoles } from "./message-text.ts";
import type {
  ErrorDetails,
  ErrorResponse,
  FrameSet,
  IncomingRequest,
  Protocol,
  Question,
  Reply,
  Strictness,
} from "./protocol.ts";

/** Ollama's native chat, as the recordings show it. */
export const ollamaChat: Protocol = {
  provider: "ollama",
  family: "ollama-chat",
  streamType: () => "application/x-ndjson",
  // Ollama writes nothing, not even headers, before the first token.
  opensEarly: false,
  keepAlive: "",
  malformed: "invalid character at the beginning of object key string",
  headers: () => ({}),
  checkKey: () => undefined,
  check,
  readQuestion,
  unary,
  stream,
  error,
  errorInStream: (message, _type, { stream }) => {
    const body = JSON.stringify({
      error: message ?? "an error was encountered while running the model: unexpected EOF",
    });
    return stream ? `${body}\n` : body;
  },
  rejectSchema: (_question, message) => error(400, { message: message ?? "invalid JSON schema in format" }),
};

function error(status: number, details: ErrorDetails = {}): ErrorResponse {
  const retry: Readonly<Record<string, string>> = status === 429 ? { "retry-after": "1" } : {};
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...retry },
    body: JSON.stringify({ error: details.message ?? ollamaError(status, details.model ?? "llama3.2") }),
  };
}

function check({ body }: IncomingRequest, strictness: Strictness): ErrorResponse | undefined {
  const { model, format, messages } = body;
  if (typeof model !== "string" || model === "") return error(400, { message: "model is required" });
  if (strictness.models !== undefined && !strictness.models.includes(model)) return error(404, { model });
  if (messages !== undefined && !Array.isArray(messages)) {
    return error(400, {
      message: "json: cannot unmarshal value into Go struct field ChatRequest.messages of type []api.Message",
    });
  }
  if (format !== undefined && format !== null && format !== "" && format !== "json" && !isObject(format)) {
    return error(400, {
      message: `invalid format: ${JSON.stringify(format)}; expected "json" or a valid JSON Schema object`,
    });
  }
  return undefined;
}

function readQuestion({ body }: IncomingRequest): Question {
  const { model, messages, format, tools, options } = body;
  const list: readonly Json[] = Array.isArray(tools) ? tools : [];
  const tool = list.map((item) => (isObject(item) ? item["function"] : undefined)).find(isObject);
  const calls = tool !== undefined && !isObject(format);
  const schema = calls ? tool["parameters"] : format;
  const limit = isObject(options) ? options["num_predict"] : undefined;
  const seed = isObject(options) ? options["seed"] : undefined;
  return {
    model: stringOr(model, ""),
    stream: body["stream"] !== false,
    includeUsage: true,
    json: format === "json" || isObject(format),
    system: textOfRoles(messages, ["system"]),
    user: textOfRoles(messages, ["user"]),
    ...(calls && { tool: { name: stringOr(tool["name"], ""), named: true } }),
    ...(isObject(schema) && isSchema(schema) && { schema }),
    ...(typeof limit === "number" && limit > 0 && { maxTokens: limit }),
    ...(typeof seed === "number" && { seed }),
  };
}

function line(reply: Reply, message: JsonObject, rest: JsonObject, offsetMs: number): JsonObject {
  return {
    model: reply.question.model,
    created_at: new Date(reply.at + offsetMs).toISOString(),
    message: { role: "assistant", ...message },
    ...rest,
  };
}

/** A request without messages only loads the model: no words, reason `load`. */
function ending(reply: Reply): JsonObject {
  const { outputTokens, inputTokens } = reply;
  const loads = reply.question.user === "" && reply.question.system === "";
  return {
    done: true,
    done_reason: loads ? "load" : reply.finish === "length" ? "length" : "stop",
    total_duration: 1_000_000 * (60 + 12 * outputTokens),
    load_duration: 40_734_959,
    prompt_eval_count: inputTokens,
    prompt_eval_duration: 17_853_083,
    eval_count: outputTokens,
    eval_duration: 12_000_000 * outputTokens,
  };
}

function callOf(reply: Reply): JsonObject | undefined {
  const { tool } = reply.question;
  if (tool === undefined || reply.ignoresTool || reply.pieces.length === 0) return undefined;
  const value = parse(reply.pieces.join(""));
  return isObject(value) ? { function: { name: tool.name, arguments: value } } : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** It has no refusals of its own: the words come as ordinary text. */
function wordsOf(reply: Reply): readonly string[] {
  return [...reply.pieces, ...reply.refusal];
}

function unary(reply: Reply): JsonObject {
  const call = callOf(reply);
  const message: JsonObject =
    call === undefined ? { content: wordsOf(reply).join("") } : { content: "", tool_calls: [call] };
  return line(reply, message, reply.finish === undefined ? { done: false } : ending(reply), 0);
}

function stream(reply: Reply): FrameSet {
  const frame = (data: JsonObject): string => `${JSON.stringify(data)}\n`;
  const call = callOf(reply);
  const deltas: readonly JsonObject[] =
    call === undefined ? wordsOf(reply).map((content) => ({ content })) : [{ content: "", tool_calls: [call] }];
  return {
    opening: [],
    deltas: deltas.map((message, i) => frame(line(reply, message, { done: false }, i * 12))),
    closing: reply.finish === undefined ? [] : [frame(line(reply, { content: "" }, ending(reply), deltas.length * 12))],
  };
}
