import type { Kind } from "../report/part.js";
import { instructorFolder } from "../repository.js";
import type { Contender } from "./contender.js";

/** What the benchmark knows of a contender without loading it. */
export interface Entry {
  /** What `--only` calls it. */
  readonly name: string;
  readonly label: string;
  /** The packages whose versions are told. */
  readonly packages: readonly string[];
  /** Where they are installed, if not where those of its kind are. */
  readonly folder?: string;
  readonly kind: Kind;
  /** What a reader of the figures must know: how it was called. */
  readonly how: string;
  /** Names of {@link Contender.failover}, in the order of their rows; those that wait for seconds say so. */
  readonly failover: readonly { readonly way: string; readonly waits?: boolean }[];
  /** The program that makes one call in a fresh process; `cold-peer` for all peers. */
  readonly cold: string;
  /** What is built before anything is measured. */
  prepare?(): Promise<void>;
  load(): Promise<Contender>;
}

/** Everyone who takes part; the floor comes first. */
export const entries: readonly Entry[] = [
  {
    name: "undici",
    label: "undici (floor)",
    packages: ["undici"],
    kind: "floor",
    how: "`request()`, every event parsed as it comes, the text parsed as JSON at its end; no validation, no partials.",
    failover: [{ way: "by hand" }],
    cold: "cold-undici",
    load: async () => (await import("./contenders/undici.js")).createContender(),
  },
  {
    name: "node-http",
    label: "node:http",
    packages: [],
    kind: "bare",
    how: "The same over Node's own `http.request` with an agent that keeps connections alive.",
    failover: [{ way: "by hand" }],
    cold: "cold-http",
    load: async () => (await import("./contenders/node-http.js")).createContender(),
  },
  {
    name: "outspec",
    label: "Outspec",
    packages: [],
    kind: "ours",
    how: "The generated functions of this repository's example specs.",
    failover: [{ way: "a router for each call" }, { way: "one router, breaker and all" }],
    cold: "cold-outspec",
    load: async () => (await import("./contenders/outspec.js")).createContender(),
  },
  {
    name: "ai",
    label: "AI SDK",
    packages: ["ai", "@ai-sdk/openai", "zod"],
    kind: "peer",
    how: "`generateText` and `streamText` with `Output.object` of a zod schema, `partialOutputStream`; its OpenAI provider on Chat Completions.",
    failover: [{ way: "its defaults and a catch", waits: true }, { way: "maxRetries 0 and a catch" }],
    cold: "cold-peer",
    load: async () => (await import("./contenders/ai.js")).createContender(),
  },
  {
    name: "openai",
    label: "OpenAI SDK",
    packages: ["openai", "zod"],
    kind: "peer",
    how: "`chat.completions.parse` and `.stream` with `zodResponseFormat`; the objects of `content.delta`, each counted once.",
    failover: [{ way: "its defaults and a catch", waits: true }, { way: "maxRetries 0 and a catch" }],
    cold: "cold-peer",
    load: async () => (await import("./contenders/openai.js")).createContender(),
  },
  {
    name: "anthropic",
    label: "Anthropic SDK",
    packages: ["@anthropic-ai/sdk", "zod"],
    kind: "peer",
    how: "`messages.parse` with `zodOutputFormat`; `messages.stream` with a tool and its `inputJson` events, over Anthropic Messages, validated with zod at the end.",
    failover: [{ way: "its defaults and a catch", waits: true }, { way: "maxRetries 0 and a catch" }],
    cold: "cold-peer",
    load: async () => (await import("./contenders/anthropic.js")).createContender(),
  },
  {
    name: "langchain",
    label: "LangChain",
    packages: ["@langchain/openai", "@langchain/core", "zod"],
    kind: "peer",
    how: "`ChatOpenAI` with `withStructuredOutput`: of a zod schema for a call; of the JSON Schema for streams, as a zod schema has no partials, validated with zod at the end.",
    failover: [{ way: "withFallbacks, its defaults", waits: true }, { way: "withFallbacks, maxRetries 0" }],
    cold: "cold-peer",
    load: async () => (await import("./contenders/langchain.js")).createContender(),
  },
  {
    name: "instructor",
    label: "Instructor",
    packages: ["@instructor-ai/instructor", "openai", "zod"],
    folder: instructorFolder,
    kind: "peer",
    how: "`chat.completions.create` with a `response_model` in its JSON mode, with the OpenAI client and the zod that npm installs beside it; the last partial of a stream is its whole, unvalidated, and lacks empty lists.",
    failover: [{ way: "its defaults and a catch", waits: true }, { way: "maxRetries 0 and a catch" }],
    cold: "cold-peer",
    load: async () => (await import("./contenders/instructor.js")).createContender(),
  },
  {
    name: "tanstack",
    label: "TanStack AI",
    packages: ["@tanstack/ai", "@tanstack/ai-openai", "zod"],
    kind: "peer",
    how: "`chat` with `outputSchema`; partials by its `parsePartialJSON` of the text so far, as `useChat` has them, validated with zod at the end; its Chat Completions adapter.",
    failover: [{ way: "its defaults and a catch", waits: true }, { way: "maxRetries 0 and a catch" }],
    cold: "cold-peer",
    load: async () => (await import("./contenders/tanstack.js")).createContender(),
  },
  {
    name: "baml",
    label: "BAML",
    packages: ["@boundaryml/baml"],
    kind: "peer",
    how: "The client it generates from `bench/peers/baml_src`: `b.Summarise`, `b.stream.Restore`; its own parser checks the answer.",
    failover: [{ way: "a client of the provider fallback" }],
    cold: "cold-peer",
    prepare: async () => (await import("./contenders/baml-client.js")).generateClient(),
    load: async () => (await import("./contenders/baml.js")).createContender(),
  },
];

/** A service that calls a sidecar, which takes part in the measurement of sidecars only. */
export const hopClient: Entry = {
  name: "hop",
  label: "a sidecar",
  packages: [],
  kind: "peer",
  how: "",
  failover: [],
  cold: "",
  load: async () => (await import("./contenders/hop.js")).createContender(),
};
