import { ConfigurationError } from "../errors.ts";
import type { Content, ContentPart, Message } from "../prompt.ts";
import { outputFields, schemaOf } from "./call-schema.ts";
import { classifyResponse } from "./classify.ts";
import { sentEffort } from "./effort.ts";
import { fileName } from "./file-name.ts";
import { checkFile, encodeMedia, toUrl } from "./media.ts";
import { createResponsesStreamDecoder, decodeResponsesBody } from "./openai-responses-answer.ts";
import { encodeCacheMark, encodePromptCache } from "./prompt-cache.ts";
import type { Adapter, ModelCall } from "./provider.ts";
import { buildRequest } from "./request.ts";
import { sentRole } from "./sent-role.ts";

/** OpenAI Responses, and the servers that speak it. Source: providers.md, section 6. */
export const openaiResponses: Adapter = {
  family: "openai-responses",
  framing: "sse",
  encode: (call) => buildRequest(call, encodeBody(call)),
  decodeBody: decodeResponsesBody,
  createStreamDecoder: createResponsesStreamDecoder,
  decodeFault: classifyResponse,
};

type Fields = Readonly<Record<string, unknown>>;

/** There are no fields for a seed and for stop sequences. */
function encodeBody(call: ModelCall): Fields {
  const { messages, settings } = call;
  const effort = sentEffort(call);
  const instructions = leadingInstructions(call);
  const others = messages.slice(instructions.length);
  return {
    model: call.model,
    instructions: instructions.length === 0 ? undefined : instructions.join("\n\n"),
    input: others.map((message) => encodeMessage(message, call)),
    // Nothing of a call is kept at the provider.
    store: false,
    ...outputFields(call, encodeMode),
    max_output_tokens: settings.maxOutputTokens,
    temperature: settings.temperature,
    top_p: settings.topP,
    reasoning: effort === undefined ? undefined : { effort },
    ...encodePromptCache(call, messages.filter(bearsMarks), "12h"),
    stream: call.stream ? true : undefined,
  };
}

/** The fields that ask for structured output. Source: providers.md, section 6.1. */
function encodeMode(call: ModelCall): Fields {
  const { name, description } = call;
  switch (call.mode) {
    case "json_schema_strict":
    case "json_schema": {
      const strict = call.mode === "json_schema_strict" ? true : undefined;
      return { text: { format: { type: "json_schema", name, description, strict, schema: schemaOf(call) } } };
    }
    case "tool_strict":
    case "tool": {
      // Said either way: a tool is strict here unless it is said not to be.
      const strict = call.mode === "tool_strict";
      return {
        tools: [{ type: "function", name, description, parameters: schemaOf(call), strict }],
        tool_choice: { type: "function", name },
        parallel_tool_calls: false,
      };
    }
    case "json_object":
      return { text: { format: { type: "json_object" } } };
    case "prompt":
      return {};
  }
}

/**
 * The texts of the system messages at the beginning, where all of them can be sent as instructions: plain text without
 * marks, with something left to be the input.
 */
function leadingInstructions(call: ModelCall): readonly string[] {
  // OpenAI looks for the word "json", which this mode demands, in the input only.
  if (call.mode === "json_object") return [];
  const count = call.messages.findIndex(({ role }) => role !== "system");
  const texts = call.messages.slice(0, Math.max(count, 0)).map(({ content }) => plainText(content, call));
  return texts.every((text) => text !== undefined) ? texts : [];
}

/** Text in its plain form, unless it holds anything else, or a mark that the model understands. */
function plainText(content: Content, { cacheMark }: ModelCall): string | undefined {
  if (typeof content === "string") return content;
  const texts = content.map((part) => (part.type === "text" && !(part.cache && cacheMark) ? part.text : undefined));
  return texts.every((text) => text !== undefined) ? texts.join("") : undefined;
}

/** Only parts of the input have a field for a mark. */
function bearsMarks({ role }: Message): boolean {
  return role !== "assistant";
}

function encodeMessage({ role, content }: Message, call: ModelCall): Fields {
  if (role === "assistant") return { role, content: toParts(content).map(answerText).join("") };
  const plain = plainText(content, call);
  return { role: sentRole(role, call), content: plain ?? toParts(content).map((part) => encodePart(part, call)) };
}

function toParts(content: Content): readonly ContentPart[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

function answerText(part: ContentPart): string {
  if (part.type === "text") return part.text;
  throw new ConfigurationError(`an assistant message holds text only, no ${part.type}`);
}

/** Source: providers.md, section 6.5. */
function encodePart(part: ContentPart, call: ModelCall): Fields {
  const { row } = call;
  const mark = encodeCacheMark(part.cache, call);
  switch (part.type) {
    case "text":
      return { type: "input_text", text: part.text, ...mark };
    case "image":
      return { type: "input_image", image_url: toUrl(encodeMedia(part.image)), detail: "auto", ...mark };
    case "file": {
      const file = encodeMedia(part.file);
      checkFile(file, row.media ?? "data-or-url", row.title);
      if (file.kind === "url") return { type: "input_file", file_url: file.url, ...mark };
      return { type: "input_file", filename: fileName(part.name, file), file_data: toUrl(file), ...mark };
    }
  }
}
