import { toOneLine } from "../one-line.ts";
import { requestIdOf } from "../request-id.ts";
import { type ErrorDetails, readErrorText, readErrorValue, shorten } from "./error-body.ts";
import { bodyClasses, labelRows, type StatusRow, statusRows, usualScope, wordScopes } from "./fault-tables.ts";
import type { Fault, FaultCode, ResponseHead } from "./provider.ts";
import { redactKeys } from "./redact.ts";
import { readRetryAfter } from "./retry-hint.ts";

/** Classifies a response whose status is not 2xx. Source: providers.md, sections 4.1 to 4.4. */
export function classifyResponse(response: ResponseHead, body: string, secrets: readonly string[] = []): Fault {
  return toFault(withErrorType(readErrorText(body), response.headers), response.status, response.headers, secrets);
}

/** Adds what AWS says in a header: the name of the exception, before the address of its package. Source: traffic-oddities.md item 34. */
function withErrorType(details: ErrorDetails, headers: Readonly<Record<string, string>>): ErrorDetails {
  const [name = ""] = (headers["x-amzn-errortype"] ?? "").split(":");
  return name === "" ? details : { ...details, labels: `${name.toLowerCase()} ${details.labels}`.trim() };
}

/** Classifies an error that came inside a response of status 200, from its parsed value. Source: providers.md, section 4.5. */
export function classifyErrorValue(value: unknown, secrets: readonly string[] = []): Fault {
  const details = readErrorValue(value);
  const fault = toFault(details, details.status ?? statusOfLabels(details.labels), {}, secrets);
  // The status was inferred and is not what went over the wire.
  const { status: _, ...rest } = fault;
  return rest;
}

function toFault(
  details: ErrorDetails,
  status: number,
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): Fault {
  const code = codeOf(status, details);
  // Cut last: half a key would no longer be recognised as one.
  const message = shorten(redactKeys(details.message, secrets));
  const requestId = requestIdOf(headers) ?? details.requestId;
  const shouldRetry = readShouldRetry(headers) ?? statusRow(status)?.again;
  const waits = isTransient(code) || shouldRetry === true;
  const retryAfterMs = waits ? readRetryAfter(headers, details, isLimit(code)) : undefined;
  const parameter = code === "bad-request" ? rejectedParameter(details) : undefined;
  return {
    code,
    message: redirection(status, headers) ?? (message === "" ? `HTTP ${status} without an explanation` : message),
    status,
    ...(requestId === undefined ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(shouldRetry === undefined ? {} : { shouldRetry }),
    ...(parameter === undefined ? {} : { parameter }),
    ...(details.generation === undefined ? {} : { generation: details.generation }),
  };
}

/** What is said of a redirect: the page that comes with it says nothing. Of its address only the host is told. */
function redirection(status: number, { location }: Readonly<Record<string, string>>): string | undefined {
  if (status < 300 || status > 399 || location === undefined) return undefined;
  const host = URL.canParse(location) ? new URL(location).host : "another path";
  return `the server sends us to ${toOneLine(host, 100)} (${status}), and redirects are not followed: check the base URL`;
}

function readShouldRetry(headers: Readonly<Record<string, string>>): boolean | undefined {
  const value = headers["x-should-retry"];
  return value === "true" || value === "false" ? value === "true" : undefined;
}

function isTransient(code: FaultCode): boolean {
  return ["rate-limited", "overloaded", "server-error", "quota-exhausted"].includes(code);
}

function isLimit(code: FaultCode): boolean {
  return code === "rate-limited" || code === "quota-exhausted";
}

/** Most characters in which words are looked for; a provider may attach what another one said to it. */
const longestSearched = 8_000;

function codeOf(status: number, details: ErrorDetails): FaultCode {
  const text = `${details.labels} ${details.message} ${jsonOf(details.extras)}`.slice(0, longestSearched).toLowerCase();
  const found = bodyClasses.find(({ code, words }) => wordsCount(code, status) && words.some((one) => one.test(text)));
  if (found !== undefined) return found.code;
  return statusRow(status)?.code ?? (status >= 500 ? "server-error" : "bad-request");
}

/** JSON of what a provider sent; nothing where that is nested deeper than can be written. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "";
  }
}

function statusRow(status: number): StatusRow | undefined {
  return statusRows.find((row) => row.status === status);
}

function wordsCount(code: FaultCode, status: number): boolean {
  const scope = wordScopes[code] ?? usualScope;
  return "only" in scope ? scope.only.includes(status) : !scope.except.includes(status);
}

/** The status that an error inside a stream would have had. */
function statusOfLabels(labels: string): number {
  return labelRows.find(({ words }) => words.test(labels))?.status ?? 500;
}

/** Request fields under which providers know our settings. */
const settingNames: readonly (readonly [RegExp, string])[] = [
  [/\btemperature\b/, "temperature"],
  [/\btop_?p\b/, "topP"],
  [/\b(?:max_?(?:completion_|output_)?tokens|num_predict)\b/, "maxOutputTokens"],
  [/\b(?:random_)?seed\b/, "seed"],
  [/\bstop(?:_?sequences)?\b/, "stop"],
  [/\breasoning_?effort\b|\breasoning\.effort\b|\beffort\b|\bthink(?:ing)?\b/, "reasoningEffort"],
];

const refused =
  /unsupported|not supported|(?:does not|doesn't|not) support|not permitted|not allowed|unknown|unrecognized|unexpected|deprecated|cannot (?:both )?be (?:specified|used|set)|only .{0,20}(?:is|are) (?:allowed|supported)|may only be set|only the default/;

/** The field a provider refuses, in our spelling where it is a setting. A value out of range is not a refusal of the field. */
function rejectedParameter({ message, labels, parameter }: ErrorDetails): string | undefined {
  const text = message.toLowerCase();
  if (!refused.test(text) && !/unsupported_(?:parameter|value)|unknown_parameter/.test(labels)) return undefined;
  if (parameter !== undefined)
    return settingNames.find(([name]) => name.test(parameter.toLowerCase()))?.[1] ?? parameter;
  // "temperature and top_p cannot both be specified": leaving out the second is enough.
  const both = text.includes("cannot both");
  const matching = settingNames.filter(([name]) => name.test(text));
  return (both ? matching.at(-1) : matching[0])?.[1];
}
