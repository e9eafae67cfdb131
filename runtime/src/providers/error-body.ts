import { toOneLine } from "../one-line.ts";
import { readRequestId } from "../request-id.ts";
import { asList, asObject, asText, parseJson } from "./json-values.ts";

/** What an error says, whatever its shape. */
export interface ErrorDetails {
  /** In the provider's words, on one line; empty when it says nothing. */
  readonly message: string;
  /** `type`, `code`, RPC status and the like, in lower case with spaces between: for finding words in, not for people. */
  readonly labels: string;
  /** The HTTP status the body itself names. */
  readonly status?: number;
  /** The request field the provider names as the cause. */
  readonly parameter?: string;
  readonly requestId?: string;
  /** What the model wrote, in an error that is about it (Groq's `failed_generation`). */
  readonly generation?: string;
  /** Machine-readable additions, such as Google's `RetryInfo`. */
  readonly extras: readonly unknown[];
}

/** Most characters of a message that words are looked for in, and that people are shown. */
const longestRead = 2000;
const longestShown = 300;
/** Most characters of a text that is no JSON. */
const longestPlain = 200;

/** Reads the details of an error body of any shape, JSON or not. */
export function readErrorText(body: string): ErrorDetails {
  const value = parseJson(body);
  if (value !== undefined && value !== null && typeof value === "object") return readErrorValue(value);
  // HTML and plain text of proxies: the first words are all a person needs.
  const text = body.slice(0, 4000).replace(/<[^>]*>/g, " ");
  return { message: toOneLine(text, longestPlain), labels: "", extras: [] };
}

/** Reads the details of a parsed error. Source: providers.md, section 4.4 lists the shapes. */
export function readErrorValue(value: unknown): ErrorDetails {
  // Google wraps streamed errors in a list of one.
  const outer = asObject(Array.isArray(value) ? value[0] : value);
  if (outer === undefined) return { message: toOneLine(asText(value) ?? "", longestRead), labels: "", extras: [] };
  const inner = asObject(outer["error"]) ?? asObject(asList(outer["errors"])[0]) ?? outer;
  const message = messageOf(inner) ?? messageOf(outer) ?? "";
  const status = statusIn(inner) ?? statusIn(outer);
  const parameter = asText(toOneLine(asText(inner["param"]) ?? "", longestPlain));
  const requestId = readRequestId(outer["request_id"]);
  const generation = asText(inner["failed_generation"]);
  return {
    message: toOneLine(message, longestRead),
    labels: `${labelsOf(outer)} ${labelsOf(inner)}`.trim(),
    ...(status === undefined ? {} : { status }),
    ...(parameter === undefined ? {} : { parameter }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(generation === undefined ? {} : { generation }),
    extras: [...asList(inner["details"]), inner["metadata"]],
  };
}

/** Cuts a message to what a person reads of it. */
export function shorten(message: string): string {
  return message.length > longestShown ? `${message.slice(0, longestShown)}…` : message;
}

function messageOf(level: Readonly<Record<string, unknown>>): string | undefined {
  // AWS's gateway writes it with a capital letter, its services do not.
  const message = asText(level["message"]) ?? asText(level["Message"]);
  return message ?? asText(level["error"]) ?? asText(level["detail"]) ?? validationMessage(level["detail"]);
}

/** The messages of a FastAPI validation error. Its `input` is left alone: it repeats the prompt. */
function validationMessage(detail: unknown): string | undefined {
  const lines = asList(detail).map((item) => {
    const { loc, msg } = asObject(item) ?? {};
    const place = asList(loc).filter((step) => typeof step === "string" || typeof step === "number");
    return `${place.join(".")}: ${asText(msg) ?? "invalid"}`;
  });
  return lines.length === 0 ? undefined : lines.join("; ");
}

/** What an error's type, code and the like say, in lower case with spaces between. */
function labelsOf(level: Readonly<Record<string, unknown>>): string {
  const { type, __type, code, status, innererror } = level;
  let labels = "";
  for (const label of [type, __type, code, status, asObject(innererror)?.["code"]]) {
    if (typeof label === "string" && label !== "")
      labels += `${labels === "" ? "" : " "}${label.slice(0, longestPlain).toLowerCase()}`;
  }
  return labels;
}

/** The HTTP status that an error names, be it as a text. */
function statusIn({
  code,
  status_code,
  raw_status_code,
  status,
}: Readonly<Record<string, unknown>>): number | undefined {
  return [code, status_code, raw_status_code, status].map(asNumber).find(isHttpStatus);
}

/** A number, also as text. Any other value is asked for nothing: of an object, a provider would decide what it turns into. */
function asNumber(value: unknown): number {
  return typeof value === "number" || typeof value === "string" ? Number(value) : Number.NaN;
}

function isHttpStatus(value: number): boolean {
  return Number.isInteger(value) && value >= 400 && value <= 599;
}
