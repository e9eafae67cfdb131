import { isObject, isSchema, type Json, type JsonObject } from "../instance/schema.ts";
import { findStrictIssue } from "../rules/openai-strict.ts";
import { stringOr, textOf, textOfRoles } from "./message-text.ts";
import {
  checkOpenaiKey,
  malformedOpenaiBody,
  openaiErrorBody,
  openaiHeaders,
  writeOpenaiError,
} from "./openai-errors.ts";
import { writeResponsesBody, writeResponsesFrame, writeResponsesStream } from "./openai-responses-answers.ts";
import type { ErrorResponse, IncomingRequest, Protocol, Question, Strictness } from "./protocol.ts";

/** OpenAI Responses, as the recordings show it. Source: providers.md, section 6. */
export const openaiResponses: Protocol = {
  provider: "openai",
  family: "openai-responses",
  streamType: () => "text/event-stream; charset=utf-8",
  opensEarly: true,
  keepAlive: ": keep-alive\n\n",
  malformed: malformedOpenaiBody,
  headers: openaiHeaders,
  checkKey: checkOpenaiKey,
  check,
  readQuestion,
  unary: writeResponsesBody,
  stream: writeResponsesStream,
  error: writeOpenaiError,
  errorInStream: (message, type, { stream }) => {
    const words = message ?? "The server had an error while processing your request. Sorry about that!";
    const code = type ?? "server_error";
    if (!stream) return JSON.stringify(openaiErrorBody(words, code, undefined, null, code));
    const response = {
      id: "resp_simulatederror",
      object: "response",
      status: "failed",
      error: { code, message: words },
      output: [],
      usage: null,
    };
    return (
      writeResponsesFrame({
        type: "error",
        error: { type: code, code, message: words, param: null },
        sequence_number: 90,
      }) + writeResponsesFrame({ type: "response.failed", response, sequence_number: 91 })
    );
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
    param: inTool ? "tools[0].parameters" : "text.format.schema",
    code: inTool ? "invalid_function_parameters" : "invalid_json_schema",
  });
}

function missing(param: string): ErrorResponse {
  return writeOpenaiError(400, {
    message: `Missing required parameter: '${param}'.`,
    param,
    code: "missing_required_parameter",
  });
}

function check({ body }: IncomingRequest, strictness: Strictness): ErrorResponse | undefined {
  const { model, input } = body;
  if (typeof model !== "string" || model === "") return missing("model");
  if (strictness.models !== undefined && !strictness.models.includes(model)) return writeOpenaiError(404, { model });
  if (input === undefined || (Array.isArray(input) && input.length === 0)) return missing("input");
  // Fields of the other API, which people send here by mistake.
  const strange = ["messages", "response_format", "max_tokens", "max_completion_tokens"].find((name) => name in body);
  if (strange !== undefined) {
    const message = `Unsupported parameter: '${strange}'. It is a parameter of the Chat Completions API.`;
    return writeOpenaiError(400, { message, param: strange, code: "unsupported_parameter" });
  }
  const format = formatOf(body);
  if (format?.["type"] === "json_object" && !/json/i.test(JSON.stringify(input))) {
    const message =
      "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.";
    return writeOpenaiError(400, { message, param: "input" });
  }
  return strictness.checkSchemas ? checkSchemas(body, format) : undefined;
}

function checkSchemas(body: JsonObject, format: JsonObject | undefined): ErrorResponse | undefined {
  if (format?.["type"] === "json_schema") {
    const { name, schema, strict } = format;
    if (typeof name !== "string") return missing("text.format.name");
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      const message =
        "Invalid 'text.format.name': string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.";
      return writeOpenaiError(400, { message, param: "text.format.name", code: "invalid_value" });
    }
    if (schema === undefined) return missing("text.format.schema");
    const issue = strict === true ? findStrictIssue(schema) : undefined;
    if (issue !== undefined) return schemaError(name, issue, false);
  }
  for (const [at, tool] of toolsOf(body).entries()) {
    if (typeof tool["name"] !== "string") return missing(`tools[${at}].name`);
    const issue = tool["strict"] === true ? findStrictIssue(tool["parameters"]) : undefined;
    if (issue !== undefined) return schemaError(tool["name"], issue, true);
  }
  return undefined;
}

function formatOf(body: JsonObject): JsonObject | undefined {
  const text = body["text"];
  const format = isObject(text) ? text["format"] : undefined;
  return isObject(format) ? format : undefined;
}

function toolsOf(body: JsonObject): readonly JsonObject[] {
  const tools = body["tools"];
  const list: readonly Json[] = Array.isArray(tools) ? tools : [];
  return list.filter(isObject);
}

function readQuestion({ body }: IncomingRequest): Question {
  const { model, input, instructions, tool_choice: choice, max_output_tokens } = body;
  const tools = toolsOf(body);
  const format = formatOf(body);
  const forced = isObject(choice) ? choice["name"] : undefined;
  const inFormat = format?.["type"] === "json_schema" ? format["schema"] : undefined;
  const wantsTool =
    tools.length > 0 && choice !== "none" && (inFormat === undefined || forced !== undefined || choice === "required");
  const tool = wantsTool ? (tools.find((item) => item["name"] === forced) ?? tools[0]) : undefined;
  const schema = tool === undefined ? inFormat : (tool["parameters"] ?? {});
  const systems = [textOf(instructions), textOfRoles(input, ["system", "developer"])];
  return {
    model: stringOr(model, ""),
    stream: body["stream"] === true,
    includeUsage: true,
    json: format?.["type"] === "json_schema" || format?.["type"] === "json_object",
    system: systems.filter((text) => text !== "").join("\n\n"),
    user: typeof input === "string" ? input : textOfRoles(input, ["user"]),
    ...(tool !== undefined && { tool: { name: stringOr(tool["name"], ""), named: forced !== undefined } }),
    ...(isSchema(schema) && { schema }),
    ...(typeof max_output_tokens === "number" && { maxTokens: max_output_tokens }),
  };
}
