import { TimeoutError } from "../errors.ts";
import { abortErrorOf, onAbort } from "../on-abort.ts";
import type { RoutedCall } from "./routed-call.ts";

/**
 * Waits before an attempt, unless the caller aborts or the call's own deadline comes first; then it rejects with an
 * `AbortError` or a `TimeoutError`. Leaves no timer and no listener behind.
 */
export function pause(ms: number, call: RoutedCall, startedAt: number): Promise<void> {
  const { signal, timeouts, router } = call;
  const { clock } = router;
  const left = timeouts.callMs === undefined ? Number.POSITIVE_INFINITY : startedAt + timeouts.callMs - clock.now();
  return new Promise((resolve, reject) => {
    let cancel = (): void => {};
    const release = onAbort(signal, () => {
      cancel();
      if (signal !== undefined) reject(abortErrorOf(signal));
    });
    if (signal?.aborted === true) return;
    cancel = clock.after(Math.min(ms, left), () => {
      release();
      if (ms < left) resolve();
      else reject(new TimeoutError("call", timeouts.callMs ?? 0, "the call did not finish in time"));
    });
  });
}
