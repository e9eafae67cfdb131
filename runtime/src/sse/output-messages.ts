import type { Clock } from "../clock.ts";
import type { Result } from "../result.ts";
import type { OutputStream, Path, StreamEvent } from "../stream-events.ts";
import { leadsThrough } from "./open-path.ts";
import { PatchEncoder } from "./patch-encoder.ts";
import type { Patch, PublicError } from "./protocol.ts";
import { toPublicError } from "./public-error.ts";

/** What the messages of an output are made by. */
export interface MessageOptions<T> {
  readonly clock: Clock;
  readonly frameMs: number;
  readonly result: ((result: Result<T>) => unknown) | undefined;
  readonly error: (error: unknown) => PublicError;
}

/**
 * That a value is complete follows, as a rule, from what is written next. Where nothing is for this long, it is told.
 */
const quietMs = 100;

/**
 * UTF-16 units that are copied in a millisecond at most: to find what is new of a text that grows, all of it is copied.
 * Below some 270,000 units the default frame is longer.
 */
const copiedPerMs = 8_192;

/** The messages that bring an output to a reader, in order, each made when it is asked for. */
export interface OutputMessages {
  /** The next message, as JSON text, once there is something to say; nothing after the last one. */
  next(): Promise<string | undefined>;
  /** Whether the message taken last was the last one. */
  readonly isOver: boolean;
  /** Leaves the stream, which stops the model unless somebody else reads it: because of a problem, if there is one. */
  close(problem?: unknown): void;
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
  void read();

  /** Waits until there is news, or for a time. */
  async function waitForNews(ms?: number): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const cancel = ms === undefined ? undefined : clock.after(ms, () => wake());
    await woken;
    cancel?.();
  }

  /** Waits for a time, or until the stream has ended. */
  async function waitForEnd(ms: number): Promise<void> {
    isPacing = true;
    await waitForNews(ms);
    isPacing = false;
  }

  let notBefore = Number.NEGATIVE_INFINITY;

  async function take(): Promise<string | undefined> {
    while (isOpen) {
      if (!news.hasEnded && notBefore > clock.now()) await waitForEnd(notBefore - clock.now());
      if (!isOpen) break;
      const message = news.take();
      if (message !== undefined) return message;
      if (news.hasEnded) return undefined;
      if (news.isOnlyCompletion) {
        const quietFrom = clock.now();
        await waitForNews(quietMs);
        if (clock.now() - quietFrom >= quietMs) news.tellCompletion();
      } else {
        await waitForNews();
        // What the model has just written is told in several events: all of them are one message.
        if (isOpen && !news.hasEnded) await waitForEnd(0);
      }
    }
    return undefined;
  }

  return {
    async next() {
      const message = await take();
      notBefore = clock.now() + Math.max(options.frameMs, Math.floor(news.copied / copiedPerMs));
      return message;
    },
    get isOver() {
      return news.isOver;
    },
    close(problem) {
      isOpen = false;
      wake();
      const left = problem === undefined ? events.return?.() : events.throw?.(problem);
      left?.catch(() => {});
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
  /** Paths that are complete, and that the reader takes to be open. */
  #completed: Path[] = [];
  #ending: (() => void) | undefined;

  constructor(options: MessageOptions<T>) {
    this.#options = options;
  }

  /** Whether it has ended and all of it was taken. */
  get isOver(): boolean {
    return this.hasEnded && this.#ending === undefined;
  }

  /** UTF-16 units of the text that grew last. */
  get copied(): number {
    return this.#encoder.textLength;
  }

  add(event: StreamEvent<T, P>): void {
    switch (event.type) {
      case "partial":
        this.#partial = event;
        this.#forgetAllBeside(event.paths.at(-1));
        return;
      case "path-complete":
        this.#completed.push(event.path);
        return;
      case "restart":
        this.#settle();
        this.#completed = [];
        this.#encoder.tell({ restart: event.attempt });
        return;
      case "finish":
        this.#end(() => this.#tellResult(event.result));
        return;
      default:
        return;
    }
  }

  fail(error: unknown): void {
    if (this.hasEnded) return;
    this.#end(() => this.#tellError(error));
  }

  /** Whether all there is to say is that something is complete. */
  get isOnlyCompletion(): boolean {
    return this.#partial === undefined && this.#completed.length > 0;
  }

  /** Has the next message say what is complete. */
  tellCompletion(): void {
    for (const path of this.#completed.splice(0)) this.#encoder.complete(path);
  }

  /** What is new, as one message. */
  take(): string | undefined {
    this.#settle();
    this.#ending?.();
    this.#ending = undefined;
    const patches: readonly Patch[] = this.#encoder.take();
    if (patches.length === 0) return undefined;
    return JSON.stringify(patches.length === 1 ? patches[0] : patches);
  }

  #end(tell: () => void): void {
    this.hasEnded = true;
    this.#ending = tell;
  }

  #tellResult(result: Result<T>): void {
    this.#show(result.output, false);
    try {
      this.#encoder.tell({ finish: asJson(this.#options.result?.(result) ?? null) });
    } catch (problem) {
      this.#tellError(problem);
    }
  }

  #tellError(problem: unknown): void {
    let error = toPublicError(problem);
    try {
      error = asJson(this.#options.error(problem));
    } catch {
      // Whatever the option does, a failure is told as one.
    }
    this.#encoder.tell({ error });
  }

  /** What is complete beside the place where the value is written now, a reader will see so by itself. */
  #forgetAllBeside(place: Path | undefined): void {
    if (place !== undefined) this.#completed = this.#completed.filter((path) => leadsThrough(place, path));
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
    this.#completed = this.#completed.filter((path) => this.#encoder.isOpen(path));
  }

  #show(value: unknown, grown: boolean): void {
    // A value that only looks new would be compared member by member for nothing.
    if (value === this.#shown) return;
    this.#encoder.show(value, grown);
    this.#shown = value;
  }
}

/** A value as it will be read; throws where JSON has none for it. */
function asJson<V>(value: V): V {
  return JSON.parse(JSON.stringify(value)) as V; // what JSON drops, the caller meant to
}
