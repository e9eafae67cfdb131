import type { Attempt } from "../../attempt.ts";
import type { InvalidOutputError, OutspecError } from "../../errors.ts";

/**
 * What a span says of an error besides its code.
 *
 * Without content that is only what this package wrote itself, of numbers and names. What a provider says may repeat
 * the prompt, and what is said of an invalid answer may name its keys.
 */
export function describeError(error: NonNullable<Attempt["error"]>, captureContent: boolean): string | undefined {
  if (captureContent) return error.message;
  switch (error.code) {
    case "timeout":
    case "truncated":
    case "configuration":
    case "refused":
      return error.message;
    case "invalid-output":
    case "invalid-input":
      // The cast holds: both classes with these codes have issues. Another copy of this package may lack them.
      return keywordsOf((error as unknown as Partial<InvalidOutputError>).issues ?? []);
    case "all-attempts-failed":
      // The cast holds: errors with this code are OutspecErrors.
      return (error as OutspecError).attempts.map(({ id, error }) => `${id}: ${error?.code ?? "no answer"}`).join("; ");
    default:
      return undefined;
  }
}

/** Which keywords of its schema a value breaks: words of JSON Schema, and nothing of the value. */
function keywordsOf(issues: InvalidOutputError["issues"]): string | undefined {
  const keywords = [...new Set(issues.map(({ keyword }) => keyword))];
  return keywords.length === 0 ? undefined : `breaks ${keywords.slice(0, 5).join(", ")}`;
}

/**
 * Whether an attempt was stopped instead of failing: the caller let go, or another model that was asked at the same
 * time answered first.
 */
export function wasStopped({ error, phase }: Attempt): boolean {
  return error === undefined ? phase !== "done" : error.code === "aborted";
}

/** The error of an attempt that failed. */
export function failureOf(attempt: Attempt): Attempt["error"] {
  return wasStopped(attempt) ? undefined : attempt.error;
}

/** The codes for which a call left one model for another, in order. */
export function failoversOf(attempts: readonly Attempt[], answeredBy: string | undefined): readonly string[] {
  const left = new Map<string, string>();
  for (const attempt of attempts) {
    const failure = failureOf(attempt);
    // The last failure on a model is the one it was left for.
    if (failure !== undefined && attempt.id !== answeredBy) left.set(attempt.id, failure.code);
  }
  const reasons = [...left];
  // Without an answer, the model that was asked last was left for no other.
  const last = answeredBy === undefined ? attempts.at(-1)?.id : undefined;
  return reasons.filter(([id]) => id !== last).map(([, code]) => code);
}
