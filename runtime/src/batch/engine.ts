import type { OutspecError } from "../errors.ts";
import { abortErrorOf, onAbort } from "../on-abort.ts";
import type { Outcome } from "../outcome.ts";
import { backoffMs } from "../router/backoff.ts";
import { totalUsage } from "../usage.ts";
import type { BatchPlan } from "./batch-plan.ts";
import { type CallGate, createCallGate } from "./call-gate.ts";
import { type Caller, createCaller } from "./caller.ts";
import { createCompletionDelivery, createInputDelivery, type Delivery } from "./delivery.ts";
import { createEntry, type Entry, itemOf, tooManyFailures } from "./entry.ts";
import { createEntryQueue, type EntryQueue } from "./entry-queue.ts";
import { createInputNamer } from "./input-namer.ts";
import { createInputReader, type InputReader } from "./input-reader.ts";
import type { BatchItem, BatchProgress, BatchSummary } from "./options.ts";
import { type ProgressReporter, reportProgress } from "./progress-reporter.ts";
import { createTally, type Tally } from "./tally.ts";

/**
 * Runs a batch: reads inputs, makes calls, writes down what they come to and holds it ready for the reader.
 *
 * Whatever changes what may happen next ends in `#pump`, the only place where things are begun.
 */
export class BatchEngine<I, T> {
  readonly #plan: BatchPlan<I, T>;
  readonly #inputs: InputReader<I>;
  readonly #delivery: Delivery<BatchItem<I, T>>;
  readonly #queue: EntryQueue<Entry<I, T>>;
  readonly #caller: Caller<I, T>;
  readonly #gate: CallGate;
  readonly #nameInput: (input: I, index: number) => string;
  #phase: "new" | "opening" | "running" | "closing" | "closed" = "new";
  #tally: Tally;
  #reporter: ProgressReporter | undefined;
  #isReading = false;
  #isExhausted = false;
  #isStopping = false;
  #nextIndex = 0;
  /** Inputs that were read and not handed out. */
  #places = 0;
  /** Outcomes that are being written down. */
  #writing = 0;
  #failure: { readonly error: unknown } | undefined;
  #endedAt = 0;
  #releaseSignal = (): void => {};
  #cancelWake = (): void => {};
  #waiting: (() => void)[] = [];

  constructor(plan: BatchPlan<I, T>) {
    this.#plan = plan;
    this.#inputs = createInputReader(plan.inputs);
    this.#delivery = plan.order === "input" ? createInputDelivery() : createCompletionDelivery();
    this.#queue = createEntryQueue(plan.clock);
    this.#nameInput = createInputNamer(plan.key);
    this.#tally = createTally(plan.clock.now(), plan.total);
    this.#gate = createCallGate(plan.concurrency, plan.clock);
    this.#caller = createCaller(plan.generate);
  }

  get progress(): BatchProgress {
    return this.#look(this.#phase === "closed");
  }

