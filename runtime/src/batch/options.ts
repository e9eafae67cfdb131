import type { Usage } from "../attempt.ts";
import type { CallOptions, RoutedCallOptions } from "../call.ts";
import type { Clock } from "../clock.ts";
import type { Outcome } from "../outcome.ts";
import type { OutputSpec } from "../output-spec.ts";
import type { Result } from "../result.ts";
import type { BatchJournal } from "./journal.ts";

/** A generated function, or one that calls it: what is done with each input. It hands the options on to its call. */
export type GenerateOutput<I, T, O = CallOptions> = (input: I, options: O) => Promise<Result<T>>;

/** One finished input. */
export interface BatchItem<I, T> {
  /** Position among the inputs, from 0. */
  readonly index: number;
  /** What the `key` option says of the input, else its index as a string. */
  readonly key: string;
  readonly input: I;
  readonly outcome: Outcome<T>;
  /**
   * Whether the outcome is that of an earlier run, read from the journal. The journal holds no attempts, so that the
   * result's list of them is empty.
   */
  readonly recorded: boolean;
  /** How many calls were made for it in this run. */
  readonly tries: number;
}

/** How far a batch has come. */
export interface BatchProgress {
  /** Inputs that are finished, failed ones and those of earlier runs included. */
  readonly done: number;
  /** Inputs whose outcome is not `ok`. */
  readonly failed: number;
  /** Inputs that an earlier run finished, by the journal. */
  readonly recorded: number;
  /** All inputs, where that is known. */
  readonly total?: number;
  readonly inFlight: number;
  /** Most calls at once for now; less than the `concurrency` option where a provider had too many. */
  readonly concurrency: number;
  /** Milliseconds until calls are made again, where a provider asked for a pause; else 0. */
  readonly pausedMs: number;
  /** Tokens of all calls of this run. */
  readonly usage: Usage;
  readonly elapsedMs: number;
  /** Inputs finished by calls of this run in each of the last 30 seconds, on average. */
  readonly perSecond: number;
  /** Milliseconds to the end at this speed, where it can be told. */
  readonly etaMs?: number;
  /** Whether nothing comes after this. */
  readonly isFinal: boolean;
}

/** What became of a batch. */
export interface BatchSummary {
  /** Inputs that are finished, those of earlier runs included. */
  readonly done: number;
  /** How many of them ended in which way. */
  readonly counts: Readonly<Record<Outcome<unknown>["kind"], number>>;
  /** Inputs that an earlier run finished, by the journal. */
  readonly recorded: number;
  /** Calls that were made because an earlier one for the same input failed. */
  readonly retries: number;
  /** Tokens of all calls of this run. */
  readonly usage: Usage;
  /** Tokens of the calls whose outcomes were read from the journal. */
  readonly recordedUsage: Usage;
  readonly elapsedMs: number;
  /** Whether `stop()` ended it before all inputs were read. */
  readonly stopped: boolean;
}

/** What can be set for a batch. */
export type BatchOptions<I, T> = BatchRunOptions<I> & (WithoutJournal | WithJournal<T>);

/** {@link BatchOptions} of a function that was generated without a router: its calls have to name one. */
export type RoutedBatchOptions<I, T> = BatchOptions<I, T> & {
  readonly callOptions: BatchCallOptions<RoutedCallOptions>;
};

/** What is handed to every call; the batch has its own signal. Without `attempts` it is 1: the batch itself tries again. */
export type BatchCallOptions<O extends CallOptions = CallOptions> = Omit<O, "signal">;

/** What can be set for every batch, with a journal or without. */
export interface BatchRunOptions<I> {
  /** Options of every call, such as its router, settings and deadlines. */
  readonly callOptions?: BatchCallOptions;
  /** Most calls at once. Fewer are made while a provider has too many. Default 16. */
  readonly concurrency?: number;
  /**
   * `completion` (default) hands items out as they are finished; `input` in the order of the inputs, which holds
   * finished ones back, at most `window` of them.
   */
  readonly order?: "completion" | "input";
  /** For `order: "input"`: how many inputs may be begun beyond the last one handed out. Default four times `concurrency`. */
  readonly window?: number;
  /** How often an input is tried again whose call failed because the provider was busy, down or out of reach. Default 5. */
  readonly retries?: number;
  /**
   * When failed inputs end the batch: `true` at the first one, `{ after: n }` when n inputs in a row have failed, `false`
   * never. What is in flight is finished; then the loop throws. Default `{ after: 100 }`.
   */
  readonly failFast?: boolean | { readonly after: number };
  /** Aborting it stops all calls at once and throws an `AbortError` from the loop. */
  readonly signal?: AbortSignal;
  /** Names an input, so that a journal knows it again wherever it stands. Keys have to be unique. Default: the index. */
  readonly key?: (input: I, index: number) => string;
  /** How many inputs there are, for the progress. Known of arrays, sets and maps. */
  readonly total?: number;
  /** Told how far the batch is: at most every 250 ms, and at the end. */
  readonly onProgress?: (progress: BatchProgress) => void;
  /** Time and chance, for tests. */
  readonly clock?: Clock;
}

/** A batch that remembers nothing. */
export interface WithoutJournal {
  readonly journal?: undefined;
}

/** A batch that goes on where an earlier run of it ended. */
export interface WithJournal<T> {
  /**
   * Where finished inputs are written down, their outputs included. An input that an earlier run finished is not called
   * again, unless it has changed or its output is no longer valid.
   */
  readonly journal: BatchJournal;
  /** The spec of the outputs: its name marks the journal, and it validates what is read from there. */
  readonly spec: Pick<OutputSpec<T>, "name" | "validate">;
  /** Whether items of an earlier run are handed out as well (`yield`, default) or passed over. */
  readonly recorded?: "yield" | "skip";
  /** Whether an input that failed in an earlier run is called again. Default true. */
  readonly retryFailed?: boolean;
}
