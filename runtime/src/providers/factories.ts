// Written from the rows in facts/rows by runtime/scripts/factories.ts. Do not edit.

import * as clouds from "../facts/rows/clouds.ts";
import * as gateways from "../facts/rows/gateways.ts";
import * as hosts from "../facts/rows/hosts.ts";
import * as servers from "../facts/rows/servers.ts";
import * as vendors from "../facts/rows/vendors.ts";
import { createAwsEventStreamDecoder } from "../framing/aws-event-stream.ts";
import { anthropicMessages } from "./anthropic.ts";
import { awsAuthenticator } from "./auth/aws.ts";
import { googleAuthenticator } from "./auth/google.ts";
import { bedrockConverse } from "./bedrock-converse.ts";
import { cohereChat } from "./cohere.ts";
import { geminiContent } from "./gemini.ts";
import { modelFromRow } from "./model-from-row.ts";
import { ollamaChat } from "./ollama.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import type { AllModelOptions, Model, ModelOptions } from "./provider.ts";

/**
 * A model of Alibaba Cloud Model Studio (DashScope). The key comes from `DASHSCOPE_API_KEY` or `ALIBABA_API_KEY`
 * unless it is given.
 */
export function alibaba(model: string, options?: ModelOptions): Model {
  return modelFromRow(vendors.alibaba, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Anthropic. The key comes from `ANTHROPIC_API_KEY` unless it is given.
 */
export function anthropic(model: string, options?: ModelOptions): Model {
  return modelFromRow(vendors.anthropic, { adapters: [anthropicMessages] }, model, options);
}

/**
 * A model of Azure OpenAI. The key comes from `AZURE_OPENAI_API_KEY` or `AZURE_API_KEY` unless it is given. The
 * model is the name of the deployment. An Entra token is given as `accessToken`. The v1 API unless `apiVersion` is a
 * date.
 */
export function azure(
  model: string,
  options?: ModelOptions & Pick<AllModelOptions, "api" | "apiVersion" | "resource">,
): Model {
  return modelFromRow(clouds.azure, { adapters: [openaiChat, openaiResponses] }, model, options);
}

/**
 * A model of Claude on Microsoft Foundry. The key comes from `AZURE_OPENAI_API_KEY` or `AZURE_API_KEY` unless it is
 * given.
 */
export function azureAnthropic(model: string, options?: ModelOptions & Pick<AllModelOptions, "resource">): Model {
  return modelFromRow(clouds.azureAnthropic, { adapters: [anthropicMessages] }, model, options);
}

/**
 * A model of Baseten. The key comes from `BASETEN_API_KEY` unless it is given.
 */
export function baseten(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.baseten, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Amazon Bedrock. The key comes from `AWS_BEARER_TOKEN_BEDROCK` unless it is given. A Bedrock API key
 * goes before AWS credentials, which sign each request.
 */
export function bedrock(
  model: string,
  options?: ModelOptions & Pick<AllModelOptions, "credentials" | "region">,
): Model {
  return modelFromRow(clouds.bedrock, { adapters: [bedrockConverse], authenticator: awsAuthenticator }, model, options);
}

/**
 * A model of Claude on Amazon Bedrock (InvokeModel). The key comes from `AWS_BEARER_TOKEN_BEDROCK` unless it is
 * given.
 */
export function bedrockAnthropic(
  model: string,
  options?: ModelOptions & Pick<AllModelOptions, "credentials" | "region">,
): Model {
  return modelFromRow(
    clouds.bedrockAnthropic,
    { adapters: [anthropicMessages], authenticator: awsAuthenticator, createFrameDecoder: createAwsEventStreamDecoder },
    model,
    options,
  );
}

/**
 * A model of Amazon Bedrock Mantle. The key comes from `AWS_BEARER_TOKEN_BEDROCK` unless it is given. OpenAI's wires
 * on Bedrock; Responses with `api: responses`.
 */
export function bedrockMantle(
  model: string,
  options?: ModelOptions & Pick<AllModelOptions, "api" | "credentials" | "region">,
): Model {
  return modelFromRow(
    clouds.bedrockMantle,
    { adapters: [openaiChat, openaiResponses], authenticator: awsAuthenticator },
    model,
    options,
  );
}

/**
 * A model of Cerebras. The key comes from `CEREBRAS_API_KEY` unless it is given.
 */
export function cerebras(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.cerebras, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Cloudflare Workers AI. The key comes from `CLOUDFLARE_API_TOKEN` unless it is given.
 */
export function cloudflare(model: string, options?: ModelOptions & Pick<AllModelOptions, "accountId">): Model {
  return modelFromRow(hosts.cloudflare, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Cohere. The key comes from `COHERE_API_KEY` or `CO_API_KEY` unless it is given.
 */
export function cohere(model: string, options?: ModelOptions): Model {
  return modelFromRow(vendors.cohere, { adapters: [cohereChat] }, model, options);
}

/**
 * A model of Crusoe Managed Inference. The key comes from `CRUSOE_API_KEY` unless it is given.
 */
export function crusoe(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.crusoe, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of DeepInfra. The key comes from `DEEPINFRA_API_KEY` unless it is given.
 */
export function deepinfra(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.deepinfra, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of DeepSeek. The key comes from `DEEPSEEK_API_KEY` unless it is given. Takes no schema: the schema is in
 * the prompt. An answer may be blank, which is asked for again.
 */
export function deepseek(model: string, options?: ModelOptions): Model {
  return modelFromRow(vendors.deepseek, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Fireworks AI. The key comes from `FIREWORKS_API_KEY` unless it is given. A schema switches the model's
 * reasoning off.
 */
export function fireworks(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.fireworks, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of FPT Smart Cloud AI Marketplace. The key comes from `FPT_API_KEY` unless it is given.
 */
export function fptcloud(model: string, options?: ModelOptions & Pick<AllModelOptions, "region">): Model {
  return modelFromRow(hosts.fptcloud, { adapters: [openaiChat] }, model, options);
}

/**
 * Throws a `ConfigurationError`: GitHub Models went out of service on 2026-07-30.
 *
 * @deprecated ask the models of another provider
 */
export function github(model: string, options?: ModelOptions): Model {
  return modelFromRow(gateways.github, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Google Gemini. The key comes from `GEMINI_API_KEY` or `GOOGLE_API_KEY` or
 * `GOOGLE_GENERATIVE_AI_API_KEY` unless it is given.
 */
export function google(model: string, options?: ModelOptions): Model {
  return modelFromRow(vendors.google, { adapters: [geminiContent] }, model, options);
}

/**
 * A model of Groq. The key comes from `GROQ_API_KEY` unless it is given.
 */
export function groq(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.groq, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Heroku Managed Inference. The key comes from `HEROKU_INFERENCE_KEY` unless it is given.
 */
export function heroku(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.heroku, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Hugging Face Inference. The key comes from `HF_TOKEN` or `HUGGINGFACE_API_KEY` unless it is given.
 */
export function huggingface(model: string, options?: ModelOptions & Pick<AllModelOptions, "api">): Model {
  return modelFromRow(hosts.huggingface, { adapters: [openaiChat, openaiResponses] }, model, options);
}

/**
 * A model of LiteLLM proxy. The key comes from `LITELLM_API_KEY` unless it is given. The dialect is that of the
 * model behind it: give `modes` where it has no strict schemas.
 */
export function litellm(model: string, options?: ModelOptions): Model {
  return modelFromRow(gateways.litellm, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of llama.cpp server. A key, where one is needed, comes from `LLAMACPP_API_KEY`.
 */
export function llamacpp(model: string, options?: ModelOptions): Model {
  return modelFromRow(servers.llamacpp, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of LM Studio. A key, where one is needed, comes from `LM_STUDIO_API_KEY` or `LMSTUDIO_API_KEY`.
 */
export function lmstudio(model: string, options?: ModelOptions): Model {
  return modelFromRow(servers.lmstudio, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of MiniMax. The key comes from `MINIMAX_API_KEY` unless it is given. Speaks Anthropic Messages.
 */
export function minimax(model: string, options?: ModelOptions): Model {
  return modelFromRow(vendors.minimax, { adapters: [anthropicMessages] }, model, options);
}

/**
 * A model of Mistral AI. The key comes from `MISTRAL_API_KEY` unless it is given.
 */
export function mistral(model: string, options?: ModelOptions): Model {
  return modelFromRow(vendors.mistral, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Moonshot AI (Kimi). The key comes from `MOONSHOT_API_KEY` or `MOONSHOTAI_API_KEY` unless it is given.
 * Keys of the China host belong to `baseUrl: https://api.moonshot.cn/v1`.
 */
export function moonshot(model: string, options?: ModelOptions): Model {
  return modelFromRow(vendors.moonshot, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Nebius Token Factory. The key comes from `NEBIUS_API_KEY` unless it is given.
 */
export function nebius(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.nebius, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of NVIDIA NIM. The key comes from `NVIDIA_API_KEY` unless it is given. A NIM of your own: `baseUrl:
 * http://HOST:8000/v1`. Older ones take the schema as `guided_json`, through `extraBody`.
 */
export function nvidia(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.nvidia, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Ollama. A key, where one is needed, comes from `OLLAMA_API_KEY`. The native API; the OpenAI-compatible
 * one with `api: chat`. `contextWindow` is also the server's `num_ctx`, beyond which it cuts prompts silently.
 */
export function ollama(model: string, options?: ModelOptions & Pick<AllModelOptions, "api">): Model {
  return modelFromRow(servers.ollama, { adapters: [ollamaChat, openaiChat] }, model, options);
}

/**
 * A model of Ollama Cloud. The key comes from `OLLAMA_API_KEY` unless it is given.
 */
export function ollamaCloud(model: string, options?: ModelOptions & Pick<AllModelOptions, "api">): Model {
  return modelFromRow(servers.ollamaCloud, { adapters: [ollamaChat, openaiChat] }, model, options);
}

/**
 * A model of OpenAI. The key comes from `OPENAI_API_KEY` unless it is given. Asked through Responses; GPT-4 and
 * older, or any model with `api: chat`, through Chat Completions.
 */
export function openai(
  model: string,
  options?: ModelOptions & Pick<AllModelOptions, "api" | "organization" | "project">,
): Model {
  return modelFromRow(vendors.openai, { adapters: [openaiResponses, openaiChat] }, model, options);
}

/**
 * A model of OpenRouter. The key comes from `OPENROUTER_API_KEY` unless it is given. Hosts that do not heed a schema
 * are ruled out. Its own fallbacks: `extraBody: { models: [...] }`.
 */
export function openrouter(model: string, options?: ModelOptions & Pick<AllModelOptions, "appName" | "appUrl">): Model {
  return modelFromRow(gateways.openrouter, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of OVHcloud AI Endpoints. The key comes from `OVHCLOUD_API_KEY` unless it is given.
 */
export function ovhcloud(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.ovhcloud, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Perplexity. The key comes from `PERPLEXITY_API_KEY` unless it is given.
 */
export function perplexity(model: string, options?: ModelOptions): Model {
  return modelFromRow(vendors.perplexity, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of RunPod serverless vLLM. The key comes from `RUNPOD_API_KEY` unless it is given.
 */
export function runpod(model: string, options?: ModelOptions & Pick<AllModelOptions, "endpointId">): Model {
  return modelFromRow(hosts.runpod, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of SambaNova Cloud. The key comes from `SAMBANOVA_API_KEY` unless it is given.
 */
export function sambanova(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.sambanova, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Together AI. The key comes from `TOGETHER_API_KEY` or `TOGETHER_AI_API_KEY` unless it is given.
 */
export function together(model: string, options?: ModelOptions): Model {
  return modelFromRow(hosts.together, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Vercel AI Gateway. The key comes from `AI_GATEWAY_API_KEY` or `VERCEL_AI_GATEWAY_API_KEY` or
 * `VERCEL_OIDC_TOKEN` unless it is given.
 */
export function vercelGateway(model: string, options?: ModelOptions): Model {
  return modelFromRow(gateways.vercelGateway, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of Google Vertex AI. The key comes from `GOOGLE_VERTEX_API_KEY` unless it is given. A tuned model is asked
 * as `endpoints/ID`.
 */
export function vertex(model: string, options?: ModelOptions & Pick<AllModelOptions, "location" | "project">): Model {
  return modelFromRow(clouds.vertex, { adapters: [geminiContent], authenticator: googleAuthenticator }, model, options);
}

/**
 * A model of Claude on Google Vertex AI.
 */
export function vertexAnthropic(
  model: string,
  options?: ModelOptions & Pick<AllModelOptions, "location" | "project">,
): Model {
  return modelFromRow(
    clouds.vertexAnthropic,
    { adapters: [anthropicMessages], authenticator: googleAuthenticator },
    model,
    options,
  );
}

/**
 * A model of vLLM. A key, where one is needed, comes from `VLLM_API_KEY`.
 */
export function vllm(model: string, options?: ModelOptions): Model {
  return modelFromRow(servers.vllm, { adapters: [openaiChat] }, model, options);
}

/**
 * A model of xAI. The key comes from `XAI_API_KEY` unless it is given. Asked through Responses; through Chat
 * Completions with `api: chat`. Takes a file by its URL only.
 */
export function xai(model: string, options?: ModelOptions & Pick<AllModelOptions, "api">): Model {
  return modelFromRow(vendors.xai, { adapters: [openaiResponses, openaiChat] }, model, options);
}

/**
 * A model of Z.ai (GLM). The key comes from `ZAI_API_KEY` unless it is given.
 */
export function zai(model: string, options?: ModelOptions): Model {
  return modelFromRow(vendors.zai, { adapters: [openaiChat] }, model, options);
}
