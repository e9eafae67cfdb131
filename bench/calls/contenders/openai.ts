import type { Client, Contender, Shown } from "../contender.js";
import type { Subject } from "../objects.js";
import { loadPeer } from "./installed-peer.js";
import { loadZodSchemas, type ZodSchema } from "./zod-schemas.js";

interface Body {
  readonly model: string;
  readonly messages: readonly { readonly role: "user"; readonly content: string }[];
  readonly response_format: unknown;
}

interface Completion {
  readonly choices: readonly { readonly message: { readonly parsed: unknown } }[];
}

interface CompletionStream {
  on(event: "content.delta", listener: (event: { readonly parsed: Shown | null }) => void): this;
  finalChatCompletion(): Promise<Completion>;
}

/** The part of the client that is used. */
interface OpenAiClient {
  readonly chat: {
    readonly completions: { parse(body: Body): Promise<Completion>; stream(body: Body): CompletionStream };
  };
}

interface OpenAiPackage {
  readonly OpenAI: new (options: {
    readonly baseURL: string;
    readonly apiKey: string;
    readonly maxRetries?: number;
  }) => OpenAiClient;
}

interface Helpers {
  zodResponseFormat(schema: ZodSchema, name: string): unknown;
}

/** OpenAI's own SDK: `chat.completions.parse` and `.stream` with a `zodResponseFormat`. */
export async function createContender(): Promise<Contender> {
  const { OpenAI } = await loadPeer<OpenAiPackage>("openai");
  const { zodResponseFormat } = await loadPeer<Helpers>("openai/helpers/zod");
  const { schemas } = await loadZodSchemas();
  const bodyFor = (subject: Subject): Body => ({
    model: "gpt-5.4-mini",
    messages: [{ role: "user", content: "BP 162/98" }],
    response_format: zodResponseFormat(schemas[subject], subject),
  });

  return {
    connect(url, subject): Client {
      const client = new OpenAI({ baseURL: url, apiKey: "k" });
      const body = bodyFor(subject);
      return {
        generate: async () => parsedOf(await client.chat.completions.parse(body)),
        async stream(show) {
          let newest: Shown | null = null;
          const stream = client.chat.completions.stream(body);
          // Most deltas of a long text come with the object of an earlier one: that is no partial of its own.
          stream.on("content.delta", ({ parsed }) => {
            if (parsed === newest || parsed === null) return;
            newest = parsed;
            show(parsed);
          });
          return parsedOf(await stream.finalChatCompletion());
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
      const [first, second] = [primary, fallback].map((baseURL) => {
        const client = new OpenAI({ baseURL, apiKey: "k", ...options });
        return async () => parsedOf(await client.chat.completions.parse(bodyFor("summary")));
      });
      return () => first?.().catch(() => second?.()) ?? Promise.reject();
    };
  }
}

function parsedOf({ choices }: Completion): unknown {
  return choices[0]?.message.parsed;
}
