import type { Path } from "../stream-events.ts";
import { createPatchReader } from "./patch-reader.ts";
import { lastEventIdHeader, type Patch, type PublicError } from "./protocol.ts";

// What a page loads: its size counts.

/** How a page's stream stands. `reconnecting`: the connection broke, and what is there stays. */
export type ReadStatus = "connecting" | "streaming" | "reconnecting" | "done" | "failed" | "stopped";

/** An output that was read, and what the server tells beside it. */
export interface ReadResult<T, X = unknown> {
  readonly output: T;
  /** What the server's option `result` made; null without it. */
  readonly result: X;
}

/**
 * An output while it comes to a page.
 *
 * `for await` yields partials as on the server: they share what did not change, and are never changed; a slow reader
 * gets the newest. Leaving the last loop early stops the stream.
 */
export interface ReadStream<P, T, X = unknown> extends AsyncIterable<P> {
  /** The validated output. Rejects with an {@link EventStreamError}; a rejection that nobody awaits stays silent. */
  readonly result: Promise<ReadResult<T, X>>;
  /** The newest partial; nothing before the first. */
  readonly partial: P | undefined;
  /** How it stands. */
  readonly status: ReadStatus;
  /** Why the status is `failed` or `stopped`. */
  readonly error: EventStreamError | undefined;
  /** Counts the attempts of the server's call from 1; a restart makes it grow. */
  readonly attempt: number;
  /**
   * Whether there is a value at a path that will not change any more, unless the stream restarts. Kept as a function
   * right after `partial` was read, it answers for that partial later, too.
   */
  readonly isComplete: (path: Path) => boolean;
  /** Hangs up. The server stops the model, loops end, and `result` rejects with the code `aborted`. */
  stop(): void;
}

/** What a connection is made with. */
export interface ConnectionRequest {
  /** Headers to send: `Last-Event-ID` where a broken connection is made again. */
  readonly headers: { readonly [lastEventIdHeader]?: string };
  /** The same as text, for a WebSocket's address; empty at first. */
  readonly lastEventId: string;
  /** Aborted when the stream is stopped. */
  readonly signal: AbortSignal;
}

/** Makes a connection: the first one, and each that goes on where one broke. */
export type Connect<C> = (request: ConnectionRequest) => C | Promise<C>;

/** How a stream is read. */
export interface ReadOptions {
  /**
   * Called after anything changed: the partial, the status, the attempt. What it throws goes where uncaught errors go, and
   * ends nothing.
   */
  readonly onChange?: () => void;
  /** How often a connection is tried again before it is given up. Default 5, after pauses that double from half a second. */
  readonly retries?: number;
  /** Waits for a time in milliseconds: a test gives its own. */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Why a page did not get its output. Its message may be shown to the person before it. */
export class EventStreamError extends Error {
  override readonly name = "EventStreamError";
  /**
   * A code of `OutspecErrorCode` or one of the server's own; `http-…` with the status of a refused request;
   * `disconnected` when a connection broke for good; `aborted` when the stream was stopped here.
   */
  declare readonly code: string;
  /** How long to wait before asking again, where the server knows. */
  declare readonly retryAfterMs?: number;

