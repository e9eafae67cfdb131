/** Unread bytes after which the socket is asked to wait. */
const highWaterMark = 64 * 1024;

/** A response body between the socket that fills it and the loop, or the sink, that empties it. */
export interface BodyQueue {
  /** What a loop reads. Leaving it destroys the socket. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Hands chunks to a sink, those that wait and those that come, until the end. What it throws destroys the socket. */
  drainTo(sink: (chunk: Uint8Array) => void): Promise<void>;
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

/** Makes the queue of one response; `onLeave` is called when its reader has left early. */
export function createBodyQueue(onLeave: () => void): BodyQueue {
  return new SocketBody(onLeave);
}

type End = { readonly error?: unknown };

const over = { done: true, value: undefined } as const;

class SocketBody implements BodyQueue, AsyncIterable<Uint8Array>, AsyncIterator<Uint8Array, undefined> {
  readonly #onLeave: () => void;
  #queue: Uint8Array[] = [];
  #next = 0;
  #queuedBytes = 0;
  #paused = false;
  #end: End | undefined;
  #abort: ((reason?: Error) => void) | undefined;
  #resume: (() => void) | undefined;
  /** A loop that waits for a chunk or the end. */
  #wake: (() => void) | undefined;
  #sink: { readonly take: (chunk: Uint8Array) => void; readonly settle: () => void } | undefined;

  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
  }

  get chunks(): AsyncIterable<Uint8Array> {
    return this;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    return this;
  }

  // Written out rather than as a generator, whose `return` would wait for a chunk that may never come.
  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    for (;;) {
      const value = this.#take();
      if (value !== undefined) return { done: false, value };
      if (this.#end !== undefined && "error" in this.#end) throw this.#end.error;
      if (this.#end !== undefined) return over;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#leave();
    return over;
  }

  drainTo(sink: (chunk: Uint8Array) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const take = (chunk: Uint8Array): void => {
        try {
          sink(chunk);
        } catch (error) {
          this.#sink = undefined;
          this.#leave();
          reject(error);
        }
      };
      const settle = (): void => {
        this.#sink = undefined;
        if (this.#end !== undefined && "error" in this.#end) reject(this.#end.error);
        else resolve();
      };
      this.#sink = { take, settle };
      for (let chunk = this.#take(); chunk !== undefined && this.#sink !== undefined; chunk = this.#take()) take(chunk);
      if (this.#end !== undefined) this.#sink?.settle();
    });
  }

  attach(abort: (reason?: Error) => void): boolean {
    this.#abort = abort;
    if (this.#end === undefined) return false;
    abort();
    return true;
  }

  onResume(resume: () => void): void {
    this.#resume = resume;
  }

  push(chunk: Uint8Array): boolean {
    if (this.#end !== undefined) return false;
    if (this.#sink !== undefined) {
      this.#sink.take(chunk);
      return true;
    }
    this.#queue.push(chunk);
    this.#queuedBytes += chunk.length;
    this.#paused = this.#queuedBytes >= highWaterMark;
    this.#awake();
    return !this.#paused;
  }

  finish(): void {
    this.#end ??= {};
    this.#awake();
  }

  fail(error: unknown): void {
    this.#destroy({ error });
  }

  #leave(): void {
    this.#onLeave();
    this.#destroy({});
    this.#clear();
  }

  #destroy(end: End): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#clear();
    this.#awake();
    this.#abort?.();
  }

  #awake(): void {
    this.#wake?.();
    if (this.#end !== undefined) this.#sink?.settle();
  }

  #clear(): void {
    this.#queue = [];
    this.#next = 0;
    this.#queuedBytes = 0;
  }

  #take(): Uint8Array | undefined {
    const chunk = this.#queue[this.#next];
    if (chunk === undefined) return undefined;
    this.#next += 1;
    this.#queuedBytes -= chunk.length;
    if (this.#next === this.#queue.length) this.#clear();
    if (this.#paused && this.#queuedBytes < highWaterMark) {
      this.#paused = false;
      this.#resume?.();
    }
    return chunk;
  }
}
