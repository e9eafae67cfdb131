import type { Path, StreamEvent } from "@outspec/runtime";

/** Holds the events of one stream to the order they must have. */
export interface EventOrder<T, P> {
  /** How many attempts have begun. */
  readonly attempts: number;
  /** Throws when the event may not come now. */
  take(event: StreamEvent<T, P>): void;
  /** The stream is over. Throws when something is missing. `finished`: it gave a result. */
  close(finished: boolean): void;
}

/** Starts to watch a stream that is read from its beginning. */
export function createEventOrder<T, P>(): EventOrder<T, P> {
  const running = new Set<number>();
  const ended = new Set<number>();
  let complete = new Set<string>();
  let shown = 0;
  let isFinished = false;

  const demand = (holds: boolean, complaint: string): void => {
    if (!holds) throw new Error(`events out of order: ${complaint}`);
  };
  /** What is told of an attempt's answer is told while it runs, and of one attempt until another has taken over. */
  const show = (attempt: number, what: string): void => {
    demand(running.has(attempt), `a ${what} of attempt ${attempt}, which does not run`);
    demand(attempt >= shown, `a ${what} of attempt ${attempt} after one of attempt ${shown}`);
    if (attempt !== shown) complete = new Set();
    shown = attempt;
  };
  const completePath = (attempt: number, path: Path): void => {
    show(attempt, "path-complete");
    const key = path.join("/");
    demand(!complete.has(key), `/${key} was complete twice in attempt ${attempt}`);
    complete.add(key);
  };

  return {
    get attempts() {
      return running.size + ended.size;
    },
    take(event) {
      demand(!isFinished, `${event.type} after finish`);
      switch (event.type) {
        case "attempt-start":
          demand(event.attempt === running.size + ended.size + 1, `attempt ${event.attempt} began out of turn`);
          running.add(event.attempt);
          break;
        case "attempt-end":
          demand(running.delete(event.attempt), `attempt ${event.attempt} ended and did not run`);
          ended.add(event.attempt);
          break;
        case "partial":
          show(event.attempt, "partial");
          break;
        case "path-complete":
          completePath(event.attempt, event.path);
          break;
        case "restart":
          demand(running.has(event.attempt), `a restart with attempt ${event.attempt}, which does not run`);
          break;
        case "reasoning-delta":
          break;
        case "finish":
          demand(running.size === 0, `finish while ${running.size} attempts run`);
          isFinished = true;
      }
    },
    close(finished) {
      demand(isFinished === finished, finished ? "no finish before the result" : "finish, and then an error");
      demand(running.size === 0, `${running.size} attempts have no end`);
    },
  };
}
