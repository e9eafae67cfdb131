import type { Media, Message } from "../prompt.ts";
import { encodeBase64 } from "./media.ts";
import type { ModelCall } from "./provider.ts";
import { redactRuns } from "./redact-runs.ts";

const hidden = "[redacted]";

// Prefixes of the keys of OpenAI, Anthropic, Groq, xAI, Hugging Face, NVIDIA, Perplexity, Fireworks, Cerebras,
// Google, AWS and others; `*` and `.` because providers echo keys with their middle left out.
const keyLike = [
  /\b(?:sk|pk|rk|gsk|xai|hf|nvapi|pplx|fw|csk|tgp|r8)[-_][\w*.•-]*[\w*•-]{2}/gi,
  /\bAIza[\w*.-]{6,}/g,
  /\bya29\.[\w.-]+/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g,
  /\beyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)?/g,
  /\bBearer\s+[\w.~+/*=-]{6,}/gi,
  /[\w.-]*(?:\*{3,}|•{3,})[\w*.•-]*/g,
];

/** User and password in an address. */
const userInAddress = /([a-z][a-z\d+.-]*:\/\/)[^\s/@"']+@/gi;

/** Shorter values are found in ordinary words, and no provider hands out keys that short. */
const shortestSecret = 8;

/** Less of a key is found by chance. */
const shortestOfKey = 8;

/** Shorter runs of words are found in any two texts of a language. */
const shortestQuote = 16;

/** Bytes in base64: no word, id or hash is as long. */
const encodedBytes = /[A-Za-z0-9+/_-]{100,}={0,2}/g;

/** Bytes of an image or a file that are looked for in a message: megabytes would take long, and a quote is of the beginning. */
const mostOfMedia = 256 * 1024;

/** Headers whose values show who asks, whoever sends them. */
const credentialHeader = /auth|key|token|secret|cookie|passw|credential|signature/i;

type Credentials = Pick<ModelCall, "apiKey" | "accessToken" | "headers" | "secrets">;

/** What a call sends that no message may repeat: its key or token, and the values of the user's own headers. */
export function secretsOf(call: Credentials): readonly string[] {
  const values = [...credentialsOf(call), ...Object.values(call.headers ?? {})];
  return [...new Set(values.flatMap(spellingsOf))].filter(({ length }) => length >= shortestSecret);
}

/** What shows who asks, of which no part may be told either. */
function credentialsOf({ apiKey = "", accessToken = "", headers = {}, secrets = [] }: Credentials): readonly string[] {
  const inHeaders = Object.entries(headers)
    .filter(([name]) => credentialHeader.test(name))
    .map(([, value]) => withoutScheme(value));
  return [apiKey, accessToken, ...secrets, ...inHeaders].filter(({ length }) => length >= shortestSecret);
}

/** A provider that quotes a credential leaves the name of the scheme out. */
function withoutScheme(value: string): string {
  return value.trim().replace(/^(?:basic|bearer|token)\s+/i, "");
}

/** A secret as it may be quoted: as it is, in an address, in JSON, and of user and password each alone. */
function spellingsOf(value: string): readonly string[] {
  const plain = withoutScheme(value);
  const parts = /^basic\s/i.test(value.trim()) ? decodeBasic(plain) : [];
  return [plain, ...parts].flatMap((text) => [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)]);
}

function decodeBasic(encoded: string): readonly string[] {
  try {
    const decoded = atob(encoded);
    return [decoded, decoded.slice(decoded.indexOf(":") + 1)];
  } catch {
    // Not what its scheme says.
    return [];
  }
}

/** Replaces the given secrets and whatever else looks like a key. Providers quote keys they do not accept. */
export function redactKeys(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) clean = clean.replaceAll(secret, hidden);
  for (const pattern of keyLike) clean = clean.replace(pattern, hidden);
  return clean.replace(userInAddress, `$1${hidden}@`);
}

/**
 * Takes out of a text that somebody else wrote what no message may repeat of a call: credentials, whole and in part, and
 * what it quotes of the prompt and of the answer. Words and short names stay, which are in every text.
 */
export function redactQuotes(text: string, call: Credentials & Pick<ModelCall, "messages">, answer: string): string {
  const withoutKeys = redactRuns(redactKeys(text, secretsOf(call)), credentialsOf(call), shortestOfKey);
  return redactRuns(withoutKeys, [...call.messages.flatMap(textsOf), answer], shortestQuote).replace(
    encodedBytes,
    hidden,
  );
}

/** Everything of a message that can be quoted as text. */
function textsOf({ content }: Message): readonly string[] {
  if (typeof content === "string") return [content];
  return content.map((part) => {
    if (part.type === "text") return part.text;
    return sentText(part.type === "image" ? part.image : part.file);
  });
}

/** An image or a file as it stands in a request, as far as anybody would quote it. */
function sentText(media: Media): string {
  if (media instanceof URL) return media.href.slice(0, mostOfMedia);
  const data = media instanceof Uint8Array ? media : media.data;
  return typeof data === "string" ? data.slice(0, mostOfMedia) : encodeBase64(data.subarray(0, mostOfMedia));
}
