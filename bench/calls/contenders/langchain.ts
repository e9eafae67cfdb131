import type { Client, Contender, Shown } from "../contender.js";
import { loadPeer } from "./installed-peer.js";
import { loadZodSchemas, type ZodSchema } from "./zod-schemas.js";

/** The part of a `Runnable` that is used. */
interface Runnable {
  invoke(prompt: string): Promise<unknown>;
  stream(prompt: string): Promise<AsyncIterable<Shown>>;
  withFallbacks(options: { readonly fallbacks: readonly Runnable[] }): Runnable;
}

interface LangChain {
  readonly ChatOpenAI: new (options: {
    readonly model: string;
    readonly apiKey: string;
    readonly configuration: { readonly baseURL: string };
    readonly maxRetries?: number;
  }) => { withStructuredOutput(schema: ZodSchema | Readonly<Record<string, unknown>>): Runnable };
}

const prompt = "BP 162/98";

/**
 * LangChain's `ChatOpenAI` with `withStructuredOutput`. Given a zod schema it shows nothing before the end, so streams
 * are given the JSON Schema, for which it has partials, and their end is validated with zod.
 */
export async function createContender(): Promise<Contender> {
  const { ChatOpenAI } = await loadPeer<LangChain>("@langchain/openai");
  const { schemas, toJsonSchema } = await loadZodSchemas();
  const modelAt = (baseURL: string, options: { readonly maxRetries?: number }) =>
    new ChatOpenAI({ model: "gpt-5.4-mini", apiKey: "k", configuration: { baseURL }, ...options });

  return {
    connect(url, subject): Client {
      const schema = schemas[subject];
      const model = modelAt(url, {});
      // It does not come back from a recursive zod schema, which is asked for in streams only.
      const whole = subject === "summary" ? model.withStructuredOutput(schema) : undefined;
      const growing = model.withStructuredOutput(toJsonSchema(schema));
      return {
        generate: async () => whole?.invoke(prompt),
        async stream(show) {
          let newest: Shown | undefined;
          for await (const partial of await growing.stream(prompt)) {
            newest = partial;
            show(partial);
          }
          return schema.parse(newest);
        },
      };
    },
    failover: {
      "withFallbacks, its defaults": failOver({}),
      "withFallbacks, maxRetries 0": failOver({ maxRetries: 0 }),
    },
  };

  function failOver(options: { readonly maxRetries?: number }) {
    return (primary: string, fallback: string) => {
      const [first, second] = [primary, fallback].map((url) =>
        modelAt(url, options).withStructuredOutput(schemas.summary),
      );
      if (first === undefined || second === undefined) throw new Error("two models were made");
      const both = first.withFallbacks({ fallbacks: [second] });
      return () => both.invoke(prompt);
    };
  }
}
