import type { Client, Contender, Shown } from "../contender.js";
import { clientPath } from "./baml-client.js";
import { loadPeer } from "./installed-peer.js";

interface BamlStream extends AsyncIterable<Shown> {
  getFinalResponse(): Promise<unknown>;
}

/** The part of the generated client that is used. */
interface BamlClient {
  readonly b: {
    withOptions(options: { readonly env: Readonly<Record<string, string>> }): {
      Summarise(notes: string): Promise<unknown>;
      SummariseWithFallback(notes: string): Promise<unknown>;
      readonly stream: { Summarise(notes: string): BamlStream; Restore(page: string): BamlStream };
    };
  };
}

const notes = "BP 162/98";

/** BAML's generated client: `b.Summarise` and `b.stream.Restore`. */
export async function createContender(): Promise<Contender> {
  // It logs every prompt and answer otherwise.
  process.env["BAML_LOG"] = "off";
  const { b } = await loadPeer<BamlClient>(clientPath);

  return {
    connect(url, subject): Client {
      const client = b.withOptions({ env: { BENCH_URL: url } });
      return {
        generate: () => client.Summarise(notes),
        async stream(show) {
          const stream = subject === "summary" ? client.stream.Summarise(notes) : client.stream.Restore(notes);
          for await (const partial of stream) show(partial);
          return await stream.getFinalResponse();
        },
      };
    },
    failover: {
      "a client of the provider fallback": (primary, fallback) => {
        const client = b.withOptions({ env: { BENCH_PRIMARY_URL: primary, BENCH_URL: fallback } });
        return () => client.SummariseWithFallback(notes);
      },
    },
  };
}
