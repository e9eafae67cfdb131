/** A stream in React, 18 and 19: `@outspec/runtime/react`. */
"use client";

import { useEffect, useInsertionEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import {
  type ConnectOutput,
  createOutputStore,
  idleState,
  type OutputState,
  type OutputStore,
  type OutputStoreOptions,
} from "./sse/output-store.ts";

/** What a component knows of its stream, and what it does with it. The functions stay the same ones. */
export type OutputStreamState<P, T, I = void, X = unknown> = OutputState<P, T, X> &
  Pick<OutputStore<P, T, I, X>, "start" | "stop" | "reset">;

/**
 * Shows an output while it comes. Nothing is asked for until `start` is called, from an event or an effect.
 *
 * The type arguments are the generated partial type and type of the output, what `start` takes (nothing, by default), and
 * what the server's option `result` makes.
 *
 * A component renders when something changed, at most once a frame, and all that render together see one state. What
 * did not change of a partial is the same object, so memoized components below need not render. Without a component
 * that shows it, the stream is stopped.
 *
 * `connect`, `onFinish` and `onError` may be new functions at each render: the newest is called. `retries` and `wait`
 * are those of the first.
 */
export function useOutputStream<P, T, I = void, X = unknown>(
  connect: ConnectOutput<I>,
  options: OutputStoreOptions<T, X> = {},
): OutputStreamState<P, T, I, X> {
  const latest = useRef({ connect, options, isGone: false });
  // It runs before all other effects, which may start the stream.
  useInsertionEffect(() => {
    const given = { connect, options, isGone: false };
    latest.current = given;
    return () => {
      given.isGone = true;
    };
  });

  const [{ subscribe, getSnapshot, start, stop, reset }] = useState(() => {
    const store = createOutputStore<P, T, I, X>((input, request) => latest.current.connect(input, request), {
      ...options,
      onFinish: (output, result) => latest.current.options.onFinish?.(output, result),
      onError: (error) => latest.current.options.onError?.(error),
    });
    return {
      ...store,
      start(input: I) {
        // After what it awaited, an event may come back to a component that is gone: nobody would stop the stream.
        if (!latest.current.isGone) store.start(input);
      },
    };
  });
  useEffect(() => stop, [stop]);

  const state = useSyncExternalStore(subscribe, getSnapshot, getServerSnapshot);
  return useMemo(() => ({ ...state, start, stop, reset }), [state, start, stop, reset]);
}

function getServerSnapshot(): typeof idleState {
  return idleState;
}
