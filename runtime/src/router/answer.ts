import type { Repair } from "../result.ts";

/** A validated output with the repairs it took. */
export interface Answer {
  readonly output: unknown;
  readonly repairs: readonly Repair[];
}

/**
 * Takes the text of one attempt's answer and judges it. The router feeds it; what becomes of the text (partials,
 * validation) is none of the router's business.
 */
export interface AnswerReader {
  /** New text of the answer. Throws an `InvalidOutputError` as soon as no continuation could be right. */
  push(text: string): void;
  /** What the model thinks aloud; never part of the answer. */
  reason(text: string): void;
  /** All text that arrived together has been pushed: a good moment to show it. */
  settle(): void;
  /** The model is done. Throws an `InvalidOutputError` when the answer breaks its schema. */
  finish(): Answer;
  /** The answer so far, as the model wrote it. */
  readonly text: string;
  /** Whether anything of this attempt was shown to a reader. */
  readonly shown: boolean;
}
