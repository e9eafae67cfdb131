/**
 * Names both packages must spell alike. Pure data: the generator's bundle inlines this file.
 */

/** How a provider can be asked for structured output, from the strongest guarantee to none. Source: providers.yaml, `enums.modes`. */
export const modes = ["json_schema_strict", "json_schema", "tool_strict", "tool", "json_object", "prompt"] as const;

/** One step of a model's structured-output ladder. */
export type Mode = (typeof modes)[number];

/**
 * The forms a schema can take on the wire. The first fifteen are the `schema_dialect` values of providers.yaml;
 * `anthropic-tool` is Anthropic's laxer tool input form and `plain` the authored schema as it is.
 */
export const dialectNames = [
  "openai-strict",
  "groq-strict",
  "cerebras-strict",
  "anthropic",
  "bedrock",
  "gemini-json-schema",
  "gemini-openapi",
  "xai",
  "fireworks",
  "cohere",
  "mfjs",
  "xgrammar",
  "llama-gbnf",
  "openai-compatible-loose",
  "prompt",
  "anthropic-tool",
  "plain",
] as const;

/** Name of one schema dialect. */
export type DialectName = (typeof dialectNames)[number];

/** How long a prefix of a prompt may be asked to be kept in a provider's cache. */
export const cacheLifetimes = ["5m", "1h", "24h"] as const;

/** One of these lifetimes. */
export type CacheLifetime = (typeof cacheLifetimes)[number];

/** Version of the contract between generated code and `@outspec/runtime/codegen`. */
export const contractVersion = 1;
