import { type Clock, systemClock } from "../clock.ts";
import { OutspecError } from "../errors.ts";
import type { Result } from "../result.ts";
import type { OutputStream } from "../stream-events.ts";
import { type Connection, createConnection, type MessageSource } from "./connection.ts";
import { createOutputMessages, type OutputMessages } from "./output-messages.ts";
import type { PublicError } from "./protocol.ts";
import { toPublicError } from "./public-error.ts";
import type { ReplayLog, ReplayStore } from "./replay.ts";

/** How a connection is kept. */
export interface ConnectionSettings {
  /** After how long a silence a comment is sent, so that nobody in between closes the connection. Default 15,000. */
  readonly heartbeatMs?: number;
  /** Time, for tests. */
  readonly clock?: Clock;
}

/** Who may resume what, and where it is kept. */
export interface ResumeSettings extends ConnectionSettings {
  readonly replay: ReplayStore;
  /**
   * Whom a stream belongs to, as in the id of a session: it is resumed only by a request with the same one. Without it
   * whoever knows a stream's random id may resume it.
   */
  readonly owner?: string;
}

/** How an output is sent to a page. */
export interface EventStreamOptions<T = unknown> extends ConnectionSettings {
  /** The shortest time between two messages, in milliseconds; what comes in between is sent together. Default 33. */
  readonly frameMs?: number;
  /** Keeps messages, so that a connection which broke is resumed where it was. */
  readonly replay?: ReplayStore;
  /** With `replay`: whom the stream belongs to, as in the id of a session. Only a request with the same owner resumes it. */
  readonly owner?: string;
  /** With `replay`: how long the model goes on while nobody reads, in milliseconds; a quarter longer at most. Default 10,000. */
  readonly resumeWithinMs?: number;
  /**
   * What happens when the page is gone: the provider's socket is closed (`stop`, the default), or the output is finished
   * all the same, for a server that keeps it (`finish`).
   */
  readonly onDisconnect?: "stop" | "finish";
  /** What a page is told of the result beside its output, as JSON. Default nothing: models and usage are the server's. */
  readonly result?: (result: Result<T>) => unknown;
  /** What a page is told of a failure. Default {@link toPublicError}. */
  readonly error?: (error: unknown) => PublicError;
}

const unknownStream: PublicError = {
  code: "interrupted",
  message: "The connection was lost for too long. Please start again.",
};

/** What is sent when a stream cannot be resumed. */
const interruption: readonly string[] = [/* @__PURE__ */ JSON.stringify({ error: unknownStream })];

/** Starts sending an output over its first connection. */
export function serveOutput<T, P>(stream: OutputStream<T, P>, options: EventStreamOptions<T>): Connection {
  const { clock = systemClock, frameMs = 33, heartbeatMs = 15_000, replay, result, error = toPublicError } = options;
  const messages = createOutputMessages(stream, { clock, frameMs, result, error });
  if (replay === undefined) {
    const source: MessageSource = {
      async next() {
        const message = await messages.next();
        return message === undefined ? undefined : [message];
      },
      close: () => {
        if (options.onDisconnect !== "finish") messages.close();
      },
    };
    return createConnection(source, { clock, heartbeatMs, id: undefined, after: 0 });
  }
  const id = crypto.randomUUID();
  const key = keyOf(id, options.owner);
  // In a turn of its own, so that a store that cannot be reached fails the stream and not the caller.
  const opened = Promise.resolve().then(() => replay.open(key));
  const source = readLog(replay, key, 0, opened);
  keepLog(opened, messages, options, source.close);
  return createConnection(source, { clock, heartbeatMs, id, after: 0 });
}

/**
 * Goes on with an output over a new connection, behind the message the last one has got. Nothing when there was none.
 */
export function resumeOutput(
  lastEventId: string | null | undefined,
  { clock = systemClock, heartbeatMs = 15_000, replay, owner }: ResumeSettings,
): Connection | undefined {
  if (lastEventId === undefined || lastEventId === null || lastEventId === "") return undefined;
  // What has another form names no stream, and is told so.
  const [, id = "", digits = ""] = /^([\w-]{1,64})\.(\d{1,9})$/.exec(lastEventId) ?? [];
  const after = Number(digits);
  const source = readLog(replay, keyOf(id, owner), after);
  return createConnection(source, { clock, heartbeatMs, id: id === "" ? undefined : id, after });
}

function keyOf(id: string, owner: string | undefined): string {
  return owner === undefined ? id : `${owner}/${id}`;
}

/** How often a log is looked at for readers, at most. */
const watchMs = 50;

/** Writes a stream's messages to its log to the end, unless nobody reads them. `onLost` is called when not even their end can be written. */
function keepLog<T>(
  opened: Promise<ReplayLog>,
  messages: OutputMessages,
  { clock = systemClock, resumeWithinMs = 10_000, onDisconnect }: EventStreamOptions<T>,
  onLost: () => void,
): void {
  let cancelWatch = (): void => {};
  let isOver = false;

  /** Looks for readers now and then; they come and go in between. */
  function watchLater(log: ReplayLog, unreadSince?: number): void {
    const watch = async (): Promise<void> => {
      const isRead = await log.isRead();
      if (isOver) return;
      const since = isRead ? undefined : (unreadSince ?? clock.now());
      if (since !== undefined && clock.now() - since >= resumeWithinMs) messages.close();
      else watchLater(log, since);
    };
    cancelWatch = clock.after(Math.max(watchMs, resumeWithinMs / 4), () => void watch().catch(lose));
  }

  /** A log that cannot be kept is a stream that a page cannot read to its end. Whoever else reads it still can. */
  function lose(problem: unknown): void {
    if (onDisconnect !== "finish") messages.close(problem);
  }

  async function run(): Promise<void> {
    const log = await opened;
    if (onDisconnect !== "finish") watchLater(log);
    let isWhole = false;
    try {
      for (let message = await messages.next(); message !== undefined; message = await messages.next()) {
        const isLast = messages.isOver;
        await log.append([message], isLast);
        isWhole = isLast;
      }
    } catch (problem) {
      lose(problem);
    }
    // It was stopped before its end: whoever reads, or comes too late, is told so, and the log can be let go.
    if (!isWhole) await log.append(interruption, true);
  }
  void run()
    .catch((problem: unknown) => {
      lose(problem);
      onLost();
    })
    .finally(() => {
      isOver = true;
      cancelWatch();
    });
}

/** Reads the messages of a stream out of its log, once that has been opened. */
function readLog(replay: ReplayStore, key: string, after: number, opened?: Promise<unknown>): MessageSource {
  const left = new AbortController();
  let batches: AsyncIterator<readonly string[]> | Iterator<readonly string[]> | undefined;
  async function begin(): Promise<NonNullable<typeof batches>> {
    await opened;
    const found = await replay.read(key, after, left.signal);
    return found?.[Symbol.asyncIterator]() ?? [interruption].values();
  }
  return {
    async next() {
      try {
        batches ??= await begin();
        const step = await batches.next();
        return step.done === true ? undefined : step.value;
      } catch (problem) {
        if (!OutspecError.is(problem) || problem.code !== "interrupted") throw problem;
        batches = [].values();
        return interruption;
      }
    },
    close: () => left.abort(),
  };
}
