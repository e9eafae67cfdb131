/** Unread bytes after which the socket is asked to wait. */
const highWaterMark = 64 * 1024;

/** A response body between the socket that fills it and the loop that empties it. */
export interface BodyQueue {
  /** What the loop reads. Leaving it destroys the socket. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Takes the function that destroys the socket; calls it and says so when the body was let go of before. */
  attach(abort: (reason?: Error) => void): boolean;
  /** Takes the function that lets a waiting socket go on. */
  onResume(resume: () => void): void;
  /** Takes a chunk; false asks the socket to wait. */
  push(chunk: Uint8Array): boolean;
  /** The last chunk has come. */
  finish(): void;
  /** Ends the body with an error and destroys the socket. Only the first end counts. */
  fail(reason: unknown): void;
}

/** Makes the queue of one response; `onLeave` is called when the loop is left early. */
export function createBodyQueue(onLeave: () => void): BodyQueue {
  let queue: Uint8Array[] = [];
  let next = 0;
  let queuedBytes = 0;
  let paused = false;
  let state: { readonly ended: false } | { readonly ended: true; readonly error?: unknown } = { ended: false };
  let abort: ((reason?: Error) => void) | undefined;
  let resume: () => void = () => {};
  let wake: () => void = () => {};

  function destroy(error?: { readonly error: unknown }): void {
    if (state.ended) return;
    state = { ended: true, ...error };
    clear();
    wake();
    abort?.();
  }

  function clear(): void {
    queue = [];
    next = 0;
    queuedBytes = 0;
  }

  function take(): Uint8Array | undefined {
    const chunk = queue[next];
    if (chunk === undefined) return undefined;
    next += 1;
    queuedBytes -= chunk.length;
    if (next === queue.length) clear();
    if (paused && queuedBytes < highWaterMark) {
      paused = false;
      resume();
    }
    return chunk;
  }

  // Written out rather than as a generator, whose `return` would wait for a chunk that may never come.
  const iterator: AsyncIterator<Uint8Array, undefined> = {
    async next() {
      for (;;) {
        const value = take();
        if (value !== undefined) return { done: false, value };
        if (state.ended && "error" in state) throw state.error;
        if (state.ended) return { done: true, value: undefined };
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    async return() {
      onLeave();
      destroy();
      clear();
      return { done: true, value: undefined };
    },
  };

  return {
    chunks: { [Symbol.asyncIterator]: () => iterator },
    attach(abortRequest) {
      abort = abortRequest;
      if (state.ended) abort();
      return state.ended;
    },
    onResume(resumeRequest) {
      resume = resumeRequest;
    },
    push(chunk) {
      if (state.ended) return false;
      queue.push(chunk);
      queuedBytes += chunk.length;
      paused = queuedBytes >= highWaterMark;
      wake();
      return !paused;
    },
    finish() {
      if (!state.ended) state = { ended: true };
      wake();
    },
    fail: (error) => destroy({ error }),
  };
}
