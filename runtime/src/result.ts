import type { Attempt, FinishReason, Usage } from "./attempt.ts";

/** A flaw of the answer's text that was mended before validation. */
export type Repair = "fence" | "prose" | "trailing-comma";

/** Fingerprints of what produced a result: the same inputs give the same receipt. Not cryptographic. */
export interface Receipt {
  readonly spec: string;
  readonly dialect: string;
  readonly prompt: string;
}

/** A validated output and how it came about. */
export interface Result<T> {
  readonly output: T;
  /** `provider/model` that gave the output. */
  readonly model: string;
  /** Usage of all attempts together, failed ones included. */
  readonly usage: Usage;
  readonly attempts: readonly Attempt[];
  readonly finishReason: FinishReason;
  readonly repairs: readonly Repair[];
  readonly receipt: Receipt;
}
