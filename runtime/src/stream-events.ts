import type { Attempt } from "./attempt.ts";
import type { OutspecError } from "./errors.ts";
import type { Result } from "./result.ts";

/** Where a value stands in an output: property names and array indexes from the root. */
export type Path = readonly (string | number)[];

/** What a stream reports while it runs, in order. `attempt` counts the attempts of the call from 1. */
export type StreamEvent<T, P> =
  | { readonly type: "attempt-start"; readonly attempt: number; readonly model: string }
  | { readonly type: "attempt-end"; readonly attempt: number; readonly report: Attempt }
  /**
   * The object has grown at `paths`, last of all at the last one; for a slow reader several changes are merged into one
   * event. An empty path stands for all of the object: a reader that came during the attempt is not told more.
   */
  | { readonly type: "partial"; readonly attempt: number; readonly partial: P; readonly paths: readonly Path[] }
  /** The value at `path` is whole and will not change in this attempt. */
  | { readonly type: "path-complete"; readonly attempt: number; readonly path: Path }
  | { readonly type: "reasoning-delta"; readonly attempt: number; readonly text: string }
  /** What was shown so far came from an attempt that failed with `reason`; `attempt` starts over. */
  | { readonly type: "restart"; readonly attempt: number; readonly model: string; readonly reason: OutspecError }
  | { readonly type: "finish"; readonly result: Result<T> };

/** An element of a streamed array, with where it came from. */
export interface StreamedElement<E> {
  /** The element, finished and valid for its own schema. */
  readonly item: E;
  /** Its place in the array. */
  readonly index: number;
  /** The attempt it came from, counted from 1. */
  readonly attempt: number;
}

/** Keys of `T` whose values are arrays. */
export type ArrayKey<T> = { [K in keyof T]-?: NonNullable<T[K]> extends readonly unknown[] ? K : never }[keyof T] &
  string;

/** Type of the elements of the array at `K`. */
export type ElementOf<T, K extends keyof T> = NonNullable<T[K]> extends readonly (infer E)[] ? E : never;

/**
 * An output while it is being written.
 *
 * It starts at once. `for await` yields partials that share what did not change; a reader that is slower than the model
 * gets the newest state, never a queue. When the stream fails, the loop throws and `result` rejects, both with the same
 * error. Leaving the last loop early aborts the request.
 *
 * Partials are never changed once they were handed out, and must not be: all readers and the output share them. Copy
 * one before casting its `readonly` away.
 */
export interface OutputStream<T, P = unknown> extends AsyncIterable<P> {
  /** The validated output. Settles once; a rejection that nobody awaits stays silent. */
  readonly result: Promise<Result<T>>;
  /** The attempt the newest partial came from; 0 before the first. */
  readonly attempt: number;
  /**
   * Everything that happens, for readers that want more than partials. For a reader that is far behind, the partials of
   * an attempt are merged; nothing else is lost, and what waits is there to be read before the loop throws. A reader that
   * comes later is first told of the partial that is shown then, and that its attempt failed, if it did.
   */
  events(): AsyncIterable<StreamEvent<T, P>>;
  /**
   * Elements of the array at `key`, each once it is finished and valid for its own schema; the whole output may
   * still fail. When the stream restarts after one was handed out, the loop throws a `RestartError`; without another
   * reader that ends the call, and `result` rejects with the same error.
   */
  elements<K extends ArrayKey<T>>(key: K): AsyncIterable<ElementOf<T, K>>;
  /** The same, but a restart hands out the elements of the new attempt from the first on, marked with their attempt. */
  elements<K extends ArrayKey<T>>(
    key: K,
    options: { readonly onRestart: "replay" },
  ): AsyncIterable<StreamedElement<ElementOf<T, K>>>;
  /** Stops the call as leaving the loop does. */
  abort(reason?: unknown): void;
}
