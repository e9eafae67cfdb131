import type { Clock } from "../clock.ts";

/** How a test clock moves. */
export interface TestClockOptions {
  /**
   * `by-hand` (default): only `advance` and `pass` move it. `when-idle`: as soon as everything that can run has run and
   * only timers are left, it jumps to the first of them, so that hours pass in no time and in the right order.
   */
  readonly moves?: "by-hand" | "when-idle";
}

/** A clock without chance that moves when it is told to. `random` is always one half. */
export interface TestClock extends Clock {
  /** Moves time forward at once, calling back what falls due on the way, in order. */
  advance(ms: number): void;
  /** Does the same, and lets what waits for a callback go on before the next one is called. */
  pass(ms: number): Promise<void>;
  /** Callbacks that have neither run nor been cancelled. */
  readonly pending: number;
}

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

// Taken now: a test that puts fake timers in place of the platform's must not stop this clock.
const later = globalThis.setTimeout;

/** Creates a clock that stands at 0. Hand it to `createRouter` or to a scripted router as `clock`. */
export function createTestClock({ moves = "by-hand" }: TestClockOptions = {}): TestClock {
  let now = 0;
  let isWatching = false;
  const timers = new Map<object, Timer>();

  /** Runs the first timer that is due by then. */
  const runFirst = (until: number): boolean => {
    let first: readonly [object, Timer] | undefined;
    for (const entry of timers) if (entry[1].at <= until && entry[1].at < (first?.[1].at ?? Infinity)) first = entry;
    if (first === undefined) return false;
    timers.delete(first[0]);
    now = Math.max(now, first[1].at);
    first[1].callback();
    return true;
  };

  /** Everything that promises lead to comes before the platform's next timer: then only waiting is left to do. */
  const watch = (): void => {
    if (moves === "by-hand" || isWatching) return;
    isWatching = true;
    later(() => {
      isWatching = false;
      runFirst(Number.MAX_VALUE);
      if (timers.size > 0) watch();
    }, 0);
  };

  return {
    now: () => now,
    wallTime: () => 1_700_000_000_000 + now,
    random: () => 0.5,
    after(ms, callback) {
      const id = {};
      timers.set(id, { at: now + ms, callback });
      watch();
      return () => timers.delete(id);
    },
    advance(ms) {
      const until = now + ms;
      while (runFirst(until));
      now = until;
    },
    async pass(ms) {
      const until = now + ms;
      await settle();
      while (runFirst(until)) await settle();
      now = until;
      await settle();
    },
    get pending() {
      return timers.size;
    },
  };
}

/** Resolves once everything that can run without time passing has run. */
function settle(): Promise<void> {
  return new Promise((resolve) => {
    later(resolve, 0);
  });
}
