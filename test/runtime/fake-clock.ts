import type { Clock } from "@outspec/runtime";

/** A clock that only moves when told to. `random` is always one half. */
export interface FakeClock extends Clock {
  /** Moves time forward, calling back what falls due on the way, in order. */
  advance(ms: number): void;
  /** Callbacks that have neither run nor been cancelled. */
  readonly pending: number;
}

/** Makes a clock that stands at 0. */
export function createFakeClock(): FakeClock {
  let now = 0;
  const timers = new Map<object, { readonly at: number; readonly callback: () => void }>();
  return {
    now: () => now,
    wallTime: () => 1_700_000_000_000 + now,
    random: () => 0.5,
    after(ms, callback) {
      const id = {};
      timers.set(id, { at: now + ms, callback });
      return () => timers.delete(id);
    },
    advance(ms) {
      const until = now + ms;
      for (;;) {
        const due = [...timers].filter(([, timer]) => timer.at <= until).sort((a, b) => a[1].at - b[1].at)[0];
        if (due === undefined) break;
        timers.delete(due[0]);
        now = due[1].at;
        due[1].callback();
      }
      now = until;
    },
    get pending() {
      return timers.size;
    },
  };
}
