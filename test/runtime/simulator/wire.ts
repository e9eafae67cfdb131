import type { SimulatedProvider, Simulator } from "@outspec/runtime/testing";
import { converse, invokeModel } from "./wire-bedrock.ts";
import { cohere, geminiArray, geminiEvents, responses } from "./wire-others.ts";

/** What a response said, read with as little code as the protocol allows. */
export interface Said {
  readonly text: string;
  readonly finish: string | undefined;
  readonly refusal: string;
  /** Whether the protocol's completion signal came. */
  readonly complete: boolean;
  readonly error: unknown;
  readonly usage: unknown;
}

type Loose = Record<string, never> & { [key: string]: Loose } & Loose[];

/** What to ask of one provider, in its own form. */
export interface Wire {
  readonly provider: SimulatedProvider;
  /** Tells the wires of a provider apart. */
  readonly name: string;
  /** Where the address tells what others say in the body, it depends on that. */
  url(simulator: Simulator, asked?: { readonly stream?: boolean; readonly model?: string }): string;
  readonly streamType: RegExp;
  readonly headers: Readonly<Record<string, string>>;
  /** How the provider ends an answer that is refused, and one that is cut short. */
  readonly finishes: { readonly refusal: string; readonly truncation: string };
  /** Whether the words of a refusal come as an answer would. */
  readonly refusesInText: boolean;
  /** The words in an error's body. */
  messageOf(error: Loose): unknown;
  body(options: {
    readonly schema: unknown;
    readonly stream: boolean;
    readonly tool?: boolean;
    readonly prompt?: string;
    readonly model?: string;
  }): Record<string, unknown>;
  readUnary(text: string): Said;
  readStream(text: string): Said;
}

const notes =
  "Mr. Emil Brandt, 71, came in with chest tightness since the morning. Blood pressure is 178/102. He takes metoprolol.";

const dataLines = (text: string): readonly string[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("data: "))
    .map((line) => line.slice(6));

const openai: Wire = {
  provider: "openai",
  name: "OpenAI",
  streamType: /^text\/event-stream/,
  finishes: { refusal: "stop", truncation: "length" },
  refusesInText: false,
  messageOf: (error) => error["error"]?.["message"],
  url: (simulator) => `${simulator.baseUrls.openai}/chat/completions`,
  headers: { authorization: "Bearer sk-test" },
  body: ({ schema, stream, tool, prompt = notes, model = "gpt-5.4-mini" }) => ({
    model,
    messages: [
      { role: "system", content: "You are a clinical assistant." },
      { role: "user", content: prompt },
    ],
    ...(stream && { stream, stream_options: { include_usage: true } }),
    ...(tool
      ? {
          tools: [{ type: "function", function: { name: "result", parameters: schema } }],
          tool_choice: { type: "function", function: { name: "result" } },
        }
      : { response_format: { type: "json_schema", json_schema: { name: "result", schema } } }),
  }),
  readUnary: (text) => {
    const body = JSON.parse(text) as Loose;
    const message = body["choices"]?.[0]?.["message"];
    const call = message?.["tool_calls"]?.[0]?.["function"]?.["arguments"];
    return said(
      call ?? message?.["content"],
      body["choices"]?.[0]?.["finish_reason"],
      message?.["refusal"],
      true,
      body["error"],
      body["usage"],
    );
  },
  readStream: (text) => {
    const lines = dataLines(text);
    const chunks = lines.filter((line) => line !== "[DONE]").map((line) => JSON.parse(line) as Loose);
    const deltas = chunks.map((chunk) => chunk["choices"]?.[0]?.["delta"]);
    const pieces = deltas.map(
      (delta) => delta?.["tool_calls"]?.[0]?.["function"]?.["arguments"] ?? delta?.["content"] ?? "",
    );
    const refusal = deltas.map((delta) => delta?.["refusal"] ?? "").join("");
    const finish = chunks.map((chunk) => chunk["choices"]?.[0]?.["finish_reason"]).find((reason) => reason);
    const last = chunks.findLast((chunk) => chunk["usage"]);
    return said(
      pieces.join(""),
      finish,
      refusal,
      lines.at(-1) === "[DONE]",
      chunks.find((chunk) => chunk["error"])?.["error"],
      last?.["usage"],
    );
  },
};

