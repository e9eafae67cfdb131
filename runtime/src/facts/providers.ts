/**
 * The providers, one row each: facts and no behaviour. The runtime's catalogue builds models from these rows; the
 * generator reads the same rows to know which dialects a router needs and which function builds its models.
 */

import type { DialectName, Mode } from "./dialects.ts";

/** Wire protocol a provider speaks. Source: providers.yaml, `enums.family`. */
export type Family = "openai-chat" | "anthropic-messages" | "ollama-chat";

/** How the credential travels. `none` is for servers that take no key. */
export type AuthScheme =
  | { readonly scheme: "bearer"; readonly optional?: boolean }
  | { readonly scheme: "header"; readonly header: string };

/** A setting of a call, as the runtime's `Settings` spells it. */
export type SettingName = "temperature" | "topP" | "maxOutputTokens" | "seed" | "stop" | "reasoningEffort";

/** What differs for some models of a provider. The first matching entry wins; `*` is a wildcard. */
export interface ModelOverride {
  readonly match: string;
  readonly modes?: readonly Mode[];
  readonly dialect?: DialectName;
  /** Settings these models answer with a 400; they are left out and the attempt says so. */
  readonly rejects?: readonly SettingName[];
  /** These models reason before they answer: `developer` role, a longer first-token deadline. */
  readonly reasoning?: boolean;
  /** Cache marks on message parts are understood; without, the provider caches by itself. */
  readonly cacheBreakpoints?: boolean;
}

/** One provider: base URL, credentials, modes and wire quirks. */
export interface ProviderRow {
  /** Id used in `provider/model`, in errors and in attempts. */
  readonly id: string;
  /** Name for people, as in "OpenAI". */
  readonly title: string;
  /** The exported function of `@outspec/runtime` that makes models of this provider. */
  readonly factory: string;
  readonly family: Family;
  /** Without trailing slash. Empty when the user must give one. */
  readonly baseUrl: string;
  readonly path: string;
  /** Environment variables, tried in order. */
  readonly env: { readonly key: readonly string[]; readonly baseUrl: readonly string[] };
  readonly auth: AuthScheme;
  readonly headers?: Readonly<Record<string, string>>;
  readonly modes: readonly Mode[];
  /** Dialect of the strict modes and of `json_schema`. */
  readonly dialect: DialectName;
  /** Dialect of the tool modes, where it differs. */
  readonly toolDialect?: DialectName;
  readonly overrides: readonly ModelOverride[];
  readonly maxTokensField?: "max_tokens" | "max_completion_tokens";
  /** Ask for usage in streams with `stream_options.include_usage`. */
  readonly streamOptions?: boolean;
  /** Takes `prompt_cache_key`, which brings prompts with the same beginning to the same cache. Source: providers.md, section 5.7. */
  readonly promptCacheKey?: boolean;
  /** System text for its reasoning models goes under the role `developer`, which is OpenAI's alone. */
  readonly developerRole?: boolean;
  /** Reasoning efforts the API knows; another one is sent as the nearest of these. Absent: sent as given. */
  readonly efforts?: readonly ("none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max")[];
  /** Settings this API has no field for; they are left out and the attempt says so. */
  readonly unsupported?: readonly SettingName[];
  /** Top-level body fields of the family that this provider answers with an error; they are left out. */
  readonly omits?: readonly string[];
  /** Answers that may have more tokens than this are refused unless they are streamed. */
  readonly longestUnaryTokens?: number;
  /** Header by which the provider tells a repeated request from a new one; none of those below documents one. */
  readonly idempotencyHeader?: string;
  /** A server on the user's machine: it loads the model on the first request, so the first token may take minutes. */
  readonly local?: boolean;
  /** Some example ids, the first of which documentation may use. */
  readonly models: readonly string[];
}

/**
 * The providers known by name. Source: providers.yaml, entries openai (as family openai-chat), anthropic,
 * ollama-native and openai-compatible; reasoning models and refused settings: providers.md, sections 5.3 and 7.3.
 */
