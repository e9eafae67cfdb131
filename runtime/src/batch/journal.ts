import type { FinishReason, OutspecErrorCode, Usage } from "../attempt.ts";
import type { Outcome } from "../outcome.ts";
import type { Receipt, Repair } from "../result.ts";

/** What a journal is of. */
export interface JournalHeader {
  /** Name of the spec whose outputs are in it. */
  readonly name: string;
}

/** What is remembered of one finished input: its output or why there is none, and nothing of the input or the prompt. */
export type JournalRecord = RecordedOutput | RecordedFailure;

interface RecordedInput {
  readonly key: string;
  readonly index: number;
  /** Of the input: another one means that the input has changed. */
  readonly fingerprint: string;
  /** When it was finished, in milliseconds since 1970. */
  readonly at: number;
  /** Of all calls for the input. */
  readonly usage: Usage;
}

/** An input that led to an output. */
export interface RecordedOutput extends RecordedInput {
  readonly kind: "ok";
  readonly output: unknown;
  readonly model: string;
  readonly finishReason: FinishReason;
  readonly repairs: readonly Repair[];
  readonly receipt: Receipt;
}

/** An input that led to none. */
export interface RecordedFailure extends RecordedInput {
  readonly kind: Exclude<Outcome<unknown>["kind"], "ok" | "aborted">;
  readonly code: OutspecErrorCode;
  readonly message: string;
}

/**
 * Where a batch writes down what is finished: a file, a table of a database.
 *
 * One run at a time: a journal that is open already refuses to be opened, with a `ConfigurationError` that says who has
 * it, and so does one that was begun for another name.
 */
export interface BatchJournal {
  open(header: JournalHeader): Promise<OpenJournal>;
}

/** A journal in the hands of one run. */
export interface OpenJournal {
  /** The latest record that an earlier run wrote under a key, if its fingerprint is this one. */
  find(key: string, fingerprint: string): Promise<JournalRecord | undefined>;
  /** Resolves once the record outlives this process. Called while earlier appends are under way. */
  append(record: JournalRecord): Promise<void>;
  /** Lets the next run have it, once all records are written. */
  close(): Promise<void>;
}
