import type { Path } from "../stream-events.ts";
import { readResponse } from "./read-event-stream.ts";
import {
  type ConnectionRequest,
  type EventStreamError,
  frameMs,
  type ReadOptions,
  type ReadStatus,
  type ReadStream,
  readOutput,
  systemWait,
} from "./read-output.ts";
import { type ClientSocket, readSocket } from "./read-web-socket.ts";

// What a page loads: its size counts.

/** How a store's output stands; `idle` before the first start. */
export type OutputStatus = "idle" | ReadStatus;

/** An output at one moment. It is never changed: a later moment is another object. */
export interface OutputState<P, T, X = unknown> {
  /** What there is of the output: it shares with the moment before what did not change. In the end it is the output. */
  readonly partial: P | undefined;
  /** The validated output, once the status is `done`. */
  readonly output: T | undefined;
  /** What the server tells beside the output, once the status is `done`; null where it tells nothing. */
  readonly result: X | undefined;
  /** How it stands; `idle` before the first start. */
  readonly status: OutputStatus;
  /** Why the status is `failed`. */
  readonly error: EventStreamError | undefined;
  /** The attempt of the server's call, from 1; a restart makes it grow. 0 while idle. */
  readonly attempt: number;
  /** Whether there is a value at a path of this `partial` that will not change any more, unless the stream restarts. */
  readonly isComplete: (path: Path) => boolean;
}

/** Asks the server for an output: makes the first connection, and each that goes on where one broke. */
export type ConnectOutput<I = void> = (
  input: I,
  request: ConnectionRequest,
) => Response | ClientSocket | Promise<Response | ClientSocket>;

/** How a store reads its outputs, and whom it tells of their ends. */
export interface OutputStoreOptions<T, X = unknown> extends Omit<ReadOptions, "onChange"> {
  /** Called when an output is there, after the store has it. */
  readonly onFinish?: (output: T, result: X) => void;
  /** Called when an output failed, and not when it was stopped. */
  readonly onError?: (error: EventStreamError) => void;
}

/** An output on a page, for whatever shows it. Its functions need no `this`. */
export interface OutputStore<P, T, I = void, X = unknown> {
  /** Has a function called whenever there is a new state, at most once a frame until the end. Returns what ends that. */
  readonly subscribe: (listener: () => void) => () => void;
  /** The state that subscribers were told of last. The same object until they are told again. */
  readonly getSnapshot: () => OutputState<P, T, X>;
  /** Asks for an output. What was there is forgotten, and stopped if it still runs. */
  readonly start: (input: I) => void;
  /** Hangs up, which stops the model. What is there stays, with the status `stopped`. */
  readonly stop: () => void;
  /** Hangs up and forgets what is there. */
  readonly reset: () => void;
}

/** The state of every store before its first start. */
export const idleState: OutputState<never, never, never> = {
  partial: undefined,
  output: undefined,
  result: undefined,
  status: "idle",
  error: undefined,
  attempt: 0,
  isComplete: () => false,
};

/**
 * Creates a store of one output at a time: what React, Vue, Svelte, Solid and others need to show a stream.
 *
 * `connect` returns the response of `fetch`, or a WebSocket. States are made when somebody looks: a thousand messages
 * within a frame cost one copy of what they changed.
 */
export function createOutputStore<P, T, I = void, X = unknown>(
  connect: ConnectOutput<I>,
  options: OutputStoreOptions<T, X> = {},
): OutputStore<P, T, I, X> {
  const listeners = new Set<() => void>();
  let state: OutputState<P, T, X> = idleState;
  /** The stream that runs. */
  let running: ReadStream<P, T, X> | undefined;
  /** Whether the running stream is to be looked at for the state. */
  let isStale = false;
  /** Whether there is more than subscribers were told of. */
  let hasNews = false;
  let isPausing = false;

  function notify(): void {
    hasNews = false;
    for (const listener of [...listeners]) {
      try {
        listener();
      } catch (problem) {
        // It is no failure of the connection: it goes where uncaught errors go.
        queueMicrotask(() => {
          throw problem;
        });
      }
    }
  }

  /** Tells of a change now, or, when the last time was within this frame, after it. */
  function announce(): void {
    hasNews = true;
    if (isPausing) return;
    isPausing = true;
    isStale = true;
    void (options.wait ?? systemWait)(frameMs).then(() => {
      isPausing = false;
      if (hasNews) announce();
    });
    notify();
  }

  function show(next: OutputState<P, T, X>): void {
    state = next;
    isStale = false;
    notify();
  }

  function getSnapshot(): OutputState<P, T, X> {
    if (isStale && running !== undefined) {
      state = lookAt(running);
      isStale = false;
      hasNews = false;
    }
    return state;
  }

  /** Lets go of the stream that runs. Whatever still comes of it is not heard. */
  function leave(): void {
    const left = running;
    running = undefined;
    left?.stop();
  }

  function start(input: I): void {
    leave();
    const stream: ReadStream<P, T, X> = readOutput(
      async (request) => {
        const connection = await connect(input, request);
        return "close" in connection
          ? readSocket(connection, request.signal)
          : readResponse(connection, request.signal);
      },
      {
        ...options,
        onChange() {
          // The end is told of below, with the output.
          if (stream === running && stream.status !== "done" && stream.status !== "failed") announce();
        },
      },
    );
    running = stream;
    const end = (last: Partial<OutputState<P, T, X>>): boolean => {
      if (stream !== running) return false;
      running = undefined;
      show({ ...lookAt(stream), ...last });
      return true;
    };
    stream.result.then(
      ({ output, result }) => {
        if (end({ output, result })) options.onFinish?.(output, result);
      },
      (error: EventStreamError) => {
        if (end({ error })) options.onError?.(error);
      },
    );
    show({ ...idleState, status: "connecting", attempt: 1 });
  }

  function stop(): void {
    if (running === undefined) return;
    const stopped = { ...lookAt(running), status: "stopped" } as const;
    leave();
    show(stopped);
  }

  function reset(): void {
    leave();
    if (state !== idleState) show(idleState);
  }

  return {
    subscribe(listener) {
      // Its own function for each subscription, so that one may be made twice.
      const entry = (): void => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    getSnapshot,
    start,
    stop,
    reset,
  };
}

function lookAt<P, T, X>(stream: ReadStream<P, T, X>): OutputState<P, T, X> {
  // In this order: what is complete is asked of the partial that was taken.
  const { partial, isComplete, status, attempt } = stream;
  return { ...idleState, partial, isComplete, status, attempt };
}
