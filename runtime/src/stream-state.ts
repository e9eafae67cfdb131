import type { Attempt } from "./attempt.ts";
import type { Clock } from "./clock.ts";
import type { OutspecError } from "./errors.ts";
import { createCatchUp } from "./partial/is-at-least.ts";
import type { PartialBuilder } from "./partial/partial-builder.ts";
import type { Result } from "./result.ts";
import type { Path, StreamEvent } from "./stream-events.ts";

/**
 * Elements a snapshot may copy for each UTF-16 unit that has arrived since the last one. It bounds all copying by the
 * length of the answer, so that an array of 100,000 elements costs no more per byte than one of ten.
 */
const copiesPerUnit = 8;

/** What costs less than this is never held back: to copy so little takes less time than to read the delta it is for. */
const freeCopies = 256;

/** A snapshot that was held back for its cost is shown after this long at the latest. */
const flushMs = 16;

/** How a stream ended. */
export type StreamEnd<T> = { readonly result: Result<T> } | { readonly error: OutspecError | Error };

const nobodyWaits = (): void => {};

/** Where what is shown comes from. */
export interface ShownFrom {
  /** The attempt, from 1; 0 while nothing is shown. */
  attempt: number;
}

/** What the readers of one stream share: the newest partial, who is waiting, how it ended. */
export class StreamState<T, P> {
  /** The newest partial a reader may see; meaningless while `version` is 0. */
  partial: P | undefined;
  /** Grows with each new partial. */
  version = 0;
  /** The attempt `partial` comes from. */
  shownAttempt = 0;
  /** The running attempt, from 1. */
  attempt = 0;
  end: StreamEnd<T> | undefined;
  /** The newest snapshot of the running attempt, whether or not it is shown; the output once there is one. */
  current: unknown;
  /** What was still being written when `current` was taken: the path down to the innermost open value. */
  openPath: Path = [];
  /** Whether `current` is the validated output. */
  judged = false;

  readonly #clock: Clock;
  readonly #keepBest: boolean;
  readonly #shown: ShownFrom;
  /** Most streams are only read for their partials. */
  #listeners: Set<(event: StreamEvent<T, P>) => void> | undefined;
  #builder: PartialBuilder | undefined;
  #tracked = false;
  #unseenUnits = 0;
  /** After a restart: whether a partial of the new attempt has come as far as what is shown. */
  #hasCaughtUp: ((candidate: unknown) => boolean) | undefined;
  /** The restart after which nothing has been shown yet. */
  #restart: StreamEvent<T, P> | undefined;
  #cancelFlush: (() => void) | undefined;
  /** What waiting readers wait for. */
  #change: Promise<void> | undefined;
  #tellChange: () => void = nobodyWaits;

  /** Tells `shown` which attempt the newest partial comes from. */
  constructor(clock: Clock, keepBest: boolean, shown: ShownFrom = { attempt: 0 }) {
    this.#clock = clock;
    this.#keepBest = keepBest;
    this.#shown = shown;
  }

  /** Whether somebody wants to know which paths changed, so that builders have to keep track. */
  get observed(): boolean {
    return this.#listeners !== undefined && this.#listeners.size > 0;
  }

  /** Calls back for every event from now on; the returned function ends it. */
  listen(listener: (event: StreamEvent<T, P>) => void): () => void {
    this.#listeners ??= new Set();
    this.#listeners.add(listener);
    return () => this.#listeners?.delete(listener);
  }

  /** What a listener that comes now has missed and needs: what is shown, and that it is from an attempt that failed. */
  present(): readonly StreamEvent<T, P>[] {
    if (this.version === 0 || this.end !== undefined) return [];
    const partial = this.partial as P; // a version above 0 has a partial
    const paths = this.#restart === undefined ? this.#wherever() : [[]];
    const shown = { type: "partial", attempt: this.shownAttempt, partial, paths } as const;
    return this.#restart === undefined ? [shown] : [shown, this.#restart];
  }

