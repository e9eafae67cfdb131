import type { Usage } from "../attempt.ts";
import type { Outcome } from "../outcome.ts";
import { totalUsage } from "../usage.ts";
import type { BatchProgress, BatchSummary } from "./options.ts";
import { createSpeedometer } from "./speedometer.ts";

/** What the batch knows of itself at the moment, beside what is counted. */
export type BatchNow = Pick<BatchProgress, "inFlight" | "concurrency" | "pausedMs" | "isFinal"> & {
  readonly now: number;
};

/** What a batch has done so far, in numbers. */
export interface Tally {
  /** Failed inputs in a row, in the order in which they were finished. */
  readonly failuresInRow: number;
  addCall(usage: Usage, isRetry: boolean): void;
  addFinished(kind: Outcome<unknown>["kind"]): void;
  /** An input that an earlier run finished. */
  addRecorded(kind: Outcome<unknown>["kind"], usage: Usage): void;
  progress(at: BatchNow): BatchProgress;
  summary(now: number, stopped: boolean): BatchSummary;
}

/** Makes the tally of a batch that begins now. */
export function createTally(startedAt: number, total: number | undefined): Tally {
  const counts = { ok: 0, refused: 0, truncated: 0, invalid: 0, unavailable: 0, aborted: 0 };
  const speedometer = createSpeedometer(startedAt);
  let usage = totalUsage([]);
  let recordedUsage = totalUsage([]);
  let recorded = 0;
  let retries = 0;
  let failuresInRow = 0;
  const done = (): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
  const etaMs = (perSecond: number): number | undefined =>
    total === undefined || perSecond === 0 ? undefined : (Math.max(0, total - done()) / perSecond) * 1_000;

  return {
    get failuresInRow() {
      return failuresInRow;
    },
    addCall(spent, isRetry) {
      usage = totalUsage([{ usage }, { usage: spent }]);
      if (isRetry) retries++;
    },
    addFinished(kind) {
      counts[kind]++;
      failuresInRow = kind === "ok" ? 0 : failuresInRow + 1;
    },
    addRecorded(kind, spent) {
      counts[kind]++;
      recorded++;
      recordedUsage = totalUsage([{ usage: recordedUsage }, { usage: spent }]);
    },
    progress({ now, ...moment }) {
      const perSecond = speedometer.measure(now, done() - recorded);
      const left = etaMs(perSecond);
      return {
        done: done(),
        failed: done() - counts.ok,
        recorded,
        ...(total === undefined ? {} : { total }),
        ...moment,
        usage,
        elapsedMs: now - startedAt,
        perSecond,
        ...(left === undefined ? {} : { etaMs: left }),
      };
    },
    summary: (now, stopped) => ({
      done: done(),
      counts: { ...counts },
      recorded,
      retries,
      usage,
      recordedUsage,
      elapsedMs: now - startedAt,
      stopped,
    }),
  };
}
