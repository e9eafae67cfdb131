import { ConfigurationError } from "../errors.ts";
import { type Content, type ContentPart, type Message, withoutMark } from "../prompt.ts";
import { createMessagesStreamDecoder, decodeMessagesBody } from "./anthropic-answer.ts";
import { classifyResponse } from "./classify.ts";
import { nearestEffort } from "./effort.ts";
import { type EncodedMedia, encodeMedia } from "./media.ts";
import type { Adapter, ModelCall } from "./provider.ts";
import { RawJson } from "./raw-json.ts";
import { buildRequest } from "./request.ts";

/** Anthropic Messages. Source: providers.md, section 7. */
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
  const effort = encodeEffort(call);
  const outputConfig = {
    ...(format === undefined ? {} : { format: { type: "json_schema", schema: new RawJson(format) } }),
    ...(effort === undefined ? {} : { effort }),
  };
  return {
    model: call.model,
    max_tokens: settings.maxOutputTokens ?? defaultMaxTokens,
    system: encodeSystem(messages),
    ...encodeTool(call),
    messages: messages.filter(({ role }) => role !== "system").map(encodeMessage),
    output_config: Object.keys(outputConfig).length === 0 ? undefined : outputConfig,
    temperature: settings.temperature,
    top_p: settings.topP,
    stop_sequences: settings.stop,
    stream: call.stream ? true : undefined,
  };
}

function encodeTool(call: ModelCall): Fields {
  const { name, description, mode, schema } = call;
  if (mode !== "tool" && mode !== "tool_strict") return {};
  if (schema === undefined) throw new Error(`a call in the mode ${mode} carries its schema`);
  const strict = mode === "tool_strict" ? true : undefined;
  return {
    tools: [{ name, description, input_schema: new RawJson(schema), strict }],
    tool_choice: { type: "tool", name, disable_parallel_tool_use: true },
  };
}

function encodeEffort({ settings }: ModelCall): string | undefined {
  const asked = settings.reasoningEffort;
  // Without effort a model thinks as it does by itself, which is the least that can be asked for.
  if (asked === undefined || asked === "none") return undefined;
  return nearestEffort(asked, ["low", "medium", "high", "xhigh", "max"]);
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

/** Most cache marks that a request may have. Source: providers.md, section 7.6. */
const mostMarks = 4;

/** Leaves out the cache marks beyond the most there may be: the first ends what all calls share, the last ones reach furthest. */
function withinMarks(messages: readonly Message[]): readonly Message[] {
  const marked = messages.flatMap(({ content }) => (typeof content === "string" ? [] : content.filter(isMarked)));
  if (marked.length <= mostMarks) return messages;
  const left = new Set(marked.slice(1, marked.length - (mostMarks - 1)));
  return messages.map(({ role, content }) => ({
    role,
    content: typeof content === "string" ? content : content.map((part) => (left.has(part) ? withoutMark(part) : part)),
  }));
}

function isMarked({ cache }: ContentPart): boolean {
  return cache === true;
}

function encodeMessage({ role, content }: Message): Fields {
  return { role, content: typeof content === "string" ? content : content.map(encodePart) };
}

function toParts(content: Content): readonly ContentPart[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

/** Source: providers.md, section 7.6. */
function encodePart(part: ContentPart): Fields {
  const mark = part.cache ? { cache_control: { type: "ephemeral" } } : {};
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
  const bytes = Uint8Array.from(atob(media.base64), (character) => character.charCodeAt(0));
  return { type: "text", media_type: "text/plain", data: new TextDecoder().decode(bytes) };
}
