import { isObject, type Json, type JsonObject } from "../instance/schema.ts";
import { writeAnthropicBody, writeAnthropicStream } from "./anthropic-answers.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { eventStreamType, writeAwsEvent, writePadding } from "./aws-frames.ts";
import {
  asksForStream,
  bedrockErrorResponse,
  bedrockHeaders,
  checkBedrockKey,
  modelInPath,
  unknownModel,
  writeStreamException,
} from "./bedrock.ts";
import { stringOr } from "./message-text.ts";
import type { ErrorResponse, FrameBytes, FrameSet, IncomingRequest, Protocol, Reply, Strictness } from "./protocol.ts";

/** Claude's own bodies through Bedrock's InvokeModel. Source: providers.md, section 7.1, and the recordings. */
export const bedrockClaude: Protocol = {
  provider: "bedrock",
  family: "anthropic-messages",
  streamType: () => eventStreamType,
  opensEarly: true,
  keepAlive: "",
  malformed: "Malformed input request, please reformat your input and try again.",
  headers: bedrockHeaders,
  checkKey: checkBedrockKey,
  check,
  readQuestion: (request) => anthropicMessages.readQuestion(asAnthropic(request)),
  unary: (reply) => withBedrockId(withModelName(writeAnthropicBody(reply), reply)),
  stream,
  error: bedrockErrorResponse,
  errorInStream: (message, type, question) =>
    question.stream ? writeStreamException(message, type) : anthropicMessages.errorInStream(message, type, question),
  rejectSchema: (question, message) => inEnvelope(anthropicMessages.rejectSchema(question, message)),
};

/** The request as Anthropic's own API would be sent it. */
function asAnthropic(request: IncomingRequest): IncomingRequest {
  const { anthropic_version: version, ...body } = request.body;
  return {
    ...request,
    headers: { ...request.headers, "anthropic-version": stringOr(version, "") },
    body: { ...body, model: modelInPath(request), stream: asksForStream(request) },
  };
}

function check(request: IncomingRequest, strictness: Strictness): ErrorResponse | undefined {
  const refuse = (message: string): ErrorResponse => bedrockErrorResponse(400, { message });
  const { models } = strictness;
  if (models !== undefined && !models.includes(modelInPath(request))) return unknownModel();
  for (const name of ["model", "stream"]) {
    if (request.body[name] !== undefined) return refuse(`${name}: Extra inputs are not permitted`);
  }
  const version = request.body["anthropic_version"];
  if (version === undefined) return refuse("anthropic_version: Field required");
  if (version !== "bedrock-2023-05-31") return refuse("anthropic_version: Input should be 'bedrock-2023-05-31'");
  const error = anthropicMessages.check(asAnthropic(request), strictness);
  return error === undefined ? undefined : inEnvelope(error);
}

/** What Anthropic's API refuses a request with, as Bedrock passes it on: the message alone. */
function inEnvelope({ status, body }: ErrorResponse): ErrorResponse {
  const { error } = JSON.parse(body) as JsonObject; // every error of that API is an object
  const message = isObject(error) ? error["message"] : undefined;
  return bedrockErrorResponse(status, typeof message === "string" ? { message } : {});
}

function stream(reply: Reply): FrameSet {
  const { opening, deltas, closing } = writeAnthropicStream(reply);
  const wrap = (frames: readonly FrameBytes[]): readonly FrameBytes[] =>
    frames.flatMap((frame) => {
      const event = eventOf(frame);
      return event["type"] === "ping" ? [] : [writeChunk(inBedrocksForm(event, reply), reply)];
    });
  return { opening: wrap(opening), deltas: wrap(deltas), closing: wrap(closing) };
}

/** The JSON of a server-sent event. */
function eventOf(frame: FrameBytes): JsonObject {
  const text = String(frame); // Anthropic's frames are text
  return JSON.parse(text.slice(text.indexOf("data: ") + 6)) as JsonObject; // and each holds an object
}

function writeChunk(event: JsonObject, { random }: Reply): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(event)).toString("base64");
  return writeAwsEvent("chunk", { bytes, p: writePadding(random) });
}

function inBedrocksForm(event: JsonObject, reply: Reply): JsonObject {
  switch (event["type"]) {
    case "message_start":
      return { ...event, message: withBedrockId(withModelName(asObject(event["message"]), reply)) };
    case "content_block_start":
      return { ...event, content_block: withBedrockId(asObject(event["content_block"])) };
    case "message_stop":
      return { ...event, "amazon-bedrock-invocationMetrics": metricsOf(reply) };
    default:
      return event;
  }
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** Bedrock's ids say that they are its own: `msg_bdrk_01…`, `toolu_bdrk_01…`; so do those of the blocks in a message. */
function withBedrockId(value: JsonObject): JsonObject {
  const { id, content } = value;
  return {
    ...value,
    ...(typeof id === "string" && { id: id.replace("_01", "_bdrk_01") }),
    ...(Array.isArray(content) && { content: content.map((block: Json) => withBedrockId(asObject(block))) }),
  };
}

/** The model bears the name it has at Anthropic, without region, maker and revision. */
function withModelName(message: JsonObject, { question }: Reply): JsonObject {
  return { ...message, model: /claude-.*?(?=-v\d+(?::\d+)?$|$)/.exec(question.model)?.[0] ?? question.model };
}

function metricsOf({ inputTokens, outputTokens }: Reply): JsonObject {
  return {
    inputTokenCount: inputTokens,
    outputTokenCount: outputTokens,
    invocationLatency: 240 + 12 * outputTokens,
    firstByteLatency: 240,
  };
}
