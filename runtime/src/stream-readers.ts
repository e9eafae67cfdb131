import { AbortError } from "./errors.ts";
import type { Path, StreamEvent } from "./stream-events.ts";
import type { StreamState } from "./stream-state.ts";

/** Counts the readers of a stream: when the last one leaves before the end, the work is stopped. */
export interface Audience {
  join(): void;
  leave(): void;
}

/**
 * Makes an iterator of what `take` gives: a value, or nothing yet. Waits for the stream's next change in between, ends
 * with it, and throws its error.
 */
export function readState<T, P, V>(
  state: StreamState<T, P>,
  audience: Audience,
  take: () => { readonly value: V } | undefined,
  close: () => void = () => {},
): AsyncIterableIterator<V> {
  let open = true;
  let joined = false;
  const leave = (): void => {
    if (!open) return;
    open = false;
    close();
    if (joined) audience.leave();
  };
  return {
    async next() {
      // An iterator that is made and never read keeps nobody else from stopping the work.
      if (!joined) audience.join();
      joined = true;
      try {
        while (open) {
          const { end } = state;
          const taken = end !== undefined && "error" in end ? undefined : take();
          if (taken !== undefined) return { done: false, value: taken.value };
          if (end !== undefined) {
            leave();
            // Leaving early is the reader's own wish; it is no error in its loop.
            if ("error" in end) throw end.error;
            break;
          }
          await state.changed();
        }
      } catch (error) {
        leave();
        throw error;
      }
      return { done: true, value: undefined };
    },
    async return() {
      leave();
      state.notify();
      return { done: true, value: undefined };
    },
    async throw(error) {
      leave();
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
  return readState(state, audience, () => {
    state.refresh();
    if (state.version === seen) return undefined;
    seen = state.version;
    return { value: state.partial as P }; // a version above 0 has a partial
  });
}

/** Reads events in order; what a slow reader has not taken yet is merged where merging loses nothing. */
export function readEvents<T, P>(
  state: StreamState<T, P>,
  audience: Audience,
): AsyncIterableIterator<StreamEvent<T, P>> {
  const queue: StreamEvent<T, P>[] = [];
  const stop = state.listen((event) => {
    const last = queue.at(-1);
    const merged = last === undefined ? undefined : merge(last, event);
    if (merged === undefined) queue.push(event);
    else queue[queue.length - 1] = merged;
  });
  return readState(
    state,
    audience,
    () => {
      state.refresh();
      const event = queue.shift();
      return event === undefined ? undefined : { value: event };
    },
    stop,
  );
}

function merge<T, P>(last: StreamEvent<T, P>, next: StreamEvent<T, P>): StreamEvent<T, P> | undefined {
  if (last.type === "partial" && next.type === "partial") return { ...next, paths: mergePaths(last.paths, next.paths) };
  if (last.type === "reasoning-delta" && next.type === "reasoning-delta")
    return { ...next, text: last.text + next.text };
  return undefined;
}

function mergePaths(older: readonly Path[], newer: readonly Path[]): readonly Path[] {
  const byPointer = new Map([...older, ...newer].map((path) => [JSON.stringify(path), path]));
  return [...byPointer.values()];
}

/** The reason a stream is aborted with when its last reader leaves. */
export function readerLeft(): AbortError {
  return new AbortError("the reader left the stream before its end");
}
