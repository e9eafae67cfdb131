import assert from "node:assert/strict";
import { MockLanguageModelV4 } from "ai/test";
import OpenAI from "openai";

/** What the AI SDK hands to a model. */
type CallOptions = MockLanguageModelV4["doGenerateCalls"][number];
type Part =
  Awaited<ReturnType<MockLanguageModelV4["doStream"]>>["stream"] extends ReadableStream<infer Part> ? Part : never;

/**
 * A model of the AI SDK that asks Chat Completions in strict mode, as its providers do: for an output of a schema, or for one
 * call of the first tool. It answers with what was sent, and refuses what it was not made for.
 */
export function createOpenAiModel(baseURL: string): MockLanguageModelV4 {
  const client = new OpenAI({ apiKey: "k", baseURL, maxRetries: 0 });
  const ask = (options: CallOptions) => {
    const messages = options.prompt.map(({ role, content }) => {
      assert.ok(role === "system" || role === "user");
      const text =
        typeof content === "string" ? content : content.map((part) => (part.type === "text" ? part.text : "")).join("");
      return { role, content: text };
    });
    const [tool] = options.tools ?? [];
    if (tool !== undefined) {
      assert.ok(tool.type === "function");
      const { name, inputSchema } = tool;
      // The cast holds: a JSON Schema is an object of JSON.
      const parameters = inputSchema as Record<string, unknown>;
      return {
        model: "gpt-5.4-mini",
        messages,
        tools: [{ type: "function" as const, function: { name, strict: true, parameters } }],
        tool_choice: { type: "function" as const, function: { name } },
      };
    }
    const format = options.responseFormat;
    assert.ok(format?.type === "json");
    // The cast holds for the same reason as above.
    const schema = format.schema as Record<string, unknown>;
    return {
      model: "gpt-5.4-mini",
      messages,
      response_format: {
        type: "json_schema" as const,
        json_schema: { name: format.name ?? "output", strict: true, schema },
      },
    };
  };
  return new MockLanguageModelV4({
    async doGenerate(options) {
      const { choices, usage } = await client.chat.completions.create(ask(options));
      const [choice] = choices;
      assert.ok(choice);
      const [call] = choice.message.tool_calls ?? [];
      return {
        content:
          call?.type === "function"
            ? [{ type: "tool-call", toolCallId: call.id, toolName: call.function.name, input: call.function.arguments }]
            : [{ type: "text", text: choice.message.content ?? "" }],
        finishReason: { unified: call === undefined ? "stop" : "tool-calls", raw: choice.finish_reason },
        usage: usageOf(usage),
        warnings: [],
      };
    },
    async doStream(options) {
      const chunks = await client.chat.completions.create({
        ...ask(options),
        stream: true,
        stream_options: { include_usage: true },
      });
      async function* parts(): AsyncGenerator<Part> {
        yield { type: "stream-start", warnings: [] };
        yield { type: "text-start", id: "0" };
        let usage: OpenAI.CompletionUsage | undefined;
        for await (const chunk of chunks) {
          usage = chunk.usage ?? usage;
          const delta = chunk.choices[0]?.delta.content;
          if (delta) yield { type: "text-delta", id: "0", delta };
        }
        yield { type: "text-end", id: "0" };
        yield { type: "finish", finishReason: { unified: "stop", raw: "stop" }, usage: usageOf(usage) };
      }
      return { stream: ReadableStream.from(parts()) };
    },
  });
}

function usageOf(usage: OpenAI.CompletionUsage | undefined) {
  const input = usage?.prompt_tokens;
  const output = usage?.completion_tokens;
  return {
    inputTokens: { total: input, noCache: input, cacheRead: undefined, cacheWrite: undefined },
    outputTokens: { total: output, text: output, reasoning: undefined },
  };
}
