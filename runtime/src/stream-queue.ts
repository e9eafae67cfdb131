import type { Path, StreamEvent } from "./stream-events.ts";

/** Events that a reader has not taken and that are still kept apart. What comes beyond them is folded. */
const mostApart = 64;

/** Events that were taken and may still be in memory. */
const mostTaken = 1_024;

/**
 * The events that one reader has not taken yet, in order.
 *
 * Of neighbours of the same kind the later one stands for both. For a reader that is far behind, all that an attempt
 * brings becomes one piece of reasoning, one partial and the paths that are complete: only the partials in between are
 * lost. So what waits is bounded by the size of one answer, and not by the number of its partials.
 */
export class EventQueue<T, P> {
  #events: StreamEvent<T, P>[] = [];
  /** Index of the first event that was not taken. */
  #next = 0;
  /** What came after the last of the events. */
  #fold: Fold<T, P> | undefined;

  push(event: StreamEvent<T, P>): void {
    if (this.#fold === undefined && this.#events.length - this.#next >= mostApart) this.#fold = new Fold();
    if (this.#fold?.add(event) === true) return;
    this.#unfold();
    const last = this.#next < this.#events.length ? this.#events.at(-1) : undefined;
    const merged = last === undefined ? undefined : merge(last, event);
    if (merged === undefined) this.#events.push(event);
    else this.#events[this.#events.length - 1] = merged;
  }

  /** Takes the next event, or nothing when there is none. */
  shift(): StreamEvent<T, P> | undefined {
    if (this.#next === this.#events.length) this.#unfold();
    const event = this.#events[this.#next];
    if (event === undefined) return undefined;
    this.#next++;
    // What was taken is let go of now and then: at each event it would cost the length of the queue.
    if (this.#next === this.#events.length || (this.#next >= mostTaken && this.#next * 2 > this.#events.length)) {
      this.#events = this.#events.slice(this.#next);
      this.#next = 0;
    }
    return event;
  }

  #unfold(): void {
    for (const event of this.#fold?.events() ?? []) this.#events.push(event);
    this.#fold = undefined;
  }
}

type Reasoning<T, P> = Extract<StreamEvent<T, P>, { type: "reasoning-delta" }>;
type Shown<T, P> = Extract<StreamEvent<T, P>, { type: "partial" }>;
type Complete<T, P> = Extract<StreamEvent<T, P>, { type: "path-complete" }>;

/** What came of one attempt in the meantime, merged. Events of another kind end it. */
class Fold<T, P> {
  #reasoning: Reasoning<T, P> | undefined;
  #partial: Shown<T, P> | undefined;
  readonly #paths = new Map<string, Path>();
  readonly #complete: Complete<T, P>[] = [];

  /** Takes an event in. Returns whether it could. */
  add(event: StreamEvent<T, P>): boolean {
    switch (event.type) {
      case "reasoning-delta":
        this.#reasoning = { ...event, text: (this.#reasoning?.text ?? "") + event.text };
        return true;
      case "partial":
        this.#partial = event;
        for (const path of event.paths) this.#paths.set(JSON.stringify(path), path);
        return true;
      case "path-complete":
        this.#complete.push(event);
        return true;
      default:
        return false;
    }
  }

  events(): readonly StreamEvent<T, P>[] {
    return [
      ...(this.#reasoning === undefined ? [] : [this.#reasoning]),
      ...(this.#partial === undefined ? [] : [{ ...this.#partial, paths: [...this.#paths.values()] }]),
      ...this.#complete,
    ];
  }
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
