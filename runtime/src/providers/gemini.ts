import { ConfigurationError } from "../errors.ts";
import type { Content, ContentPart, Message } from "../prompt.ts";
import { outputFields, schemaOf } from "./call-schema.ts";
import { classifyResponse } from "./classify.ts";
import { nearestEffort, sentEffort } from "./effort.ts";
import { createGeminiStreamDecoder, decodeGeminiBody } from "./gemini-answer.ts";
import { type EncodedMedia, encodeMedia } from "./media.ts";
import type { Adapter, ModelCall } from "./provider.ts";
import { buildRequest } from "./request.ts";

/** Gemini's generateContent, at Google's developer API and on Vertex AI. Source: providers.md, section 8. */
export const geminiContent: Adapter = {
  family: "gemini",
  framing: "sse",
  encode: (call) => buildRequest(call, encodeBody(call)),
  decodeBody: decodeGeminiBody,
  createStreamDecoder: createGeminiStreamDecoder,
  decodeFault: classifyResponse,
};

type Fields = Readonly<Record<string, unknown>>;

/** Whether the answer is streamed is said by the address alone. */
function encodeBody(call: ModelCall): Fields {
  const { settings } = call;
  const messages = takesSystem(call.model) ? call.messages : withSystemAsked(call.messages);
  const system = messages.filter(({ role }) => role === "system").flatMap(({ content }) => toParts(content));
  if (system.some(({ type }) => type !== "text")) {
    throw new ConfigurationError("a system message for Gemini holds text only");
  }
  const config = {
    ...encodeFormat(call),
    maxOutputTokens: settings.maxOutputTokens,
    temperature: settings.temperature,
    topP: settings.topP,
    seed: settings.seed,
    stopSequences: settings.stop,
    thinkingConfig: encodeThinking(call),
  };
  const isConfigured = Object.values(config).some((value) => value !== undefined);
  return {
    systemInstruction: system.length === 0 ? undefined : { parts: system.map(encodePart) },
    contents: messages.filter(({ role }) => role !== "system").map(encodeMessage),
    ...outputFields(call, encodeTool),
    generationConfig: isConfigured ? config : undefined,
  };
}

/** Gemma models take no system instruction. Source: providers.md, section 8.2. */
function takesSystem(model: string): boolean {
  return !/^gemma/i.test(model);
}

/** The system text at the beginning of the first question. */
function withSystemAsked(messages: readonly Message[]): readonly Message[] {
  const system = messages.filter(({ role }) => role === "system").flatMap(({ content }) => toParts(content));
  const others = messages.filter(({ role }) => role !== "system");
  const first = others.findIndex(({ role }) => role === "user");
  if (system.length === 0 || first < 0) return others;
  return others.map((message, index) =>
    index === first ? { role: message.role, content: [...system, ...toParts(message.content)] } : message,
  );
}

function encodeFormat(call: ModelCall): Fields {
  switch (call.mode) {
    case "json_schema_strict":
    case "json_schema":
      return { responseMimeType: "application/json", responseJsonSchema: schemaOf(call) };
    case "json_object":
      return { responseMimeType: "application/json" };
    case "tool_strict":
    case "tool":
    case "prompt":
      return {};
  }
}

function encodeTool(call: ModelCall): Fields {
  const { mode, name, description } = call;
  if (mode !== "tool" && mode !== "tool_strict") return {};
  return {
    tools: [{ functionDeclarations: [{ name, description, parametersJsonSchema: schemaOf(call) }] }],
    toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: [name] } },
  };
}

/** Thinking tokens that an effort stands for at Google's own OpenAI-compatible endpoint, for models that take a budget. */
const budgets = { none: 0, minimal: 512, low: 1024, medium: 8192, high: 24_576, xhigh: 24_576, max: 24_576 } as const;

function encodeThinking(call: ModelCall): Fields | undefined {
  const { model } = call;
  const effort = sentEffort(call);
  if (effort === undefined) return undefined;
  // Source: providers.md, section 8.2, thinking.
  if (/^gemini-2\.5/.test(model)) return { thinkingBudget: budgets[effort] };
  return { thinkingLevel: nearestEffort(effort, ["minimal", "low", "medium", "high", "xhigh"]) };
}

function encodeMessage({ role, content }: Message): Fields {
  return { role: role === "assistant" ? "model" : "user", parts: toParts(content).map(encodePart) };
}

function toParts(content: Content): readonly ContentPart[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

/** Source: providers.md, section 8.4. Marks are left out: prefixes are cached without being asked. */
function encodePart(part: ContentPart): Fields {
  switch (part.type) {
    case "text":
      return { text: part.text };
    case "image":
      return encodeData(encodeMedia(part.image));
    case "file":
      return encodeData(encodeMedia(part.file));
  }
}

function encodeData(media: EncodedMedia): Fields {
  if (media.kind === "data") return { inlineData: { mimeType: media.mediaType, data: media.base64 } };
  return { fileData: { mimeType: mediaTypeOf(media.url), fileUri: media.url } };
}

const typesByEnding: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  pdf: "application/pdf",
  txt: "text/plain",
  csv: "text/csv",
  html: "text/html",
  md: "text/markdown",
};

/** A file's type, which Google wants to be told, by the ending of its address; nothing where that does not tell. */
function mediaTypeOf(url: string): string | undefined {
  const ending = /\.([a-z\d]+)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase();
  return ending === undefined ? undefined : typesByEnding[ending];
}
