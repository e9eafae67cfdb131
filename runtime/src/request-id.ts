import { toOneLine } from "./one-line.ts";

/** Headers that hold such an id, in order of preference: a provider's own before that of the edge in front of it. */
export const requestIdHeaders: readonly string[] = [
  "request-id",
  "x-request-id",
  "x-amzn-requestid",
  "apim-request-id",
  "mistral-correlation-id",
  "x-generation-id",
  "cf-ray",
];

/** The id by which a provider finds a request in its logs, from the headers of its response. */
export function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  const name = requestIdHeaders.find((header) => headers[header]);
  return name === undefined ? undefined : readRequestId(headers[name]);
}

/** Most characters of an id: those of providers have less than a hundred. */
const longestId = 200;

/** An id as a provider wrote it, on one line; nothing where it is none. It stands in logs and spans as it is. */
export function readRequestId(value: unknown): string | undefined {
  return typeof value === "string" ? toOneLine(value, longestId) || undefined : undefined;
}
