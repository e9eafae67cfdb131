import type { Clock } from "../clock.ts";

/** Inputs that wait for a call: those that are ready, and those that have to wait some time first. */
export interface EntryQueue<E> {
  readonly ready: number;
  /** Those that are not ready included. */
  readonly size: number;
  add(entry: E): void;
  /**
   * Puts an entry before the fresh ones and behind the others that are tried again, so that none uses up its tries
   * while the others wait; after a delay, and calls back then.
   */
  addAgain(entry: E, delayMs: number, onReady: () => void): void;
  take(): E | undefined;
  /** Empties the queue, and leaves no timer behind. */
  clear(): readonly E[];
}

/** Makes an empty queue. */
export function createEntryQueue<E>(clock: Clock): EntryQueue<E> {
  const fresh: E[] = [];
  const again: E[] = [];
  const delayed = new Map<E, () => void>();
  return {
    get ready() {
      return fresh.length + again.length;
    },
    get size() {
      return fresh.length + again.length + delayed.size;
    },
    add(entry) {
      fresh.push(entry);
    },
    addAgain(entry, delayMs, onReady) {
      if (delayMs === 0) {
        again.push(entry);
        return;
      }
      const cancel = clock.after(delayMs, () => {
        delayed.delete(entry);
        again.push(entry);
        onReady();
      });
      delayed.set(entry, cancel);
    },
    take: () => again.shift() ?? fresh.shift(),
    clear() {
      for (const cancel of delayed.values()) cancel();
      const entries = [...again, ...fresh, ...delayed.keys()];
      again.length = 0;
      fresh.length = 0;
      delayed.clear();
      return entries;
    },
  };
}
