import type { Clock } from "../clock.ts";
import type { MessageLog } from "../sse/message-log.ts";
import type { ReplayLog } from "../sse/replay.ts";
import type { LogCommands } from "./commands.ts";
import { logEnd, logHead } from "./scripts.ts";

/** What a log is shared with. */
export interface WriterTools {
  readonly clock: Clock;
  readonly commands: LogCommands;
  readonly aliveMs: number;
  readonly keepMs: number;
  readonly maxLength: number;
  readonly onError: (problem: unknown) => void;
}

/** The log of a stream of this machine, in its memory and, behind that, in Redis. */
export interface LogWriter extends ReplayLog {
  /** Resolves once all that was added is in Redis, or cannot be brought there now. Then it stops trying. */
  close(): Promise<void>;
}

/** How many items go at once, so that no script keeps Redis busy. */
const itemsAtOnce = 500;

/** How long a message waits for the one before to be shared: what comes in between becomes one message. */
const patienceMs = 250;

const longestPauseMs = 2000;

/**
 * Shares a log. Its readers on this machine read the memory, so that they notice neither the way to Redis nor its
 * failures; after one, what is missing is sent again. `onDone` is called when this machine has no more to do with it.
 */
export function createLogWriter(key: string, log: MessageLog, tools: WriterTools, onDone: () => void): LogWriter {
  const { clock, commands, aliveMs, keepMs, maxLength, onError } = tools;
  /** How many items Redis has. */
  let shared = 0;
  let failures = 0;
  let sending: Promise<void> | undefined;
  let isDone = false;
  let cancelTimer = (): void => {};
  const waiting = new Set<() => void>();

  const total = (): number => 1 + log.count + (log.endedAt === undefined ? 0 : 1);

  function itemsFrom(from: number): readonly string[] {
    const messages = log.slice(Math.max(0, from - 1), from - 1 + itemsAtOnce);
    const isLast = log.endedAt !== undefined && from + itemsAtOnce > log.count;
    return [...(from === 0 ? [logHead] : []), ...messages, ...(isLast ? [logEnd] : [])];
  }

  function release(): void {
    for (const resolve of waiting) resolve();
    waiting.clear();
  }

  function finish(): void {
    isDone = true;
    cancelTimer();
    release();
    onDone();
  }

  async function send(): Promise<void> {
    do {
      const items = itemsFrom(shared);
      const liveMs = log.endedAt === undefined ? aliveMs : keepMs;
      shared = Math.min(await commands.add(key, shared, items, liveMs), total());
      failures = 0;
    } while (shared < total() && !isDone);
  }

  async function tryToShare(): Promise<void> {
    try {
      const isTooLong = log.length > maxLength;
      if (isTooLong) await commands.drop(key);
      else await send();
      if (isTooLong || (log.endedAt !== undefined && shared === total())) finish();
    } catch (problem) {
      failures++;
      onError(problem);
      if (log.endedAt !== undefined && clock.now() - log.endedAt > keepMs) finish();
    }
  }

  /** Sends what is new, and later again: to say that this machine is alive, or because it failed. */
  function share(): Promise<void> {
    if (isDone) return Promise.resolve();
    cancelTimer();
    sending ??= tryToShare().then(async () => {
      sending = undefined;
      // What came after the last answer was read has not been seen.
      if (failures === 0 && shared < total()) await share();
      else {
        release();
        if (!isDone) cancelTimer = clock.after(pauseMs(), () => void share());
      }
    });
    return sending;
  }

  function pauseMs(): number {
    if (failures === 0) return aliveMs / 3;
    return Math.min(longestPauseMs, aliveMs / 3, 50 * 2 ** failures) * (0.5 + clock.random() / 2);
  }

  /** Resolves once all is shared, or it takes too long to wait for. */
  function settle(): Promise<void> {
    if (failures === 0) void share();
    return new Promise((resolve) => {
      const cancel = clock.after(patienceMs, release);
      waiting.add(() => {
        cancel();
        resolve();
      });
    });
  }

  void share();
  return {
    append(messages, isLast) {
      log.append(messages, isLast ? clock.now() : undefined);
      return isDone || failures > 0 ? undefined : settle();
    },
    async isRead() {
      if (log.readers > 0) return true;
      try {
        return (await commands.countReaders(key)) > 0;
      } catch (problem) {
        onError(problem);
        // Whoever read it elsewhere could not do so now.
        return false;
      }
    },
    async close() {
      if (shared < total()) await share();
      isDone = true;
      cancelTimer();
    },
  };
}
