import { type Clock, systemClock } from "../clock.ts";
import { MessageLog } from "./message-log.ts";
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
  const running = new Map<string, MessageLog>();
  /** In the order of their ends, so that what has to go is in front however many streams run. */
  const ended = new Map<string, MessageLog>();
  let length = 0;

  /** Lets go of what is too old, and of the oldest where it is too much: whenever there is more, so that no timer has to wait. */
  function prune(): void {
    const oldest = clock.now() - keepMs;
    for (const [key, { endedAt = oldest, length: freed }] of ended) {
      if (endedAt >= oldest && length <= maxLength) return;
      length -= freed;
      ended.delete(key);
    }
  }

  return {
    open(key) {
      const log = new MessageLog();
      running.set(key, log);
      return {
        append(messages, isLast) {
          length += log.append(messages, isLast ? clock.now() : undefined);
          if (isLast) {
            running.delete(key);
            ended.set(key, log);
          }
          prune();
        },
        isRead: () => log.readers > 0,
      };
    },
    async read(key, after, signal) {
      prune();
      const log = running.get(key) ?? ended.get(key);
      return log === undefined || after > log.count ? undefined : log.read(after, signal);
    },
  };
}
