import { isObject, isSchema, type Json, type JsonObject } from "../instance/schema.ts";
import { findAnthropicIssue, findCountIssue } from "../rules/anthropic-schema.ts";
import { writeAnthropicBody, writeAnthropicStream } from "./anthropic-answers.ts";
import { anthropicError } from "./error-texts.ts";
import { stringOr, textOf, textOfRoles, writeId } from "./message-text.ts";
import type { ErrorDetails, ErrorResponse, IncomingRequest, Protocol, Question, Strictness } from "./protocol.ts";

/** Anthropic Messages, as the recordings show it. */
export const anthropicMessages: Protocol = {
  provider: "anthropic",
  family: "anthropic-messages",
  streamType: () => "text/event-stream; charset=utf-8",
  opensEarly: true,
  keepAlive: 'event: ping\ndata: {"type": "ping"}\n\n',
  malformed: "The request body is not valid JSON: expected value: line 1 column 1 (char 0)",
  headers: (random) => ({ "request-id": `req_011C${writeId(random.next, 20)}` }),
  checkKey: (headers) => {
    const bearer = /^bearer\s+(\S.*)$/i.exec(headers["authorization"] ?? "")?.[1] ?? "";
    const key = headers["x-api-key"] ?? bearer;
    if (key.trim() !== "") return undefined;
    return error(401, headers["x-api-key"] === undefined ? { message: "x-api-key header is required" } : {});
  },
  check,
  readQuestion,
  unary: writeAnthropicBody,
  stream: writeAnthropicStream,
  error,
  errorInStream: (message, type, { stream }) => {
    const body = {
      type: "error",
      error: { details: null, type: type ?? "overloaded_error", message: message ?? "Overloaded" },
    };
    return stream ? `event: error\ndata: ${JSON.stringify(body)}\n\n` : JSON.stringify(body);
  },
  rejectSchema: (question, message) =>
    error(400, {
      message: `${schemaPath(question)}: ${message ?? "Schema is too complex for compilation. Try reducing the number of tools or simplifying tool schemas."}`,
    }),
};

function schemaPath(question: Question): string {
  return question.tool === undefined ? "output_config.format.schema" : "tools.0.custom";
}

function error(status: number, details: ErrorDetails = {}): ErrorResponse {
  const text = anthropicError(status, details.model ?? "claude-haiku-4-5");
  const requestId = "req_011CSimulatedError00000";
  const retry: Readonly<Record<string, string>> =
    status === 429
      ? { "retry-after": "1", "x-should-retry": "true" }
      : { "x-should-retry": status >= 500 ? "true" : "false" };
  return {
    status,
    headers: { "content-type": "application/json", "request-id": requestId, ...retry },
    body: JSON.stringify({
      type: "error",
      error: { type: text.type, message: details.message ?? text.message },
      request_id: requestId,
    }),
  };
}

function check({ headers, body }: IncomingRequest, strictness: Strictness): ErrorResponse | undefined {
  const { model, messages, max_tokens } = body;
  const refuse = (message: string): ErrorResponse => error(400, { message });
  if ((headers["anthropic-version"] ?? "") === "") return refuse("anthropic-version: header is required");
  if (model === undefined) return refuse("model: Field required");
  if (typeof model !== "string") return refuse("model: Input should be a valid string");
  if (max_tokens === undefined) return refuse("max_tokens: Field required");
  if (typeof max_tokens !== "number" || !Number.isInteger(max_tokens))
    return refuse("max_tokens: Input should be a valid integer");
  if (max_tokens < 1) return refuse("max_tokens: Input should be greater than or equal to 1");
  if (messages === undefined) return refuse("messages: Field required");
  if (!Array.isArray(messages)) return refuse("messages: Input should be a valid list");
  if (messages.length === 0) return refuse("messages: at least one message is required");
  const system = messages.findIndex((message: Json) => isObject(message) && message["role"] === "system");
  if (system >= 0) return refuse(`messages.${system}.role: Input should be 'user' or 'assistant'`);
  if (strictness.models !== undefined && !strictness.models.includes(model)) return error(404, { model });
  return strictness.checkSchemas ? checkSchemas(body) : undefined;
}

function checkSchemas(body: JsonObject): ErrorResponse | undefined {
  const strict: Json[] = [];
  const schema = formatSchema(body);
  if (schema !== undefined) {
    const issue = findAnthropicIssue(schema);
    if (issue !== undefined) return error(400, { message: `output_config.format.schema: ${issue}` });
    strict.push(schema);
  }
  const tools = toolsOf(body);
  for (const [i, tool] of tools.entries()) {
    const input = tool["input_schema"];
    if (!isObject(input)) return error(400, { message: `tools.${i}.custom.input_schema: Field required` });
    if (input["type"] !== "object")
      return error(400, { message: `tools.${i}.custom.input_schema.type: Input should be 'object'` });
    if (tool["strict"] !== true) continue;
    const issue = findAnthropicIssue(input);
    if (issue !== undefined) return error(400, { message: `tools.${i}.custom: ${issue}` });
    strict.push(input);
  }
  const count = findCountIssue(strict);
  return count === undefined ? undefined : error(400, { message: count });
}

function formatSchema(body: JsonObject): Json | undefined {
  const config = body["output_config"];
  // `output_format` is the older spelling.
  const format = (isObject(config) ? config["format"] : undefined) ?? body["output_format"];
  return isObject(format) ? format["schema"] : undefined;
}

function toolsOf(body: JsonObject): readonly JsonObject[] {
  const tools = body["tools"];
  return Array.isArray(tools) ? tools.filter(isObject) : [];
}

function readQuestion({ body }: IncomingRequest): Question {
  const { model, messages, system, tool_choice: choice, max_tokens } = body;
  const tools = toolsOf(body);
  const kind = isObject(choice) ? choice["type"] : undefined;
  const named = isObject(choice) ? choice["name"] : undefined;
  const inFormat = formatSchema(body);
  const wantsTool =
    tools.length > 0 && kind !== "none" && (inFormat === undefined || kind === "tool" || kind === "any");
  const tool = wantsTool ? (tools.find((item) => item["name"] === named) ?? tools[0]) : undefined;
  const schema = tool === undefined ? inFormat : tool["input_schema"];
  return {
    model: stringOr(model, ""),
    stream: body["stream"] === true,
    includeUsage: true,
    json: inFormat !== undefined,
    system: textOf(system),
    user: textOfRoles(messages, ["user"]),
    ...(tool !== undefined && { tool: { name: stringOr(tool["name"], ""), named: kind === "tool" } }),
    ...(isSchema(schema) && { schema }),
    ...(typeof max_tokens === "number" && { maxTokens: max_tokens }),
  };
}
