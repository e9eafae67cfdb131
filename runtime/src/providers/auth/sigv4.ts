import type { AwsCredentials, EncodedRequest } from "../provider.ts";

/** With what a request is signed, for whom and when. */
export interface SigningOptions {
  readonly credentials: AwsCredentials;
  readonly region: string;
  /** The name of the service in signatures, such as `bedrock`. */
  readonly service: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const algorithm = "AWS4-HMAC-SHA256";

/**
 * Signs a request to AWS by version 4 of its signatures, over the exact body and path that are sent. Source: providers.md,
 * section 9.1.
 *
 * Of the headers, the host, the content type and those of AWS's own are signed: a proxy may change others. A header
 * `authorization` gives way to the signature.
 */
export async function signRequest(
  request: EncodedRequest,
  { credentials, region, service, now }: SigningOptions,
): Promise<EncodedRequest> {
  const time = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  const date = time.slice(0, 8);
  const scope = `${date}/${region}/${service}/aws4_request`;
  const { sessionToken } = credentials;
  const payloadHash = await hashOf(request.body);
  const headers: Readonly<Record<string, string>> = {
    ...request.headers,
    "x-amz-date": time,
    "x-amz-content-sha256": payloadHash,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken }),
  };
  const url = new URL(request.url);
  const signed = signedHeaders(headers, url);
  const names = signed.map(([name]) => name).join(";");
  const canonical = [
    request.method,
    canonicalPath(url.pathname),
    canonicalQuery(url.searchParams),
    ...signed.map(([name, value]) => `${name}:${value.replace(/\s+/g, " ").trim()}`),
    "",
    names,
    payloadHash,
  ].join("\n");
  const text = [algorithm, time, scope, await hashOf(canonical)].join("\n");
  let key: Uint8Array = toBytes(`AWS4${credentials.secretAccessKey}`);
  for (const part of [date, region, service, "aws4_request"]) key = await authenticate(key, part);
  const signature = toHex(await authenticate(key, text));
  return {
    ...request,
    headers: {
      ...headers,
      authorization: `${algorithm} Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
    },
  };
}

/** What is signed of the headers, by name. The host is not among those of the request: the transport adds it. */
function signedHeaders(
  headers: Readonly<Record<string, string>>,
  { host }: URL,
): readonly (readonly [name: string, value: string])[] {
  const entries = Object.entries({ host, ...headers });
  return entries.filter(([name]) => isSigned(name)).sort(([a], [b]) => (a < b ? -1 : 1));
}

function isSigned(name: string): boolean {
  if (name === "host" || name === "content-type") return true;
  // Tracing changes its header on the way.
  return name.startsWith("x-amz") && name !== "x-amzn-trace-id";
}

/** Every segment as it is sent, encoded once more; empty segments are none. */
function canonicalPath(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "");
  const isFolder = segments.length > 0 && path.endsWith("/");
  return `/${segments.map(encodeStrictly).join("/")}${isFolder ? "/" : ""}`;
}

function canonicalQuery(parameters: URLSearchParams): string {
  const encoded = [...parameters].map(([name, value]) => [encodeStrictly(name), encodeStrictly(value)] as const);
  return encoded
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map((pair) => pair.join("="))
    .join("&");
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Percent-encodes all but letters, digits and `-._~`. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

async function hashOf(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", toBytes(text))));
}

async function authenticate(key: Uint8Array, text: string): Promise<Uint8Array> {
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", key, hmac, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, toBytes(text)));
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
