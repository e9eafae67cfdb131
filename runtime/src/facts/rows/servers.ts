/** Servers of the user's own, and any other that speaks Chat Completions. Source: providers.yaml; section 11 of providers.md. */

import type { ProviderRow } from "../provider-row.ts";
import { plainChat } from "./plain-chat.ts";

/** Its cloud accepts a schema and does not enforce it. */
export const ollama: ProviderRow = {
  id: "ollama",
  title: "Ollama",
  factory: "ollama",
  family: "ollama-chat",
  path: "/api/chat",
  notUnder: "/v1",
  apis: {
    chat: {
      family: "openai-chat",
      path: "/v1/chat/completions",
      modes: ["json_schema", "tool", "json_object", "prompt"],
    },
  },
  baseUrl: "http://localhost:11434",
  env: { key: ["OLLAMA_API_KEY"], baseUrl: ["OLLAMA_HOST", "OLLAMA_BASE_URL"] },
  auth: { scheme: "bearer", optional: true },
  modes: ["json_schema", "json_object", "prompt"],
  dialect: "llama-gbnf",
  schemaInPrompt: true,
  overrides: [{ match: "*-cloud", modes: ["tool", "json_object", "prompt"], dialect: "openai-compatible-loose" }],
  streamOptions: true,
  local: true,
  slowStart: true,
  models: ["llama3.2", "qwen3", "gpt-oss:20b"],
  note: "The native API; the OpenAI-compatible one with `api: chat`. `contextWindow` is also the server's `num_ctx`, beyond which it cuts prompts silently.",
};

export const ollamaCloud: ProviderRow = {
  id: "ollama-cloud",
  title: "Ollama Cloud",
  factory: "ollamaCloud",
  family: "ollama-chat",
  path: "/api/chat",
  notUnder: "/v1",
  apis: { chat: { family: "openai-chat", path: "/v1/chat/completions" } },
  baseUrl: "https://ollama.com",
  env: { key: ["OLLAMA_API_KEY"], baseUrl: [] },
  auth: { scheme: "bearer" },
  modes: ["tool", "json_object", "prompt"],
  dialect: "openai-compatible-loose",
  overrides: [],
  streamOptions: true,
  models: ["gpt-oss:120b", "qwen3-coder:480b"],
  unverified: ["example ids"],
};

export const vllm: ProviderRow = /* @__PURE__ */ plainChat({
  id: "vllm",
  title: "vLLM",
  factory: "vllm",
  baseUrl: "http://localhost:8000/v1",
  env: { key: ["VLLM_API_KEY"], baseUrl: ["VLLM_BASE_URL"] },
  auth: { scheme: "bearer", optional: true },
  dialect: "xgrammar",
  local: true,
  slowStart: true,
  models: [],
  unverified: ["VLLM_API_KEY and VLLM_BASE_URL names"],
});

export const llamacpp: ProviderRow = /* @__PURE__ */ plainChat({
  id: "llamacpp",
  title: "llama.cpp server",
  factory: "llamacpp",
  baseUrl: "http://localhost:8080/v1",
  env: { key: ["LLAMACPP_API_KEY"], baseUrl: ["LLAMACPP_BASE_URL"] },
  auth: { scheme: "bearer", optional: true },
  dialect: "llama-gbnf",
  schemaInPrompt: true,
  local: true,
  slowStart: true,
  models: [],
  unverified: ["env names"],
});

export const lmstudio: ProviderRow = /* @__PURE__ */ plainChat({
  id: "lmstudio",
  title: "LM Studio",
  factory: "lmstudio",
  baseUrl: "http://localhost:1234/v1",
  env: { key: ["LM_STUDIO_API_KEY", "LMSTUDIO_API_KEY"], baseUrl: ["LM_STUDIO_API_BASE"] },
  auth: { scheme: "bearer", optional: true },
  modes: ["json_schema", "tool", "prompt"],
  dialect: "llama-gbnf",
  schemaInPrompt: true,
  local: true,
  slowStart: true,
  models: [],
  unverified: ["json_object rejection", "MLX engine dialect"],
});

export const openaiCompatible: ProviderRow = /* @__PURE__ */ plainChat({
  id: "openai-compatible",
  title: "OpenAI-compatible server",
  factory: "openaiCompatible",
  baseUrl: "",
  env: { key: ["OPENAI_COMPATIBLE_API_KEY"], baseUrl: [] },
  auth: { scheme: "bearer", optional: true },
  models: [],
  unverified: ["env names"],
});
