import type { Clock } from "../clock.ts";
import { numberedEvery } from "./protocol.ts";

/** What one connection sends. */
export interface MessageSource {
  /** The next messages, as JSON texts; nothing after the last one. */
  next(): Promise<readonly string[] | undefined>;
  close(): void;
}

/** How messages are written to a connection. */
export interface ConnectionOptions {
  readonly clock: Clock;
  readonly heartbeatMs: number;
  /** The stream's name in messages that carry their number; absent where it cannot be resumed. */
  readonly id: string | undefined;
  /** How many messages the reader has. */
  readonly after: number;
}

/** A text that keeps a connection open and says nothing. */
const heartbeat = ":\n\n";

/** One connection to a page: the texts to be written to it, one after the other. */
export interface Connection {
  /** The next text; nothing after the last one. */
  next(): Promise<string | undefined>;
  /** Hangs up. What is waited for ends. */
  close(): void;
}

/**
 * Writes messages as server-sent events, with a comment at the beginning, which makes proxies and browsers take the
 * response, and whenever there was nothing to say for `heartbeatMs`.
 */
export function createConnection(
  source: MessageSource,
  { clock, heartbeatMs, id, after }: ConnectionOptions,
): Connection {
  let number = after;
  let hasGreeted = false;
  let isFirst = true;
  let pending: Promise<readonly string[] | undefined> | undefined;
  let isClosed = false;
  let stopWaiting = (): void => {};

  function write(message: string): string {
    number++;
    const isNumbered = id !== undefined && (isFirst || number % numberedEvery === 0);
    isFirst = false;
    return `${isNumbered ? `id:${id}.${number}\n` : ""}data:${message}\n\n`;
  }

  /** Whether the messages that are waited for take longer than a silence may. */
  function areLate(messages: Promise<unknown>): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = clock.after(heartbeatMs, () => resolve(true));
      stopWaiting = () => {
        cancel();
        resolve(false);
      };
      messages.then(stopWaiting, stopWaiting);
    });
  }

  return {
    async next() {
      if (!hasGreeted) {
        hasGreeted = true;
        // With the name at once: a connection may break before the model has written anything.
        return id === undefined ? heartbeat : `id:${id}.${after}\n${heartbeat}`;
      }
      pending ??= source.next();
      if (await areLate(pending)) return heartbeat;
      // What a source goes on for is its own: this one waits no longer.
      if (isClosed) return undefined;
      const messages = await pending;
      pending = undefined;
      return messages?.map(write).join("");
    },
    close() {
      isClosed = true;
      stopWaiting();
      source.close();
    },
  };
}
