import type { EncodedRequest, ModelCall } from "./provider.ts";
import { type BodyValue, mergePatch, stringifyBody } from "./raw-json.ts";

/** Builds the request of a call: address, credentials, headers, and the body with the user's own fields merged in last. */
export function buildRequest(call: ModelCall, body: BodyValue): EncodedRequest {
  return {
    method: "POST",
    url: joinUrl(call.baseUrl, call.row.path),
    headers: {
      "content-type": "application/json",
      // Also for streams, as the vendors' own SDKs do.
      accept: "application/json",
      ...call.row.headers,
      ...credentialHeader(call),
      ...call.headers,
    },
    body: stringifyBody(call.extraBody === undefined ? body : mergePatch(body, call.extraBody)),
  };
}

/** Whether a header can carry a value on every platform: printable ASCII. */
export function isHeaderValue(value: string): boolean {
  return /^[\x20-\x7e]*$/.test(value);
}

function credentialHeader({ row, apiKey }: ModelCall): Readonly<Record<string, string>> {
  if (apiKey === undefined) return {};
  return row.auth.scheme === "bearer" ? { authorization: `Bearer ${apiKey}` } : { [row.auth.header]: apiKey };
}

/** Base URLs are often copied with the version that the path brings too. */
function joinUrl(baseUrl: string, path: string): string {
  const base = path.startsWith("/v1/") && baseUrl.endsWith("/v1") ? baseUrl.slice(0, -"/v1".length) : baseUrl;
  return base + path;
}
