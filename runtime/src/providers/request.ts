import type { EncodedRequest, ModelCall, Places } from "./provider.ts";
import { mergePatch, stringifyBody } from "./raw-json.ts";

/**
 * Builds the request of a call: address, credentials, headers, and the body with the row's fields first and the user's
 * own merged in last. Fields the provider does not know are left out.
 */
export function buildRequest(call: ModelCall, fields: Readonly<Record<string, unknown>>): EncodedRequest {
  const { row, extraBody } = call;
  const known = row.omits === undefined ? fields : without(fields, row.omits);
  const isStructured = call.mode !== "prompt" && row.structuredBody !== undefined;
  const body =
    row.body === undefined && !isStructured
      ? known
      : { ...row.body, ...known, ...(isStructured ? row.structuredBody : undefined) };
  return {
    method: "POST",
    url: addressOf(call),
    headers: headersOf(call),
    body: stringifyBody(extraBody === undefined ? body : mergePatch(body, extraBody)),
  };
}

/** The headers of a row, without those whose place nobody has filled, then what shows who asks, then the user's own. */
function headersOf(call: ModelCall): Readonly<Record<string, string>> {
  const { row, places } = call;
  const headers: Record<string, string> = {
    "content-type": "application/json",
    // Also for streams, as the vendors' own SDKs do.
    accept: "application/json",
  };
  for (const name in row.headers) {
    const value = fillPlaces(row.headers[name] ?? "", places);
    if (value !== undefined) headers[name] = value;
  }
  setCredential(headers, call);
  return call.headers === undefined ? headers : Object.assign(headers, call.headers);
}

function without(
  fields: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

/** Whether a header can carry a value on every platform: printable ASCII. */
export function isHeaderValue(value: string): boolean {
  return /^[\x20-\x7e]*$/.test(value);
}

/** Places of a caller whose account is in no address. */
export const nowhere: Places = {};

/** A template with its places filled in, each as `write` gives it; nothing where one is missing. */
export function fillPlaces(
  template: string,
  places: Places,
  write: (value: string) => string = (value) => value,
): string | undefined {
  if (!template.includes("{")) return template;
  if (places === nowhere) return undefined;
  let isComplete = true;
  const text = template.replaceAll(/\{(\w+)\}/g, (_place, name: string) => {
    // A row names no other places than there are.
    const value = places[name as keyof Places];
    if (value === undefined) isComplete = false;
    return value === undefined ? "" : write(value);
  });
  return isComplete ? text : undefined;
}

function setCredential(headers: Record<string, string>, { row, apiKey, accessToken }: ModelCall): void {
  const { auth } = row;
  const key = auth.scheme === "google" ? auth.key : undefined;
  if (accessToken !== undefined) headers["authorization"] = `Bearer ${accessToken}`;
  else if (apiKey === undefined) return;
  else if (auth.scheme === "header") headers[auth.header] = apiKey;
  else if (key !== undefined) headers[key.header] = apiKey;
  else headers["authorization"] = `Bearer ${apiKey}`;
}

function addressOf({ endpoint, baseUrl: given, model, places, stream }: ModelCall): string {
  const { datedPath, streamPath, notUnder } = endpoint;
  const baseUrl = notUnder !== undefined && given.endsWith(notUnder) ? given.slice(0, -notUnder.length) : given;
  const usual = (stream ? streamPath : undefined) ?? endpoint.path;
  // A version that is no date is that of the newer API, and so is a base URL that ends in one.
  const isDated = /^\d{4}-\d{2}-\d{2}/.test(places.apiVersion ?? "") && !/\/v\d+$/.test(baseUrl);
  const template = datedPath !== undefined && isDated ? datedPath : usual;
  if (!template.includes("{")) return joinUrl(baseUrl, template);
  const named = template
    .replaceAll("{model}", () => encodeURIComponent(model))
    .replaceAll("{+model}", () => model.split("/").map(encodeURIComponent).join("/"));
  const path = fillPlaces(named, places, encodeURIComponent);
  if (path === undefined) throw new Error(`the path ${template} has a place that is always given`);
  return joinUrl(baseUrl, path);
}

/** Base URLs are often copied with the beginning of the path, or with all of it. */
function joinUrl(baseUrl: string, path: string): string {
  if (!path.includes(baseUrl.slice(baseUrl.lastIndexOf("/")))) return baseUrl + path;
  const segments = path.split("/");
  for (let count = segments.length; count > 1; count--) {
    const start = segments.slice(0, count).join("/");
    if (baseUrl.endsWith(start)) return baseUrl + path.slice(start.length);
  }
  return baseUrl + path;
}