const anthropic: Wire = {
  provider: "anthropic",
  name: "Anthropic",
  streamType: /^text\/event-stream/,
  finishes: { refusal: "refusal", truncation: "max_tokens" },
  refusesInText: false,
  messageOf: (error) => error["error"]?.["message"],
  url: (simulator) => `${simulator.baseUrls.anthropic}/v1/messages`,
  headers: { "x-api-key": "sk-test", "anthropic-version": "2023-06-01" },
  body: ({ schema, stream, tool, prompt = notes, model = "claude-haiku-4-5" }) => ({
    model,
    max_tokens: 8192,
    system: "You are a clinical assistant.",
    messages: [{ role: "user", content: [{ type: "text", text: prompt }] }],
    stream,
    ...(tool
      ? { tools: [{ name: "result", input_schema: schema }], tool_choice: { type: "tool", name: "result" } }
      : { output_config: { format: { type: "json_schema", schema } } }),
  }),
  readUnary: (text) => {
    const body = JSON.parse(text) as Loose;
    const block = body["content"]?.[0];
    const value = block?.["input"] === undefined ? block?.["text"] : JSON.stringify(block["input"]);
    const details = body["stop_details"]?.["explanation"];
    return said(value, body["stop_reason"], details, body["stop_reason"] !== null, body["error"], body["usage"]);
  },
  readStream: (text) => {
    const events = dataLines(text).map((line) => JSON.parse(line) as Loose);
    const pieces = events.map((event) => event["delta"]?.["text"] ?? event["delta"]?.["partial_json"] ?? "");
    const end = events.find((event) => String(event["type"]) === "message_delta");
    const error = events.find((event) => event["error"])?.["error"];
    const complete = events.some((event) => String(event["type"]) === "message_stop");
    return said(
      pieces.join(""),
      end?.["delta"]?.["stop_reason"],
      end?.["delta"]?.["stop_details"]?.["explanation"],
      complete,
      error,
      end?.["usage"],
    );
  },
};

const ollama: Wire = {
  provider: "ollama",
  name: "Ollama",
  streamType: /^application\/x-ndjson/,
  finishes: { refusal: "stop", truncation: "length" },
  refusesInText: true,
  messageOf: (error) => error["error"],
  url: (simulator) => `${simulator.baseUrls.ollama}/api/chat`,
  headers: {},
  body: ({ schema, stream, tool, prompt = notes, model = "llama3.2" }) => ({
    model,
    messages: [
      { role: "system", content: "You are a clinical assistant." },
      { role: "user", content: prompt },
    ],
    stream,
    ...(tool
      ? { tools: [{ type: "function", function: { name: "result", parameters: schema } }] }
      : { format: schema }),
  }),
  readUnary: (text) => readOllama([text]),
  readStream: (text) => readOllama(text.split("\n").filter((line) => line !== "")),
};

function readOllama(lines: readonly string[]): Said {
  const objects = lines.map((line) => JSON.parse(line) as Loose);
  const pieces = objects.map((line) => {
    const call = line["message"]?.["tool_calls"]?.[0]?.["function"]?.["arguments"];
    return call === undefined ? (line["message"]?.["content"] ?? "") : JSON.stringify(call);
  });
  const last = objects.at(-1);
  return said(
    pieces.join(""),
    last?.["done_reason"],
    "",
    String(last?.["done"]) === "true",
    objects.find((line) => line["error"])?.["error"],
    last?.["eval_count"],
  );
}

function said(
  text: unknown,
  finish: unknown,
  refusal: unknown,
  complete: boolean,
  error: unknown,
  usage: unknown,
): Said {
  return {
    text: typeof text === "string" ? text : "",
    finish: typeof finish === "string" ? finish : undefined,
    refusal: typeof refusal === "string" ? refusal : "",
    complete,
    error,
    usage,
  };
}

/** The protocols, each as a client sees it. */
export const wires: readonly Wire[] = [
  openai,
  anthropic,
  ollama,
  converse,
  invokeModel,
  responses,
  cohere,
  geminiEvents,
  geminiArray,
];

/** The schema most of these tests ask for. */
export const patientSummary = {
  type: "object",
  required: ["vitals_status", "key_notes", "requires_visit"],
  additionalProperties: false,
  properties: {
    vitals_status: {
      description: "Overall reading of the latest vital signs.",
      enum: ["Normal", "Warning", "Critical"],
    },
    key_notes: {
      description: "Findings worth reading first, most important at the top.",
      type: "array",
      items: { type: "string" },
    },
    requires_visit: { description: "Whether a clinician needs to see the patient today.", type: "boolean" },
  },
} as const;
