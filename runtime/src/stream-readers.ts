import { AbortError } from "./errors.ts";
import type { StreamEvent } from "./stream-events.ts";
import { EventQueue } from "./stream-queue.ts";
import type { StreamState } from "./stream-state.ts";

/** Counts the readers of a stream: when the last one leaves before the end, the work is stopped. */
export interface Audience {
  join(): void;
  /** Returns whether the work is being stopped: with the error that the reader fails with, if it does. */
  leave(error?: unknown): boolean;
}

/** What one reader of a stream looks for. */
export interface View<V> {
  /** The next value, or nothing yet. */
  take(): { readonly value: V } | undefined;
  /** Whether values that are there when the stream fails come before its error. */
  readonly drains: boolean;
  close?(): void;
}

/**
 * Makes an iterator of what a view takes. Waits for the stream's next change in between, ends with it, and throws its
 * error.
 */
export function readState<T, P, V>(
  state: StreamState<T, P>,
  audience: Audience,
  view: View<V>,
): AsyncIterableIterator<V> {
  let open = true;
  let joined = false;
  const leave = (error?: unknown): boolean => {
    if (!open) return false;
    open = false;
    view.close?.();
    return joined && audience.leave(error);
  };
  const take = async (): Promise<IteratorResult<V>> => {
    while (open) {
      const { end } = state;
      const failed = end !== undefined && "error" in end;
      const taken = failed && !view.drains ? undefined : view.take();
      if (taken !== undefined) return { done: false, value: taken.value };
      if (end !== undefined) {
        leave();
        if (failed) throw end.error;
        break;
      }
      await state.changed();
    }
    // A reader that left early has no error in its loop: it was its own wish.
    return { done: true, value: undefined };
  };
  return {
    async next() {
      // An iterator that is made and never read keeps nobody else from stopping the work, and neither does one that left.
      if (open && !joined) {
        audience.join();
        joined = true;
      }
      try {
        return await take();
      } catch (error) {
        // The attempts are added to the error once the work has stopped.
        if (leave(error)) while (state.end === undefined) await state.changed();
        throw error;
      }
    },
    async return() {
      leave();
      state.notify();
      return { done: true, value: undefined };
    },
    async throw(error) {
      leave(error);
      state.notify();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Reads partials: the newest one each time, never one twice. */
export function readPartials<T, P>(state: StreamState<T, P>, audience: Audience): AsyncIterableIterator<P> {
  let seen = 0;
  return readState(state, audience, {
    take() {
      state.refresh();
      if (state.version === seen) return undefined;
      seen = state.version;
      return { value: state.partial as P }; // a version above 0 has a partial
    },
    drains: false,
  });
}

/** Reads events in order; what a slow reader has not taken yet is merged where merging loses nothing. */
export function readEvents<T, P>(
  state: StreamState<T, P>,
  audience: Audience,
): AsyncIterableIterator<StreamEvent<T, P>> {
  const queue = new EventQueue<T, P>();
  for (const event of state.present()) queue.push(event);
  const stop = state.listen((event) => queue.push(event));
  return readState(state, audience, {
    take() {
      state.refresh();
      const event = queue.shift();
      return event === undefined ? undefined : { value: event };
    },
    drains: true,
    close: stop,
  });
}

/** The reason a stream is aborted with when its last reader leaves. */
export function readerLeft(): AbortError {
  return new AbortError("the reader left the stream before its end");
}
