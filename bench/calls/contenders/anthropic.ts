import type { Client, Contender, Shown } from "../contender.js";
import type { Subject } from "../objects.js";
import { loadPeer } from "./installed-peer.js";
import { loadZodSchemas, type ZodSchema } from "./zod-schemas.js";

interface Body {
  readonly model: string;
  readonly max_tokens: number;
  readonly messages: readonly { readonly role: "user"; readonly content: string }[];
}

interface MessageStream {
  on(event: "inputJson", listener: (part: string, snapshot: Shown) => void): this;
  finalMessage(): Promise<{ readonly content: readonly { readonly input?: unknown }[] }>;
}

/** The part of the client that is used. */
interface AnthropicClient {
  readonly messages: {
    parse(body: Body & { readonly output_config: { readonly format: unknown } }): Promise<{
      readonly parsed_output: unknown;
    }>;
    stream(
      body: Body & {
        readonly tools: readonly { readonly name: string; readonly input_schema: unknown }[];
        readonly tool_choice: { readonly type: "tool"; readonly name: string };
      },
    ): MessageStream;
  };
}

interface AnthropicPackage {
  readonly Anthropic: new (options: {
    readonly baseURL: string;
    readonly apiKey: string;
    readonly maxRetries?: number;
  }) => AnthropicClient;
}

interface Helpers {
  zodOutputFormat(schema: ZodSchema): unknown;
}

const body: Body = {
  model: "claude-haiku-5-5",
  max_tokens: 4096,
  messages: [{ role: "user", content: "BP 162/98" }],
};

/**
 * Anthropic's own SDK: `messages.parse` with `zodOutputFormat`, and `messages.stream` with a tool, whose `inputJson`
 * events carry the only partial objects it has.
 */
export async function createContender(): Promise<Contender> {
  const { Anthropic } = await loadPeer<AnthropicPackage>("@anthropic-ai/sdk");
  const { zodOutputFormat } = await loadPeer<Helpers>("@anthropic-ai/sdk/helpers/zod");
  const { schemas, toJsonSchema } = await loadZodSchemas();
  const clientAt = (url: string, options: { readonly maxRetries?: number }) =>
    // Its paths begin with the version.
    new Anthropic({ baseURL: url.replace(/\/v1$/, ""), apiKey: "k", ...options });
  const toolFor = (subject: Subject) => ({ name: "answer", input_schema: toJsonSchema(schemas[subject]) });
  const generate = async (client: AnthropicClient) => {
    const format = zodOutputFormat(schemas.summary);
    return (await client.messages.parse({ ...body, output_config: { format } })).parsed_output;
  };

  return {
    connect(url, subject): Client {
      const client = clientAt(url, {});
      const tool = toolFor(subject);
      return {
        generate: () => generate(client),
        async stream(show) {
          const stream = client.messages.stream({
            ...body,
            tools: [tool],
            tool_choice: { type: "tool", name: tool.name },
          });
          stream.on("inputJson", (_, snapshot) => show(snapshot));
          const { content } = await stream.finalMessage();
          return schemas[subject].parse(content[0]?.input);
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
      const first = clientAt(primary, options);
      const second = clientAt(fallback, options);
      return () => generate(first).catch(() => generate(second));
    };
  }
}
