import type { Client, Contender, Shown } from "../contender.js";
import { loadPeer } from "./installed-peer.js";
import { loadZodSchemas, type ZodSchema } from "./zod-schemas.js";

interface Call {
  readonly model: unknown;
  readonly output: unknown;
  readonly prompt: string;
  readonly maxRetries?: number;
}

/** The part of `ai` 7 that is used. */
interface Ai {
  generateText(call: Call): Promise<{ readonly output: unknown }>;
  streamText(call: Call & { onError(event: { readonly error: unknown }): void }): {
    readonly partialOutputStream: AsyncIterable<Shown>;
    readonly output: PromiseLike<unknown>;
  };
  readonly Output: { object(options: { readonly schema: ZodSchema }): unknown };
}

interface OpenAiProvider {
  createOpenAI(options: { readonly baseURL: string; readonly apiKey: string }): { chat(model: string): unknown };
}

/** The AI SDK with its OpenAI provider on Chat Completions: `generateText` and `streamText` with `Output.object`. */
export async function createContender(): Promise<Contender> {
  const { generateText, streamText, Output } = await loadPeer<Ai>("ai");
  const { createOpenAI } = await loadPeer<OpenAiProvider>("@ai-sdk/openai");
  const { schemas } = await loadZodSchemas();
  const callOf = (url: string, schema: ZodSchema): Call => ({
    model: createOpenAI({ baseURL: url, apiKey: "k" }).chat("gpt-5.4-mini"),
    output: Output.object({ schema }),
    prompt: "BP 162/98",
  });
  const generate = async (call: Call) => (await generateText(call)).output;

  return {
    connect(url, subject): Client {
      const call = callOf(url, schemas[subject]);
      return {
        generate: () => generate(call),
        async stream(show) {
          let failure: unknown;
          const { partialOutputStream, output } = streamText({
            ...call,
            onError({ error }) {
              failure = error;
            },
          });
          for await (const partial of partialOutputStream) show(partial);
          if (failure !== undefined) throw failure;
          return await output;
        },
      };
    },
    failover: {
      // It has none of its own; the application asks the next model when the first has thrown.
      "its defaults and a catch": failOver({}),
      "maxRetries 0 and a catch": failOver({ maxRetries: 0 }),
    },
  };

  function failOver(options: { readonly maxRetries?: number }) {
    return (primary: string, fallback: string) => {
      const first = { ...callOf(primary, schemas.summary), ...options };
      const second = { ...callOf(fallback, schemas.summary), ...options };
      return () => generate(first).catch(() => generate(second));
    };
  }
}
