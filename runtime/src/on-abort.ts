import { AbortError, OutspecError } from "./errors.ts";

// One listener a signal, however many calls wait for it: a server's shutdown signal is handed to every call, and Node
// warns of a leak at the eleventh listener.
const callbacks = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls back once when a signal aborts, at once if it has; the returned function takes the wish back. */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => {};
  if (signal.aborted) {
    callback();
    return () => {};
  }
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
export function abortErrorOf(signal: AbortSignal): OutspecError {
  const reason: unknown = signal.reason;
  if (OutspecError.is(reason) && (reason.code === "aborted" || reason.code === "restarted")) return reason;
  return new AbortError("the caller aborted the call", reason);
}
