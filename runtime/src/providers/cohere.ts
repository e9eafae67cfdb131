import { ConfigurationError } from "../errors.ts";
import type { ContentPart, Message } from "../prompt.ts";
import { readRequestId } from "../request-id.ts";
import { outputFields, schemaOf } from "./call-schema.ts";
import { classifyResponse } from "./classify.ts";
import { createCohereStreamDecoder, decodeCohereBody } from "./cohere-answer.ts";
import { asObject, parseJson } from "./json-values.ts";
import { encodeMedia, toUrl } from "./media.ts";
import type { Adapter, Fault, ModelCall, ResponseHead } from "./provider.ts";
import { buildRequest } from "./request.ts";

/** Cohere v2 chat. Source: providers.md, section 10. */
export const cohereChat: Adapter = {
  family: "cohere-v2",
  framing: "sse",
  encode: (call) => buildRequest(call, encodeBody(call)),
  decodeBody: decodeCohereBody,
  createStreamDecoder: createCohereStreamDecoder,
  decodeFault,
};

type Fields = Readonly<Record<string, unknown>>;

function encodeBody(call: ModelCall): Fields {
  const { settings } = call;
  return {
    model: call.model,
    messages: call.messages.map(encodeMessage),
    ...outputFields(call, encodeMode),
    thinking: encodeThinking(settings.reasoningEffort),
    max_tokens: settings.maxOutputTokens,
    temperature: settings.temperature,
    p: settings.topP,
    seed: settings.seed,
    stop_sequences: settings.stop,
    stream: call.stream ? true : undefined,
  };
}

function encodeMode(call: ModelCall): Fields {
  const { name, description } = call;
  switch (call.mode) {
    case "json_schema_strict":
    case "json_schema":
      return { response_format: { type: "json_object", json_schema: schemaOf(call) } };
    case "tool_strict":
    case "tool":
      return {
        tools: [{ type: "function", function: { name, description, parameters: schemaOf(call) } }],
        // No tool can be named here; the only one there is has to be called.
        tool_choice: "REQUIRED",
        strict_tools: call.mode === "tool_strict" ? true : undefined,
      };
    case "json_object":
      return { response_format: { type: "json_object" } };
    case "prompt":
      return {};
  }
}

/** A model thinks or does not: how much, in tokens, depends on the model, and is left to it. */
function encodeThinking(effort: ModelCall["settings"]["reasoningEffort"]): Fields | undefined {
  if (effort === undefined) return undefined;
  return { type: effort === "none" ? "disabled" : "enabled" };
}

function encodeMessage({ role, content }: Message): Fields {
  return { role, content: typeof content === "string" ? content : content.map((part) => encodePart(part, role)) };
}

function encodePart(part: ContentPart, role: Message["role"]): Fields {
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "image":
      if (role !== "user") throw new ConfigurationError(`an image belongs in a user message, not in a ${role} message`);
      return { type: "image_url", image_url: { url: toUrl(encodeMedia(part.image)) } };
    case "file":
      throw new ConfigurationError("Cohere takes images and text, no other files");
  }
}

/**
 * Its error body is `{ id, message }`. The status 498 says that prompt or answer hold a token that is on a list of
 * forbidden ones, which is a filter's verdict; of other providers it tells of load.
 */
function decodeFault(response: ResponseHead, body: string, secrets?: readonly string[]): Fault {
  const fault = classifyResponse(response, body, secrets);
  const requestId = fault.requestId ?? readRequestId(asObject(parseJson(body))?.["id"]);
  return {
    ...fault,
    ...(requestId === undefined ? {} : { requestId }),
    ...(response.status === 498 ? { code: "content-filtered" } : {}),
  };
}
