import { type Clock, systemClock } from "../clock.ts";
import { onAbort } from "../on-abort.ts";
import type { ReplayStore } from "./replay.ts";

/** How much a memory replay keeps, and how long. */
export interface MemoryReplayOptions {
  /** How long a stream can be resumed after its end, in milliseconds. Default 60,000. */
  readonly keepMs?: number;
  /** UTF-16 units of messages that are kept of all streams together; beyond it the ended ones go, oldest first. Default 64 million. */
  readonly maxLength?: number;
  readonly clock?: Clock;
}

/** Creates a replay store in the memory of this process: for a service on one machine, or with sticky sessions. */
export function createMemoryReplay(options: MemoryReplayOptions = {}): ReplayStore {
  const { keepMs = 60_000, maxLength = 64_000_000, clock = systemClock } = options;
  const logs = new Map<string, MemoryLog>();
  let length = 0;

  /** Lets go of what is too old, and of the oldest where it is too much: whenever there is more, so that no timer has to wait. */
  function prune(): void {
    const oldest = clock.now() - keepMs;
    for (const [key, { endedAt, length: freed }] of logs) {
      if (endedAt === undefined || (endedAt >= oldest && length <= maxLength)) continue;
      length -= freed;
      logs.delete(key);
    }
  }

  return {
    open(key) {
      const log = new MemoryLog();
      logs.set(key, log);
      return {
        append(messages, isLast) {
          length += log.append(messages, isLast ? clock.now() : undefined);
          prune();
        },
        isRead: () => log.readers > 0,
      };
    },
    async read(key, after, signal) {
      prune();
      const log = logs.get(key);
      return log === undefined || after > log.count ? undefined : log.read(after, signal);
    },
  };
}

class MemoryLog {
  readers = 0;
  endedAt: number | undefined;
  length = 0;
  readonly #messages: string[] = [];
  readonly #waiting = new Set<() => void>();

  get count(): number {
    return this.#messages.length;
  }

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

  async *read(after: number, signal: AbortSignal): AsyncGenerator<readonly string[]> {
    let next = after;
    this.readers++;
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
      this.readers--;
    }
  }

  async #changed(signal: AbortSignal): Promise<void> {
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