export const providerRows: readonly ProviderRow[] = [
  {
    id: "openai",
    title: "OpenAI",
    factory: "openai",
    family: "openai-chat",
    baseUrl: "https://api.openai.com/v1",
    path: "/chat/completions",
    env: { key: ["OPENAI_API_KEY"], baseUrl: ["OPENAI_BASE_URL"] },
    auth: { scheme: "bearer" },
    modes: ["json_schema_strict", "json_schema", "tool_strict", "tool", "json_object", "prompt"],
    dialect: "openai-strict",
    overrides: [
      { match: "gpt-5-chat*", modes: ["json_object", "prompt"] },
      { match: "gpt-3.5-*", modes: ["tool", "json_object", "prompt"] },
      { match: "gpt-5.4-pro*", reasoning: true, rejects: ["temperature", "topP"] },
      // These reason only when an effort is set, so they take sampling settings.
      { match: "gpt-5.1*" },
      { match: "gpt-5.2*" },
      { match: "gpt-5.3*" },
      { match: "gpt-5.4*" },
      { match: "gpt-5.6*", reasoning: true, rejects: ["temperature", "topP"], cacheBreakpoints: true },
      { match: "gpt-5*", reasoning: true, rejects: ["temperature", "topP"] },
      { match: "gpt-6*", reasoning: true, rejects: ["temperature", "topP"], cacheBreakpoints: true },
      { match: "o1*", reasoning: true, rejects: ["temperature", "topP", "stop"] },
      { match: "o3*", reasoning: true, rejects: ["temperature", "topP", "stop"] },
      { match: "o4*", reasoning: true, rejects: ["temperature", "topP", "stop"] },
    ],
    maxTokensField: "max_completion_tokens",
    streamOptions: true,
    developerRole: true,
    promptCacheKey: true,
    efforts: ["none", "minimal", "low", "medium", "high", "xhigh"],
    models: ["gpt-5.4-mini", "gpt-5.6", "gpt-6-sol"],
  },
  {
    id: "anthropic",
    title: "Anthropic",
    factory: "anthropic",
    family: "anthropic-messages",
    baseUrl: "https://api.anthropic.com",
    path: "/v1/messages",
    env: { key: ["ANTHROPIC_API_KEY"], baseUrl: ["ANTHROPIC_BASE_URL"] },
    auth: { scheme: "header", header: "x-api-key" },
    headers: { "anthropic-version": "2023-06-01" },
    modes: ["json_schema", "tool", "prompt"],
    dialect: "anthropic",
    toolDialect: "anthropic-tool",
    unsupported: ["seed"],
    // Ten minutes, at an hour for 128,000 tokens. Source: providers.md, section 3, timeouts.
    longestUnaryTokens: 21_333,
    overrides: [
      { match: "claude-opus-5-5*", modes: ["json_schema", "prompt"], rejects: ["temperature", "topP"] },
      { match: "claude-sonnet-5-5*", modes: ["json_schema", "prompt"], rejects: ["temperature", "topP"] },
      { match: "claude-fable-5*", modes: ["json_schema", "prompt"], rejects: ["temperature", "topP"] },
      { match: "claude-mythos-*", modes: ["json_schema", "prompt"], rejects: ["temperature", "topP"] },
      { match: "claude-opus-4-7*", rejects: ["temperature", "topP"] },
      { match: "claude-opus-4-8*", rejects: ["temperature", "topP"] },
      { match: "claude-opus-5*", rejects: ["temperature", "topP"] },
      { match: "claude-sonnet-5*", rejects: ["temperature", "topP"] },
      { match: "claude-haiku-5-5*", rejects: ["temperature", "topP"] },
      { match: "claude-sonnet-4-0*", modes: ["tool", "prompt"] },
      { match: "claude-opus-4-0*", modes: ["tool", "prompt"] },
      { match: "claude-3*", modes: ["tool", "prompt"] },
    ],
    models: ["claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5"],
  },
  {
    id: "ollama",
    title: "Ollama",
    factory: "ollama",
    family: "ollama-chat",
    baseUrl: "http://localhost:11434",
    path: "/api/chat",
    env: { key: ["OLLAMA_API_KEY"], baseUrl: ["OLLAMA_HOST"] },
    auth: { scheme: "bearer", optional: true },
    modes: ["json_schema", "json_object", "prompt"],
    dialect: "llama-gbnf",
    // Ollama's cloud accepts a schema and does not enforce it. Source: providers.md, section 11.
    overrides: [{ match: "*-cloud", modes: ["json_object", "prompt"] }],
    local: true,
    models: ["llama3.2", "qwen3", "gpt-oss:20b"],
  },
  {
    id: "openai-compatible",
    title: "OpenAI-compatible server",
    factory: "openaiCompatible",
    family: "openai-chat",
    baseUrl: "",
    path: "/chat/completions",
    env: { key: ["OPENAI_COMPATIBLE_API_KEY"], baseUrl: ["OPENAI_COMPATIBLE_BASE_URL"] },
    auth: { scheme: "bearer", optional: true },
    modes: ["json_schema", "tool", "json_object", "prompt"],
    dialect: "openai-compatible-loose",
    overrides: [],
    maxTokensField: "max_tokens",
    streamOptions: true,
    models: [],
  },
];

/** What differs for this model of a provider, if anything: the first override that matches. */
export function overrideFor(row: ProviderRow, model: string): ModelOverride | undefined {
  return row.overrides.find(({ match }) => matchesModel(match, model));
}

/** Whether a model id fits a pattern in which `*` stands for any run of characters. */
export function matchesModel(pattern: string, model: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  if (last === undefined) return model === pattern;
  if (!model.startsWith(first)) return false;
  let from = first.length;
  for (const middle of others) {
    const found = model.indexOf(middle, from);
    if (found < 0) return false;
    from = found + middle.length;
  }
  return model.length - last.length >= from && model.endsWith(last);
}
