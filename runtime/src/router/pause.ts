import { type OutspecError, TimeoutError } from "../errors.ts";
import { abortErrorOf, type CancelSignal, onAbort } from "../on-abort.ts";
import type { RoutedCall } from "./routed-call.ts";

/** What a wait is for: begins it, calls `done` once it is over, and gives the function that calls it off. */
export type StartWaiting = (done: () => void) => () => void;

/** The waits of one call, which end with the call's own deadline and with a signal. */
export interface Waiting {
  readonly call: RoutedCall;
  /** On the router's clock. */
  readonly startedAt: number;
  readonly signal: CancelSignal | undefined;
}

/** Waits before an attempt for some milliseconds; see {@link waitFor}. */
export function pause(ms: number, waiting: Waiting): Promise<void> {
  const { clock } = waiting.call.router;
  // A pause that cannot end in time is not begun: the call's deadline alone is waited for.
  if (ms >= timeLeft(waiting)) return waitFor(() => () => {}, waiting);
  return waitFor((done) => clock.after(ms, done), waiting);
}

/**
 * Waits for something, unless the signal aborts or the call's own deadline comes first; then it rejects with an
 * `AbortError` or a `TimeoutError`. Leaves no timer and no listener behind.
 */
export function waitFor(start: StartWaiting, waiting: Waiting): Promise<void> {
  const { call, signal } = waiting;
  const left = timeLeft(waiting);
  return new Promise((resolve, reject) => {
    let callOff = (): void => {};
    let cancelDeadline = (): void => {};
    let release = (): void => {};
    const end = (): void => {
      cancelDeadline();
      release();
    };
    const fail = (error: OutspecError): void => {
      end();
      callOff();
      reject(error);
    };
    if (signal !== undefined) release = onAbort(signal, () => fail(abortErrorOf(signal)));
    if (signal?.aborted === true) return;
    callOff = start(() => {
      end();
      resolve();
    });
    if (!Number.isFinite(left)) return;
    const limitMs = call.timeouts.callMs ?? 0;
    cancelDeadline = call.router.clock.after(Math.max(0, left), () =>
      fail(new TimeoutError("call", limitMs, "the call did not finish in time")),
    );
  });
}

function timeLeft({ call, startedAt }: Waiting): number {
  const { callMs } = call.timeouts;
  return callMs === undefined ? Number.POSITIVE_INFINITY : startedAt + callMs - call.router.clock.now();
}
