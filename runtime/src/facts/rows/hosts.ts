/** Services that host models of others, all of which speak Chat Completions. Source: providers.yaml; quirks: providers.md, section 14. */

import type { ProviderRow } from "../provider-row.ts";
import { plainChat } from "./plain-chat.ts";

const gptOssModes = ["json_schema_strict", "json_schema", "tool", "json_object", "prompt"] as const;
const gptOssEfforts = ["low", "medium", "high"] as const;

export const groq: ProviderRow = /* @__PURE__ */ plainChat({
  id: "groq",
  title: "Groq",
  factory: "groq",
  baseUrl: "https://api.groq.com/openai/v1",
  env: { key: ["GROQ_API_KEY"], baseUrl: ["GROQ_BASE_URL"] },
  // Sends usage without being asked, and its own SDK does not know the field.
  streamOptions: false,
  media: "images",
  overrides: [
    {
      match: "openai/gpt-oss-20b",
      modes: gptOssModes,
      dialect: "groq-strict",
      reasoning: true,
      efforts: gptOssEfforts,
    },
    {
      match: "openai/gpt-oss-120b",
      modes: gptOssModes,
      dialect: "groq-strict",
      reasoning: true,
      efforts: gptOssEfforts,
    },
    { match: "llama-*", modes: ["tool", "json_object", "prompt"] },
    // Thinks as it does by itself, or not at all.
    { match: "qwen/*", modes: ["tool", "json_object", "prompt"], efforts: ["none"] },
  ],
  models: ["openai/gpt-oss-120b", "openai/gpt-oss-20b", "llama-3.3-70b-versatile"],
  unverified: ["streaming together with json_schema"],
});

export const fireworks: ProviderRow = /* @__PURE__ */ plainChat({
  id: "fireworks",
  title: "Fireworks AI",
  factory: "fireworks",
  baseUrl: "https://api.fireworks.ai/inference/v1",
  env: { key: ["FIREWORKS_API_KEY"], baseUrl: ["FIREWORKS_BASE_URL"] },
  dialect: "fireworks",
  schemaInPrompt: true,
  efforts: ["low", "medium", "high"],
  promptCacheKey: true,
  models: [
    "accounts/fireworks/models/kimi-k2p6",
    "accounts/fireworks/models/minimax-m2",
    "accounts/fireworks/models/llama-v3p3-70b-instruct",
  ],
  note: "A schema switches the model's reasoning off.",
});

export const together: ProviderRow = /* @__PURE__ */ plainChat({
  id: "together",
  title: "Together AI",
  factory: "together",
  baseUrl: "https://api.together.xyz/v1",
  env: { key: ["TOGETHER_API_KEY", "TOGETHER_AI_API_KEY"], baseUrl: ["TOGETHER_AI_BASE_URL"] },
  models: ["deepseek-ai/DeepSeek-V4-Flash-0731", "zai-org/GLM-5.3", "meta-llama/Llama-3.3-70B-Instruct-Turbo"],
  unverified: ["which models enforce json_schema"],
});

export const deepinfra: ProviderRow = /* @__PURE__ */ plainChat({
  id: "deepinfra",
  title: "DeepInfra",
  factory: "deepinfra",
  baseUrl: "https://api.deepinfra.com/v1/openai",
  env: { key: ["DEEPINFRA_API_KEY"], baseUrl: ["DEEPINFRA_BASE_URL"] },
  models: ["meta-llama/Llama-3.3-70B-Instruct", "deepseek-ai/DeepSeek-V3.1", "Qwen/Qwen3-235B-A22B-Instruct-2507"],
  unverified: ["enforcement", "example model ids"],
});

export const cerebras: ProviderRow = /* @__PURE__ */ plainChat({
  id: "cerebras",
  title: "Cerebras",
  factory: "cerebras",
  baseUrl: "https://api.cerebras.ai/v1",
  env: { key: ["CEREBRAS_API_KEY"], baseUrl: ["CEREBRAS_BASE_URL"] },
  modes: ["json_schema_strict", "json_schema", "tool_strict", "tool", "json_object", "prompt"],
  dialect: "cerebras-strict",
  looseDialect: "openai-compatible-loose",
  toolDialect: "openai-compatible-loose",
  overrides: [{ match: "gpt-oss-*", reasoning: true, efforts: ["low", "medium", "high"] }],
  maxTokensField: "max_completion_tokens",
  omits: ["parallel_tool_calls"],
  promptCacheKey: true,
  models: ["gpt-oss-120b", "zai-glm-4.7", "gemma-4-31b"],
});

/** Cold starts take minutes. */
export const runpod: ProviderRow = /* @__PURE__ */ plainChat({
  id: "runpod",
  title: "RunPod serverless vLLM",
  factory: "runpod",
  baseUrl: "https://api.runpod.ai/v2/{endpointId}/openai/v1",
  places: { endpointId: { env: ["RUNPOD_ENDPOINT_ID"], title: "the RunPod endpoint", form: "label" } },
  env: { key: ["RUNPOD_API_KEY"], baseUrl: ["RUNPOD_BASE_URL"] },
  dialect: "xgrammar",
  slowStart: true,
  models: ["meta-llama/Llama-3.3-70B-Instruct", "Qwen/Qwen2.5-72B-Instruct"],
  unverified: ["RUNPOD_ENDPOINT_ID name"],
});

