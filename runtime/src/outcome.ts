import type { Attempt } from "./attempt.ts";
import type { ValidationIssue } from "./codec.ts";
import { type InvalidOutputError, OutspecError } from "./errors.ts";
import type { Result } from "./result.ts";

/** How a call ended, as a union the compiler makes a caller handle. */
export type Outcome<T> =
  | { readonly kind: "ok"; readonly output: T; readonly result: Result<T> }
  | { readonly kind: "refused"; readonly error: OutspecError }
  | { readonly kind: "truncated"; readonly error: OutspecError }
  | { readonly kind: "invalid"; readonly error: OutspecError; readonly issues: readonly ValidationIssue[] }
  | { readonly kind: "unavailable"; readonly error: OutspecError }
  | { readonly kind: "aborted"; readonly error: OutspecError };

/**
 * Turns a call into its {@link Outcome} instead of a rejection.
 *
 * Takes the promise of a `generate…` function, or a stream, whose `result` it waits for. When a route was
 * exhausted, its last attempt names the kind. Errors that are not this package's are thrown on.
 */
export async function outcome<T>(
  call: Promise<Result<T>> | { readonly result: Promise<Result<T>> },
): Promise<Outcome<T>> {
  try {
    const result = await ("result" in call ? call.result : call);
    return { kind: "ok", output: result.output, result };
  } catch (error) {
    if (!OutspecError.is(error)) throw error;
    return failure(error);
  }
}

function failure(error: OutspecError): Exclude<Outcome<never>, { readonly kind: "ok" }> {
  const kind = failureKind(error);
  // The cast holds: only an InvalidOutputError has this kind.
  return kind === "invalid" ? { kind, error, issues: (causeOf(error) as InvalidOutputError).issues } : { kind, error };
}

/** The kind of {@link Outcome} that an error leads to. */
export function failureKind(error: OutspecError): Exclude<Outcome<never>["kind"], "ok"> {
  // By code, not by class: the error may come from another copy of this package.
  switch (causeOf(error)?.code) {
    case "refused":
    case "content-filtered":
      return "refused";
    case "truncated":
      return "truncated";
    case "invalid-output":
      return "invalid";
    case "aborted":
      return "aborted";
    default:
      return "unavailable";
  }
}

function causeOf(error: OutspecError): Attempt["error"] {
  return error.code === "all-attempts-failed" ? error.attempts.at(-1)?.error : error;
}
