import { ConfigurationError } from "../errors.ts";
import type { Content, ContentPart, Message } from "../prompt.ts";
import { classifyResponse } from "./classify.ts";
import { nearestEffort } from "./effort.ts";
import { encodeMedia, toUrl } from "./media.ts";
import { createChatStreamDecoder, decodeChatBody } from "./openai-chat-answer.ts";
import type { Adapter, ModelCall } from "./provider.ts";
import { RawJson } from "./raw-json.ts";
import { buildRequest } from "./request.ts";

/**
 * OpenAI Chat Completions, and the many servers that speak it. Source: providers.md, section 5.
 *
 * What differs between them is in their rows; what their answers have in common with OpenAI's is only the outline.
 */
export const openaiChat: Adapter = {
  family: "openai-chat",
  framing: "sse",
  encode: (call) => buildRequest(call, encodeBody(call)),
  decodeBody: decodeChatBody,
  createStreamDecoder: createChatStreamDecoder,
  decodeFault: classifyResponse,
};

function encodeBody(call: ModelCall): Readonly<Record<string, unknown>> {
  const { row, settings } = call;
  const body: Readonly<Record<string, unknown>> = {
    model: call.model,
    messages: call.messages.map((message) => encodeMessage(message, call)),
    ...encodeMode(call),
    [row.maxTokensField ?? "max_tokens"]: settings.maxOutputTokens,
    temperature: settings.temperature,
    top_p: settings.topP,
    seed: settings.seed,
    stop: settings.stop,
    reasoning_effort: encodeEffort(call),
    prompt_cache_key: row.promptCacheKey === true && call.messages.some(isMarked) ? `outspec-${call.hash}` : undefined,
    ...(call.stream ? { stream: true, ...(row.streamOptions ? { stream_options: { include_usage: true } } : {}) } : {}),
  };
  const { omits } = row;
  return omits === undefined
    ? body
    : Object.fromEntries(Object.entries(body).filter(([name]) => !omits.includes(name)));
}

/** The fields that ask for structured output. Source: providers.md, section 5.2. */
function encodeMode(call: ModelCall): Readonly<Record<string, unknown>> {
  const { name, description } = call;
  switch (call.mode) {
    case "json_schema_strict":
    case "json_schema": {
      // Absent rather than false: several servers do not know the field.
      const strict = call.mode === "json_schema_strict" ? true : undefined;
      return {
        response_format: { type: "json_schema", json_schema: { name, description, strict, schema: schemaOf(call) } },
      };
    }
    case "tool_strict":
    case "tool": {
      const strict = call.mode === "tool_strict" ? true : undefined;
      return {
        tools: [{ type: "function", function: { name, description, parameters: schemaOf(call), strict } }],
        tool_choice: { type: "function", function: { name } },
        parallel_tool_calls: false,
      };
    }
    case "json_object":
      return { response_format: { type: "json_object" } };
    case "prompt":
      return {};
  }
}

function schemaOf(call: ModelCall): RawJson {
  if (call.schema === undefined) throw new Error(`a call in the mode ${call.mode} carries its schema`);
  return new RawJson(call.schema);
}

function encodeEffort({ row, settings }: ModelCall): string | undefined {
  const asked = settings.reasoningEffort;
  return asked === undefined || row.efforts === undefined ? asked : nearestEffort(asked, row.efforts);
}

function encodeMessage({ role, content }: Message, call: ModelCall): Readonly<Record<string, unknown>> {
  // Reasoning models at OpenAI take instructions under this role; compatible servers do not know it.
  const sentRole = role === "system" && call.reasoning && call.row.developerRole ? "developer" : role;
  return { role: sentRole, content: encodeContent(content, role, call.cacheBreakpoints) };
}

/** Whether a part of a message ends a prefix worth caching. */
function isMarked({ content }: Message): boolean {
  return typeof content !== "string" && content.some(({ cache }) => cache === true);
}

function encodeContent(
  content: Content,
  role: Message["role"],
  marks: boolean,
): string | readonly Readonly<Record<string, unknown>>[] {
  if (typeof content === "string") return content;
  const [first, second] = content;
  // The plain form is the one every server takes.
  if (first?.type === "text" && second === undefined && !(marks && first.cache)) return first.text;
  return content.map((part) => ({
    ...encodePart(part, role),
    // Source: providers.md, section 5.7.
    ...(marks && part.cache ? { prompt_cache_breakpoint: { mode: "explicit" } } : {}),
  }));
}

/** Source: providers.md, section 5.8. */
function encodePart(part: ContentPart, role: Message["role"]): Readonly<Record<string, unknown>> {
  if (part.type !== "text" && role !== "user") {
    throw new ConfigurationError(`an ${part.type} part belongs in a user message, not in a ${role} message`);
  }
  switch (part.type) {
    case "text":
      return { type: "text", text: part.text };
    case "image":
      return { type: "image_url", image_url: { url: toUrl(encodeMedia(part.image)) } };
    case "file": {
      const file = encodeMedia(part.file);
      if (file.kind === "url") {
        throw new ConfigurationError("the Chat Completions API takes a file as bytes, not as a URL");
      }
      return { type: "file", file: { filename: part.name ?? "file", file_data: toUrl(file) } };
    }
  }
}
