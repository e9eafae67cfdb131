/** Finished items on their way to the reader. */
export interface Delivery<T> {
  /** Adds what index led to; `undefined` when there is nothing to hand out for it. Each index comes once. */
  put(index: number, item: T | undefined): void;
  /** The next item, if there is one. */
  take(): T | undefined;
}

/** Hands items out as they come. */
export function createCompletionDelivery<T>(): Delivery<T> {
  const queue: T[] = [];
  return {
    put(_index, item) {
      if (item !== undefined) queue.push(item);
    },
    take: () => queue.shift(),
  };
}

/** Hands items out by index, from 0, without gaps. */
export function createInputDelivery<T>(): Delivery<T> {
  const held = new Map<number, T | undefined>();
  let next = 0;
  return {
    put(index, item) {
      held.set(index, item);
    },
    take() {
      while (held.has(next)) {
        const item = held.get(next);
        held.delete(next++);
        if (item !== undefined) return item;
      }
      return undefined;
    },
  };
}
