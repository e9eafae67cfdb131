import { type Clock, systemClock } from "../clock.ts";
import { ConfigurationError } from "../errors.ts";
import { Cancellation } from "../on-abort.ts";
import { MessageLog } from "../sse/message-log.ts";
import type { ReplayStore } from "../sse/replay.ts";
import type { RedisClient } from "./client.ts";
import { createLogCommands } from "./commands.ts";
import { readSharedLog } from "./log-reader.ts";
import { createLogWriter, type LogWriter } from "./log-writer.ts";
import { createWakeUps } from "./wake-ups.ts";

/** Where a replay in Redis keeps messages, how many, and how long. */
export interface RedisReplayOptions {
  /** What all keys and channels begin with. Default `outspec:`. */
  readonly prefix?: string;
  /** How long a stream can be resumed after its end, in milliseconds. Default 60,000. */
  readonly keepMs?: number;
  /**
   * How long a machine may be silent, in milliseconds, before the streams it runs are taken for lost, and its readers for
   * gone. Default 10,000; it says that it is alive three times as often.
   */
  readonly aliveMs?: number;
  /** How long an answer of Redis is waited for, in milliseconds. Default 5,000. */
  readonly timeoutMs?: number;
  /** UTF-16 units of one stream's messages: a longer one cannot be resumed. Default 8 million. */
  readonly maxLength?: number;
  /**
   * Called with each failure of Redis that a stream survives: connections on the machine that runs it go on from its
   * memory, and what is missing is sent when Redis is back. An `OutspecError` with what the client said as its cause.
   */
  readonly onError?: (problem: unknown) => void;
  readonly clock?: Clock;
}

/** A replay store in Redis. */
export interface RedisReplay extends ReplayStore {
  /**
   * Lets go of Redis: closes the connection that listens, ends what is read from other machines, and resolves once what
   * was appended is there, or cannot be brought there. Call it when the streams have ended, before the client is closed.
   */
  close(): Promise<void>;
}

/**
 * Creates a replay store in Redis: a stream that one machine runs is resumed on every machine.
 *
 * The client must be connected, or connecting, when this is called; a second connection is made of its settings when
 * a stream of another machine is read first. Throws a `ConfigurationError` for a client that is not open.
 */
export function createRedisReplay(client: RedisClient, options: RedisReplayOptions = {}): RedisReplay {
  const { prefix = "outspec:", keepMs = 60_000, aliveMs = 10_000, timeoutMs = 5000, maxLength = 8_000_000 } = options;
  const { onError = () => {}, clock = systemClock } = options;
  if (!client.isOpen) {
    throw new ConfigurationError(
      "createRedisReplay: the client is not connected; call `await client.connect()` before",
    );
  }
  const commands = createLogCommands(client, { clock, prefix, timeoutMs });
  const wakeUps = createWakeUps(client, commands, onError);
  const closed = new Cancellation();
  const readerTools = { clock, commands, wakeUps, aliveMs, onError, closed };
  /** What this machine runs, or has not brought to Redis yet. */
  const own = new Map<string, { readonly log: MessageLog; readonly writer: LogWriter }>();

  return {
    open(key) {
      const log = new MessageLog();
      const tools = { clock, commands, aliveMs, keepMs, maxLength, onError };
      const writer = createLogWriter(key, log, tools, () => own.delete(key));
      own.set(key, { log, writer });
      return writer;
    },
    async read(key, after, signal) {
      const log = own.get(key)?.log;
      if (log === undefined) return readSharedLog(readerTools, key, after, signal);
      return after > log.count ? undefined : log.read(after, signal);
    },
    async close() {
      await Promise.all([...own.values()].map(({ writer }) => writer.close()));
      commands.close();
      closed.abort(undefined);
      wakeUps.close();
    },
  };
}
