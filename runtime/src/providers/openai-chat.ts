import { withinMarks } from "./cache-marks.ts";
import { outputFields, schemaOf } from "./call-schema.ts";
import { classifyResponse } from "./classify.ts";
import { sentEffort } from "./effort.ts";
import { createChatStreamDecoder, decodeChatBody } from "./openai-chat-answer.ts";
import { encodeChatMessage } from "./openai-chat-parts.ts";
import { encodePromptCache } from "./prompt-cache.ts";
import type { Adapter, ModelCall } from "./provider.ts";
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

type Fields = Readonly<Record<string, unknown>>;

function encodeBody(call: ModelCall): Fields {
  const { row, settings } = call;
  const messages = call.cacheMark === "cache_control" ? withinMarks(call.messages) : call.messages;
  const body: Record<string, unknown> = {
    model: call.model,
    messages: messages.map((message) => encodeChatMessage(message, call)),
  };
  Object.assign(body, outputFields(call, encodeMode));
  const { maxOutputTokens, temperature, topP, seed, stop } = settings;
  if (maxOutputTokens !== undefined) body[row.maxTokensField ?? "max_tokens"] = maxOutputTokens;
  if (temperature !== undefined) body["temperature"] = temperature;
  if (topP !== undefined) body["top_p"] = topP;
  if (seed !== undefined) body[row.seedField ?? "seed"] = seed;
  if (stop !== undefined) body["stop"] = stop;
  Object.assign(body, encodeEffort(call), encodePromptCache(call, call.messages, "30m"));
  if (!call.stream) return body;
  body["stream"] = true;
  if (row.streamOptions === true) body["stream_options"] = { include_usage: true };
  return body;
}

/** The fields that ask for structured output. Source: providers.md, section 5.2. */
function encodeMode(call: ModelCall): Fields {
  const { name, description } = call;
  switch (call.mode) {
    case "json_schema_strict":
    case "json_schema": {
      // Absent rather than false: several servers do not know the field.
      const strict = call.mode === "json_schema_strict" ? true : undefined;
      const schema = schemaOf(call);
      const enveloped = call.bareSchema ? schema : { name, description, strict, schema };
      return { response_format: { type: "json_schema", json_schema: enveloped } };
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

/** Source: providers.md, section 14, OpenRouter, DeepSeek and Z.ai. */
function encodeEffort(call: ModelCall): Fields | undefined {
  const effort = sentEffort(call);
  const { effortField = "reasoning_effort" } = call.row;
  if (effort === undefined) return undefined;
  switch (effortField) {
    case "reasoning_effort":
      return { reasoning_effort: effort };
    case "reasoning":
      return { reasoning: { effort } };
    case "thinking":
      // These models think unless they are told not to, and none is no effort to them.
      return effort === "none" ? { thinking: { type: "disabled" } } : { reasoning_effort: effort };
    case "enable_thinking":
      return { enable_thinking: effort !== "none" };
  }
}
