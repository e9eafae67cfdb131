import type { OutspecErrorCode } from "../attempt.ts";
import { OutspecError } from "../errors.ts";
import type { PublicError } from "./protocol.ts";

const busy = "The service is busy. Please try again in a moment.";
const notReached = "The answer could not be fetched. Please try again.";
const misconfigured = "The service is not set up for this. Please tell its operator.";
const unusable = "The answer was not usable. Please try again.";
const declined = "The model declined to answer this.";

const messages: Readonly<Record<OutspecErrorCode, string>> = {
  network: notReached,
  "rate-limited": busy,
  overloaded: busy,
  "server-error": notReached,
  unauthorized: misconfigured,
  forbidden: misconfigured,
  "not-found": misconfigured,
  "bad-request": misconfigured,
  "schema-rejected": misconfigured,
  "context-overflow": "That is more than the model can read at once.",
  interrupted: notReached,
  "quota-exhausted": misconfigured,
  timeout: "The answer took too long. Please try again.",
  "invalid-output": unusable,
  refused: declined,
  "content-filtered": declined,
  truncated: unusable,
  restarted: notReached,
  "invalid-input": "The request is not what this service takes.",
  configuration: misconfigured,
  aborted: "The answer was stopped.",
  "all-attempts-failed": notReached,
};

/**
 * Says of a failure what a page may know: its code, a sentence of ours, and when to ask again.
 *
 * Of a route whose models all failed, the last attempt names the code: `overloaded` says more than `all-attempts-failed`.
 * The message never quotes the error's own, which names providers, models and variables. What is no error of this
 * package becomes `server-error`.
 */
export function toPublicError(error: unknown): PublicError {
  if (!OutspecError.is(error)) return { code: "server-error", message: messages["server-error"] };
  const last = error.code === "all-attempts-failed" ? error.attempts.at(-1)?.error : undefined;
  const cause = last ?? error;
  const retryAfterMs = "retryAfterMs" in cause ? cause.retryAfterMs : undefined;
  return {
    code: cause.code,
    // A newer copy of this package may know more codes.
    message: messages[cause.code] ?? messages["server-error"],
    ...(typeof retryAfterMs === "number" && { retryAfterMs }),
  };
}
