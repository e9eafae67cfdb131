import type { Client, Contender, Shown } from "../contender.js";
import { loadPeer } from "./installed-peer.js";
import { loadZodSchemas, type ZodSchema } from "./zod-schemas.js";

interface Call {
  readonly adapter: unknown;
  readonly messages: readonly { readonly role: "user"; readonly content: string }[];
  readonly outputSchema: ZodSchema;
}

/** The events of a stream that are read. */
type StreamChunk =
  | { readonly type: "TEXT_MESSAGE_CONTENT"; readonly delta: string }
  | { readonly type: "RUN_ERROR"; readonly message: string }
  | {
      readonly type: "CUSTOM";
      readonly name: "structured-output.complete";
      readonly value: { readonly object: unknown };
    };

/** The part of TanStack AI that is used. */
interface TanStack {
  chat(call: Call): Promise<unknown>;
  chat(call: Call & { readonly stream: true }): AsyncIterable<StreamChunk>;
  parsePartialJSON(text: string): Shown | undefined;
}

interface OpenAiAdapter {
  createOpenaiChatCompletions(
    model: string,
    apiKey: string,
    options: { readonly baseURL: string; readonly maxRetries?: number },
  ): unknown;
}

const messages = [{ role: "user", content: "BP 162/98" }] as const;

/**
 * TanStack AI's `chat` with `outputSchema`. Its stream carries text and the whole at its end; partials are what its own
 * `parsePartialJSON` makes of the text so far, which is how `useChat` fills `partial`. Streams are not validated by it,
 * so their end is validated with zod.
 */
export async function createContender(): Promise<Contender> {
  const { chat, parsePartialJSON } = await loadPeer<TanStack>("@tanstack/ai");
  const { createOpenaiChatCompletions } = await loadPeer<OpenAiAdapter>("@tanstack/ai-openai");
  const { schemas } = await loadZodSchemas();
  const callOf = (baseURL: string, outputSchema: ZodSchema, options: { readonly maxRetries?: number } = {}): Call => ({
    adapter: createOpenaiChatCompletions("gpt-5.4-mini", "k", { baseURL, ...options }),
    messages,
    outputSchema,
  });

  return {
    connect(url, subject): Client {
      const call = callOf(url, schemas[subject]);
      return {
        generate: () => chat(call),
        async stream(show) {
          let text = "";
          let whole: unknown;
          for await (const chunk of chat({ ...call, stream: true })) {
            if (chunk.type === "TEXT_MESSAGE_CONTENT") {
              text += chunk.delta;
              const partial = parsePartialJSON(text);
              if (partial !== undefined) show(partial);
            } else if (chunk.type === "RUN_ERROR") throw new Error(chunk.message);
            else if (chunk.type === "CUSTOM" && chunk.name === "structured-output.complete") whole = chunk.value.object;
          }
          return schemas[subject].parse(whole);
        },
      };
    },
    failover: {
      "its defaults and a catch": failOver({}),
      "maxRetries 0 and a catch": failOver({ maxRetries: 0 }),
    },
  };

  function failOver(options: { readonly maxRetries?: number }) {
    return (primary: string, fallback: string) => {
      const first = callOf(primary, schemas.summary, options);
      const second = callOf(fallback, schemas.summary, options);
      return () => chat(first).catch(() => chat(second));
    };
  }
}
