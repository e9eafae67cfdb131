import { type CancelSignal, onAbort } from "../on-abort.ts";

/** The messages of one stream in the memory of this process, for as many readers as there are. */
export class MessageLog {
  /** How many read it now: from `read` until they are through or their signal aborts, even while they hold a batch. */
  readers = 0;
  /** When the last message came, on the clock of whoever added it; nothing while there may be more. */
  endedAt: number | undefined;
  /** UTF-16 units of all messages. */
  length = 0;
  readonly #messages: string[] = [];
  readonly #waiting = new Set<() => void>();

  get count(): number {
    return this.#messages.length;
  }

  /** Adds messages, and says how many UTF-16 units they have. */
  append(messages: readonly string[], endedAt: number | undefined): number {
    let added = 0;
    for (const message of messages) {
      this.#messages.push(message);
      added += message.length;
    }
    this.length += added;
    this.endedAt = endedAt;
    for (const wake of this.#waiting) wake();
    return added;
  }

  /** The messages from one index up to another. */
  slice(from: number, to: number): readonly string[] {
    return this.#messages.slice(from, to);
  }

  /** Gives the messages behind the first `after`, and those to come. */
  read(after: number, signal: CancelSignal): AsyncGenerator<readonly string[]> {
    let isReading = true;
    this.readers++;
    const leave = (): void => {
      if (isReading) this.readers--;
      isReading = false;
    };
    const unfollow = onAbort(signal, leave);
    return this.#follow(after, signal, () => {
      unfollow();
      leave();
    });
  }

  async *#follow(after: number, signal: CancelSignal, leave: () => void): AsyncGenerator<readonly string[]> {
    let next = after;
    try {
      while (!signal.aborted) {
        if (next < this.#messages.length) {
          const batch = this.#messages.slice(next);
          next += batch.length;
          yield batch;
        } else if (this.endedAt !== undefined) return;
        else await this.#changed(signal);
      }
    } finally {
      leave();
    }
  }

  async #changed(signal: CancelSignal): Promise<void> {
    let wake = (): void => {};
    const changed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.#waiting.add(wake);
    const unfollow = onAbort(signal, wake);
    await changed;
    unfollow();
    this.#waiting.delete(wake);
  }
}
