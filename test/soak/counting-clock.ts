import { type Clock, systemClock } from "@outspec/runtime";

/** The platform's clock, with the timers that have neither run nor been cancelled. */
export interface CountingClock extends Clock {
  readonly pending: number;
}

/** Makes a clock that counts. */
export function createCountingClock(): CountingClock {
  let pending = 0;
  return {
    now: systemClock.now,
    wallTime: systemClock.wallTime,
    random: systemClock.random,
    get pending() {
      return pending;
    },
    after(ms, callback) {
      pending++;
      let isOver = false;
      const end = (): void => {
        if (!isOver) pending--;
        isOver = true;
      };
      const cancel = systemClock.after(ms, () => {
        end();
        callback();
      });
      return () => {
        end();
        cancel();
      };
    },
  };
}
