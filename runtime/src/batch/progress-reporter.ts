import type { Clock } from "../clock.ts";
import { callHook } from "../telemetry/announce.ts";
import type { BatchProgress } from "./options.ts";

const everyMs = 250;

/** Tells a listener of a batch's progress while it runs. */
export interface ProgressReporter {
  /** Tells the end, and no more after it. */
  end(): void;
}

/**
 * Begins to tell a listener, every 250 ms: at an even pace, not with each item, so that a pause can be counted down and
 * 50,000 quick items cost nothing. What the listener throws becomes a warning.
 */
export function reportProgress(
  listener: ((progress: BatchProgress) => void) | undefined,
  look: (isFinal: boolean) => BatchProgress,
  clock: Clock,
): ProgressReporter {
  if (listener === undefined) return { end: () => {} };
  let cancel = (): void => {};
  const tell = (isFinal: boolean): void => callHook(listener, look(isFinal), "onProgress of a batch");
  const wait = (): void => {
    cancel = clock.after(everyMs, () => {
      tell(false);
      wait();
    });
  };
  wait();
  return {
    end() {
      cancel();
      tell(true);
    },
  };
}
