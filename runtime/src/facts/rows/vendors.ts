/** The makers of models, through their own APIs. Source: providers.yaml; where a section is named, providers.md. */

import type { ProviderRow } from "../provider-row.ts";
import { claudeOverrides, geminiOverrides, openaiOverrides } from "./models.ts";
import { plainChat } from "./plain-chat.ts";

export const openai: ProviderRow = {
  id: "openai",
  title: "OpenAI",
  factory: "openai",
  family: "openai-responses",
  path: "/responses",
  unsupported: ["seed", "stop"],
  efforts: ["none", "minimal", "low", "medium", "high", "xhigh", "max"],
  apis: {
    chat: {
      family: "openai-chat",
      path: "/chat/completions",
      efforts: ["none", "minimal", "low", "medium", "high", "xhigh"],
    },
  },
  baseUrl: "https://api.openai.com/v1",
  env: { key: ["OPENAI_API_KEY"], baseUrl: ["OPENAI_BASE_URL"] },
  auth: { scheme: "bearer" },
  places: {
    organization: { env: ["OPENAI_ORG_ID"], title: "the OpenAI organization", form: "text", optional: true },
    project: { env: ["OPENAI_PROJECT_ID"], title: "the OpenAI project", form: "text", optional: true },
  },
  headers: { "openai-organization": "{organization}", "openai-project": "{project}" },
  modes: ["json_schema_strict", "json_schema", "tool_strict", "tool", "json_object", "prompt"],
  dialect: "openai-strict",
  overrides: openaiOverrides,
  maxTokensField: "max_completion_tokens",
  streamOptions: true,
  developerRole: true,
  promptCacheKey: true,
  models: ["gpt-5.4-mini", "gpt-5.6", "gpt-6-sol"],
  note: "Asked through Responses; GPT-4 and older, or any model with `api: chat`, through Chat Completions.",
};

/** Refused settings: section 7.3. Longest unary answers: section 3, timeouts. */
export const anthropic: ProviderRow = {
  id: "anthropic",
  title: "Anthropic",
  factory: "anthropic",
  family: "anthropic-messages",
  path: "/v1/messages",
  baseUrl: "https://api.anthropic.com",
  env: { key: ["ANTHROPIC_API_KEY"], baseUrl: ["ANTHROPIC_BASE_URL"], token: ["ANTHROPIC_AUTH_TOKEN"] },
  auth: { scheme: "header", header: "x-api-key" },
  headers: { "anthropic-version": "2023-06-01" },
  modes: ["json_schema", "tool", "prompt"],
  dialect: "anthropic",
  toolDialect: "anthropic-tool",
  unsupported: ["seed"],
  // Ten minutes, at an hour for 128,000 tokens.
  longestUnaryTokens: 21_333,
  overrides: /* @__PURE__ */ claudeOverrides("", { withoutTool: ["json_schema", "prompt"] }, [
    { match: "claude-sonnet-4-0*", modes: ["tool", "prompt"] },
    { match: "claude-opus-4-0*", modes: ["tool", "prompt"] },
    // By their dates, as the first of the fourth generation are also called.
    { match: "claude-sonnet-4-2025*", modes: ["tool", "prompt"] },
    { match: "claude-opus-4-2025*", modes: ["tool", "prompt"] },
    { match: "claude-3*", modes: ["tool", "prompt"] },
  ]),
  models: ["claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5"],
};

/** Section 8. */
export const google: ProviderRow = {
  id: "google",
  title: "Google Gemini",
  factory: "google",
  family: "gemini",
  path: "/models/{model}:generateContent",
  streamPath: "/models/{model}:streamGenerateContent?alt=sse",
  baseUrl: "https://generativelanguage.googleapis.com/v1beta",
  env: {
    key: ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
    baseUrl: ["GOOGLE_GENERATIVE_AI_BASE_URL"],
  },
  auth: { scheme: "header", header: "x-goog-api-key" },
  modes: ["json_schema", "tool", "json_object", "prompt"],
  dialect: "gemini-json-schema",
  overrides: /* @__PURE__ */ geminiOverrides(),
  models: ["gemini-3.8-flash", "gemini-3.5-flash-lite", "gemini-3.1-pro-preview"],
};

