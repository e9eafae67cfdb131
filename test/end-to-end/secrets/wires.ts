import { anthropic, bedrock, cohere, google, type Model, type ModelOptions, ollama, openai } from "@outspec/runtime";
import type { Simulator } from "@outspec/runtime/testing";
import { type Canary, keys } from "./canaries.ts";

/** One wire family, asked at the simulator with everything that can be secret. */
export interface Wire {
  readonly name: string;
  /** Its credentials. */
  readonly credentials: readonly Canary[];
  readonly model: (simulator: Simulator, options?: ModelOptions) => Model;
}

const headers = { "x-tenant-secret": keys.header.text };

function wire(name: string, credential: Canary, model: Wire["model"]): Wire {
  return { name, credentials: [credential, keys.header], model };
}

/** All seven. */
export const wires: readonly Wire[] = [
  wire("openai-chat", keys.bearer, ({ baseUrls }, options) =>
    openai("gpt-5.4-mini", { api: "chat", baseUrl: baseUrls.openai, apiKey: keys.bearer.text, headers, ...options }),
  ),
  wire("openai-responses", keys.bearer, ({ baseUrls }, options) =>
    openai("gpt-5.4-mini", {
      api: "responses",
      baseUrl: baseUrls.openai,
      apiKey: keys.bearer.text,
      headers,
      ...options,
    }),
  ),
  wire("anthropic-messages", keys.anthropic, ({ baseUrls }, options) =>
    anthropic("claude-haiku-5-5", { baseUrl: baseUrls.anthropic, apiKey: keys.anthropic.text, headers, ...options }),
  ),
  wire("gemini", keys.google, ({ baseUrls }, options) =>
    google("gemini-3.8-flash", { baseUrl: baseUrls.google, apiKey: keys.google.text, headers, ...options }),
  ),
  {
    name: "bedrock-converse",
    credentials: [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken, keys.header],
    model: ({ baseUrls }, options) =>
      bedrock("us.amazon.nova-pro-v1:0", {
        baseUrl: baseUrls.bedrock,
        region: "us-east-1",
        credentials: {
          accessKeyId: keys.accessKeyId.text,
          secretAccessKey: keys.secretAccessKey.text,
          sessionToken: keys.sessionToken.text,
        },
        headers,
        ...options,
      }),
  },
  wire("cohere-v2", keys.plain, ({ baseUrls }, options) =>
    cohere("command-a-03-2025", { baseUrl: baseUrls.cohere, apiKey: keys.plain.text, headers, ...options }),
  ),
  wire("ollama-chat", keys.token, ({ baseUrls }, options) =>
    ollama("llama3.2", { baseUrl: baseUrls.ollama, apiKey: keys.token.text, headers, ...options }),
  ),
];
