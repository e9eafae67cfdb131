import { AbortError } from "./errors.ts";
import type { Cancellation } from "./on-abort.ts";
import type { StreamEvent } from "./stream-events.ts";
import { EventQueue } from "./stream-queue.ts";
import type { StreamEnd, StreamState } from "./stream-state.ts";

/** Counts the readers of a stream. */
export interface Audience {
  join(): void;
  /** Returns whether the work is being stopped: with the error that the reader fails with, if it does. */
  leave(error?: unknown): boolean;
}

/** Stops the work when the last reader leaves before its end. */
export class CountedAudience implements Audience {
  readonly #state: Pick<StreamState<unknown, unknown>, "end">;
  readonly #work: Cancellation;
  #readers = 0;

  constructor(state: Pick<StreamState<unknown, unknown>, "end">, work: Cancellation) {
    this.#state = state;
    this.#work = work;
  }

  join(): void {
    this.#readers++;
  }

  leave(error?: unknown): boolean {
    this.#readers--;
    if (this.#readers > 0 || this.#state.end !== undefined) return false;
    this.#work.abort(error ?? readerLeft());
    return true;
  }
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
  return new StateReader(state, audience, view);
}

class StateReader<T, P, V> implements AsyncIterableIterator<V> {
  readonly #state: StreamState<T, P>;
  readonly #audience: Audience;
  readonly #view: View<V>;
  #isOpen = true;
  #hasJoined = false;

  constructor(state: StreamState<T, P>, audience: Audience, view: View<V>) {
    this.#state = state;
    this.#audience = audience;
    this.#view = view;
  }

  // One function that waits, and not several in each other: for as long as the model writes, each is kept in memory.
  async next(): Promise<IteratorResult<V>> {
    const state = this.#state;
    this.#join();
    try {
      while (this.#isOpen) {
        const taken = this.#take();
        if (taken !== undefined) return { done: false, value: taken.value };
        if (state.end === undefined) await state.changed();
        else this.#leaveWith(state.end);
      }
      // A reader that left early has no error in its loop: it was its own wish.
      return { done: true, value: undefined };
    } catch (error) {
      // The attempts are added to the error once the work has stopped.
      if (this.#leave(error)) while (state.end === undefined) await state.changed();
      throw error;
    }
  }

  async return(): Promise<IteratorResult<V>> {
    this.#leave();
    this.#state.notify();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<V>> {
    this.#leave(error);
    this.#state.notify();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): { readonly value: V } | undefined {
    const { end } = this.#state;
    const hasFailed = end !== undefined && "error" in end;
    return hasFailed && !this.#view.drains ? undefined : this.#view.take();
  }

  /** Joins the audience with the first value that is asked for: who never reads keeps nobody else from stopping the work, and neither does one that left. */
  #join(): void {
    if (!this.#isOpen || this.#hasJoined) return;
    this.#hasJoined = true;
    this.#audience.join();
  }

  #leaveWith(end: StreamEnd<T>): void {
    this.#leave();
    if ("error" in end) throw end.error;
  }

  #leave(error?: unknown): boolean {
    if (!this.#isOpen) return false;
    this.#isOpen = false;
    this.#view.close?.();
    return this.#hasJoined && this.#audience.leave(error);
  }
}

/** Reads partials: the newest one each time, never one twice. */
export function readPartials<T, P>(state: StreamState<T, P>, audience: Audience): AsyncIterableIterator<P> {
  return readState(state, audience, new PartialView(state));
}

class PartialView<T, P> implements View<P> {
  readonly drains: boolean = false;
  readonly #state: StreamState<T, P>;
  #seen = 0;

  constructor(state: StreamState<T, P>) {
    this.#state = state;
  }

  take(): { readonly value: P } | undefined {
    const state = this.#state;
    state.refresh();
    if (state.version === this.#seen) return undefined;
    this.#seen = state.version;
    return { value: state.partial as P }; // a version above 0 has a partial
  }
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
function readerLeft(): AbortError {
  return new AbortError("the reader left the stream before its end");
}