  constructor({ message, ...details }: PublicError, options?: ErrorOptions) {
    super(message, options);
    Object.assign(this, details);
  }
}

/** A snapshot that copies more than this is taken at most once a frame. */
const freeCopies = 256;
/** How long a page shows a picture, about, in milliseconds. */
export const frameMs = 16;

/** Waits for a time in milliseconds. */
export const systemWait = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads an output over connections that give its messages as text, in whatever pieces. Starts at once. */
export function readOutput<P, T, X>(
  connect: Connect<AsyncIterable<string>>,
  { onChange, retries = 5, wait = systemWait }: ReadOptions,
): ReadStream<P, T, X> {
  const patches = createPatchReader();
  const controller = new AbortController();
  const { signal } = controller;
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () =>
      reject(new EventStreamError({ code: "aborted", message: "The answer was stopped." })),
    );
  });
  const waiting: (() => void)[] = [];
  let status: ReadStatus = "connecting";
  let error: EventStreamError | undefined;
  /** The name of the stream, where it can be resumed, and how many messages were read. */
  let id = "";
  let seen = 0;
  let readers = 0;

  function change(next: ReadStatus): void {
    status = next;
    for (const wake of waiting.splice(0)) wake();
    // In a turn of its own: what it throws is no failure of the connection.
    if (onChange) queueMicrotask(onChange);
  }

  async function read(texts: AsyncIterable<string>): Promise<void> {
    let rest = "";
    let number = seen + 1;
    for await (const text of texts) {
      const before = seen;
      rest += text;
      // A line is looked through once it is whole, and not at each of its pieces.
      const lines = text.includes("\n") ? rest.split("\n") : [rest];
      rest = lines.pop() ?? "";
      // Each message has its data in one line. A carriage return that something in between has put behind it is white space.
      for (const line of lines) {
        if (line.startsWith("id:")) {
          // The cast holds: an id is a name and a number.
          const [name, count] = line.slice(3).split(".") as [string, string];
          number = +count;
          // The first stream, or another one, from a server that does not know the one of before.
          if (name !== id) seen = number && number - 1;
          id = name;
        } else if (line.startsWith("data:") && number++ > seen) {
          // The cast holds: it is what `toEventStream` sends, one patch or a list of them.
          for (const patch of [JSON.parse(line.slice(5)) as Patch].flat()) patches.apply(patch);
          seen = number - 1;
        }
      }
      if (patches.end) return;
      if (seen > before || status === "reconnecting") change("streaming");
    }
  }

  async function run(): Promise<ReadResult<T, X>> {
    for (let failures = 0; ; failures++) {
      const before = seen;
      const lastEventId = id && `${id}.${seen}`;
      let cause: unknown;
      try {
        const headers = lastEventId ? { [lastEventIdHeader]: lastEventId } : {};
        await read(await connect({ headers, lastEventId, signal }));
      } catch (problem) {
        cause = problem;
      }
      const { end } = patches;
      if (signal.aborted) return stopped;
      if (end) {
        if ("error" in end) throw new EventStreamError(end.error);
        // The casts hold: the server sends a finished output, and what its own options make.
        return { output: patches.snapshot() as T, result: end.finish as X };
      }
      if (cause instanceof EventStreamError) throw cause;
      if (seen > before) failures = 0;
      if (failures >= retries || (seen > 0 && !id)) {
        throw new EventStreamError({ code: "disconnected", message: "The connection was lost." }, { cause });
      }
      if (seen > 0) change("reconnecting");
      await Promise.race([wait(500 * 2 ** failures * (1 + Math.random())), stopped]);
    }
  }

  // Whoever makes the connection need not look at the signal: when it has come, it is closed.
  const result = Promise.race([run(), stopped]);
  result.then(
    () => change("done"),
    (problem: EventStreamError) => {
      error = problem;
      change(signal.aborted ? "stopped" : "failed");
    },
  );

  async function* readPartials(): AsyncGenerator<P, void, void> {
    let taken: unknown;
    readers++;
    try {
      for (;;) {
        if (patches.copied > freeCopies) await wait(frameMs);
        const value = patches.snapshot();
        if (status === "failed") throw error;
        if (status === "stopped" || (status === "done" && value === taken)) return;
        if (value === taken) await new Promise<void>((resolve) => waiting.push(resolve));
        else {
          taken = value;
          yield value as P; // what the server's stream showed
        }
      }
    } finally {
      readers--;
      // Once it has ended, nobody is left to notice.
      if (readers === 0) controller.abort();
    }
  }

  return {
    result,
    get partial() {
      return patches.snapshot() as P | undefined; // what the server's stream showed
    },
    get status() {
      return status;
    },
    get error() {
      return error;
    },
    get attempt() {
      return patches.attempt;
    },
    get isComplete() {
      return patches.isComplete;
    },
    stop: () => controller.abort(),
    [Symbol.asyncIterator]: readPartials,
  };
}