/** JSON mode does not stream; whether the schema goes bare is open, so both forms are tried: section 5.2. */
export const cloudflare: ProviderRow = /* @__PURE__ */ plainChat({
  id: "cloudflare",
  title: "Cloudflare Workers AI",
  factory: "cloudflare",
  baseUrl: "https://api.cloudflare.com/client/v4/accounts/{accountId}/ai/v1",
  places: { accountId: { env: ["CLOUDFLARE_ACCOUNT_ID"], title: "the Cloudflare account", form: "label" } },
  env: { key: ["CLOUDFLARE_API_TOKEN"], baseUrl: ["CLOUDFLARE_BASE_URL"] },
  modes: ["json_schema", "json_object", "prompt"],
  bareSchema: true,
  wholeAnswers: true,
  models: ["@cf/openai/gpt-oss-120b", "@cf/meta/llama-3.3-70b-instruct-fp8-fast"],
  unverified: ["envelope on the OpenAI-compatible path"],
});

export const fptcloud: ProviderRow = /* @__PURE__ */ plainChat({
  id: "fptcloud",
  title: "FPT Smart Cloud AI Marketplace",
  factory: "fptcloud",
  baseUrl: "https://mkp-api.fptcloud.com/v1",
  baseUrls: [{ place: "region", match: "jp", baseUrl: "https://mkp-api.fptcloud.jp/v1" }],
  places: { region: { env: ["FPT_REGION"], title: "the FPT region", form: "label", optional: true } },
  env: { key: ["FPT_API_KEY"], baseUrl: ["FPT_BASE_URL"] },
  modes: ["tool", "json_object", "prompt"],
  models: ["Qwen3-32B", "gpt-oss-120b", "Llama-3.3-70B-Instruct"],
  unverified: ["json_schema support"],
});

export const nvidia: ProviderRow = /* @__PURE__ */ plainChat({
  id: "nvidia",
  title: "NVIDIA NIM",
  factory: "nvidia",
  baseUrl: "https://integrate.api.nvidia.com/v1",
  env: { key: ["NVIDIA_API_KEY"], baseUrl: ["NVIDIA_BASE_URL"] },
  modes: ["json_schema", "tool", "prompt"],
  dialect: "xgrammar",
  models: ["nvidia/llama-3.1-nemotron-70b-instruct", "nvidia/llama-3.3-70b-instruct"],
  unverified: ["json_schema on the hosted endpoint"],
  note: "A NIM of your own: `baseUrl: http://HOST:8000/v1`. Older ones take the schema as `guided_json`, through `extraBody`.",
});

export const huggingface: ProviderRow = /* @__PURE__ */ plainChat({
  id: "huggingface",
  title: "Hugging Face Inference",
  factory: "huggingface",
  apis: { responses: { family: "openai-responses", path: "/responses", unsupported: ["seed", "stop"] } },
  baseUrl: "https://router.huggingface.co/v1",
  env: { key: ["HF_TOKEN", "HUGGINGFACE_API_KEY"], baseUrl: [] },
  models: ["Qwen/Qwen3-32B", "meta-llama/Llama-3.3-70B-Instruct", "deepseek-ai/DeepSeek-R1"],
  unverified: ["enforcement per routed provider"],
});

export const baseten: ProviderRow = /* @__PURE__ */ plainChat({
  id: "baseten",
  title: "Baseten",
  factory: "baseten",
  baseUrl: "https://inference.baseten.co/v1",
  env: { key: ["BASETEN_API_KEY"], baseUrl: [] },
  models: ["openai/gpt-oss-120b", "zai-org/GLM-4.7", "moonshotai/Kimi-K2-Thinking"],
  unverified: ["enforcement"],
});

export const sambanova: ProviderRow = /* @__PURE__ */ plainChat({
  id: "sambanova",
  title: "SambaNova Cloud",
  factory: "sambanova",
  baseUrl: "https://api.sambanova.ai/v1",
  env: { key: ["SAMBANOVA_API_KEY"], baseUrl: ["SAMBANOVA_BASE_URL"] },
  models: ["Meta-Llama-3.3-70B-Instruct", "DeepSeek-V3.1"],
  unverified: ["json_schema support", "example ids"],
});

export const nebius: ProviderRow = /* @__PURE__ */ plainChat({
  id: "nebius",
  title: "Nebius Token Factory",
  factory: "nebius",
  baseUrl: "https://api.studio.nebius.com/v1",
  env: { key: ["NEBIUS_API_KEY"], baseUrl: [] },
  models: ["Qwen/Qwen3-32B", "deepseek-ai/DeepSeek-V3.1"],
  unverified: ["json_schema support", "example ids"],
});

export const ovhcloud: ProviderRow = /* @__PURE__ */ plainChat({
  id: "ovhcloud",
  title: "OVHcloud AI Endpoints",
  factory: "ovhcloud",
  baseUrl: "https://oai.endpoints.kepler.ai.cloud.ovh.net/v1",
  env: { key: ["OVHCLOUD_API_KEY"], baseUrl: [] },
  models: ["gpt-oss-120b", "Qwen3-32B"],
  unverified: ["json_schema support", "example ids"],
});

export const crusoe: ProviderRow = /* @__PURE__ */ plainChat({
  id: "crusoe",
  title: "Crusoe Managed Inference",
  factory: "crusoe",
  baseUrl: "https://api.inference.crusoecloud.com/v1",
  env: { key: ["CRUSOE_API_KEY"], baseUrl: [] },
  models: ["openai/gpt-oss-120b"],
  unverified: ["example id"],
});

/** `HEROKU_INFERENCE_URL` is the host without `/v1`. */
export const heroku: ProviderRow = /* @__PURE__ */ plainChat({
  id: "heroku",
  title: "Heroku Managed Inference",
  factory: "heroku",
  path: "/v1/chat/completions",
  baseUrl: "https://us.inference.heroku.com",
  env: { key: ["HEROKU_INFERENCE_KEY"], baseUrl: ["HEROKU_INFERENCE_URL"] },
  modes: ["tool", "prompt"],
  models: ["claude-4-5-sonnet"],
  unverified: ["json_schema support", "example id"],
});
