import assert from "node:assert/strict";
import { type Simulator, startSimulator } from "@outspec/runtime/testing";
import { afterAll, beforeAll, beforeEach, describe, it } from "vitest";

/** What every SDK asks for: the simulator answers with an instance of it. */
const schema = {
  type: "object",
  additionalProperties: false,
  required: ["vitals_status", "requires_visit"],
  properties: {
    vitals_status: { type: "string", enum: ["Normal", "Warning", "Critical"] },
    requires_visit: { type: "boolean" },
  },
};
const system = "Summarise the notes.";
const user = "Blood pressure 162/98.";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.close());
beforeEach(() => simulator.script([]));

/** Checks an answer that the SDK gave as text. */
function checkAnswer(text: string | null | undefined): void {
  const value = JSON.parse(text ?? "");
  assert.deepEqual(Object.keys(value), ["vitals_status", "requires_visit"]);
  assert.ok(schema.properties.vitals_status.enum.includes(value.vitals_status));
  assert.equal(typeof value.requires_visit, "boolean");
}

/** The status that an SDK's own error carries. */
async function statusOf(call: Promise<unknown>, name: string): Promise<unknown> {
  const error = await call.then(
    () => assert.fail("the call succeeded"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Error, String(error));
  assert.equal(error.constructor.name, name, error.message);
  if ("status" in error && error.status !== undefined) return error.status;
  if ("statusCode" in error) return error.statusCode;
  if ("status_code" in error) return error.status_code;
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode;
}

const limited = { kind: "status", status: 429, times: Number.POSITIVE_INFINITY } as const;

/** Each SDK is loaded by its own tests: together they take a second and many megabytes. */
describe("the simulator is understood by", () => {
  it("openai over Chat Completions", async () => {
    const { default: OpenAI } = await import("openai");
    const client = new OpenAI({ apiKey: "k", baseURL: simulator.baseUrls.openai, maxRetries: 0 });
    const asked = {
      model: "gpt-5.4-mini",
      messages: [
        { role: "system" as const, content: system },
        { role: "user" as const, content: user },
      ],
      response_format: { type: "json_schema" as const, json_schema: { name: "result", strict: true, schema } },
    };
    const whole = await client.chat.completions.parse(asked);
    checkAnswer(whole.choices[0]?.message.content);
    assert.ok((whole.usage?.completion_tokens ?? 0) > 0);

    const runner = client.chat.completions.stream({ ...asked, stream_options: { include_usage: true } });
    let text = "";
    for await (const chunk of runner) text += chunk.choices[0]?.delta.content ?? "";
    checkAnswer(text);
    checkAnswer((await runner.finalChatCompletion()).choices[0]?.message.content);

    simulator.script([{ kind: "refusal" }]);
    assert.ok((await client.chat.completions.create(asked)).choices[0]?.message.refusal);
    simulator.script([limited]);
    assert.equal(await statusOf(client.chat.completions.create(asked), "RateLimitError"), 429);
  });

  it("openai over Responses", async () => {
    const { default: OpenAI } = await import("openai");
    const client = new OpenAI({ apiKey: "k", baseURL: simulator.baseUrls.openai, maxRetries: 0 });
    const asked = {
      model: "gpt-5.6",
      instructions: system,
      input: user,
      text: { format: { type: "json_schema" as const, name: "result", strict: true, schema } },
    };
    const whole = await client.responses.parse(asked);
    checkAnswer(whole.output_text);
    assert.equal(whole.status, "completed");

    const stream = client.responses.stream(asked);
    let text = "";
    for await (const event of stream) if (event.type === "response.output_text.delta") text += event.delta;
    checkAnswer(text);
    const final = await stream.finalResponse();
    checkAnswer(final.output_text);
    assert.ok((final.usage?.output_tokens ?? 0) > 0);

    const { output } = await client.responses.create({
      model: "gpt-5.6",
      input: user,
      tools: [{ type: "function", name: "result", parameters: schema, strict: true }],
      tool_choice: { type: "function", name: "result" },
    });
    const call = output.find((item) => item.type === "function_call");
    checkAnswer(call?.arguments);

    simulator.script([{ kind: "truncation" }]);
    assert.equal((await client.responses.create(asked)).incomplete_details?.reason, "max_output_tokens");
    simulator.script([limited]);
    assert.equal(await statusOf(client.responses.create(asked), "RateLimitError"), 429);
  });

  it("@anthropic-ai/sdk", async () => {
    const { default: Anthropic } = await import("@anthropic-ai/sdk");
    const client = new Anthropic({ apiKey: "k", baseURL: simulator.baseUrls.anthropic, maxRetries: 0 });
    const asked = {
      model: "claude-haiku-5-5",
      max_tokens: 1000,
      system,
      messages: [{ role: "user" as const, content: user }],
      output_config: { format: { type: "json_schema" as const, schema } },
    };
    const whole = await client.messages.create(asked);
    const [block] = whole.content;
    checkAnswer(block?.type === "text" ? block.text : undefined);

    const stream = client.messages.stream(asked);
    let text = "";
    stream.on("text", (delta) => {
      text += delta;
    });
    const final = await stream.finalMessage();
    checkAnswer(text);
    assert.equal(final.stop_reason, "end_turn");

    simulator.script([{ kind: "refusal" }]);
    assert.equal((await client.messages.create(asked)).stop_reason, "refusal");
    simulator.script([{ kind: "status", status: 529 }]);
    assert.equal(await statusOf(client.messages.create(asked), "OverloadedError"), 529);
  });

  it("@google/genai", async () => {
    const { GoogleGenAI } = await import("@google/genai");
    const client = new GoogleGenAI({
      apiKey: "k",
      httpOptions: { baseUrl: simulator.url, retryOptions: { attempts: 1 } },
    });
    const asked = {
      model: "gemini-3.8-flash",
      contents: user,
      config: { systemInstruction: system, responseMimeType: "application/json", responseJsonSchema: schema },
    };
    const whole = await client.models.generateContent(asked);
    checkAnswer(whole.text);
    assert.equal(whole.candidates?.[0]?.finishReason, "STOP");

    let text = "";
    for await (const chunk of await client.models.generateContentStream(asked)) text += chunk.text ?? "";
    checkAnswer(text);

    simulator.script([{ kind: "refusal" }]);
    assert.equal((await client.models.generateContent(asked)).candidates?.[0]?.finishReason, "SAFETY");
    simulator.script([limited]);
    assert.equal(await statusOf(client.models.generateContent(asked), "ApiError"), 429);
  });

  it("@aws-sdk/client-bedrock-runtime, its requests signed", async () => {
    const { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand, InvokeModelWithResponseStreamCommand } =
      await import("@aws-sdk/client-bedrock-runtime");
    const { NodeHttpHandler } = await import("@smithy/node-http-handler");
    const client = new BedrockRuntimeClient({
      region: "us-east-1",
      endpoint: simulator.baseUrls.bedrock,
      // By itself it speaks HTTP/2, which the simulator does not.
      requestHandler: new NodeHttpHandler(),
      credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" },
      maxAttempts: 1,
    });
    const asked = {
      modelId: "us.amazon.nova-pro-v1:0",
      system: [{ text: system }],
      messages: [{ role: "user" as const, content: [{ text: user }] }],
      toolConfig: {
        tools: [{ toolSpec: { name: "result", inputSchema: { json: schema } } }],
        toolChoice: { tool: { name: "result" } },
      },
    };
    const whole = await client.send(new ConverseCommand(asked));
    checkAnswer(JSON.stringify(whole.output?.message?.content?.find(({ toolUse }) => toolUse)?.toolUse?.input));
    assert.equal(simulator.requests.at(-1)?.model, asked.modelId);

    const streamed = await client.send(new ConverseStreamCommand(asked));
    let text = "";
    let tokens = 0;
    for await (const event of streamed.stream ?? []) {
      text += event.contentBlockDelta?.delta?.toolUse?.input ?? "";
      tokens = event.metadata?.usage?.outputTokens ?? tokens;
    }
    checkAnswer(text);
    assert.ok(tokens > 0);

    const claude = await client.send(
      new InvokeModelWithResponseStreamCommand({
        modelId: "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
        body: JSON.stringify({
          anthropic_version: "bedrock-2023-05-31",
          max_tokens: 1000,
          messages: [{ role: "user", content: user }],
          output_config: { format: { type: "json_schema", schema } },
        }),
      }),
    );
    let said = "";
    for await (const { chunk } of claude.body ?? []) {
      said += JSON.parse(new TextDecoder().decode(chunk?.bytes)).delta?.text ?? "";
    }
    checkAnswer(said);

    simulator.script([limited]);
    assert.equal(await statusOf(client.send(new ConverseCommand(asked)), "ThrottlingException"), 429);
    simulator.script([{ kind: "error-in-stream", type: "throttlingException" }]);
    const broken = await client.send(new ConverseStreamCommand(asked));
    const read = async () => {
      for await (const _event of broken.stream ?? []);
    };
    await assert.rejects(read, { name: "ThrottlingException" });
    client.destroy();
  });

  it("cohere-ai", async () => {
    const { CohereClientV2 } = await import("cohere-ai");
    const client = new CohereClientV2({ token: "k", environment: simulator.url, maxRetries: 0 });
    const asked = {
      model: "command-a-03-2025",
      messages: [
        { role: "system" as const, content: system },
        { role: "user" as const, content: user },
      ],
      responseFormat: { type: "json_object" as const, jsonSchema: schema },
    };
    const whole = await client.chat(asked);
    const [part] = whole.message.content ?? [];
    checkAnswer(part?.type === "text" ? part.text : undefined);
    assert.equal(whole.finishReason, "COMPLETE");

    let text = "";
    for await (const event of await client.chatStream(asked)) {
      if (event.type === "content-delta") text += event.delta?.message?.content?.text ?? "";
    }
    checkAnswer(text);

    simulator.script([limited]);
    assert.equal(await statusOf(client.chat(asked), "TooManyRequestsError"), 429);
  });

  it("@mistralai/mistralai", async () => {
    const { Mistral } = await import("@mistralai/mistralai");
    const client = new Mistral({ apiKey: "k", serverURL: simulator.url, retryConfig: { strategy: "none" } });
    const asked = {
      model: "mistral-small-latest",
      messages: [{ role: "user" as const, content: user }],
      responseFormat: {
        type: "json_schema" as const,
        jsonSchema: { name: "result", strict: true, schemaDefinition: schema },
      },
    };
    const whole = await client.chat.complete(asked);
    const content = whole.choices[0]?.message?.content;
    checkAnswer(typeof content === "string" ? content : undefined);

    let text = "";
    for await (const { data } of await client.chat.stream(asked)) {
      const piece = data.choices[0]?.delta.content;
      if (typeof piece === "string") text += piece;
    }
    checkAnswer(text);

    simulator.script([limited]);
    assert.equal(await statusOf(client.chat.complete(asked), "SDKError"), 429);
  });

  it("groq-sdk", async () => {
    const { default: Groq } = await import("groq-sdk");
    const client = new Groq({ apiKey: "k", baseURL: simulator.url, maxRetries: 0 });
    const asked = {
      model: "openai/gpt-oss-120b",
      messages: [{ role: "user" as const, content: user }],
      response_format: { type: "json_schema" as const, json_schema: { name: "result", strict: true, schema } },
    };
    checkAnswer((await client.chat.completions.create(asked)).choices[0]?.message.content);
    let text = "";
    for await (const chunk of await client.chat.completions.create({ ...asked, stream: true })) {
      text += chunk.choices[0]?.delta.content ?? "";
    }
    checkAnswer(text);
    simulator.script([limited]);
    assert.equal(await statusOf(client.chat.completions.create(asked), "RateLimitError"), 429);
  });

  it("ollama", async () => {
    const { Ollama } = await import("ollama");
    const client = new Ollama({ host: simulator.baseUrls.ollama });
    const asked = { model: "llama3.2", messages: [{ role: "user", content: user }], format: schema };
    const whole = await client.chat(asked);
    checkAnswer(whole.message.content);
    assert.equal(whole.done_reason, "stop");
    let text = "";
    for await (const part of await client.chat({ ...asked, stream: true })) text += part.message.content;
    checkAnswer(text);
    simulator.script([limited]);
    assert.equal(await statusOf(client.chat(asked), "ResponseError"), 429);
  });
});
