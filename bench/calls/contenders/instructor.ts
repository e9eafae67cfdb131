import { instructorFolder } from "../../repository.js";
import type { Client, Contender, Shown } from "../contender.js";
import type { Subject } from "../objects.js";
import { loadPeer } from "./installed-peer.js";
import { loadZodSchemas, type ZodSchema } from "./zod-schemas.js";

interface Call {
  readonly model: string;
  readonly messages: readonly { readonly role: "user"; readonly content: string }[];
  readonly response_model: { readonly schema: ZodSchema; readonly name: string };
}

/** The part of the patched client that is used. */
interface InstructorClient {
  readonly chat: {
    readonly completions: {
      create(call: Call): Promise<unknown>;
      create(call: Call & { readonly stream: true }): Promise<AsyncIterable<Shown>>;
    };
  };
}

interface InstructorPackage {
  readonly default: (options: { readonly client: unknown; readonly mode: "JSON" }) => InstructorClient;
}

interface OpenAiPackage {
  readonly OpenAI: new (options: {
    readonly baseURL: string;
    readonly apiKey: string;
    readonly maxRetries?: number;
  }) => unknown;
}

/**
 * Instructor over the OpenAI client it takes, in its JSON mode, whose answers are text as those of the others are. It
 * validates every partial itself, and throws for none; the last one is taken as the whole, as its documentation has it.
 * That one would not pass the schema of a thread: empty lists get lost in its stream.
 */
export async function createContender(): Promise<Contender> {
  const { default: instructor } = await loadPeer<InstructorPackage>("@instructor-ai/instructor", instructorFolder);
  const { OpenAI } = await loadPeer<OpenAiPackage>("openai", instructorFolder);
  const { schemas } = await loadZodSchemas(instructorFolder);
  const clientAt = (baseURL: string, options: { readonly maxRetries?: number }) =>
    instructor({ client: new OpenAI({ baseURL, apiKey: "k", ...options }), mode: "JSON" });
  const callFor = (subject: Subject): Call => ({
    model: "gpt-5.4-mini",
    messages: [{ role: "user", content: "BP 162/98" }],
    response_model: { schema: schemas[subject], name: subject },
  });

  return {
    connect(url, subject): Client {
      const client = clientAt(url, {});
      const call = callFor(subject);
      return {
        generate: () => client.chat.completions.create(call),
        async stream(show) {
          let newest: Shown | undefined;
          for await (const partial of await client.chat.completions.create({ ...call, stream: true })) {
            newest = partial;
            show(partial);
          }
          return newest;
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
      const [first, second] = [clientAt(primary, options), clientAt(fallback, options)];
      const call = callFor("summary");
      return () => first.chat.completions.create(call).catch(() => second.chat.completions.create(call));
    };
  }
}
