import type { Clock } from "../clock.ts";
import { type Deadline, TimeoutError } from "../errors.ts";
import { abortErrorOf, type CancelSignal, onAbort } from "../on-abort.ts";

/** The limits of one attempt, in milliseconds; an infinite one never passes. */
export type Limits = Readonly<Record<"connect" | "firstToken" | "idle" | "total", number>> & {
  /** The limit of the whole call, and what is left of it. */
  readonly call?: { readonly limitMs: number; readonly leftMs: number };
};

/** Watches over one attempt: it is aborted by whatever happens first. */
export interface Deadlines {
  /** Aborted with a `TimeoutError`, or the caller's `AbortError`, as its reason; or by `close`. Made when it is asked for. */
  readonly signal: AbortSignal;
  /** Whether it was aborted at all. */
  readonly aborted: boolean;
  /** Whether it was aborted because something went wrong, and not by `close`. */
  readonly expired: boolean;
  /** What it was aborted for. */
  readonly reason: unknown;
  /** Calls back once it is aborted, at once if it has been; the function given back ends that. */
  onAbort(listener: (reason: unknown) => void): () => void;
  /** The request is sent from now on: what came before was no connecting. */
  connecting(now?: number): void;
  /** The connection stands. */
  connected(): void;
  /** Text or reasoning arrived: the first-token deadline is met and the idle one starts anew. */
  progressed(): void;
  /** Closes a connection of which nothing more is wanted. */
  close(): void;
  /** Lets go of every timer and of the caller's signal. Safe to call twice. */
  dispose(): void;
}

/** Starts the deadlines of one attempt and joins them with the caller's signal. Times are on the clock. */
export function startDeadlines(
  clock: Clock,
  limits: Limits,
  callerSignal: CancelSignal | undefined,
  startedAt: number = clock.now(),
): Deadlines {
  return new DeadlineWatch(clock, limits, callerSignal, startedAt);
}

type Listener = (reason: unknown) => void;

const none: readonly Listener[] = [];
const never = Number.POSITIVE_INFINITY;

/** How long reading gets once a deadline on the provider has passed. */
const lastTurnMs = 1;

/**
 * One timer watches all deadlines: it goes off at the earliest, or before, and sleeps on. So a delta costs no timer, and
 * an attempt one.
 */
class DeadlineWatch implements Deadlines {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #startedAt: number;
  /** Two at most: who waits, and the transport. */
  #listeners: readonly Listener[] = none;
  #controller: AbortController | undefined;
  #aborted: { readonly reason: unknown; readonly isClosed: boolean } | undefined;
  #cancelTimer: (() => void) | undefined;
  #timerAt = never;
  #releaseCaller: (() => void) | undefined;
  /** Since when a connection is wanted and not there. */
  #connectingSince: number | undefined;
  /** When text or reasoning came last. */
  #progressedAt: number | undefined;
  /** A deadline on the provider that has passed, and when reading will have had its last turn. */
  #expiring: { readonly deadline: Deadline; readonly at: number } | undefined;
  #isDisposed = false;

  constructor(clock: Clock, limits: Limits, callerSignal: CancelSignal | undefined, startedAt: number) {
    this.#clock = clock;
    this.#limits = limits;
    this.#startedAt = startedAt;
    if (callerSignal !== undefined) {
      this.#releaseCaller = onAbort(callerSignal, () => this.#abort(abortErrorOf(callerSignal), false));
    }
    // Most requests are sent at once: so the timer is set for the connection's deadline, and finds out if it is not due.
    if (this.#aborted === undefined) this.#arm(this.#startedAt, this.#startedAt + limits.connect);
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#aborted !== undefined) this.#controller.abort(this.#aborted.reason);
    }
    return this.#controller.signal;
  }

  get aborted(): boolean {
    return this.#aborted !== undefined;
  }

  get expired(): boolean {
    return this.#aborted?.isClosed === false;
  }

  get reason(): unknown {
    return this.#aborted?.reason;
  }

