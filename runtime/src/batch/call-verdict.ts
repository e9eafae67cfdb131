import type { OutspecErrorCode } from "../attempt.ts";
import type { Outcome } from "../outcome.ts";
import type { CallVerdict } from "./adaptive-concurrency.ts";

const limits: ReadonlySet<OutspecErrorCode> = new Set(["rate-limited", "overloaded"]);
const outages: ReadonlySet<OutspecErrorCode> = new Set(["network", "timeout", "server-error", "interrupted"]);

/** One model's last failure in a call. */
interface ModelFailure {
  readonly code: OutspecErrorCode;
  readonly retryAfterMs: number | undefined;
}

/** Says what a call tells of its providers. Pure. */
export function judgeCall(outcome: Outcome<unknown>): CallVerdict {
  const failures = lastFailures(outcome);
  const limited = failures.filter(({ code }) => limits.has(code));
  switch (outcome.kind) {
    case "aborted":
      return { verdict: "unrelated" };
    case "ok":
    case "refused":
    case "truncated":
    case "invalid":
      return { verdict: limited.length > 0 ? "strained" : "answered" };
    case "unavailable": {
      if (limited.length > 0) return { verdict: "limited", ...shortestPause(limited) };
      const last = failures.at(-1);
      return { verdict: last !== undefined && outages.has(last.code) ? "unreachable" : "unrelated" };
    }
  }
}

/** The last failure of each model, in the order of the attempts. */
function lastFailures(outcome: Outcome<unknown>): readonly ModelFailure[] {
  const { attempts } = outcome.kind === "ok" ? outcome.result : outcome.error;
  // A function of the application's own may throw an error that went through no router.
  if (attempts.length === 0) return outcome.kind === "ok" ? [] : [failureOf(outcome.error)];
  const byModel = new Map<string, ModelFailure>();
  for (const { id, error } of attempts) {
    if (error === undefined) continue;
    byModel.delete(id);
    byModel.set(id, failureOf(error));
  }
  return [...byModel.values()];
}

function failureOf(error: Error & { readonly code: OutspecErrorCode }): ModelFailure {
  const retryAfterMs = "retryAfterMs" in error ? error.retryAfterMs : undefined;
  return { code: error.code, retryAfterMs: typeof retryAfterMs === "number" ? retryAfterMs : undefined };
}

/** The batch may go on as soon as one of the models may be asked; one that names no pause may be at any time. */
function shortestPause(limited: readonly ModelFailure[]): { readonly retryAfterMs?: number } {
  const pauses = limited.map(({ retryAfterMs }) => retryAfterMs).filter((ms) => ms !== undefined);
  return pauses.length < limited.length ? {} : { retryAfterMs: Math.min(...pauses) };
}
