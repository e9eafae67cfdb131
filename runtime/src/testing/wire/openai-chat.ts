import { isObject, isSchema, type Json, type JsonObject } from "../instance/schema.ts";
import { findStrictIssue } from "../rules/openai-strict.ts";
import { stringOr, textOfRoles } from "./message-text.ts";
import { writeOpenaiBody, writeOpenaiFrame, writeOpenaiStream } from "./openai-answers.ts";
import {
  checkOpenaiKey,
  malformedOpenaiBody,
  openaiErrorBody,
  openaiHeaders,
  writeOpenaiError,
} from "./openai-errors.ts";
import type { ErrorResponse, IncomingRequest, Protocol, Question, Strictness } from "./protocol.ts";

/** OpenAI Chat Completions, as the recordings show it. */
export const openaiChat: Protocol = {
  provider: "openai",
  family: "openai-chat",
  streamType: () => "text/event-stream; charset=utf-8",
  opensEarly: true,
  keepAlive: ": keep-alive\n\n",
  malformed: malformedOpenaiBody,
  headers: openaiHeaders,
  checkKey: checkOpenaiKey,
  check,
  readQuestion,
  unary: writeOpenaiBody,
  stream: writeOpenaiStream,
  error: writeOpenaiError,
  errorInStream: (message, type, { stream }) => {
    const body = openaiErrorBody(
      "The server had an error while processing your request. Sorry about that!",
      type ?? "server_error",
      message,
      null,
      type ?? null,
    );
    return stream ? writeOpenaiFrame(body) : JSON.stringify(body);
  },
  rejectSchema: (question, message) =>
    schemaError(
      question.tool?.name ?? "response",
      message ?? "In context=(), schema is too complex.",
      question.tool !== undefined,
    ),
};

function schemaError(name: string, issue: string, inTool: boolean): ErrorResponse {
  return writeOpenaiError(400, {
    message: `Invalid schema for ${inTool ? "function" : "response_format"} '${name}': ${issue}`,
    param: inTool ? "tools[0].function.parameters" : "response_format",
    code: inTool ? "invalid_function_parameters" : "invalid_json_schema",
  });
}

function check({ body }: IncomingRequest, strictness: Strictness): ErrorResponse | undefined {
  const { model, messages, response_format: format } = body;
  if (typeof model !== "string" || model === "")
    return writeOpenaiError(400, { message: "you must provide a model parameter" });
  if (strictness.models !== undefined && !strictness.models.includes(model)) return writeOpenaiError(404, { model });
  if (!Array.isArray(messages)) {
    return writeOpenaiError(400, {
      message: "Missing required parameter: 'messages'.",
      param: "messages",
      code: "missing_required_parameter",
    });
  }
  if (messages.length === 0) {
    const message =
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.";
    return writeOpenaiError(400, { message, param: "messages", code: "empty_array" });
  }
  if (isObject(format) && format["type"] === "json_object" && !/json/i.test(JSON.stringify(messages))) {
    const message =
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
    return writeOpenaiError(400, { message, param: "messages" });
  }
  return strictness.checkSchemas ? checkSchemas(body) : undefined;
}

function checkSchemas(body: JsonObject): ErrorResponse | undefined {
  const format = body["response_format"];
  const jsonSchema = isObject(format) && format["type"] === "json_schema" ? format["json_schema"] : undefined;
  if (isObject(jsonSchema)) {
    const name = jsonSchema["name"];
    if (typeof name !== "string") {
      const param = "response_format.json_schema.name";
      return writeOpenaiError(400, {
        message: `Missing required parameter: '${param}'.`,
        param,
        code: "missing_required_parameter",
      });
    }
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      const message = `Invalid 'response_format.json_schema.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
      return writeOpenaiError(400, { message, param: "response_format.json_schema.name", code: "invalid_value" });
    }
    const issue = jsonSchema["strict"] === true ? findStrictIssue(jsonSchema["schema"]) : undefined;
    if (issue !== undefined) return schemaError(name, issue, false);
  }
  for (const tool of functionsOf(body)) {
    const issue = tool["strict"] === true ? findStrictIssue(tool["parameters"]) : undefined;
    if (issue !== undefined) return schemaError(stringOr(tool["name"], ""), issue, true);
  }
  return undefined;
}

function functionsOf(body: JsonObject): readonly JsonObject[] {
  const tools = body["tools"];
  const list: readonly Json[] = Array.isArray(tools) ? tools : [];
  return list.map((tool) => (isObject(tool) ? tool["function"] : undefined)).filter(isObject);
}

function readQuestion({ body }: IncomingRequest): Question {
  const {
    model,
    messages,
    response_format: format,
    tool_choice: choice,
    stream_options: options,
    max_tokens,
    max_completion_tokens,
    seed,
  } = body;
  const functions = functionsOf(body);
  const forced = isObject(choice) && isObject(choice["function"]) ? choice["function"]["name"] : undefined;
  // `auto` with a single tool and no format is how some clients ask for structured output.
  const wantsTool =
    functions.length > 0 &&
    choice !== "none" &&
    (format === undefined || forced !== undefined || choice === "required");
  const tool = wantsTool ? (functions.find((item) => item["name"] === forced) ?? functions[0]) : undefined;
  const jsonSchema = isObject(format) ? format["json_schema"] : undefined;
  // llama.cpp takes the schema beside `type`, Cloudflare takes it bare.
  const inFormat = isObject(jsonSchema)
    ? (jsonSchema["schema"] ?? jsonSchema)
    : isObject(format)
      ? format["schema"]
      : undefined;
  const schema = tool === undefined ? inFormat : (tool["parameters"] ?? {});
  const limit = max_completion_tokens ?? max_tokens;
  return {
    model: stringOr(model, ""),
    stream: body["stream"] === true,
    includeUsage: isObject(options) && options["include_usage"] === true,
    json: isObject(format) && (format["type"] === "json_object" || format["type"] === "json_schema"),
    system: textOfRoles(messages, ["system", "developer"]),
    user: textOfRoles(messages, ["user"]),
    ...(tool !== undefined && { tool: { name: stringOr(tool["name"], ""), named: forced !== undefined } }),
    ...(isSchema(schema) && { schema }),
    ...(typeof limit === "number" && { maxTokens: limit }),
    ...(typeof seed === "number" && { seed }),
  };
}
