/**
 * Keeps the messages of streams, so that a page whose connection broke can go on where it was.
 *
 * `createMemoryReplay` keeps them on this machine, `@outspec/runtime/redis` where several machines see them.
 */
export interface ReplayStore {
  /** Begins the log of a stream. */
  open(key: string): ReplayLog | Promise<ReplayLog>;
  /**
   * Reads a stream's messages behind the first `after`, those that are there and those to come, until its last one or
   * until `signal` aborts. Nothing when the stream is not known, or not any more.
   *
   * Whoever reads counts as a reader until then, also between two batches. When a log is lost before its last message,
   * as when the machine that wrote it is gone, the loop throws an `OutspecError` with the code `interrupted`; with any
   * other error it may be tried again.
   */
  read(key: string, after: number, signal: AbortSignal): Promise<AsyncIterable<readonly string[]> | undefined>;
}

/** The log of one stream, written by the machine that runs it. */
export interface ReplayLog {
  /** Adds messages; the last ones are marked. Messages are JSON texts, so none is empty. */
  append(messages: readonly string[], isLast: boolean): void | Promise<void>;
  /** Whether anybody reads the stream now, on any machine. */
  isRead(): boolean | Promise<boolean>;
}
