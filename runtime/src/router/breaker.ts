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
  /** The attempt that is finding out whether the model has recovered. */
  readonly probe: object | undefined;
}

/** A model nothing is known against. */
export const healthy: Health = { failures: 0, recent: [], openUntil: 0, reopened: 0, probe: undefined };

/** What a breaker is told of an attempt that failed. */
export interface AttemptFailure {
  /** The attempt itself, as `afterStart` was given it. */
  readonly attempt: object;
  readonly code: OutspecErrorCode;
  /** The pause that the provider asked for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

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
  return now >= health.openUntil && health.probe === undefined;
}

/** Health at the start of an attempt: the first to ask an open model is its probe. Pure. */
export function afterStart(health: Health, attempt: object): Health {
  return health.openUntil === 0 || health.probe !== undefined ? health : { ...health, probe: attempt };
}

/** Health after the model answered, rightly or wrongly: it is there. Pure. */
export function afterAnswer({ recent }: Health): Health {
  // Nothing to forget is the state of a model that is well, and most are.
  return recent.includes(true) ? { ...healthy, recent: remember(recent, false) } : healthy;
}

/** Health after an attempt that said nothing about the model: if it was the probe, another one may be. Pure. */
export function afterInconclusive(health: Health, attempt: object): Health {
  return health.probe === attempt ? { ...health, probe: undefined } : health;
}

/**
 * Health after an attempt failed. Failures of the request, and the caller's own abort, say nothing about the model. An
 * attempt that began before the breaker opened may fail while the probe is under way: the probe is not judged by it. Pure.
 */
export function afterFailure(
  health: Health,
  { attempt, code, retryAfterMs }: AttemptFailure,
  now: number,
  options: Required<BreakerOptions>,
): Health {
  if (answered.has(code)) return afterAnswer(health);
  if (!unwell.has(code)) return afterInconclusive(health, attempt);
  const failures = health.failures + 1;
  const recent = remember(health.recent, true);
  const failedProbe = health.probe === attempt;
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
    probe: failedProbe ? undefined : health.probe,
  };
}

function remember(recent: readonly boolean[], failed: boolean): readonly boolean[] {
  return [failed, ...recent.slice(0, recentAttempts - 1)];
}

function isMostlyFailing(recent: readonly boolean[]): boolean {
  return recent.length === recentAttempts && recent.filter(Boolean).length * 2 >= recentAttempts;
}
