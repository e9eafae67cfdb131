import type { Clock } from "../clock.ts";
import type { Result } from "../result.ts";
import type { OutputStream, StreamEvent } from "../stream-events.ts";
import { PatchEncoder } from "./patch-encoder.ts";
import type { Patch, PublicError } from "./protocol.ts";

/** What the messages of an output are made by. */
export interface MessageOptions<T> {
  readonly clock: Clock;
  readonly frameMs: number;
  readonly result: ((result: Result<T>) => unknown) | undefined;
  readonly error: (error: unknown) => PublicError;
}

/** The messages that bring an output to a reader, in order, each made when it is asked for. */
export interface OutputMessages {
  /** The next message, as JSON text, once there is something to say; nothing after the last one. */
  next(): Promise<string | undefined>;
  /** Whether the message taken last was the last one. */
  readonly isOver: boolean;
  /** Leaves the stream, which stops the model unless somebody else reads it. */
  close(): void;
}

/**
 * Starts reading a stream, and makes messages of what it brings.
 *
 * A message says all that is new since the one before, and comes at the earliest `frameMs` after it, the first one at
 * once. So a reader who is slow to ask gets fewer and larger messages, and nothing is kept for it but the newest
 * snapshot.
 */
export function createOutputMessages<T, P>(stream: OutputStream<T, P>, options: MessageOptions<T>): OutputMessages {
  const { clock } = options;
  const events = stream.events()[Symbol.asyncIterator]();
  const news = new News<T, P>(options);
  let wake = (): void => {};
  let isOpen = true;
  /** Whether the next message is only waiting for its time. */
  let isPacing = false;

  async function read(): Promise<void> {
    try {
      for (let step = await events.next(); step.done !== true; step = await events.next()) {
        news.add(step.value);
        if (!isPacing || news.hasEnded) wake();
      }
      // Whoever comes after the end is told nothing but the result.
      if (!news.hasEnded) news.add({ type: "finish", result: await stream.result });
    } catch (error) {
      news.fail(error);
    }
    wake();
  }
  const reading = read();
  // It catches what it awaits; only a clock or an option of the caller's could throw beyond that.
  reading.catch((error: unknown) => news.fail(error));

  const woken = (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  let notBefore = Number.NEGATIVE_INFINITY;

  return {
    async next() {
      while (isOpen) {
        const waitMs = news.hasEnded ? 0 : notBefore - clock.now();
        if (waitMs > 0) {
          isPacing = true;
          const cancel = clock.after(waitMs, () => wake());
          await woken();
          cancel();
          isPacing = false;
          continue;
        }
        const message = news.take();
        if (message !== undefined) {
          notBefore = clock.now() + options.frameMs;
          return message;
        }
        if (news.hasEnded) return undefined;
        await woken();
      }
      return undefined;
    },
    get isOver() {
      return news.isOver;
    },
    close() {
      isOpen = false;
      wake();
      void events.return?.();
    },
  };
}

/** What a reader has not been told yet. */
class News<T, P> {
  hasEnded = false;
  readonly #options: MessageOptions<T>;
  readonly #encoder = new PatchEncoder();
  /** The newest partial, unless the reader has it. */
  #partial: Extract<StreamEvent<T, P>, { type: "partial" }> | undefined;
  #shownAttempt = 0;
  #shown: unknown;
  readonly #completed: Extract<StreamEvent<T, P>, { type: "path-complete" }>[] = [];
  readonly #endings: (() => void)[] = [];

  constructor(options: MessageOptions<T>) {
    this.#options = options;
  }

  /** Whether it has ended and all of it was taken. */
  get isOver(): boolean {
    return this.hasEnded && this.#endings.length === 0;
  }

  add(event: StreamEvent<T, P>): void {
    switch (event.type) {
      case "partial":
        this.#partial = event;
        return;
      case "path-complete":
        this.#completed.push(event);
        return;
      case "restart":
        this.#settle();
        this.#encoder.tell({ restart: event.attempt });
        return;
      case "finish":
        this.#end(() => {
          this.#show(event.result.output, false);
          this.#encoder.tell({ finish: this.#options.result?.(event.result) ?? null });
        });
        return;
      default:
        return;
    }
  }

  fail(error: unknown): void {
    if (this.hasEnded) return;
    this.#end(() => this.#encoder.tell({ error: this.#options.error(error) }));
  }

  /** What is new, as one message. */
  take(): string | undefined {
    this.#settle();
    for (const tellEnd of this.#endings.splice(0)) tellEnd();
    const patches: readonly Patch[] = this.#encoder.take();
    if (patches.length === 0) return undefined;
    return JSON.stringify(patches.length === 1 ? patches[0] : patches);
  }

  #end(tell: () => void): void {
    this.hasEnded = true;
    this.#endings.push(tell);
  }

  #settle(): void {
    const event = this.#partial;
    this.#partial = undefined;
    if (event !== undefined) {
      const place = event.paths.at(-1);
      this.#show(event.partial, event.attempt === this.#shownAttempt && place !== undefined);
      this.#shownAttempt = event.attempt;
      if (place !== undefined) this.#encoder.moveTo(place);
    }
    for (const { path, attempt } of this.#completed.splice(0)) {
      if (attempt === this.#shownAttempt) this.#encoder.complete(path);
    }
  }

  #show(value: unknown, grown: boolean): void {
    // A value that only looks new would be compared member by member for nothing.
    if (value === this.#shown) return;
    this.#encoder.show(value, grown);
    this.#shown = value;
  }
}
