import { EventStreamCodec } from "@smithy/eventstream-codec";
import type { Said, Wire } from "./wire.ts";

type Loose = Record<string, never> & { [key: string]: Loose } & Loose[];

/** A message of an event stream, as AWS's own codec reads it: it throws where a checksum is wrong. */
export interface AwsFrame {
  readonly kind: string;
  /** The name of the event or of the exception. */
  readonly name: string;
  readonly payload: Loose;
}

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString(),
  (text) => Buffer.from(text),
);

/** The messages in a body whose bytes are the characters of a text; one that is cut off is left out. */
export function readAwsFrames(text: string): readonly AwsFrame[] {
  const bytes = Buffer.from(text, "latin1");
  const frames: AwsFrame[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + bytes.readUInt32BE(at);
    if (end > bytes.length) break;
    const { headers, body } = codec.decode(bytes.subarray(at, end));
    const kind = String(headers[":message-type"]?.value);
    const name = String((headers[":event-type"] ?? headers[":exception-type"])?.value);
    frames.push({ kind, name, payload: JSON.parse(Buffer.from(body).toString()) });
    at = end;
  }
  return frames;
}

const exceptionIn = (frames: readonly AwsFrame[]): unknown => frames.find(({ kind }) => kind === "exception")?.payload;

/** Where an answer of a model is asked for. The colon in the id is part of its path segment. */
const claude = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
const headers = { authorization: "Bearer bedrock-api-key-test" };
const notes = "Ms. Ida Kern, 64, has a dry cough since Monday. Pulse is 88, temperature 37.9.";

/** Bedrock's Converse as a client sees it. */
export const converse: Wire = {
  provider: "bedrock",
  name: "Bedrock Converse",
  url: (simulator, { stream = false, model = claude } = {}) =>
    `${simulator.baseUrls.bedrock}/model/${encodeURIComponent(model)}/converse${stream ? "-stream" : ""}`,
  streamType: /^application\/vnd\.amazon\.eventstream$/,
  headers,
  finishes: { refusal: "guardrail_intervened", truncation: "max_tokens" },
  refusesInText: true,
  messageOf: (error) => error["message"],
  body: ({ schema, tool, prompt = notes }) => ({
    system: [{ text: "You are a clinical assistant." }],
    messages: [{ role: "user", content: [{ text: prompt }] }],
    ...(tool
      ? {
          toolConfig: {
            tools: [{ toolSpec: { name: "result", inputSchema: { json: schema } } }],
            toolChoice: { tool: { name: "result" } },
          },
        }
      : {
          outputConfig: {
            textFormat: {
              type: "json_schema",
              structure: { jsonSchema: { name: "result", schema: JSON.stringify(schema) } },
            },
          },
        }),
  }),
  readUnary: (text) => {
    const body = JSON.parse(text) as Loose;
    const block = body["output"]?.["message"]?.["content"]?.[0];
    const value = block?.["toolUse"] === undefined ? block?.["text"] : JSON.stringify(block["toolUse"]["input"]);
    return said(value, body["stopReason"], body["message"], body["usage"]);
  },
  readStream: (text) => {
    const frames = readAwsFrames(text);
    const pieces = frames.map(({ payload }) => {
      const delta = payload["delta"];
      return delta?.["toolUse"]?.["input"] ?? delta?.["text"] ?? "";
    });
    const stop = frames.find(({ name }) => name === "messageStop")?.payload["stopReason"];
    const usage = frames.find(({ name }) => name === "metadata")?.payload["usage"];
    return said(pieces.join(""), stop, exceptionIn(frames), usage);
  },
};

/** Claude through InvokeModel, as a client sees it. */
export const invokeModel: Wire = {
  provider: "bedrock",
  name: "Claude on Bedrock",
  url: (simulator, { stream = false, model = claude } = {}) =>
    `${simulator.baseUrls.bedrock}/model/${encodeURIComponent(model)}/invoke${stream ? "-with-response-stream" : ""}`,
  streamType: /^application\/vnd\.amazon\.eventstream$/,
  headers,
  finishes: { refusal: "refusal", truncation: "max_tokens" },
  refusesInText: false,
  messageOf: (error) => error["message"],
  body: ({ schema, tool, prompt = notes }) => ({
    anthropic_version: "bedrock-2023-05-31",
    max_tokens: 8192,
    messages: [{ role: "user", content: [{ type: "text", text: prompt }] }],
    ...(tool
      ? { tools: [{ name: "result", input_schema: schema }], tool_choice: { type: "tool", name: "result" } }
      : { output_config: { format: { type: "json_schema", schema } } }),
  }),
  readUnary: (text) => {
    const body = JSON.parse(text) as Loose;
    const block = body["content"]?.[0];
    const value = block?.["input"] === undefined ? block?.["text"] : JSON.stringify(block["input"]);
    const refusal = body["stop_details"]?.["explanation"];
    return said(value, body["stop_reason"], body["error"], body["usage"], refusal);
  },
  readStream: (text) => {
    const frames = readAwsFrames(text);
    const events = frames.filter(({ name }) => name === "chunk").map(({ payload }) => eventOfChunk(payload));
    const pieces = events.map((event) => event["delta"]?.["text"] ?? event["delta"]?.["partial_json"] ?? "");
    const end = events.find((event) => String(event["type"]) === "message_delta");
    const complete = events.some((event) => String(event["type"]) === "message_stop");
    const reason = complete ? end?.["delta"]?.["stop_reason"] : undefined;
    const refusal = end?.["delta"]?.["stop_details"]?.["explanation"];
    return said(pieces.join(""), reason, exceptionIn(frames), end?.["usage"], refusal);
  },
};

/** The event of Anthropic's that a frame of InvokeModel holds. */
export function eventOfChunk(payload: Loose): Loose {
  return JSON.parse(Buffer.from(String(payload["bytes"]), "base64").toString());
}

function said(text: unknown, finish: unknown, error: unknown, usage: unknown, refusal?: unknown): Said {
  return {
    text: typeof text === "string" ? text : "",
    finish: typeof finish === "string" ? finish : undefined,
    refusal: typeof refusal === "string" ? refusal : "",
    complete: typeof finish === "string",
    error,
    usage,
  };
}