export const mistral: ProviderRow = /* @__PURE__ */ plainChat({
  id: "mistral",
  title: "Mistral AI",
  factory: "mistral",
  baseUrl: "https://api.mistral.ai/v1",
  env: { key: ["MISTRAL_API_KEY"], baseUrl: ["MISTRAL_BASE_URL"] },
  modes: ["json_schema_strict", "tool", "json_object", "prompt"],
  // Sends usage without being asked, and may not know the field.
  streamOptions: false,
  seedField: "random_seed",
  efforts: ["none", "high"],
  media: "mistral",
  promptCacheKey: true,
  overrides: [{ match: "magistral*", reasoning: true }],
  models: ["mistral-large-latest", "mistral-medium-latest", "mistral-small-latest"],
  unverified: ["keyword list of the strict dialect", "whether stream_options is accepted"],
});

/** Efforts by model: section 14. */
export const xai: ProviderRow = {
  id: "xai",
  title: "xAI",
  factory: "xai",
  family: "openai-responses",
  path: "/responses",
  unsupported: ["seed", "stop"],
  efforts: ["none", "low", "medium", "high"],
  apis: {
    chat: { family: "openai-chat", path: "/chat/completions", efforts: ["none", "low", "medium", "high"] },
  },
  baseUrl: "https://api.x.ai/v1",
  env: { key: ["XAI_API_KEY"], baseUrl: ["XAI_BASE_URL"] },
  auth: { scheme: "bearer" },
  modes: ["json_schema_strict", "tool", "json_object", "prompt"],
  dialect: "xai",
  overrides: [
    { match: "grok-4.5*", reasoning: true, efforts: ["low", "medium", "high"] },
    { match: "grok-4*", reasoning: true },
  ],
  maxTokensField: "max_completion_tokens",
  media: "url",
  streamOptions: true,
  promptCacheKey: true,
  reasoningApart: true,
  models: ["grok-4.7", "grok-4.5", "grok-4.3"],
  note: "Asked through Responses; through Chat Completions with `api: chat`. Takes a file by its URL only.",
};

/** Section 10. */
export const cohere: ProviderRow = {
  id: "cohere",
  title: "Cohere",
  factory: "cohere",
  family: "cohere-v2",
  path: "/chat",
  baseUrl: "https://api.cohere.com/v2",
  env: { key: ["COHERE_API_KEY", "CO_API_KEY"], baseUrl: ["COHERE_BASE_URL", "CO_BASE_URL"] },
  auth: { scheme: "bearer" },
  modes: ["json_schema", "tool_strict", "tool", "json_object", "prompt"],
  dialect: "cohere",
  overrides: [],
  models: ["command-a-plus-05-2026", "command-a-03-2025", "command-r7b-12-2024"],
};

/** Section 14; why no schema: section 5.2. */
export const deepseek: ProviderRow = /* @__PURE__ */ plainChat({
  id: "deepseek",
  title: "DeepSeek",
  factory: "deepseek",
  baseUrl: "https://api.deepseek.com",
  env: { key: ["DEEPSEEK_API_KEY"], baseUrl: ["DEEPSEEK_BASE_URL"] },
  modes: ["json_object", "tool", "prompt"],
  dialect: "prompt",
  toolDialect: "openai-compatible-loose",
  overrides: [
    // These refuse a forced tool.
    { match: "deepseek-v4-*", modes: ["json_object", "prompt"], reasoning: true },
    { match: "deepseek-reasoner*", modes: ["json_object", "prompt"], reasoning: true },
  ],
  effortField: "thinking",
  efforts: ["none", "low", "medium", "high", "max"],
  models: ["deepseek-v4-flash", "deepseek-v4-pro", "deepseek-flash"],
  note: "Takes no schema: the schema is in the prompt. An answer may be blank, which is asked for again.",
});