  /** Begins, if it has not begun. */
  start(): void {
    if (this.#phase !== "new") return;
    const { clock, onProgress, signal, total } = this.#plan;
    this.#phase = "opening";
    this.#tally = createTally(clock.now(), total);
    this.#reporter = reportProgress(onProgress, (isFinal) => this.#look(isFinal), clock);
    if (signal !== undefined) this.#releaseSignal = onAbort(signal, () => this.fail(abortErrorOf(signal)));
    void this.#open();
  }

  /** The next finished item; undefined at the end. Rejects with what ended the batch, once all finished items are handed out. */
  async next(): Promise<BatchItem<I, T> | undefined> {
    this.start();
    for (;;) {
      const item = this.#delivery.take();
      if (item !== undefined) {
        this.#places--;
        this.#pump();
        return item;
      }
      if (this.#phase === "closed") break;
      await this.#change();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
    return undefined;
  }

  /** The summary, once it is over. Rejects with what ended the batch. */
  async summary(): Promise<BatchSummary> {
    await this.closed();
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#tally.summary(this.#endedAt, this.#isStopping && !this.#isExhausted);
  }

  /** Resolves once nothing is under way and the journal is closed. */
  async closed(): Promise<void> {
    while (this.#phase !== "closed") await this.#change();
  }

  /** Begins nothing new; what is in flight is finished. */
  stop(): void {
    if (this.#phase === "closing" || this.#phase === "closed") return;
    this.start();
    this.#isStopping = true;
    for (const entry of this.#queue.clear()) {
      if (entry.lastOutcome !== undefined) void this.#settle(entry, entry.lastOutcome);
      else this.#places--;
    }
    this.#pump();
  }

  /** Ends the batch with an error, and lets go of all calls. Only the first error counts. */
  fail(error: unknown): void {
    if (this.#phase === "closing" || this.#phase === "closed") return;
    this.#failure ??= { error };
    this.#caller.abort(error);
    void this.#close();
  }

  async #open(): Promise<void> {
    // The signal may have aborted before the batch began; then the journal is not touched.
    if (this.#phase !== "opening") return;
    try {
      await this.#plan.memory?.open();
      if (this.#phase !== "opening") return;
      this.#phase = "running";
      this.#pump();
    } catch (error) {
      this.fail(error);
    }
  }

  /** Begins whatever may begin now. */
  #pump(): void {
    if (this.#phase !== "running") return;
    this.#cancelWake();
    while (this.#gate.isOpen) {
      const entry = this.#queue.take();
      if (entry === undefined) break;
      void this.#call(entry);
    }
    const hasRoom = this.#gate.isOpen && this.#queue.ready === 0 && this.#places < this.#plan.ahead;
    if (hasRoom && !this.#isReading && !this.#isExhausted && !this.#isStopping) void this.#read();
    const { opensInMs } = this.#gate;
    if (opensInMs !== undefined) this.#cancelWake = this.#plan.clock.after(opensInMs, () => this.#pump());
    if (this.#isDone()) void this.#close();
  }

  #isDone(): boolean {
    const isBusy = this.#isReading || this.#queue.size > 0 || this.#gate.inFlight > 0 || this.#writing > 0;
    return !isBusy && (this.#isExhausted || this.#isStopping);
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    try {
      const next = await this.#inputs.read();
      if (next.done) this.#isExhausted = true;
      else await this.#admit(next.input);
    } catch (error) {
      this.fail(error);
    }
    this.#isReading = false;
    this.#pump();
  }

  /** Takes in an input that was read. */
  async #admit(input: I): Promise<void> {
    const index = this.#nextIndex++;
    this.#places++;
    const entry = createEntry<I, T>(index, this.#nameInput(input, index), input);
    const { memory } = this.#plan;
    const recalled = await memory?.recall(entry);
    if (recalled !== undefined) {
      this.#tally.addRecorded(recalled.outcome.kind, recalled.usage);
      this.#deliver(entry, recalled.outcome, memory?.handsOut === true, true);
    } else if (this.#isStopping) {
      this.#places--;
    } else {
      this.#queue.add(entry);
    }
  }

  async #call(entry: Entry<I, T>): Promise<void> {
    const leaveGate = this.#gate.enter();
    entry.tries++;
    let ending: Outcome<T>;
    try {
      ending = await this.#caller.call(entry.input, entry.index);
    } catch (error) {
      leaveGate(undefined);
      this.fail(error);
      return;
    }
    const { verdict } = leaveGate(ending);
    // Once the batch is over nobody waits for what its calls come to.
    if (this.#phase !== "running") return;
    const usage = ending.kind === "ok" ? ending.result.usage : ending.error.usage;
    entry.usage = totalUsage([entry, { usage }]);
    this.#tally.addCall(usage, entry.tries > 1);
    const isWorthATry = verdict === "limited" || verdict === "unreachable";
    if (!isWorthATry || this.#isStopping || entry.tries > this.#plan.retries) {
      await this.#settle(entry, ending);
      return;
    }
    entry.lastOutcome = ending;
    // For a provider that has too many, the whole batch waits; what else went wrong may be wrong with this call alone.
    const delayMs = verdict === "limited" ? 0 : backoffMs(entry.tries, undefined, this.#plan.clock.random());
    this.#queue.addAgain(entry, delayMs, () => this.#pump());
    this.#pump();
  }

  /** Writes down what an input came to, then hands it out. */
  async #settle(entry: Entry<I, T>, ending: Outcome<T>): Promise<void> {
    this.#writing++;
    try {
      await this.#plan.memory?.remember(entry, ending);
    } catch (error) {
      this.fail(error);
    }
    this.#writing--;
    if (this.#phase !== "running") return;
    this.#tally.addFinished(ending.kind);
    this.#deliver(entry, ending, true, false);
    if (ending.kind !== "ok") this.#stopAfterFailures(entry, ending.error);
    this.#pump();
  }

  #deliver(entry: Entry<I, T>, ending: Outcome<T>, handsOut: boolean, recorded: boolean): void {
    if (!handsOut) this.#places--;
    this.#delivery.put(entry.index, handsOut ? itemOf(entry, ending, recorded) : undefined);
    this.#notify();
  }

  #stopAfterFailures({ index }: Entry<I, T>, error: OutspecError): void {
    const { failuresInRow } = this.#tally;
    if (failuresInRow < this.#plan.failAfter || this.#isStopping) return;
    this.#failure = { error: tooManyFailures(failuresInRow, index, error) };
    this.stop();
  }

  async #close(): Promise<void> {
    this.#phase = "closing";
    this.#cancelWake();
    this.#queue.clear();
    this.#releaseSignal();
    this.#inputs.leave();
    try {
      await this.#plan.memory?.close();
    } catch (error) {
      this.#failure ??= { error };
    }
    this.#phase = "closed";
    this.#endedAt = this.#plan.clock.now();
    this.#reporter?.end();
    this.#notify();
  }

  #look(isFinal: boolean): BatchProgress {
    const { inFlight, concurrency, pausedMs } = this.#gate;
    const now = this.#phase === "closed" ? this.#endedAt : this.#plan.clock.now();
    const moment = isFinal ? { inFlight: 0, pausedMs: 0 } : { inFlight, pausedMs };
    return this.#tally.progress({ now, concurrency, isFinal, ...moment });
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #notify(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
