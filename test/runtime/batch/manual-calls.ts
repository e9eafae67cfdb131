import type { CallOptions, Result } from "@outspec/runtime";
import { resultOf } from "./results.ts";

/** One call that waits for the test. */
export interface ManualCall<I, T> {
  readonly input: I;
  readonly options: CallOptions;
  answer(output: T): void;
  /** Answers with more than an output, or with a failure. */
  settle(how: Result<T> | Error): void;
}

/** A function as generated ones are, whose calls a test ends one by one. */
export interface ManualCalls<I, T> {
  readonly generate: (input: I, options: CallOptions) => Promise<Result<T>>;
  /** All calls so far, in order. */
  readonly calls: readonly ManualCall<I, T>[];
  /** Those that have not ended. */
  readonly open: readonly ManualCall<I, T>[];
  readonly mostOpen: number;
}

/** Makes such a function. */
export function createManualCalls<I, T>(): ManualCalls<I, T> {
  const calls: ManualCall<I, T>[] = [];
  const open = new Set<ManualCall<I, T>>();
  let mostOpen = 0;
  return {
    calls,
    get open() {
      return [...open];
    },
    get mostOpen() {
      return mostOpen;
    },
    generate: (input, options) =>
      new Promise((resolve, reject) => {
        const settle = (how: Result<T> | Error): void => {
          open.delete(call);
          if (how instanceof Error) reject(how);
          else resolve(how);
        };
        const call: ManualCall<I, T> = {
          input,
          options,
          settle,
          answer: (output) => settle(resultOf(output)),
        };
        options.signal?.addEventListener("abort", () => settle(options.signal?.reason), { once: true });
        calls.push(call);
        open.add(call);
        mostOpen = Math.max(mostOpen, open.size);
      }),
  };
}

/** Lets everything run that waits for nothing but its turn. */
export async function turn(): Promise<void> {
  for (let count = 0; count < 12; count++) await new Promise((resolve) => setImmediate(resolve));
}
