import type { Clock } from "../clock.ts";
import { type Deadline, TimeoutError } from "../errors.ts";
import { abortErrorOf, onAbort } from "../on-abort.ts";

/** The limits of one attempt, in milliseconds; an infinite one never passes. */
export type Limits = Readonly<Record<"connect" | "firstToken" | "idle" | "total", number>> & {
  /** The limit of the whole call, and what is left of it. */
  readonly call?: { readonly limitMs: number; readonly leftMs: number };
};

/** Watches over one attempt: one signal that is aborted by whatever happens first. */
export interface Deadlines {
  /** Aborted with a `TimeoutError`, or the caller's `AbortError`, as its reason; or by `close`. */
  readonly signal: AbortSignal;
  /** Whether the signal was aborted because something went wrong, and not by `close`. */
  readonly expired: boolean;
  /** The connection stands. */
  connected(): void;
  /** Text or reasoning arrived: the first-token deadline is met and the idle one starts anew. */
  progressed(): void;
  /** Closes a connection of which nothing more is wanted. */
  close(): void;
  /** Lets go of every timer and of the caller's signal. Safe to call twice. */
  dispose(): void;
}

/** Starts the deadlines of one attempt and joins them with the caller's signal. */
export function startDeadlines(clock: Clock, limits: Limits, callerSignal: AbortSignal | undefined): Deadlines {
  const controller = new AbortController();
  const cancels = new Map<Deadline, () => void>();
  let release = (): void => {};
  let lastProgress = clock.now();
  let hasStarted = false;
  /** A deadline has passed and reading gets its last turn. */
  let isExpiring = false;
  let isClosed = false;

  const arm = (deadline: Deadline, ms: number, callback: () => void): void => {
    disarm(deadline);
    if (Number.isFinite(ms)) cancels.set(deadline, clock.after(Math.max(0, ms), callback));
  };
  const disarm = (deadline: Deadline): void => {
    cancels.get(deadline)?.();
    cancels.delete(deadline);
  };
  const dispose = (): void => {
    for (const deadline of [...cancels.keys()]) disarm(deadline);
    release();
  };
  const expire = (deadline: Deadline, limitMs: number): void => {
    dispose();
    controller.abort(new TimeoutError(deadline, limitMs, `${described[deadline]} within ${seconds(limitMs)}`));
  };
  // When the application has blocked the event loop, what the provider sent meanwhile waits to be read, and timers come
  // first. So a deadline on the provider gives reading one more turn before it passes.
  const expireAfterReading = (deadline: Deadline, limitMs: number): void => {
    isExpiring = true;
    arm(deadline, 1, () => expire(deadline, limitMs));
  };
  // One timer for the whole stream: it looks at the time of the last delta and sleeps on, instead of one timer a delta.
  const checkIdle = (): void => {
    const left = lastProgress + limits.idle - clock.now();
    if (left > 0) arm("idle", left, checkIdle);
    else expireAfterReading("idle", limits.idle);
  };

  release = onAbort(callerSignal, () => {
    dispose();
    if (callerSignal !== undefined) controller.abort(abortErrorOf(callerSignal));
  });
  if (!controller.signal.aborted) {
    const { call } = limits;
    arm("connect", limits.connect, () => expire("connect", limits.connect));
    arm("firstToken", limits.firstToken, () => expireAfterReading("firstToken", limits.firstToken));
    arm("total", limits.total, () => expire("total", limits.total));
    if (call !== undefined) arm("call", call.leftMs, () => expire("call", call.limitMs));
  }
  return {
    signal: controller.signal,
    get expired() {
      return controller.signal.aborted && !isClosed;
    },
    connected() {
      disarm("connect");
    },
    progressed() {
      lastProgress = clock.now();
      if (controller.signal.aborted || (hasStarted && !isExpiring)) return;
      hasStarted = true;
      isExpiring = false;
      disarm("firstToken");
      arm("idle", limits.idle, checkIdle);
    },
    close() {
      isClosed = true;
      dispose();
      controller.abort();
    },
    dispose,
  };
}

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
