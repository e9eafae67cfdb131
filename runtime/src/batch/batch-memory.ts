import type { Usage } from "../attempt.ts";
import type { Clock } from "../clock.ts";
import type { Outcome } from "../outcome.ts";
import { fingerprintInput } from "./fingerprint-input.ts";
import type { OpenJournal } from "./journal.ts";
import { outcomeOf, recordOf } from "./journal-records.ts";
import type { WithJournal } from "./options.ts";

/** An input as a journal knows it. */
export interface RememberedInput {
  readonly index: number;
  readonly key: string;
  readonly input: unknown;
  /** Of all calls for it. */
  readonly usage: Usage;
}

/** What an earlier run found out. */
export interface Recalled<T> {
  readonly outcome: Outcome<T>;
  readonly usage: Usage;
}

/** A batch's side of its journal. */
export interface BatchMemory<T> {
  /** Whether recalled inputs are handed out. */
  readonly handsOut: boolean;
  open(): Promise<void>;
  /** What an earlier run found out of an input, if that still holds and is not to be tried again. */
  recall(input: RememberedInput): Promise<Recalled<T> | undefined>;
  /** Resolves once the outcome is written down. */
  remember(input: RememberedInput, outcome: Outcome<T>): Promise<void>;
  /** Waits for what is being written, and for an opening that is under way. */
  close(): Promise<void>;
}

/** Makes the memory of a batch that has a journal. */
export function createBatchMemory<T>(options: WithJournal<T>, clock: Clock): BatchMemory<T> {
  const { journal, spec, recorded = "yield", retryFailed = true } = options;
  let opening: Promise<OpenJournal> | undefined;
  const opened = async (): Promise<OpenJournal> => {
    if (opening === undefined) throw new Error("a journal is opened before it is used");
    return opening;
  };
  return {
    handsOut: recorded === "yield",
    async open() {
      opening = journal.open({ name: spec.name });
      await opening;
    },
    async recall({ key, input }) {
      const record = await (await opened()).find(key, fingerprintInput(input));
      if (record === undefined || (record.kind !== "ok" && retryFailed)) return undefined;
      const outcome = outcomeOf(record, (value): value is T => spec.validate(value));
      return outcome === undefined ? undefined : { outcome, usage: record.usage };
    },
    async remember({ key, index, input, usage }, outcome) {
      const facts = { key, index, fingerprint: fingerprintInput(input), at: clock.wallTime(), usage };
      const record = recordOf(facts, outcome);
      if (record !== undefined) await (await opened()).append(record);
    },
    async close() {
      // That it could not be opened was told to whoever opened it.
      const journalOpen = await opening?.catch(() => undefined);
      await journalOpen?.close();
    },
  };
}
