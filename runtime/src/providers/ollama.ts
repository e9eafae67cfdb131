import type { FinishReason, Usage } from "../attempt.ts";
import { ConfigurationError } from "../errors.ts";
import { createNdjsonDecoder } from "../framing/ndjson.ts";
import type { ContentPart, Message } from "../prompt.ts";
import { createAnswerSorter, faultEvent, malformed, noEvents } from "./answer-sorter.ts";
import { classifyErrorValue, classifyResponse } from "./classify.ts";
import { nearestEffort } from "./effort.ts";
import { asCount, asList, asObject, asText, type JsonObject, parseJson } from "./json-values.ts";
import { encodeMedia } from "./media.ts";
import type { Adapter, ModelCall, ModelEvent, StreamDecoder } from "./provider.ts";
import { RawJson } from "./raw-json.ts";
import { secretsOf } from "./redact.ts";
import { buildRequest } from "./request.ts";

/** Ollama's own chat API. Source: providers.md, section 11. */
export const ollamaChat: Adapter = {
  family: "ollama-chat",
  framing: "ndjson",
  createFrameDecoder: createNdjsonDecoder,
  encode: (call) => buildRequest(call, encodeBody(call)),
  decodeBody,
  createStreamDecoder,
  decodeFault: classifyResponse,
};

type Fields = Readonly<Record<string, unknown>>;

function encodeBody(call: ModelCall): Fields {
  const { settings } = call;
  const options = {
    temperature: settings.temperature,
    top_p: settings.topP,
    num_predict: settings.maxOutputTokens,
    seed: settings.seed,
    stop: settings.stop,
    // Prompts that are longer are cut silently.
    num_ctx: call.contextWindow,
  };
  return {
    model: call.model,
    messages: call.messages.map(encodeMessage),
    ...encodeMode(call),
    // Streaming is the default of this API, so both are said.
    stream: call.stream,
    think: encodeThink(settings.reasoningEffort),
    options: Object.values(options).every((value) => value === undefined) ? undefined : options,
  };
}

function encodeMode(call: ModelCall): Fields {
  const { mode, name, description, schema } = call;
  switch (mode) {
    case "json_schema_strict":
    case "json_schema":
      return { format: schema === undefined ? "json" : new RawJson(schema) };
    case "tool_strict":
    case "tool": {
      // There is no choice of tool here: the model may answer in text, which then counts.
      const parameters = schema === undefined ? undefined : new RawJson(schema);
      return { tools: [{ type: "function", function: { name, description, parameters } }] };
    }
    case "json_object":
      return { format: "json" };
    case "prompt":
      return {};
  }
}

function encodeThink(effort: ModelCall["settings"]["reasoningEffort"]): boolean | string | undefined {
  if (effort === undefined) return undefined;
  return effort === "none" ? false : nearestEffort(effort, ["low", "medium", "high"]);
}

function encodeMessage({ role, content }: Message): Fields {
  if (typeof content === "string") return { role, content };
  const text = content.map((part) => (part.type === "text" ? part.text : "")).join("");
  const images = content.filter(({ type }) => type !== "text").map(encodeImage);
  return { role, content: text, images: images.length === 0 ? undefined : images };
}

function encodeImage(part: ContentPart): string {
  if (part.type !== "image") throw new ConfigurationError("Ollama takes images and text, no other files");
  const image = encodeMedia(part.image);
  if (image.kind === "url") throw new ConfigurationError("Ollama takes an image as bytes, not as a URL");
  return image.base64;
}

function decodeBody(call: ModelCall, body: string): readonly ModelEvent[] {
  const decoder = createStreamDecoder(call);
  const events = decoder.push({ data: body });
  const isOver = events.some(({ type }) => type === "finish" || type === "fault");
  return isOver ? events : [...events, ...malformed("an answer that is not done")];
}

function createStreamDecoder(call: ModelCall): StreamDecoder {
  const answer = createAnswerSorter(call);
  let over = false;

  function readToolCall(item: unknown): readonly ModelEvent[] {
    const called = asObject(asObject(item)?.["function"]);
    if (called === undefined || !answer.beginCall(asText(called["name"]))) return noEvents;
    const { arguments: written } = called;
    return answer.callArguments(typeof written === "string" ? written : JSON.stringify(written ?? {}));
  }

  return {
    push({ data }) {
      if (over || data.trim() === "") return noEvents;
      const line = asObject(parseJson(data));
      const failed = line === undefined || asText(line["error"]) !== undefined || asObject(line["error"]) !== undefined;
      over = failed || line["done"] === true;
      if (line === undefined) return malformed("a line that is not a JSON object");
      if (failed) return faultEvent(classifyErrorValue(line, secretsOf(call)));
      const message = asObject(line["message"]) ?? {};
      return [
        ...answer.reasoning(asText(message["thinking"])),
        ...answer.text(asText(message["content"])),
        ...asList(message["tool_calls"]).flatMap(readToolCall),
        ...(over ? answer.finish(mapDoneReason(line["done_reason"]), readUsage(line), line["model"]) : noEvents),
      ];
    },
    // Only the line with done: true completes an answer.
    end: () => noEvents,
  };
}

/** Older servers give no reason; they stop and do not cut. */
function mapDoneReason(reason: unknown): FinishReason {
  switch (reason) {
    case undefined:
    case null:
    case "":
    case "stop":
      return "stop";
    case "length":
      return "length";
    default:
      return "other";
  }
}

/** Counts are missing when the whole prompt came from the cache. */
function readUsage(line: JsonObject): Usage | undefined {
  const input = asCount(line["prompt_eval_count"]);
  const output = asCount(line["eval_count"]);
  if (input === undefined && output === undefined) return undefined;
  return { input: { total: input ?? 0 }, output: { total: output ?? 0 } };
}
