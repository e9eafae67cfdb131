import type { Said, Wire } from "./wire.ts";

type Loose = Record<string, never> & { [key: string]: Loose } & Loose[];

const system = "You are a clinical assistant.";
const notes = "Mr. Ole Lind, 58, fell on Tuesday. Blood pressure is 131/84, and the wrist is swollen.";

/** What the data lines of server-sent events hold. */
function dataOf(text: string): readonly Loose[] {
  const lines = text.split(/\r?\n/).filter((line) => line.startsWith("data: ") && line !== "data: [DONE]");
  return lines.map((line) => JSON.parse(line.slice(6)) as Loose);
}

function said(fields: { readonly [Key in keyof Said]?: unknown }): Said {
  const asText = (value: unknown): string => (typeof value === "string" ? value : "");
  return {
    text: asText(fields.text),
    finish: typeof fields.finish === "string" ? fields.finish : undefined,
    refusal: asText(fields.refusal),
    complete: fields.complete === true,
    error: fields.error,
    usage: fields.usage,
  };
}

const typeOf = (event: Loose): string => String(event["type"]);

/** OpenAI Responses as a client sees it. */
export const responses: Wire = {
  provider: "openai",
  name: "OpenAI Responses",
  url: (simulator) => `${simulator.baseUrls.openai}/responses`,
  streamType: /^text\/event-stream/,
  headers: { authorization: "Bearer sk-test" },
  finishes: { refusal: "completed", truncation: "incomplete" },
  refusesInText: false,
  messageOf: (error) => error["error"]?.["message"],
  body: ({ schema, stream, tool, prompt = notes, model = "gpt-5.4-mini" }) => ({
    model,
    instructions: system,
    input: [{ role: "user", content: prompt }],
    stream,
    ...(tool
      ? {
          tools: [{ type: "function", name: "result", parameters: schema, strict: false }],
          tool_choice: { type: "function", name: "result" },
        }
      : { text: { format: { type: "json_schema", name: "result", schema } } }),
  }),
  readUnary: (text) => readResponse(JSON.parse(text) as Loose),
  readStream: (text) => {
    const events = dataOf(text);
    const last = events.find((event) => /^response\.(?:completed|incomplete)$/.test(typeOf(event)));
    const joined = (pattern: RegExp) =>
      events
        .filter((event) => pattern.test(typeOf(event)))
        .map((event) => String(event["delta"]))
        .join("");
    return said({
      text: joined(/^response\.(?:output_text|function_call_arguments)\.delta$/),
      refusal: joined(/^response\.refusal\.delta$/),
      finish: last?.["response"]?.["status"],
      complete: last !== undefined,
      error: events.find((event) => event["error"])?.["error"],
      usage: last?.["response"]?.["usage"],
    });
  },
};

function readResponse(body: Loose): Said {
  const item = body["output"]?.[0];
  const parts = (item?.["content"] ?? []) as Loose[];
  const status = String(body["status"]);
  return said({
    text: item?.["arguments"] ?? parts.find((part) => part["text"])?.["text"],
    refusal: parts.find((part) => part["refusal"])?.["refusal"],
    finish: status === "in_progress" ? undefined : status,
    complete: status !== "in_progress",
    error: body["error"] ?? undefined,
    usage: body["usage"],
  });
}

