import type { AttemptSequel, OutspecErrorCode } from "@outspec/runtime";
import { head, type Play } from "./raw-server.ts";
import type { Wire } from "./wires.ts";

/** An error status with what its body says. */
export interface StatusFault {
  readonly status: number;
  readonly says?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** How its body ends, where it does not come whole. */
  readonly body?: "cut" | "never comes";
  readonly code: OutspecErrorCode;
  /** What is done about it on the same model, where that does not follow from its code. */
  readonly remedy?: AttemptSequel;
  /** The least time, in milliseconds, that the last model is left alone for before it is asked again. */
  readonly pauseMs?: number;
}

/** Statuses and what they are called. Where the body matters there are several rows. */
export const statusFaults: readonly StatusFault[] = [
  { status: 400, says: "something is wrong", code: "bad-request" },
  { status: 400, says: "Invalid schema for response_format", code: "schema-rejected" },
  {
    status: 400,
    says: "Unsupported parameter: 'stop' is not supported with this model.",
    code: "bad-request",
    // Every call has this setting. Without it, the same answer comes as if it were about another one.
    remedy: "drop-setting",
  },
  { status: 400, says: "maximum context length is 8192 tokens", code: "context-overflow" },
  { status: 400, says: "flagged by moderation", code: "content-filtered" },
  { status: 401, code: "unauthorized" },
  { status: 402, code: "quota-exhausted" },
  { status: 403, code: "forbidden" },
  { status: 404, code: "not-found" },
  { status: 408, code: "server-error" },
  { status: 409, code: "server-error" },
  { status: 413, code: "context-overflow" },
  { status: 422, code: "bad-request" },
  { status: 424, code: "server-error" },
  { status: 429, code: "rate-limited" },
  { status: 429, headers: { "retry-after": "7" }, code: "rate-limited", pauseMs: 7_000 },
  { status: 429, headers: { "retry-after-ms": "1500", "retry-after": "2" }, code: "rate-limited", pauseMs: 1_500 },
  { status: 429, says: "You exceeded your current quota", code: "quota-exhausted" },
  { status: 498, code: "overloaded" },
  { status: 500, code: "server-error" },
  { status: 500, body: "cut", code: "server-error" },
  { status: 502, says: "<html><body>Bad gateway</body></html>", code: "server-error" },
  { status: 503, code: "overloaded" },
  { status: 503, body: "never comes", code: "overloaded" },
  { status: 504, code: "server-error" },
  { status: 524, code: "server-error" },
  { status: 529, code: "overloaded" },
];

/** A response with an error status. */
export function errorStatus(wire: Wire, { status, says = "not today", headers, body }: StatusFault): Play {
  const text = says.startsWith("<") ? says : wire.errorBody(says);
  const start = head(status, { "content-type": "application/json", "content-length": text.length, ...headers });
  if (body === "cut") return { bytes: [start, text.slice(0, -3)], end: "rst" };
  if (body === "never comes") return { bytes: [start], end: "hang" };
  return { bytes: [start, text], end: "keep" };
}
