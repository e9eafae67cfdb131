import type { ValidationIssue } from "./codec.ts";
import { AbortError, InvalidOutputError, OutspecError, RefusalError, RouterError, TruncatedError } from "./errors.ts";
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
  const cause = error instanceof RouterError ? error.attempts.at(-1)?.error : error;
  if (cause instanceof RefusalError) return { kind: "refused", error };
  if (cause instanceof TruncatedError) return { kind: "truncated", error };
  if (cause instanceof InvalidOutputError) return { kind: "invalid", error, issues: cause.issues };
  if (cause instanceof AbortError) return { kind: "aborted", error };
  return { kind: "unavailable", error };
}
