import { requestIdHeaders } from "../../request-id.ts";
import type { HttpRequest } from "../../transport/transport.ts";
import { parseJson } from "../incoming.ts";
import { isObject, type Json } from "../instance/schema.ts";
import type { RecordedRequestPart } from "./recorded-exchange.ts";

const removed = "[removed]";

/** Headers of responses that a call reads, or that say what the body is. All others are left out. */
const keptHeaders: ReadonlySet<string> = new Set([
  ...[
    "content-type",
    "date",
    "retry-after",
    "retry-after-ms",
    "x-should-retry",
    "x-ratelimit-reset",
    "x-amzn-errortype",
  ],
  ...requestIdHeaders,
]);

/** Parameters of addresses that say how something is asked. The values of all others are removed. */
const keptParameters: ReadonlySet<string> = new Set(["alt", "api-version"]);

/** Fields of a form that say what is asked for, where a token is asked for. The values of all others are removed. */
const keptFields: ReadonlySet<string> = new Set(["grant_type", "scope", "token_type"]);

/** Fields of JSON that hold nothing but a secret, whoever sends them. */
const secretField =
  /^(?:.*(?:access|id|refresh|session|security|bearer)_?token|token|.*api_?key|.*secret.*|password|assertion|authorization|private_?key|signature)$/i;

/** Request headers whose values are no secret. What all others hold is looked for in bodies. */
const knownHeaders: ReadonlySet<string> = new Set([
  ...["content-type", "accept", "user-agent", "content-length", "host", "anthropic-version", "anthropic-beta"],
  ...["x-amz-date", "x-amz-content-sha256", "x-amz-target", "http-referer", "x-title", "x-goog-user-project"],
]);

/** What keys look like, should one stand where none was sent. Longer than any word. */
const keyLike: readonly RegExp[] = [
  /\b(?:sk|pk|rk|gsk|xai|hf|nvapi|pplx|fw|csk|tgp|r8)[-_][\w-]{16,}/g,
  /\bAIza[\w-]{20,}/g,
  /\bya29\.[\w.-]{10,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/g,
  /\beyJ[\w-]{12,}\.[\w-]{8,}\.[\w-]*/g,
];

/** Shorter values are found in ordinary words. */
const shortestSecret = 8;

/** Takes everything out of one exchange that may not be written down. */
export interface Scrubber {
  /** The request as it is recorded and found again: it does not depend on which key it was sent with. */
  readonly request: RecordedRequestPart;
  headers(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
  /** The same text with as many bytes, so that it can be cut where it was cut. */
  text(text: string): string;
  bytes(bytes: Uint8Array): Uint8Array;
}

/** Reads off a request what is secret in it, and in its response. */
export function createScrubber(request: HttpRequest): Scrubber {
  const secrets = secretsOf(request);
  const replaceIn = (text: string, standIn: (secret: string) => string): string => {
    let clean = text;
    for (const secret of secrets) clean = clean.replaceAll(secret, standIn);
    for (const pattern of keyLike) clean = clean.replaceAll(pattern, standIn);
    return clean;
  };
  const sent = (text: string): string => replaceIn(text, () => removed);
  const received = (text: string): string => replaceIn(withoutTokens(text), sameLength);
  return {
    request: {
      method: request.method,
      url: sent(scrubUrl(request.url)),
      ...(request.body !== undefined && { body: scrubBody(request.body, sent) }),
    },
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers)
          .filter(([name]) => keptHeaders.has(name))
          .map(([name, value]) => [name, sent(value)]),
      ),
    text: received,
    // Bytes as characters of one byte each: a secret is ASCII, and what is replaced keeps its length.
    bytes: (bytes) => {
      const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
      return Uint8Array.from(replaceIn(text, sameLength), (character) => character.charCodeAt(0));
    },
  };
}

/** Everything a request shows who asks with: its headers but for those that are known, and parameters of its address. */
function secretsOf({ headers, url }: HttpRequest): readonly string[] {
  const inHeaders = Object.entries(headers)
    .filter(([name]) => !knownHeaders.has(name))
    .flatMap(([, value]) => partsOf(value));
  const { searchParams, username, password } = new URL(url);
  const inUrl = [...searchParams].filter(([name]) => !keptParameters.has(name)).map(([, value]) => value);
  const all = [...inHeaders, ...inUrl, username, password].filter(({ length }) => length >= shortestSecret);
  const written = all.flatMap((value) => [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)]);
  // The longest first, so that no part of one is left standing.
  return [...new Set(written)].sort((a, b) => b.length - a.length);
}

/** A header's value, and what may be quoted of it alone: the key without its scheme, the parts of a signature. */
function partsOf(value: string): readonly string[] {
  const signed = /\bCredential=([^/,\s]+).*\bSignature=(\w+)/.exec(value);
  return [value, value.replace(/^\S+\s+/, ""), ...(signed === null ? [] : signed.slice(1))];
}

function scrubUrl(text: string): string {
  const url = new URL(text);
  url.username = "";
  url.password = "";
  url.hash = "";
  for (const [name] of [...url.searchParams]) if (!keptParameters.has(name)) url.searchParams.set(name, "removed");
  return url.href;
}

/** A body as it is written down: JSON as a value, a form without what it holds, else the text. */
function scrubBody(body: string, sent: (text: string) => string): unknown {
  const json = parseJson(body);
  if (json !== undefined) return scrubJson(json as Json, sent); // what was parsed is JSON
  if (!/^[\w.-]+=[^\s]*$/.test(body)) return sent(body);
  const form = new URLSearchParams(body);
  for (const [name] of [...form]) if (!keptFields.has(name)) form.set(name, "removed");
  return form.toString();
}

function scrubJson(value: Json, sent: (text: string) => string): Json {
  if (typeof value === "string") return sent(value);
  if (Array.isArray(value)) return value.map((item: Json) => scrubJson(item, sent));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, inner]): [string, Json] => [
    key,
    typeof inner === "string" && secretField.test(key) ? removed : scrubJson(inner, sent),
  ]);
  return Object.fromEntries(entries);
}

/** A response that hands out a token is one flat object. Fields of answers of models are left as they are. */
function withoutTokens(text: string): string {
  if (!/^\s*\{[^{}]*"(?:access|id|refresh)_token"[^{}]*\}\s*$/.test(text)) return text;
  return text.replaceAll(
    /"([\w-]+)"(\s*:\s*)"((?:[^"\\]|\\.)*)"/g,
    (all, name: string, colon: string, value: string) =>
      secretField.test(name) && name !== "token_type" ? `"${name}"${colon}"${sameLength(value)}"` : all,
  );
}

const encoder = new TextEncoder();

function sameLength(secret: string): string {
  const { length } = encoder.encode(secret);
  return "removed-".repeat(Math.ceil(length / 8)).slice(0, length);
}
