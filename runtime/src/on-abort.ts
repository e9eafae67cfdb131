import { AbortError, OutspecError } from "./errors.ts";

/**
 * Says that work is no longer wanted, as an AbortSignal does, at a fraction of its cost: a signal is an event target, and
 * every call and attempt would need one.
 */
export class Cancellation {
  #aborted: { readonly reason: unknown } | undefined;
  /** Few, and for as long as a call is under way: a set takes five times their memory. */
  #listeners: readonly (() => void)[] = [];

  get aborted(): boolean {
    return this.#aborted !== undefined;
  }

  get reason(): unknown {
    return this.#aborted?.reason;
  }

  /** Only the first reason counts. */
  abort(reason: unknown): void {
    if (this.#aborted !== undefined) return;
    this.#aborted = { reason };
    for (const listener of this.#listeners) listener();
  }

  /** Calls back once when it is aborted; the returned function takes the wish back. */
  follow(listener: () => void): () => void {
    this.#listeners = this.#listeners.concat(listener);
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }
}

/** What tells that a call is no longer wanted: the caller's signal, or a word of ours. */
export type CancelSignal = AbortSignal | Cancellation;

// One listener a signal, however many calls wait for it: a server's shutdown signal is handed to every call, and Node
// warns of a leak at the eleventh listener.
const callbacks = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls back once when a signal aborts, at once if it has; the returned function takes the wish back. */
export function onAbort(signal: CancelSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => {};
  if (signal.aborted) {
    callback();
    return () => {};
  }
  if (signal instanceof Cancellation) return signal.follow(callback);
  const known = callbacks.get(signal);
  const waiting = known ?? new Set<() => void>();
  waiting.add(callback);
  if (known === undefined) {
    callbacks.set(signal, waiting);
    signal.addEventListener(
      "abort",
      () => {
        callbacks.delete(signal);
        for (const waiter of waiting) waiter();
      },
      { once: true },
    );
  }
  return () => waiting.delete(callback);
}

/** The error of a call whose signal aborted: the reason itself where this package aborted it, else one that carries the reason. */
export function abortErrorOf(signal: CancelSignal): OutspecError {
  const reason: unknown = signal.reason;
  if (OutspecError.is(reason) && (reason.code === "aborted" || reason.code === "restarted")) return reason;
  return new AbortError("the caller aborted the call", reason);
}
