import type { Attempt, FinishReason, Usage } from "./attempt.ts";

/**
 * A flaw of an answer that was mended before validation. Of the text, at the levels `text` and `values`:
 *
 * - `fence`, `prose`: what stood around the value was left out.
 * - `trailing-comma`: a comma before a closing bracket was passed over.
 *
 * Of values that fit nothing as they were written, at the level `values`, where the schema leaves one reading:
 *
 * - `enum-case`: a text is one of the values but for its case, or for white space around it.
 * - `quoted-number`, `quoted-boolean`, `quoted-json`: a text holds the number, the boolean, the object or the array.
 * - `unquoted-text`: a number or a boolean is the text as it is written.
 * - `null-property`: null, for an optional property that does not take it, says that there is none.
 * - `single-item`: one item stands for the list of it.
 */
export type Repair =
  | "fence"
  | "prose"
  | "trailing-comma"
  | "enum-case"
  | "quoted-number"
  | "quoted-boolean"
  | "quoted-json"
  | "unquoted-text"
  | "null-property"
  | "single-item";

/** Fingerprints of what produced a result: the same inputs give the same receipt. Not cryptographic. */
export interface Receipt {
  /** Of the spec the code was generated from. */
  readonly spec: string;
  /** Of the schema in the form in which it was sent. */
  readonly dialect: string;
  /** Of the messages that were sent. */
  readonly prompt: string;
}

/** A validated output and how it came about. */
export interface Result<T> {
  /** The output, as the spec's own validator has accepted it. */
  readonly output: T;
  /** `provider/model` that gave the output. */
  readonly model: string;
  /** Usage of all attempts together, failed ones included. */
  readonly usage: Usage;
  /**
   * Every request made for the call, in the order in which they began. The one without an error gave the output: the last
   * one, unless a hedge was begun after it and lost.
   */
  readonly attempts: readonly Attempt[];
  /** Why the model stopped. */
  readonly finishReason: FinishReason;
  /** Flaws of the answer that were mended before it was validated. */
  readonly repairs: readonly Repair[];
  /** Fingerprints of what was asked. */
  readonly receipt: Receipt;
}
