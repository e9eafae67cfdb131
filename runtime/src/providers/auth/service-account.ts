import { ProviderError } from "../../errors.ts";
import { failureStatus } from "../../facts/status-names.ts";
import { checkKey, unauthorized } from "../credentials.ts";
import { shorten } from "../error-body.ts";
import { asCount, asObject, asText, parseJson } from "../json-values.ts";
import { encodeBase64 } from "../media.ts";
import type { AuthContext, Kept, Model } from "../provider.ts";
import { redactKeys } from "../redact.ts";

/** A service account of Google, as its key file has it. */
export interface ServiceAccount {
  readonly email: string;
  /** PKCS #8 in PEM; line breaks may be written as `\n`. */
  readonly privateKey: string;
  readonly keyId?: string;
}

/** What a token for Google's models is good for. Source: providers.md, section 8.1. */
export const googleScope = "https://www.googleapis.com/auth/cloud-platform";

const tokenUrl = "https://oauth2.googleapis.com/token";
const lifetimeSeconds = 3600;
/** A token's answer has a few hundred bytes, or a few thousand. */
const mostBytes = 64 * 1024;

/**
 * Makes the signed statement by which a service account asks for a token: a JWT with the signature RS256. `now` is in
 * milliseconds since the epoch. Rejects where the private key is none. Source: providers.md, section 8.1.
 */
export async function createServiceAccountAssertion({
  email,
  privateKey,
  keyId,
  now,
}: ServiceAccount & { readonly now: number }): Promise<string> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("pkcs8", fromPem(privateKey), algorithm, false, ["sign"]);
  const issuedAt = Math.floor(now / 1000);
  const header = { alg: "RS256", typ: "JWT", ...(keyId === undefined ? {} : { kid: keyId }) };
  const claims = { iss: email, scope: googleScope, aud: tokenUrl, iat: issuedAt, exp: issuedAt + lifetimeSeconds };
  const text = [header, claims].map((part) => toBase64Url(toBytes(JSON.stringify(part)))).join(".");
  const signature = await crypto.subtle.sign(algorithm, key, toBytes(text));
  return `${text}.${toBase64Url(new Uint8Array(signature))}`;
}

/**
 * Exchanges a service account's assertion for an access token.
 *
 * Throws a `ProviderError`: of code `unauthorized` where Google refuses it, which says what to check, or of the code of a
 * failure where its service fails. What the transport throws passes through.
 */
export async function fetchServiceAccountToken(account: ServiceAccount, context: AuthContext): Promise<Kept<string>> {
  const { model, now, transport } = context;
  const assertion = await assertionOf(account, context);
  const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
  const response = await transport({
    method: "POST",
    url: tokenUrl,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: new URLSearchParams(form).toString(),
  });
  const answer = asObject(parseJson(await readText(response.body)));
  if (response.status < 200 || response.status > 299) {
    const said = [asText(answer?.["error"]), asText(answer?.["error_description"])].filter(Boolean).join(": ");
    throw refusal(response.status, shorten(redactKeys(said, [assertion])), model);
  }
  const token = asText(answer?.["access_token"]);
  if (token === undefined) throw failure(response.status, "Google's token service answered without a token", model);
  const seconds = asCount(answer?.["expires_in"]);
  return {
    value: checkKey(token, "the access token that Google gave", model),
    ...(seconds === undefined ? {} : { expiresAt: now + seconds * 1000 }),
  };
}

async function assertionOf(account: ServiceAccount, { model, now }: AuthContext): Promise<string> {
  try {
    return await createServiceAccountAssertion({ ...account, now });
  } catch {
    // Without its cause: what cannot read a key may quote it.
    throw unauthorized(
      "GOOGLE_PRIVATE_KEY is no private key: give private_key of the service account's key file (PKCS #8 in PEM)",
      model,
    );
  }
}

function refusal(status: number, said: string, model: Model): ProviderError {
  const reason = said === "" ? `HTTP ${status}` : said;
  if (status === 429 || status >= 500) return failure(status, `Google's token service failed: ${reason}`, model);
  const hint = "check GOOGLE_CLIENT_EMAIL, GOOGLE_PRIVATE_KEY, GOOGLE_PRIVATE_KEY_ID and the clock of this machine";
  return unauthorized(`Google refused the service account (${reason}): ${hint}`, model);
}

function failure(status: number, message: string, { row, model }: Model): ProviderError {
  const code = status === 429 ? "rate-limited" : "server-error";
  const details = { provider: row.id, model, phase: "prepare", status } as const;
  return new ProviderError(code, [failureStatus(status), message].filter(Boolean).join(": "), details);
}

/** The beginning of a body, no more than is of use. Leaving the loop closes the connection. */
async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) break;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function fromPem(pem: string): Uint8Array<ArrayBuffer> {
  // Variables often hold the two characters instead of a line break, and quotes around it all.
  const base64 = pem.replaceAll("\\n", "").replaceAll(/-----(?:BEGIN|END) PRIVATE KEY-----|[\s"']/g, "");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function toBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