/** Cohere's chat as a client sees it. */
export const cohere: Wire = {
  provider: "cohere",
  name: "Cohere",
  url: (simulator) => `${simulator.baseUrls.cohere}/chat`,
  streamType: /^text\/event-stream/,
  headers: { authorization: "Bearer test" },
  finishes: { refusal: "COMPLETE", truncation: "MAX_TOKENS" },
  refusesInText: true,
  messageOf: (error) => error["message"],
  body: ({ schema, stream, tool, prompt = notes, model = "command-a-03-2025" }) => ({
    model,
    messages: [
      { role: "system", content: system },
      { role: "user", content: prompt },
    ],
    stream,
    ...(tool
      ? { tools: [{ type: "function", function: { name: "result", parameters: schema } }], tool_choice: "REQUIRED" }
      : { response_format: { type: "json_object", json_schema: schema } }),
  }),
  readUnary: (text) => {
    const body = JSON.parse(text) as Loose;
    const message = body["message"];
    return said({
      text: message?.["tool_calls"]?.[0]?.["function"]?.["arguments"] ?? message?.["content"]?.[0]?.["text"],
      finish: body["finish_reason"],
      complete: body["finish_reason"] !== undefined,
      error: typeof message === "string" ? message : undefined,
      usage: body["usage"],
    });
  },
  readStream: (text) => {
    const events = dataOf(text);
    const pieces = events.map((event) => {
      const message = event["delta"]?.["message"];
      return message?.["content"]?.["text"] ?? message?.["tool_calls"]?.["function"]?.["arguments"] ?? "";
    });
    const last = events.find((event) => typeOf(event) === "message-end")?.["delta"];
    const failed = last?.["error"] !== undefined;
    return said({
      text: pieces.join(""),
      finish: failed ? undefined : last?.["finish_reason"],
      complete: last !== undefined && !failed,
      error: last?.["error"],
      usage: last?.["usage"],
    });
  },
};

/** Gemini as a client sees it, in server-sent events or, where nobody asks for them, in one JSON array. */
function gemini(name: string, query: string, read: (text: string) => readonly Loose[], streamType: RegExp): Wire {
  return {
    provider: "google",
    name,
    url: (simulator, { stream = false, model = "gemini-3.8-flash" } = {}) =>
      `${simulator.baseUrls.google}/models/${model}:${stream ? `streamGenerateContent${query}` : "generateContent"}`,
    streamType,
    headers: { "x-goog-api-key": "test" },
    finishes: { refusal: "SAFETY", truncation: "MAX_TOKENS" },
    refusesInText: false,
    messageOf: (error) => error["error"]?.["message"],
    body: ({ schema, tool, prompt = notes }) => ({
      systemInstruction: { parts: [{ text: system }] },
      contents: [{ role: "user", parts: [{ text: prompt }] }],
      ...(tool
        ? {
            tools: [{ functionDeclarations: [{ name: "result", parametersJsonSchema: schema }] }],
            toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["result"] } },
          }
        : { generationConfig: { responseMimeType: "application/json", responseJsonSchema: schema } }),
    }),
    readUnary: (text) => readFragments([JSON.parse(text) as Loose]),
    readStream: (text) => readFragments(read(text)),
  };
}

function readFragments(fragments: readonly Loose[]): Said {
  const parts = fragments.flatMap((fragment) => (fragment["candidates"]?.[0]?.["content"]?.["parts"] ?? []) as Loose[]);
  const pieces = parts.map((part) => part["text"] ?? JSON.stringify(part["functionCall"]?.["args"]));
  const finish = fragments.map((fragment) => fragment["candidates"]?.[0]?.["finishReason"]).find(Boolean);
  const error = fragments.find((fragment) => fragment["error"])?.["error"];
  return said({
    text: pieces.join(""),
    finish,
    // Its filter has no words of its own.
    refusal: String(finish) === "SAFETY" ? "SAFETY" : "",
    complete: finish !== undefined,
    error,
    usage: fragments.findLast((fragment) => fragment["usageMetadata"])?.["usageMetadata"],
  });
}

/** An array of which the end may be missing. */
function arrayOf(text: string): readonly Loose[] {
  if (text === "") return [];
  return JSON.parse(text.endsWith("]") ? text : `${text}]`) as Loose[];
}

/** Gemini in server-sent events. */
export const geminiEvents: Wire = gemini("Gemini", "?alt=sse", dataOf, /^text\/event-stream/);

/** Gemini in one JSON array. */
export const geminiArray: Wire = gemini("Gemini in an array", "", arrayOf, /^application\/json/);
