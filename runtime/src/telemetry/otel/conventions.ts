/**
 * The words of the OpenTelemetry GenAI semantic conventions, as far as they are not told by their place of use.
 *
 * Source: open-telemetry/semantic-conventions-genai v0.1.0 (status: development), docs/gen-ai/client-inference.md,
 * gen-ai-token-metrics.md and gen-ai-spans.md; for `1.41`, open-telemetry/semantic-conventions v1.41.0, docs/gen-ai/.
 * Errors: open-telemetry/semantic-conventions v1.45.0, docs/general/recording-errors.md.
 */
import type { FinishReason } from "../../attempt.ts";

/** Name of the instrumentation scope of all spans and metrics. */
export const scope = "@outspec/runtime";

/** Providers whose name in the conventions is not the one of our rows. The others are called as they are here. */
const providerNames: Readonly<Record<string, string>> = {
  azure: "azure.ai.openai",
  bedrock: "aws.bedrock",
  "bedrock-anthropic": "aws.bedrock",
  "bedrock-mantle": "aws.bedrock",
  google: "gcp.gemini",
  mistral: "mistral_ai",
  moonshot: "moonshot_ai",
  vertex: "gcp.vertex_ai",
  "vertex-anthropic": "gcp.vertex_ai",
  xai: "x_ai",
};

/** The provider of an attempt as `gen_ai.provider.name` calls it. */
export function providerName(provider: string): string {
  return providerNames[provider] ?? provider;
}

/** What an attempt asks its provider for, as `gen_ai.operation.name` calls it. */
export function operationName(provider: string): "chat" | "generate_content" {
  return provider === "google" || provider === "vertex" ? "generate_content" : "chat";
}

const finishReasons: Readonly<Record<FinishReason, string>> = {
  stop: "stop",
  length: "length",
  "content-filter": "content_filter",
  refusal: "refusal",
  "tool-call": "tool_call",
  error: "error",
  other: "other",
};

/** Why a model stopped, as `gen_ai.response.finish_reasons` calls it: `error` where a reason was due and never came. */
export function finishReasonName(reason: FinishReason | undefined): string {
  return reason === undefined ? "error" : finishReasons[reason];
}

/** Bucket boundaries of all durations, in seconds. */
export const durationBuckets: readonly number[] = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];

/** Bucket boundaries of all token counts. */
export const tokenBuckets: readonly number[] = [
  1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
];
