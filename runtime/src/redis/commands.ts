import type { Clock } from "../clock.ts";
import { copyCause } from "../copy-cause.ts";
import { OutspecError } from "../errors.ts";
import { redactKeys } from "../providers/redact.ts";
import type { RedisClient } from "./client.ts";
import { addToLog, countReaders, logEnd, markReader } from "./scripts.ts";

/** What can be asked of Redis about the log of a stream. Everything rejects with an `OutspecError`, and nothing takes for ever. */
export interface LogCommands {
  /** Adds items from an index on, lets the log live for so long, and says how many items it has then. */
  add(key: string, from: number, items: readonly string[], liveMs: number): Promise<number>;
  /** The item at an index and those behind it, not all of them when there are many. */
  read(key: string, from: number): Promise<readonly string[]>;
  /** Whether there is a log that has not ended. */
  isRunning(key: string): Promise<boolean>;
  drop(key: string): Promise<void>;
  markReader(key: string, reader: string, liveMs: number): Promise<void>;
  removeReader(key: string, reader: string): Promise<void>;
  countReaders(key: string): Promise<number>;
  /** The channel that says that a log has grown. */
  channelOf(key: string): string;
  /** Waits for an answer, but not for ever. */
  within<T>(answer: Promise<T>): Promise<T>;
  /** Makes all that is asked from now on fail, but what says that a reader has left. */
  close(): void;
}

/** How Redis is asked. */
export interface CommandOptions {
  readonly clock: Clock;
  readonly prefix: string;
  readonly timeoutMs: number;
}

/** How many items are read at once: a reader takes them before it gets more. */
export const readCount = 1000;

/** Makes the commands of a client. */
export function createLogCommands(client: RedisClient, { clock, prefix, timeoutMs }: CommandOptions): LogCommands {
  const logOf = (key: string): string => `${prefix}log:${key}`;
  const readersOf = (key: string): string => `${prefix}readers:${key}`;
  const channelOf = (key: string): string => `${prefix}grown:${key}`;
  const hashes = new Map<string, Promise<string>>();
  let isClosed = false;

  function within<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const late = (): void =>
        reject(new OutspecError("timeout", `the replay store: Redis did not answer within ${timeoutMs} ms`));
      const cancel = clock.after(timeoutMs, late);
      answer.then(resolve, (cause: unknown) => reject(toStoreError(cause))).finally(cancel);
    });
  }

  async function ask<T>(command: () => Promise<T>, isLast = false): Promise<T> {
    if (isClosed && !isLast) throw new OutspecError("network", "the replay store was closed");
    // The client would keep the command until it is connected again, which may be never.
    if (client.isReady === false)
      throw new OutspecError("network", "the replay store: its client is not connected to Redis");
    return await within(command());
  }

  /** Runs a script by its hash: it is sent only where it is not known. */
  async function runScript(script: string, key: string, args: readonly (string | number)[]): Promise<number> {
    const options = { keys: [key], arguments: args.map(String) };
    let hash = hashes.get(script);
    if (hash === undefined) {
      hash = client.scriptLoad(script);
      hashes.set(script, hash);
      hash.catch(() => hashes.delete(script));
    }
    const known = await hash;
    const answer = client.evalSha(known, options).catch((problem: unknown) => {
      if (!String(problem).includes("NOSCRIPT")) throw problem;
      return client.eval(script, options);
    });
    return Number(await answer);
  }

  return {
    add: (key, from, items, liveMs) =>
      ask(() => runScript(addToLog, logOf(key), [from, liveMs, channelOf(key), ...items])),
    read: (key, from) => ask(() => client.lRange(logOf(key), from, from + readCount)),
    async isRunning(key) {
      const [last] = await ask(() => client.lRange(logOf(key), -1, -1));
      return last !== undefined && last !== logEnd;
    },
    async drop(key) {
      await ask(() => client.del(logOf(key)));
      await ask(() => client.publish(channelOf(key), ""));
    },
    async markReader(key, reader, liveMs) {
      await ask(() => runScript(markReader, readersOf(key), [reader, liveMs]));
    },
    async removeReader(key, reader) {
      await ask(() => client.zRem(readersOf(key), reader), true);
    },
    countReaders: (key) => ask(() => runScript(countReaders, readersOf(key), [])),
    channelOf,
    within,
    close() {
      isClosed = true;
    },
  };
}

/**
 * Says that Redis, or the way to it, is the problem. Of what the client says the cause is a copy: the errors of some clients
 * hold the command that failed.
 */
export function toStoreError(error: unknown): OutspecError {
  if (OutspecError.is(error)) return error;
  return new OutspecError("network", "the replay store: Redis failed", { cause: copyCause(error, redactKeys) });
}
