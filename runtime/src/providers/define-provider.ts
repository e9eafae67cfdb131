import { ConfigurationError } from "../errors.ts";
import type { Family, ProviderRow } from "../facts/provider-row.ts";
import type { FrameDecoder } from "../framing/decoder.ts";
import { createFrameDecoder } from "../framing/frame-decoder.ts";
import { modelFromRow, type ProviderParts } from "./model-from-row.ts";
import type { Adapter, AllModelOptions, Authenticator, Model } from "./provider.ts";

/** What a provider of your own is: what differs from an ordinary one of its family. */
export interface ProviderDefinition extends Partial<Omit<ProviderRow, "apis" | "factory" | "family" | "retired">> {
  /** What errors, attempts and spans call it: letters, digits, `.`, `_` and `-`. */
  readonly id: string;
  /** Without trailing slash; `{region}` and other places are filled in. Empty: each model gives its own. */
  readonly baseUrl: string;
  /** How it is shown who asks, where a key in a header is not enough. */
  readonly authenticator?: Authenticator;
}

/** Makes the models of one provider. */
export type ModelFactory = (model: string, options?: AllModelOptions) => Model;

type FamilyDefaults = Pick<ProviderRow, "path" | "modes" | "dialect"> &
  Partial<
    Pick<ProviderRow, "streamPath" | "toolDialect" | "unsupported" | "headers" | "maxTokensField" | "streamOptions">
  >;

const chat: FamilyDefaults = {
  path: "/chat/completions",
  modes: ["json_schema", "tool", "json_object", "prompt"],
  dialect: "openai-compatible-loose",
  maxTokensField: "max_tokens",
  streamOptions: true,
};

const familyDefaults: Readonly<Record<Family, FamilyDefaults>> = {
  "openai-chat": chat,
  "openai-responses": {
    path: "/responses",
    modes: ["json_schema", "tool", "json_object", "prompt"],
    dialect: "openai-compatible-loose",
    unsupported: ["seed", "stop"],
  },
  "anthropic-messages": {
    path: "/v1/messages",
    modes: ["tool", "prompt"],
    dialect: "anthropic",
    toolDialect: "anthropic-tool",
    unsupported: ["seed"],
    headers: { "anthropic-version": "2023-06-01" },
  },
  gemini: {
    path: "/models/{model}:generateContent",
    streamPath: "/models/{model}:streamGenerateContent?alt=sse",
    modes: ["json_schema", "tool", "json_object", "prompt"],
    dialect: "gemini-json-schema",
  },
  "bedrock-converse": {
    path: "/model/{model}/converse",
    streamPath: "/model/{model}/converse-stream",
    modes: ["tool", "prompt"],
    dialect: "bedrock",
    toolDialect: "anthropic-tool",
    unsupported: ["seed"],
  },
  "cohere-v2": { path: "/chat", modes: ["json_schema", "json_object", "prompt"], dialect: "cohere" },
  "ollama-chat": { path: "/api/chat", modes: ["json_schema", "json_object", "prompt"], dialect: "llama-gbnf" },
};

/**
 * Makes the factory of a provider of your own: a row over one of the wire families, or over an adapter you wrote.
 *
 * What is not said is as most providers of the family have it; the key is a bearer token from the variables in
 * `env.key`, and optional where none are named. The schema dialects of its modes have to be among those the project compiles:
 * see `targets` in outspec.yaml. Throws a `ConfigurationError` for an id that could not stand in `provider/model`.
 */
export function defineProvider(definition: ProviderDefinition, adapter: Adapter): ModelFactory {
  const { authenticator, ...given } = definition;
  if (!/^[\w.-]+$/.test(given.id)) {
    throw new ConfigurationError(
      `the id "${given.id}" of a provider has other characters than letters, digits, ".", "-" and "_"`,
    );
  }
  const defaults = Object.hasOwn(familyDefaults, adapter.family) ? familyDefaults[adapter.family as Family] : chat;
  const row: ProviderRow = {
    title: given.id,
    factory: given.id,
    // Compared with the adapter's and nothing else.
    family: adapter.family as Family,
    env: { key: [], baseUrl: [] },
    auth: { scheme: "bearer", optional: (given.env?.key ?? []).length === 0 },
    overrides: [],
    models: [],
    ...defaults,
    ...given,
  };
  const parts: ProviderParts = {
    adapters: [adapter],
    ...(authenticator === undefined ? {} : { authenticator }),
    createFrameDecoder: frameDecoderOf(row, adapter),
  };
  return (model, options) => modelFromRow(row, parts, model, options);
}

/** How streams are cut: as the row says, before the adapter. */
function frameDecoderOf({ framing }: ProviderRow, adapter: Adapter): () => FrameDecoder {
  if (framing !== undefined) return () => createFrameDecoder(framing);
  return () => adapter.createFrameDecoder?.() ?? createFrameDecoder(adapter.framing);
}
