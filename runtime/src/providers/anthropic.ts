import { ConfigurationError } from "../errors.ts";
import type { Content, ContentPart, Message } from "../prompt.ts";
import { createMessagesStreamDecoder, decodeMessagesBody } from "./anthropic-answer.ts";
import { cacheLifetime, withinMarks } from "./cache-marks.ts";
import { outputFields, schemaOf } from "./call-schema.ts";
import { classifyResponse } from "./classify.ts";
import { claudeEffort } from "./claude-effort.ts";
import { type EncodedMedia, encodeMedia, textOfBase64 } from "./media.ts";
import type { Adapter, ModelCall } from "./provider.ts";
import { RawJson } from "./raw-json.ts";
import { buildRequest } from "./request.ts";

/** Anthropic Messages, and Claude in the envelopes of clouds. Source: providers.md, section 7. */
export const anthropicMessages: Adapter = {
  family: "anthropic-messages",
  framing: "sse",
  encode: (call) => buildRequest(call, encodeBody(call)),
  decodeBody: decodeMessagesBody,
  createStreamDecoder: createMessagesStreamDecoder,
  decodeFault: classifyResponse,
};

type Fields = Readonly<Record<string, unknown>>;

/** `max_tokens` is mandatory; every current model can write this much. */
const defaultMaxTokens = 8192;

function encodeBody(call: ModelCall): Fields {
  const { settings } = call;
  const messages = withinMarks(call.messages);
  const format = call.mode === "json_schema" || call.mode === "json_schema_strict" ? call.schema : undefined;
  const effort = claudeEffort(settings.reasoningEffort);
  const outputConfig = {
    ...(format === undefined ? {} : { format: { type: "json_schema", schema: new RawJson(format) } }),
    ...(effort === undefined ? {} : { effort }),
  };
  return {
    model: call.model,
    max_tokens: settings.maxOutputTokens ?? defaultMaxTokens,
    system: encodeSystem(messages),
    ...outputFields(call, encodeTool),
    messages: messages.filter(({ role }) => role !== "system").map(encodeMessage),
    output_config: Object.keys(outputConfig).length === 0 ? undefined : outputConfig,
    temperature: settings.temperature,
    top_p: settings.topP,
    stop_sequences: settings.stop,
    stream: call.stream ? true : undefined,
  };
}

function encodeTool(call: ModelCall): Fields {
  const { name, description, mode } = call;
  if (mode !== "tool" && mode !== "tool_strict") return {};
  const strict = mode === "tool_strict" ? true : undefined;
  return {
    tools: [{ name, description, input_schema: schemaOf(call), strict }],
    tool_choice: { type: "tool", name, disable_parallel_tool_use: true },
  };
}

/** System messages have no place among the others; a plain text stays one, anything with a cache mark becomes blocks. */
function encodeSystem(messages: readonly Message[]): string | readonly Fields[] | undefined {
  const contents = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const [first, second] = contents;
  if (first === undefined) return undefined;
  if (typeof first === "string" && second === undefined) return first;
  const parts = contents.flatMap(toParts);
  if (parts.some(({ type }) => type !== "text")) {
    throw new ConfigurationError("a system message for Anthropic holds text only");
  }
  return parts.map(encodePart);
}

function encodeMessage({ role, content }: Message): Fields {
  return { role, content: typeof content === "string" ? content : content.map(encodePart) };
}

function toParts(content: Content): readonly ContentPart[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

/** Source: providers.md, section 7.6. */
function encodePart(part: ContentPart): Fields {
  const mark = part.cache ? { cache_control: { type: "ephemeral", ttl: cacheLifetime(part.cache) } } : {};
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text, ...mark };
    case "image":
      return { type: "image", source: encodeSource(encodeMedia(part.image)), ...mark };
    case "file":
      return { type: "document", source: encodeSource(encodeMedia(part.file)), title: part.name, ...mark };
  }
}

function encodeSource(media: EncodedMedia): Fields {
  if (media.kind === "url") return { type: "url", url: media.url };
  if (!media.mediaType.startsWith("text/")) return { type: "base64", media_type: media.mediaType, data: media.base64 };
  const data = textOfBase64(media.base64);
  if (data === undefined) throw new ConfigurationError("the data of a file in a prompt is not base64");
  return { type: "text", media_type: "text/plain", data };
}
