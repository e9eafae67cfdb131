import type { Clock } from "../clock.ts";
import type { Result } from "../result.ts";
import type { BatchMemory } from "./batch-memory.ts";
import type { BatchProgress } from "./options.ts";

/** A batch with every option decided. */
export interface BatchPlan<I, T> {
  readonly generate: (input: I, signal: AbortSignal) => Promise<Result<T>>;
  readonly inputs: Iterable<I> | AsyncIterable<I>;
  readonly total: number | undefined;
  readonly concurrency: number;
  readonly order: "completion" | "input";
  /** Most inputs that are read and not handed out yet. */
  readonly ahead: number;
  readonly retries: number;
  /** Failed inputs in a row that end it; may be infinite. */
  readonly failAfter: number;
  readonly key: ((input: I, index: number) => string) | undefined;
  readonly memory: BatchMemory<T> | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: BatchProgress) => void) | undefined;
  readonly clock: Clock;
}
