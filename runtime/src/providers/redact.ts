import type { ModelCall } from "./provider.ts";

const hidden = "[redacted]";

// Prefixes of the keys of OpenAI, Anthropic, Groq, xAI, Hugging Face, NVIDIA, Perplexity, Fireworks, Cerebras,
// Google and others; `*` and `.` because providers echo keys with their middle left out.
const keyLike = [
  /\b(?:sk|pk|rk|gsk|xai|hf|nvapi|pplx|fw|csk|tgp|r8)[-_][\w*.•-]*[\w*•-]{2}/gi,
  /\bAIza[\w*.-]{6,}/g,
  /\bya29\.[\w.-]+/g,
  /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g,
  /\bBearer\s+[\w.~+/*=-]{6,}/gi,
  /[\w.-]*(?:\*{3,}|•{3,})[\w*.•-]*/g,
];

/** Shorter values are found in ordinary words, and no provider hands out keys that short. */
const shortestSecret = 8;

/** What a call sends that no message may repeat: its key or token, and the values of the user's own headers. */
export function secretsOf({
  apiKey,
  accessToken,
  headers,
  secrets = [],
}: Pick<ModelCall, "apiKey" | "accessToken" | "headers" | "secrets">): readonly string[] {
  // A provider that quotes a credential leaves the name of the scheme out.
  const values = Object.values(headers ?? {}).map((value) => value.replace(/^(?:basic|bearer|token)\s+/i, ""));
  return [apiKey ?? "", accessToken ?? "", ...secrets, ...values]
    .map((value) => value.trim())
    .filter(({ length }) => length >= shortestSecret);
}

/** Replaces the given secrets and whatever else looks like a key. Providers quote keys they do not accept. */
export function redactKeys(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, hidden);
  for (const pattern of keyLike) clean = clean.replace(pattern, hidden);
  return clean;
}