  /** Where the object may have grown when nobody kept track: anywhere, and last of all where it is being written. */
  #wherever(): readonly Path[] {
    return this.openPath.length === 0 ? [[]] : [[], this.openPath];
  }

  /** Resolves at the next change of anything. */
  changed(): Promise<void> {
    if (this.#unseenUnits > 0) this.#armFlush();
    this.#change ??= new Promise<void>((resolve) => {
      this.#tellChange = resolve;
    });
    return this.#change;
  }

  /** Wakes every waiting reader. */
  notify(): void {
    if (this.#change === undefined) return;
    this.#change = undefined;
    this.#tellChange();
    this.#tellChange = nobodyWaits;
  }

  /** Tells every listener. */
  emit(event: StreamEvent<T, P>): void {
    for (const listener of this.#listeners ?? []) listener(event);
  }

  /** An attempt begins. What was shown so far is over, unless it is a hedge, which may not come to anything. */
  start(attempt: number, model: string, hedge: boolean, previous: OutspecError | undefined): void {
    this.emit({ type: "attempt-start", attempt, model });
    if (!hedge) this.#turnTo(attempt, model, previous);
    this.notify();
  }

  /** The answer of an attempt begins. */
  begin(attempt: number, model: string, builder: PartialBuilder, previous: OutspecError | undefined): void {
    if (attempt !== this.attempt) this.#turnTo(attempt, model, previous);
    this.#builder = builder;
    this.#tracked = this.observed;
    this.notify();
  }

  #turnTo(attempt: number, model: string, previous: OutspecError | undefined): void {
    this.attempt = attempt;
    this.#builder = undefined;
    this.current = undefined;
    this.openPath = [];
    this.judged = false;
    this.#unseenUnits = 0;
    if (this.version === 0 || previous === undefined) return;
    this.#restart = { type: "restart", attempt, model, reason: previous };
    this.emit(this.#restart);
    this.#hasCaughtUp = this.#keepBest ? createCatchUp(this.partial) : undefined;
  }

  /** Text of the running attempt has arrived. */
  grown(units: number): void {
    this.#unseenUnits += units;
    // Nobody waits and nobody listens: the next reader that asks gets the newest state then.
    if (this.#change === undefined && !this.observed) return;
    this.refresh();
    this.notify();
  }

  /** Takes the newest snapshot into view, unless it would cost more than the text that has arrived for it. */
  refresh(force = false): void {
    const builder = this.#builder;
    if (builder === undefined || this.#unseenUnits === 0 || this.end !== undefined) return;
    const { snapshotCost } = builder;
    if (!force && snapshotCost > freeCopies && this.#unseenUnits * copiesPerUnit < snapshotCost) {
      this.#armFlush();
      return;
    }
    this.#look(builder);
    if (this.current === undefined || this.#hasCaughtUp?.(this.current) === false) return;
    this.#hasCaughtUp = undefined;
    this.#show(this.current as P);
    this.#reportCompleted();
  }

  #look(builder: PartialBuilder): void {
    this.current = builder.snapshot();
    this.openPath = builder.openPath();
    this.#unseenUnits = 0;
  }

  /**
   * The first place below a property of the root where `current` is not what the model wrote: until the attempt is
   * judged, nothing from there on is known to be valid.
   */
  doubtBelow(key: string): Path | undefined {
    return this.judged ? undefined : this.#builder?.doubtBelow(key);
  }

  /** Whether the elements of the list at a property of the root are judged while they are read, so that none in `current` need be judged again. */
  judgesElementsOf(key: string): boolean {
    return this.#builder?.judgesElementsOf(key) ?? false;
  }

  /** The running attempt gave an output, which is valid. */
  conclude(output: unknown): void {
    this.current = output;
    this.openPath = [];
    this.judged = true;
    this.#unseenUnits = 0;
    this.#show(output as P); // a finished output is assignable to its partial type
    this.#reportCompleted();
  }

  /** An attempt is over: what the running one was still holding back comes before its end is told. */
  endAttempt(attempt: number, report: Attempt): void {
    if (attempt !== this.attempt) {
      this.emit({ type: "attempt-end", attempt, report });
      this.notify();
      return;
    }
    if (this.observed || this.#change !== undefined) this.refresh(true);
    // Nobody is there to be shown more, but elements that are finished may yet be asked for.
    else if (this.#builder !== undefined && this.#unseenUnits > 0) this.#look(this.#builder);
    this.emit({ type: "attempt-end", attempt, report });
    this.notify();
  }

  /** The call gave its result, the output of the last attempt. */
  finish(result: Result<T>): void {
    this.emit({ type: "finish", result });
    this.#builder = undefined;
    this.#settle({ result });
  }

  /** The stream failed for good. Its builder stays: it knows which elements are in doubt. */
  fail(error: OutspecError | Error): void {
    this.#settle({ error });
  }

  #settle(end: StreamEnd<T>): void {
    this.end = end;
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    this.notify();
  }

  #show(partial: P): void {
    if (partial === this.partial && this.shownAttempt === this.attempt) return;
    this.partial = partial;
    this.version++;
    this.#tellAttempt();
    this.#restart = undefined;
    if (!this.observed) return;
    const { attempt } = this;
    const changes = this.#tracked ? this.#builder?.takeChanges() : undefined;
    this.emit({ type: "partial", attempt, partial, paths: changes?.changed ?? this.#wherever() });
    this.#tellCompleted(changes?.completed ?? []);
  }

  #tellAttempt(): void {
    if (this.shownAttempt === this.attempt) return;
    this.shownAttempt = this.attempt;
    // An application that has frozen the object learns nothing, and the stream goes on.
    Reflect.set(this.#shown, "attempt", this.attempt);
  }

  /** A closing quote or bracket completes paths and changes nothing that is shown. */
  #reportCompleted(): void {
    if (this.observed && this.#tracked) this.#tellCompleted(this.#builder?.takeChanges().completed ?? []);
  }

  #tellCompleted(paths: readonly Path[]): void {
    const { attempt } = this;
    for (const path of paths) this.emit({ type: "path-complete", attempt, path });
  }

  #armFlush(): void {
    this.#cancelFlush ??= this.#clock.after(flushMs, () => {
      this.#cancelFlush = undefined;
      this.refresh(true);
      this.notify();
    });
  }
}
