import { isObject, isSchema, type Json, type JsonObject } from "../instance/schema.ts";
import { writeGeminiBody, writeGeminiFragment, writeGeminiStream } from "./gemini-answers.ts";
import { geminiErrorBody, writeGeminiError } from "./gemini-errors.ts";
import { stringOr } from "./message-text.ts";
import type { ErrorResponse, IncomingRequest, Protocol, Question, Strictness } from "./protocol.ts";

/** Gemini's generateContent, as the developer API and Vertex speak it. Source: providers.md, section 8. */
export const geminiContent: Protocol = {
  provider: "google",
  family: "gemini",
  streamType: ({ asArray }) => (asArray ? "application/json; charset=UTF-8" : "text/event-stream"),
  opensEarly: false,
  keepAlive: "",
  malformed: "Invalid JSON payload received. Unexpected end of string.",
  headers: () => ({ "server-timing": "gfet4t7; dur=412", vary: "Origin, X-Origin, Referer" }),
  checkKey: (headers) => {
    const bearer = /^bearer\s+(\S.*)$/i.exec(headers["authorization"] ?? "")?.[1] ?? "";
    if ((headers["x-goog-api-key"] ?? bearer).trim() !== "") return undefined;
    return writeGeminiError(403, {
      message:
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    });
  },
  check,
  readQuestion,
  unary: writeGeminiBody,
  stream: writeGeminiStream,
  error: writeGeminiError,
  errorInStream: (message, type, question) => {
    const body = geminiErrorBody(503, type ?? "UNAVAILABLE", message);
    return question.stream ? writeGeminiFragment(body, question, "later") : JSON.stringify(body, null, 2);
  },
  rejectSchema: (question, message) =>
    writeGeminiError(400, {
      message:
        message ??
        (question.tool === undefined
          ? "Invalid value at 'generation_config.response_json_schema': the specified schema produces a constraint that has too many states for serving."
          : "Invalid value at 'tools[0].function_declarations[0].parameters_json_schema': schema is too complex."),
    }),
};

/** The model that an address names, at the developer API or at Vertex. */
function modelIn({ path }: IncomingRequest): string {
  return decodeURIComponent(/\/([^/]+):(?:streamG|g)enerateContent$/.exec(path)?.[1] ?? "");
}

function refuse(message: string): ErrorResponse {
  return writeGeminiError(400, { message });
}

function check(request: IncomingRequest, strictness: Strictness): ErrorResponse | undefined {
  const { body } = request;
  const model = modelIn(request);
  if (strictness.models !== undefined && !strictness.models.includes(model)) return writeGeminiError(404, { model });
  const { contents, model: named } = body;
  if (named !== undefined) return refuse('Invalid JSON payload received. Unknown name "model": Cannot find field.');
  if (!Array.isArray(contents) || contents.length === 0) {
    return refuse("* GenerateContentRequest.contents: contents is not specified");
  }
  for (const [index, content] of contents.entries()) {
    const { role, parts } = isObject(content) ? content : {};
    if (role !== undefined && role !== "user" && role !== "model") {
      return refuse("Please use a valid role: user, model.");
    }
    if (!Array.isArray(parts) || parts.length === 0) {
      return refuse(`* GenerateContentRequest.contents[${index}].parts: contents.parts must not be empty.`);
    }
  }
  return strictness.checkSchemas ? checkConfig(body) : undefined;
}

function checkConfig(body: JsonObject): ErrorResponse | undefined {
  const config = configOf(body);
  const schemas = ["responseSchema", "responseJsonSchema"].filter((name) => config[name] !== undefined);
  if (schemas.length > 1) return refuse("Only one of response_schema and response_json_schema may be set.");
  if (schemas.length === 1 && config["responseMimeType"] !== "application/json") {
    return refuse(
      "* GenerateContentRequest.generation_config.response_mime_type: must be application/json with a schema",
    );
  }
  if (schemas.length === 1 && declarationsOf(body).length > 0) {
    return refuse("Function calling with a response mime type: 'application/json' is unsupported");
  }
  const wrong = declarationsOf(body).find(
    ({ name }) => typeof name !== "string" || !/^[a-zA-Z_][\w.-]{0,63}$/.test(name),
  );
  return wrong === undefined
    ? undefined
    : refuse("* GenerateContentRequest.tools[0].function_declarations[0].name: Invalid function name.");
}

function configOf(body: JsonObject): JsonObject {
  const config = body["generationConfig"];
  return isObject(config) ? config : {};
}

function declarationsOf(body: JsonObject): readonly JsonObject[] {
  const tools = body["tools"];
  const list: readonly Json[] = Array.isArray(tools) ? tools : [];
  return list.flatMap((tool) => {
    const declared = isObject(tool) ? tool["functionDeclarations"] : undefined;
    return Array.isArray(declared) ? declared.filter(isObject) : [];
  });
}

function textIn(content: Json | undefined): string {
  const parts = isObject(content) ? content["parts"] : undefined;
  if (!Array.isArray(parts)) return "";
  return parts.map((part: Json) => (isObject(part) && typeof part["text"] === "string" ? part["text"] : "")).join("\n");
}

function readQuestion(request: IncomingRequest): Question {
  const { body, path, query } = request;
  const { contents, systemInstruction, toolConfig } = body;
  const config = configOf(body);
  const calling = isObject(toolConfig) ? toolConfig["functionCallingConfig"] : undefined;
  const mode = isObject(calling) ? calling["mode"] : undefined;
  const allowed = isObject(calling) ? calling["allowedFunctionNames"] : undefined;
  const named = Array.isArray(allowed) ? allowed[0] : undefined;
  const declared = mode === "NONE" ? [] : declarationsOf(body);
  const tool = declared.find(({ name }) => name === named) ?? declared[0];
  const schema =
    tool === undefined
      ? (config["responseJsonSchema"] ?? config["responseSchema"])
      : (tool["parametersJsonSchema"] ?? tool["parameters"] ?? {});
  const asked: readonly Json[] = Array.isArray(contents) ? contents : [];
  const users = asked.filter((content) => !isObject(content) || content["role"] !== "model");
  const { maxOutputTokens, seed } = config;
  const stream = path.includes(":streamGenerateContent");
  return {
    model: modelIn(request),
    stream,
    asArray: stream && query.get("alt") !== "sse",
    includeUsage: true,
    json: config["responseMimeType"] === "application/json",
    system: textIn(systemInstruction),
    user: users.map(textIn).join("\n\n"),
    ...(tool !== undefined && { tool: { name: stringOr(tool["name"], ""), named: mode === "ANY" } }),
    ...(isSchema(schema) && { schema }),
    ...(typeof maxOutputTokens === "number" && { maxTokens: maxOutputTokens }),
    ...(typeof seed === "number" && { seed }),
  };
}
