import type { Clock } from "../clock.ts";
import { AbortError, type Deadline, TimeoutError } from "../errors.ts";

/** The limits of one attempt, in milliseconds. `call` is what is left of the call's own limit. */
export type Limits = Readonly<Record<"connect" | "firstToken" | "idle" | "total", number>> & { readonly call?: number };

/** Watches over one attempt: one signal that is aborted by whatever happens first. */
export interface Deadlines {
  /** Aborted with a `TimeoutError` or an `AbortError` as its reason. */
  readonly signal: AbortSignal;
  /** The connection stands. */
  connected(): void;
  /** Text or reasoning arrived: the first-token deadline is met and the idle one starts anew. */
  progressed(): void;
  /** Closes the connection of an answer that is complete. */
  close(): void;
  /** Lets go of every timer and of the caller's signal. Safe to call twice. */
  dispose(): void;
}

/** Starts the deadlines of one attempt and joins them with the caller's signal. */
export function startDeadlines(clock: Clock, limits: Limits, callerSignal: AbortSignal | undefined): Deadlines {
  const controller = new AbortController();
  const cancels = new Map<Deadline, () => void>();
  let lastProgress = clock.now();

  const arm = (deadline: Deadline, ms: number, expired: () => void = () => expire(deadline)): void => {
    if (!Number.isFinite(ms)) return;
    cancels.get(deadline)?.();
    cancels.set(deadline, clock.after(ms, expired));
  };
  const expire = (deadline: Deadline): void => {
    const limit = limits[deadline] ?? 0;
    dispose();
    controller.abort(new TimeoutError(deadline, limit, `${describe[deadline]} within ${seconds(limit)}`));
  };
  // One timer for the whole stream: it looks at the time of the last delta and sleeps on, instead of one timer a delta.
  const checkIdle = (): void => {
    const left = lastProgress + limits.idle - clock.now();
    if (left <= 0) expire("idle");
    else arm("idle", left, checkIdle);
  };
  const onCallerAbort = (): void => {
    dispose();
    controller.abort(new AbortError("the caller aborted the call", callerSignal?.reason));
  };
  const dispose = (): void => {
    for (const cancel of cancels.values()) cancel();
    cancels.clear();
    callerSignal?.removeEventListener("abort", onCallerAbort);
  };

  arm("connect", limits.connect);
  arm("firstToken", limits.firstToken);
  arm("total", limits.total);
  if (limits.call !== undefined) arm("call", Math.max(0, limits.call));
  if (callerSignal?.aborted === true) onCallerAbort();
  else callerSignal?.addEventListener("abort", onCallerAbort, { once: true });

  let started = false;
  return {
    signal: controller.signal,
    connected() {
      cancels.get("connect")?.();
      cancels.delete("connect");
    },
    progressed() {
      lastProgress = clock.now();
      if (started || controller.signal.aborted) return;
      started = true;
      cancels.get("firstToken")?.();
      cancels.delete("firstToken");
      arm("idle", limits.idle, checkIdle);
    },
    close() {
      dispose();
      controller.abort(new AbortError("the answer is complete"));
    },
    dispose,
  };
}

const describe: Readonly<Record<Deadline, string>> = {
  connect: "no connection",
  firstToken: "no first token",
  idle: "nothing new",
  total: "the attempt did not finish",
  call: "the call did not finish",
};

function seconds(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`;
}