  onAbort(listener: Listener): () => void {
    if (this.#aborted !== undefined) {
      listener(this.#aborted.reason);
      return () => {};
    }
    // Not by spreading, which makes room for sixteen more.
    this.#listeners = this.#listeners.concat(listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  connecting(now: number = this.#clock.now()): void {
    this.#connectingSince = now;
    if (this.#aborted === undefined && !this.#isDisposed) this.#arm(now);
  }

  connected(): void {
    this.#connectingSince = undefined;
  }

  progressed(): void {
    const isFirst = this.#progressedAt === undefined;
    this.#progressedAt = this.#clock.now();
    this.#expiring = undefined;
    // Later ones only move the idle deadline away, which the timer finds out when it goes off.
    if (isFirst && this.#aborted === undefined && !this.#isDisposed) this.#arm(this.#progressedAt);
  }

  close(): void {
    this.#abort(undefined, true);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#releaseCaller?.();
    this.#releaseCaller = undefined;
  }

  #abort(reason: unknown, isClosed: boolean): void {
    if (this.#aborted !== undefined) return;
    this.#aborted = { reason, isClosed };
    this.dispose();
    this.#controller?.abort(reason);
    for (const listener of this.#listeners) listener(reason);
  }

  /** When a deadline passes, on the clock. */
  #dueAt(deadline: Deadline): number {
    const { connect, firstToken, idle, total, call } = this.#limits;
    switch (deadline) {
      case "connect":
        return this.#connectingSince === undefined ? never : this.#connectingSince + connect;
      case "firstToken":
        return this.#progressedAt === undefined ? this.#startedAt + firstToken : never;
      case "idle":
        return this.#progressedAt === undefined ? never : this.#progressedAt + idle;
      case "total":
        return this.#startedAt + total;
      case "call":
        return call === undefined ? never : this.#startedAt + call.leftMs;
    }
  }

  /** Sets the timer for the deadline that passes first, or for `wakeAt` where that is earlier. */
  #arm(now: number, wakeAt = never): void {
    let earliest = Math.min(this.#expiring?.at ?? never, wakeAt);
    for (const deadline of deadlines) earliest = Math.min(earliest, this.#dueAt(deadline));
    if (earliest === never || (this.#cancelTimer !== undefined && this.#timerAt <= earliest)) return;
    this.#cancelTimer?.();
    this.#timerAt = earliest;
    this.#cancelTimer = this.#clock.after(Math.max(0, earliest - now), () => {
      this.#cancelTimer = undefined;
      this.#check();
    });
  }

  #check(): void {
    const now = this.#clock.now();
    const passed = deadlines.find((deadline) => this.#dueAt(deadline) <= now);
    // When the application has blocked the event loop, what the provider sent meanwhile waits to be read, and timers come
    // first. So a deadline on the provider gives reading one more turn before it passes.
    if (passed === "firstToken" || passed === "idle") {
      this.#expiring ??= { deadline: passed, at: now + lastTurnMs };
      if (now >= this.#expiring.at) {
        this.#expire(this.#expiring.deadline);
        return;
      }
      this.#cancelTimer = this.#clock.after(lastTurnMs, () => {
        this.#cancelTimer = undefined;
        this.#check();
      });
    } else if (passed !== undefined) this.#expire(passed);
    else this.#arm(now);
  }

  #expire(deadline: Deadline): void {
    const { call } = this.#limits;
    const limitMs = deadline === "call" ? (call?.limitMs ?? 0) : this.#limits[deadline];
    this.#abort(new TimeoutError(deadline, limitMs, `${described[deadline]} within ${seconds(limitMs)}`), false);
  }
}

/** The deadlines, those that pass at once before those that give reading a last turn. */
const deadlines: readonly Deadline[] = ["call", "total", "connect", "firstToken", "idle"];

const described: Readonly<Record<Deadline, string>> = {
  connect: "no connection",
  firstToken: "no first token",
  idle: "nothing new",
  total: "the attempt did not finish",
  call: "the call did not finish",
};

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}
