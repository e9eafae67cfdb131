import type { OutspecErrorCode } from "../attempt.ts";
import type { BreakerOptions } from "../options.ts";

/** What a router knows about the health of one model. */
export interface Health {
  /** Failures in a row that point at the model and not at the request. */
  readonly failures: number;
  /** The last attempts, at most {@link recentAttempts}, the latest first: whether each failed. */
  readonly recent: readonly boolean[];
  /** Until this time, on the router's clock, the model is passed over; 0 when it is well. */
  readonly openUntil: number;
  /** How often in a row the breaker opened again because its probe failed. */
  readonly reopened: number;
  /** A single call is finding out whether the model has recovered. */
  readonly probing: boolean;
}

/** A model nothing is known against. */
export const healthy: Health = { failures: 0, recent: [], openUntil: 0, reopened: 0, probing: false };

/** How a breaker stands: asked by all, by none, or by the one call that probes. */
export type BreakerState = "closed" | "open" | "half-open";

/** Attempts that are remembered, so that a model which fails every other time is passed over, too. */
const recentAttempts = 20;
/** A model is never passed over for longer, whatever its provider says and however often it failed. */
const longestPauseMs = 600_000;

const unwell: ReadonlySet<OutspecErrorCode> = new Set([
  "network",
  "timeout",
  "overloaded",
  "server-error",
  "rate-limited",
  "interrupted",
]);

/** Failures of an answer that did come: the model itself is well. */
const answered: ReadonlySet<OutspecErrorCode> = new Set([
  "invalid-output",
  "refused",
  "content-filtered",
  "truncated",
  "bad-request",
  "schema-rejected",
  "context-overflow",
]);

/** How a breaker stands at a time. Pure. */
export function breakerState(health: Health, now: number): BreakerState {
  if (health.openUntil === 0) return "closed";
  return now >= health.openUntil ? "half-open" : "open";
}

/** Whether a model may be asked now; half-open models let one probe through. Pure. */
export function isAvailable(health: Health, now: number): boolean {
  if (health.openUntil === 0) return true;
  return now >= health.openUntil && !health.probing;
}

/** Health at the start of an attempt: asking an open model is its probe. Pure. */
export function afterStart(health: Health): Health {
  return health.openUntil === 0 ? health : { ...health, probing: true };
}

/** Health after the model answered, rightly or wrongly: it is there. Pure. */
export function afterAnswer({ recent }: Health): Health {
  // Nothing to forget is the state of a model that is well, and most are.
  return recent.includes(true) ? { ...healthy, recent: remember(recent, false) } : healthy;
}

/** Health after an attempt failed. Failures of the request, and the caller's own abort, say nothing about the model. Pure. */
export function afterFailure(
  health: Health,
  code: OutspecErrorCode,
  retryAfterMs: number | undefined,
  now: number,
  options: Required<BreakerOptions>,
): Health {
  if (answered.has(code)) return afterAnswer(health);
  if (!unwell.has(code)) return { ...health, probing: false };
  const failures = health.failures + 1;
  const recent = remember(health.recent, true);
  const failedProbe = health.probing;
  const isUnwell = failures >= options.failures || isMostlyFailing(recent) || failedProbe;
  const reopened = failedProbe ? health.reopened + 1 : health.reopened;
  // A provider that names a pause is believed at once.
  const pauseMs = Math.min(
    longestPauseMs,
    retryAfterMs ?? (isUnwell ? options.coolDownMs * 2 ** Math.min(reopened, 30) : 0),
  );
  return {
    failures,
    recent,
    openUntil: pauseMs > 0 ? Math.max(health.openUntil, now + pauseMs) : health.openUntil,
    reopened,
    probing: false,
  };
}

function remember(recent: readonly boolean[], failed: boolean): readonly boolean[] {
  return [failed, ...recent.slice(0, recentAttempts - 1)];
}

function isMostlyFailing(recent: readonly boolean[]): boolean {
  return recent.length === recentAttempts && recent.filter(Boolean).length * 2 >= recentAttempts;
}
