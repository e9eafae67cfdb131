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

/** Replaces whatever looks like a key, and the key itself when it is given. Providers quote keys they do not accept. */
export function redactKeys(text: string, apiKey?: string): string {
  let clean = text;
  if (apiKey !== undefined && apiKey.length >= 4) clean = clean.replaceAll(apiKey, hidden);
  for (const pattern of keyLike) clean = clean.replace(pattern, hidden);
  return clean;
}