/** Section 7, MiniMax. */
export const minimax: ProviderRow = {
  id: "minimax",
  title: "MiniMax",
  factory: "minimax",
  family: "anthropic-messages",
  path: "/v1/messages",
  baseUrl: "https://api.minimax.io/anthropic",
  env: { key: ["MINIMAX_API_KEY"], baseUrl: ["MINIMAX_BASE_URL"] },
  auth: { scheme: "header", header: "x-api-key" },
  headers: { "anthropic-version": "2023-06-01" },
  modes: ["tool", "prompt"],
  dialect: "anthropic",
  toolDialect: "anthropic-tool",
  unsupported: ["seed"],
  overrides: [],
  models: ["minimax-m3", "minimax-m2.7", "minimax-m2.5"],
  unverified: ["native output_config support", "OpenAI wire", "China host"],
  note: "Speaks Anthropic Messages.",
};

/** Section 14: only json_schema, no tools; first use of a schema takes up to half a minute. */
export const perplexity: ProviderRow = /* @__PURE__ */ plainChat({
  id: "perplexity",
  title: "Perplexity",
  factory: "perplexity",
  baseUrl: "https://api.perplexity.ai",
  env: { key: ["PERPLEXITY_API_KEY"], baseUrl: ["PERPLEXITY_BASE_URL"] },
  modes: ["json_schema", "prompt"],
  streamOptions: false,
  reasoningApart: true,
  overrides: [{ match: "sonar-reasoning*", reasoning: true }],
  models: ["sonar", "sonar-pro", "sonar-reasoning-pro"],
  unverified: ["keyword support"],
});

export const moonshot: ProviderRow = /* @__PURE__ */ plainChat({
  id: "moonshot",
  title: "Moonshot AI (Kimi)",
  factory: "moonshot",
  baseUrl: "https://api.moonshot.ai/v1",
  env: { key: ["MOONSHOT_API_KEY", "MOONSHOTAI_API_KEY"], baseUrl: [] },
  modes: ["json_schema_strict", "json_object", "prompt"],
  dialect: "mfjs",
  models: ["kimi-k3", "kimi-k2.7-code", "kimi-k2.6"],
  unverified: ["fixed temperature on kimi-k3"],
  note: "Keys of the China host belong to `baseUrl: https://api.moonshot.cn/v1`.",
});

const qwenModes = ["json_schema", "json_object", "tool", "prompt"] as const;

export const alibaba: ProviderRow = /* @__PURE__ */ plainChat({
  id: "alibaba",
  title: "Alibaba Cloud Model Studio (DashScope)",
  factory: "alibaba",
  baseUrl: "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
  env: { key: ["DASHSCOPE_API_KEY", "ALIBABA_API_KEY"], baseUrl: [] },
  modes: ["json_object", "tool", "prompt"],
  dialect: "prompt",
  toolDialect: "openai-compatible-loose",
  overrides: [
    { match: "qwen3.7-plus*", modes: qwenModes, dialect: "openai-compatible-loose", cacheMark: "cache_control" },
    { match: "qwen3.7-flash*", modes: qwenModes, dialect: "openai-compatible-loose", cacheMark: "cache_control" },
    { match: "qwen3.7-max*", modes: qwenModes, dialect: "openai-compatible-loose", cacheMark: "cache_control" },
    { match: "qwen3.8-max*", modes: qwenModes, dialect: "openai-compatible-loose", cacheMark: "cache_control" },
    { match: "qwen3.8-flash*", modes: qwenModes, dialect: "openai-compatible-loose", cacheMark: "cache_control" },
    { match: "*", cacheMark: "cache_control" },
  ],
  effortField: "enable_thinking",
  shortCache: true,
  models: ["qwen3.7-plus", "qwen3.8-max", "qwen-plus"],
  unverified: ["China host"],
});

export const zai: ProviderRow = /* @__PURE__ */ plainChat({
  id: "zai",
  title: "Z.ai (GLM)",
  factory: "zai",
  baseUrl: "https://api.z.ai/api/paas/v4",
  env: { key: ["ZAI_API_KEY"], baseUrl: [] },
  modes: ["json_object", "tool", "prompt"],
  dialect: "prompt",
  toolDialect: "openai-compatible-loose",
  // Others think or do not, and know no degrees of it.
  overrides: [
    { match: "glm-5.3*", reasoning: true, efforts: ["low", "high", "max"] },
    { match: "*", efforts: ["none"] },
  ],
  effortField: "thinking",
  models: ["glm-5.3", "glm-5.2", "glm-4.7"],
  unverified: ["json_schema support", "forced tool_choice"],
});
