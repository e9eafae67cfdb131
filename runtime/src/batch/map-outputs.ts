import type { CallOptions, RoutedCallOptions } from "../call.ts";
import { type Clock, systemClock } from "../clock.ts";
import { AbortError, ConfigurationError } from "../errors.ts";
import { checkWholeNumber } from "../router/routed-call.ts";
import { createBatchMemory } from "./batch-memory.ts";
import type { BatchPlan } from "./batch-plan.ts";
import { BatchEngine } from "./engine.ts";
import { countInputs } from "./input-reader.ts";
import type {
  BatchItem,
  BatchOptions,
  BatchProgress,
  BatchSummary,
  GenerateOutput,
  RoutedBatchOptions,
} from "./options.ts";

/** A batch under way: a loop over its items, or its summary alone. It begins when it is first read. */
export interface BatchRun<I, T> extends AsyncIterable<BatchItem<I, T>> {
  /** How far it is. */
  readonly progress: BatchProgress;
  /** Leaving the loop early stops all calls. It ends by throwing what ended the batch, after all finished items. */
  [Symbol.asyncIterator](): AsyncIterator<BatchItem<I, T>, undefined>;
  /** Runs to the end and tells what became of it. Items that no loop reads are dropped. Rejects with what ended the batch. */
  finish(): Promise<BatchSummary>;
  /** Runs to the end and gives all items, in the order in which they are handed out, and the summary. For what fits in memory. */
  collect(): Promise<{ readonly items: readonly BatchItem<I, T>[]; readonly summary: BatchSummary }>;
  /** Begins no further calls. Those in flight are finished and handed out; then the loop ends as it does when all is done. */
  stop(): void;
}

/**
 * Calls a generated function for each input, several at once, and hands out what each led to.
 *
 * Inputs are read as they are needed: never more than `concurrency` (or `window`) of them are read and not handed out.
 * An input that fails is an item with that outcome. A provider that has too many calls gets fewer, and no call before it
 * wants one again; inputs that met it are tried again. With a journal, a later run goes on where this one ended. Throws a
 * `ConfigurationError` for options that make no sense.
 */
export function mapOutputs<I, T>(
  generate: GenerateOutput<I, T>,
  inputs: Iterable<I> | AsyncIterable<I>,
  options?: BatchOptions<I, T>,
): BatchRun<I, T>;
export function mapOutputs<I, T>(
  generate: GenerateOutput<I, T, RoutedCallOptions>,
  inputs: Iterable<I> | AsyncIterable<I>,
  options: RoutedBatchOptions<I, T>,
): BatchRun<I, T>;
export function mapOutputs<I, T>(
  generate: GenerateOutput<I, T, RoutedCallOptions>,
  inputs: Iterable<I> | AsyncIterable<I>,
  options: BatchOptions<I, T> = {},
): BatchRun<I, T> {
  const clock = options.clock ?? systemClock;
  const plan = decide(options, clock);
  const call: CallOptions = { attempts: 1, ...options.callOptions };
  const engine = new BatchEngine<I, T>({
    ...plan,
    // The cast holds: where the function needs a router, the options have one, by the second signature.
    generate: (input, signal) => generate(input, { ...call, signal } as RoutedCallOptions),
    inputs,
    total: options.total ?? countInputs(inputs),
    memory: options.journal === undefined ? undefined : createBatchMemory(options, clock),
  });
  return createRun(engine);
}

const defaultConcurrency = 16;
const defaultRetries = 5;
const defaultFailures = 100;

/** The options that need no knowledge of inputs and outputs, decided. */
function decide<I, T>(
  options: BatchOptions<I, T>,
  clock: Clock,
): Omit<BatchPlan<I, T>, "generate" | "inputs" | "total" | "memory"> {
  const { concurrency = defaultConcurrency, order = "completion", retries = defaultRetries } = options;
  const { window = concurrency * 4, failFast = { after: defaultFailures } } = options;
  checkWholeNumber("concurrency", concurrency, 1);
  checkWholeNumber("window", window, 1);
  checkWholeNumber("retries", retries, 0);
  if (typeof failFast === "object") checkWholeNumber("failFast.after", failFast.after, 1);
  if (options.journal !== undefined && options.spec === undefined) {
    throw new ConfigurationError(
      "a batch with a journal needs the `spec` of its outputs, which validates what is read from there",
    );
  }
  return {
    concurrency,
    order,
    ahead: order === "input" ? window : concurrency,
    retries,
    failAfter: typeof failFast === "object" ? failFast.after : failFast ? 1 : Number.POSITIVE_INFINITY,
    key: options.key,
    signal: options.signal,
    onProgress: options.onProgress,
    clock,
  };
}

function createRun<I, T>(engine: BatchEngine<I, T>): BatchRun<I, T> {
  let isRead = false;
  const iterator: AsyncIterator<BatchItem<I, T>, undefined> = {
    async next() {
      const item = await engine.next();
      return item === undefined ? { done: true, value: undefined } : { done: false, value: item };
    },
    async return() {
      // Once the batch is over this changes nothing.
      engine.fail(new AbortError("the loop over the batch was left"));
      await engine.closed();
      return { done: true, value: undefined };
    },
  };
  const run: BatchRun<I, T> = {
    get progress() {
      return engine.progress;
    },
    [Symbol.asyncIterator]() {
      isRead = true;
      return iterator;
    },
    async finish() {
      if (!isRead) for await (const _item of run);
      return engine.summary();
    },
    async collect() {
      const items: BatchItem<I, T>[] = [];
      for await (const item of run) items.push(item);
      return { items, summary: await engine.summary() };
    },
    stop: () => engine.stop(),
  };
  return run;
}
