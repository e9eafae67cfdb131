import type { Random } from "../instance/random.ts";
import { isObject, isSchema, type Json, type JsonObject } from "../instance/schema.ts";
import { writeCohereBody, writeCohereFrame, writeCohereStream } from "./cohere-answers.ts";
import { stringOr, textOfRoles } from "./message-text.ts";
import type { ErrorDetails, ErrorResponse, IncomingRequest, Protocol, Question, Strictness } from "./protocol.ts";

/** Cohere's chat, version 2, as the recordings show it. Source: providers.md, section 10. */
export const cohereChat: Protocol = {
  provider: "cohere",
  family: "cohere-v2",
  streamType: () => "text/event-stream",
  opensEarly: true,
  keepAlive: ": keep-alive\n\n",
  malformed: "invalid json syntax: unexpected end of JSON input",
  headers: (random: Random) => ({ "x-envoy-upstream-service-time": String(random.integer(200, 4000)) }),
  checkKey: (headers) => {
    const key = /^bearer\s+(\S.*)$/i.exec(headers["authorization"] ?? "")?.[1] ?? "";
    return key.trim() === "" ? error(401, { message: "no api key supplied" }) : undefined;
  },
  check,
  readQuestion,
  unary: writeCohereBody,
  stream: writeCohereStream,
  error,
  errorInStream: (message, type, { stream }) => {
    const words = message ?? "your request resulted in an internal error";
    if (!stream) return error(500, { message: words }).body;
    const delta = { finish_reason: "ERROR", usage: {}, error: words, ...(type !== undefined && { error_type: type }) };
    return `${writeCohereFrame({ type: "message-end", delta })}data: [DONE]\n\n`;
  },
  rejectSchema: (question, message) =>
    error(400, {
      message:
        message ??
        (question.tool === undefined
          ? "invalid request: response_format.json_schema: unsupported keyword"
          : "invalid request: tools[0].function.parameters: unsupported keyword"),
    }),
};

const texts: Readonly<Record<number, string>> = {
  400: "invalid request",
  401: "invalid api token",
  402: "your account has no credit left",
  403: "this api key may not be used for this model",
  404: "model not found, make sure the correct model ID was used and that you have access to the model.",
  413: "too many tokens: the request is larger than the limit of the model",
  422: "the request could not be processed",
  429: "You are using a Trial key, which is limited to 20 API calls / minute. You can continue to use the Trial key for free or upgrade to a Production key with higher rate limits.",
  500: "internal server error, this has been reported to our developers.",
  501: "not implemented",
  503: "service unavailable: the model is overloaded, please retry",
  504: "the request timed out",
};

function error(status: number, details: ErrorDetails = {}): ErrorResponse {
  const usual = status === 404 && details.model !== undefined ? `model '${details.model}' not found` : texts[status];
  const message = details.message ?? usual ?? "internal server error";
  return {
    status,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id: "5e1f0000-0000-4000-8000-51b0a7ed0000", message }),
  };
}

function refuse(message: string): ErrorResponse {
  return error(400, { message: `invalid request: ${message}` });
}

function check({ body }: IncomingRequest, strictness: Strictness): ErrorResponse | undefined {
  const { model, messages, tool_choice: choice } = body;
  if (typeof model !== "string" || model === "") return refuse("model is required.");
  if (strictness.models !== undefined && !strictness.models.includes(model)) return error(404, { model });
  if (!Array.isArray(messages) || messages.length === 0) return refuse("messages must be a non-empty list.");
  const last = messages.at(-1);
  if (isObject(last) && last["role"] === "system") return refuse("the last message must be from a user or a tool.");
  if (choice !== undefined && choice !== "REQUIRED" && choice !== "NONE") {
    return refuse("tool_choice must be one of REQUIRED, NONE.");
  }
  if (choice === "REQUIRED" && toolsOf(body).length === 0) return refuse("tool_choice needs at least one tool.");
  return strictness.checkSchemas ? checkSchemas(body) : undefined;
}

/** What structured output of Cohere cannot say. Source: providers.md, sections 10 and 12. */
function checkSchemas(body: JsonObject): ErrorResponse | undefined {
  const format = formatOf(body);
  if (format !== undefined && !["json_object", "text"].includes(stringOr(format["type"], ""))) {
    return refuse("response_format.type must be one of text, json_object.");
  }
  const schema = format?.["json_schema"];
  if (schema !== undefined && (!isObject(schema) || schema["type"] !== "object")) {
    return refuse("response_format.json_schema: the top level must be an object.");
  }
  const strict = body["strict_tools"] === true ? toolsOf(body).map((tool) => tool["parameters"]) : [];
  for (const checked of [schema, ...strict]) {
    const found = checked === undefined ? undefined : findUnion(checked);
    if (found !== undefined) return refuse(`the schema holds the unsupported keyword '${found}'.`);
  }
  return undefined;
}

/** The first keyword of composition in a schema. */
function findUnion(value: Json): string | undefined {
  if (Array.isArray(value)) return value.map(findUnion).find((found) => found !== undefined);
  if (!isObject(value)) return undefined;
  const own = ["anyOf", "oneOf", "allOf", "not"].find((keyword) => Array.isArray(value[keyword]));
  return (
    own ??
    Object.values(value)
      .map(findUnion)
      .find((found) => found !== undefined)
  );
}

function formatOf(body: JsonObject): JsonObject | undefined {
  const format = body["response_format"];
  return isObject(format) ? format : undefined;
}

function toolsOf(body: JsonObject): readonly JsonObject[] {
  const tools = body["tools"];
  const list: readonly Json[] = Array.isArray(tools) ? tools : [];
  return list.map((tool) => (isObject(tool) ? tool["function"] : undefined)).filter(isObject);
}

function readQuestion({ body }: IncomingRequest): Question {
  const { model, messages, tool_choice: choice, max_tokens, seed } = body;
  const format = formatOf(body);
  const [tool] = choice === "NONE" ? [] : toolsOf(body);
  const schema = tool === undefined ? format?.["json_schema"] : (tool["parameters"] ?? {});
  return {
    model: stringOr(model, ""),
    stream: body["stream"] === true,
    includeUsage: true,
    json: format?.["type"] === "json_object",
    system: textOfRoles(messages, ["system"]),
    user: textOfRoles(messages, ["user"]),
    // No request can name a tool; the first one is taken.
    ...(tool !== undefined && { tool: { name: stringOr(tool["name"], ""), named: choice === "REQUIRED" } }),
    ...(isSchema(schema) && { schema }),
    ...(typeof max_tokens === "number" && { maxTokens: max_tokens }),
    ...(typeof seed === "number" && { seed }),
  };
}
