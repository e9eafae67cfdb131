import { isObject, isSchema, type Json, type JsonObject } from "../instance/schema.ts";
import { findStrictIssue } from "../rules/openai-strict.ts";
import { openaiError } from "./error-texts.ts";
import { stringOr, textOfRoles, writeId } from "./message-text.ts";
import { writeOpenaiBody, writeOpenaiFrame, writeOpenaiStream } from "./openai-answers.ts";
import type { ErrorDetails, ErrorResponse, IncomingRequest, Protocol, Question, Strictness } from "./protocol.ts";

/** OpenAI Chat Completions, as the recordings show it. */
export const openaiChat: Protocol = {
  provider: "openai",
  streamType: "text/event-stream; charset=utf-8",
  opensEarly: true,
  keepAlive: ": keep-alive\n\n",
  headers: (random) => ({
    "x-request-id": `req_${writeId(random.next, 24).toLowerCase()}`,
    "openai-processing-ms": "312",
  }),
  checkKey: (headers) => {
    const key = /^bearer\s+(\S.*)$/i.exec(headers["authorization"] ?? "")?.[1] ?? headers["api-key"] ?? "";
    if (key.trim() !== "") return undefined;
    return error(401, {
      message:
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.",
      code: null,
    });
  },
  check,
  readQuestion,
  unary: writeOpenaiBody,
  stream: writeOpenaiStream,
  error,
  errorInStream: (message, type, streamed) => {
    const body = shape(
      "The server had an error while processing your request. Sorry about that!",
      type ?? "server_error",
      message,
      null,
      type ?? null,
    );
    return streamed ? writeOpenaiFrame(body) : JSON.stringify(body);
  },
  rejectSchema: (question, message) =>
    schemaError(
      question.tool?.name ?? "response",
      message ?? "In context=(), schema is too complex.",
      question.tool !== undefined,
    ),
};

function shape(
  message: string,
  type: string,
  override?: string,
  param: string | null = null,
  code: string | null = null,
): JsonObject {
  return { error: { message: override ?? message, type, param, code } };
}

function error(status: number, details: ErrorDetails = {}): ErrorResponse {
  const text = openaiError(status, details.model ?? "gpt-5.4-mini");
  const code = details.code === undefined ? (text.code ?? null) : details.code;
  const retry =
    status === 429 ? { "retry-after": "1", "retry-after-ms": "1000", "x-ratelimit-remaining-tokens": "0" } : {};
  return {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "x-request-id": "req_simulatederror0000000000",
      ...retry,
    },
    body: JSON.stringify(shape(text.message, text.type, details.message, details.param ?? null, code), null, 2),
  };
}

function schemaError(name: string, issue: string, inTool: boolean): ErrorResponse {
  return error(400, {
    message: `Invalid schema for ${inTool ? "function" : "response_format"} '${name}': ${issue}`,
    param: inTool ? "tools[0].function.parameters" : "response_format",
    code: inTool ? "invalid_function_parameters" : "invalid_json_schema",
  });
}

function check({ body }: IncomingRequest, strictness: Strictness): ErrorResponse | undefined {
  const { model, messages, response_format: format } = body;
  if (typeof model !== "string" || model === "") return error(400, { message: "you must provide a model parameter" });
  if (strictness.models !== undefined && !strictness.models.includes(model)) return error(404, { model });
  if (!Array.isArray(messages)) {
    return error(400, {
      message: "Missing required parameter: 'messages'.",
      param: "messages",
      code: "missing_required_parameter",
    });
  }
  if (messages.length === 0) {
    const message =
      "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.";
    return error(400, { message, param: "messages", code: "empty_array" });
  }
  if (isObject(format) && format["type"] === "json_object" && !/json/i.test(JSON.stringify(messages))) {
    const message =
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.";
    return error(400, { message, param: "messages" });
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
      return error(400, {
        message: `Missing required parameter: '${param}'.`,
        param,
        code: "missing_required_parameter",
      });
    }
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      const message = `Invalid 'response_format.json_schema.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.`;
      return error(400, { message, param: "response_format.json_schema.name", code: "invalid_value" });
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

function readQuestion(body: JsonObject): Question {
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
