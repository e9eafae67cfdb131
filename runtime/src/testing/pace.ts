import type { Clock } from "../clock.ts";

/** A supply of steps: each lets one delta out. */
export interface StepPool {
  /** Lets `count` more deltas out; resolves once they were sent, or once there is nothing left to send. */
  grant(count: number): Promise<void>;
  /** Takes a step when there is one; what it gives is called once the delta is on its way. */
  tryTake(): (() => void) | undefined;
  /** Calls back as soon as a step may be there; the returned function takes the wish back. */
  onGrant(callback: () => void): () => void;
  /** Forgets what is left and lets everyone who waits for it go on. */
  discard(): void;
}

/** Creates an empty supply. */
export function createStepPool(): StepPool {
  let granted = 0;
  let taken = 0;
  let sent = 0;
  let generation = 0;
  let waiting: { readonly until: number; readonly resolve: () => void }[] = [];
  const callbacks = new Set<() => void>();

  const settle = (): void => {
    const done = waiting.filter(({ until }) => until <= sent);
    waiting = waiting.filter(({ until }) => until > sent);
    for (const { resolve } of done) resolve();
  };

  return {
    grant: (count) => {
      granted += count;
      const promise = new Promise<void>((resolve) => waiting.push({ until: granted, resolve }));
      for (const callback of [...callbacks]) callback();
      settle();
      return promise;
    },
    tryTake: () => {
      if (taken >= granted) return undefined;
      taken++;
      const own = generation;
      return () => {
        // A step of before the last `discard` was settled by it.
        if (own !== generation) return;
        sent++;
        settle();
      };
    },
    onGrant: (callback) => {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    discard: () => {
      generation++;
      granted = 0;
      taken = 0;
      sent = Number.POSITIVE_INFINITY;
      settle();
      sent = 0;
    },
  };
}

/** Waits for a step from the first of the pools that has one. Gives what to call once the delta is on its way, or nothing when the signal aborted first. */
export function takeStep(pools: readonly StepPool[], signal: AbortSignal): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const withdraw: (() => void)[] = [];
    const finish = (step: (() => void) | undefined): void => {
      for (const undo of withdraw) undo();
      signal.removeEventListener("abort", onAbort);
      resolve(step);
    };
    const onAbort = (): void => finish(undefined);
    const attempt = (): void => {
      let step: (() => void) | undefined;
      for (const pool of pools) step ??= signal.aborted ? undefined : pool.tryTake();
      if (step !== undefined || signal.aborted) finish(step);
    };
    for (const pool of pools) withdraw.push(pool.onGrant(attempt));
    signal.addEventListener("abort", onAbort);
    attempt();
  });
}

/** Waits on a clock; ends at once when the signal aborts. `Infinity` waits for the signal alone. */
export function sleep(ms: number, clock: Pick<Clock, "after">, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = Number.isFinite(ms) ? clock.after(ms, () => finish()) : (): void => undefined;
    const finish = (): void => {
      cancel();
      signal.removeEventListener("abort", finish);
      resolve();
    };
    signal.addEventListener("abort", finish);
  });
}
