/** Gateways that lead to many providers. Source: providers.yaml; quirks: providers.md, section 14. */

import type { ProviderRow } from "../provider-row.ts";
import { plainChat } from "./plain-chat.ts";

export const openrouter: ProviderRow = /* @__PURE__ */ plainChat({
  id: "openrouter",
  title: "OpenRouter",
  factory: "openrouter",
  baseUrl: "https://openrouter.ai/api/v1",
  env: { key: ["OPENROUTER_API_KEY"], baseUrl: ["OPENROUTER_BASE_URL"] },
  places: {
    appUrl: { env: [], title: "the address of the application", form: "text", optional: true },
    appName: { env: [], title: "the name of the application", form: "text", optional: true },
  },
  headers: { "http-referer": "{appUrl}", "x-title": "{appName}" },
  modes: ["json_schema_strict", "json_schema", "tool", "json_object", "prompt"],
  dialect: "openai-strict",
  overrides: [{ match: "anthropic/*", cacheMark: "cache_control" }],
  // With require_parameters it would rule out hosts that do not know the field.
  omits: ["parallel_tool_calls"],
  structuredBody: { provider: { require_parameters: true } },
  effortField: "reasoning",
  media: "data-or-url",
  models: ["openai/gpt-5.6", "anthropic/claude-sonnet-5.5", "google/gemini-3.8-flash"],
  unverified: ["exact example ids"],
  note: "Hosts that do not heed a schema are ruled out. Its own fallbacks: `extraBody: { models: [...] }`.",
});

export const vercelGateway: ProviderRow = /* @__PURE__ */ plainChat({
  id: "vercel-gateway",
  title: "Vercel AI Gateway",
  factory: "vercelGateway",
  baseUrl: "https://ai-gateway.vercel.sh/v1",
  env: { key: ["AI_GATEWAY_API_KEY", "VERCEL_AI_GATEWAY_API_KEY", "VERCEL_OIDC_TOKEN"], baseUrl: [] },
  modes: ["json_schema_strict", "json_schema", "tool", "json_object", "prompt"],
  dialect: "openai-strict",
  models: ["openai/gpt-5.6-sol", "anthropic/claude-sonnet-5", "alibaba/qwen3.7-plus"],
  unverified: ["schema passthrough per upstream", "exact example ids"],
});

export const litellm: ProviderRow = /* @__PURE__ */ plainChat({
  id: "litellm",
  title: "LiteLLM proxy",
  factory: "litellm",
  baseUrl: "",
  env: { key: ["LITELLM_API_KEY"], baseUrl: ["LITELLM_BASE_URL"] },
  modes: ["json_schema_strict", "json_schema", "tool", "json_object", "prompt"],
  dialect: "openai-strict",
  models: [],
  unverified: ["env names"],
  note: "The dialect is that of the model behind it: give `modes` where it has no strict schemas.",
});

/** Kept for a clear error. */
export const github: ProviderRow = /* @__PURE__ */ plainChat({
  id: "github",
  title: "GitHub Models",
  factory: "github",
  retired: "2026-07-30",
  baseUrl: "https://models.github.ai/inference",
  env: { key: ["GITHUB_API_KEY", "GITHUB_TOKEN"], baseUrl: [] },
  modes: [],
  dialect: "openai-strict",
  models: [],
});
