import type { OutspecErrorCode } from "../attempt.ts";

/** What a router knows about the health of one model. */
export interface Health {
  /** Failures in a row that point at the model and not at the request. */
  readonly failures: number;
  /** Until this time, on the router's clock, the model is passed over; 0 when it is well. */
  readonly openUntil: number;
  /** A single call is finding out whether the model has recovered. */
  readonly probing: boolean;
}

/** A model nothing is known against. */
export const healthy: Health = { failures: 0, openUntil: 0, probing: false };

const failuresToOpen = 5;
const coolDownMs = 30_000;
/** A model is never passed over for longer, whatever its provider says. */
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

/** Whether a model may be asked now; half-open models let one probe through. Pure. */
export function isAvailable(health: Health, now: number): boolean {
  if (health.openUntil === 0) return true;
  return now >= health.openUntil && !health.probing;
}

/** Health at the start of an attempt: asking an open model is its probe. Pure. */
export function afterStart(health: Health): Health {
  return health.openUntil === 0 ? health : { ...health, probing: true };
}

/** Health after an attempt failed. Failures of the request, and the caller's own abort, say nothing about the model. Pure. */
export function afterFailure(
  health: Health,
  code: OutspecErrorCode,
  retryAfterMs: number | undefined,
  now: number,
): Health {
  if (answered.has(code)) return healthy;
  if (!unwell.has(code)) return { ...health, probing: false };
  const failures = health.failures + 1;
  // A provider that names a pause is believed at once; otherwise a run of failures opens the breaker.
  const asked = retryAfterMs === undefined ? undefined : Math.min(retryAfterMs, longestPauseMs);
  const pauseMs = asked ?? (failures >= failuresToOpen || health.probing ? coolDownMs : 0);
  return {
    failures,
    openUntil: pauseMs > 0 ? Math.max(health.openUntil, now + pauseMs) : health.openUntil,
    probing: false,
  };
}
