import type { Usage } from "../attempt.ts";
import { OutspecError } from "../errors.ts";
import type { Outcome } from "../outcome.ts";
import { totalUsage } from "../usage.ts";
import type { BatchItem } from "./options.ts";

/** An input on its way. */
export interface Entry<I, T> {
  readonly index: number;
  readonly key: string;
  readonly input: I;
  tries: number;
  /** Of all its calls. */
  usage: Usage;
  /** What its last call came to, when it is to be tried again. */
  lastOutcome?: Outcome<T>;
}

/** Takes an input in. */
export function createEntry<I, T>(index: number, key: string, input: I): Entry<I, T> {
  return { index, key, input, tries: 0, usage: totalUsage([]) };
}

/** What a reader is given of an input that is finished. */
export function itemOf<I, T>(
  { index, key, input, tries }: Entry<I, T>,
  outcome: Outcome<T>,
  recorded: boolean,
): BatchItem<I, T> {
  return { index, key, input, outcome, recorded, tries };
}

/** The last failure, saying that it was one too many. */
export function tooManyFailures(count: number, index: number, error: OutspecError): OutspecError {
  const failures = count === 1 ? "a failure" : `${count} failures in a row`;
  const message = `the batch was stopped after ${failures}, the last one at input ${index}: ${error.message}`;
  const failure = new OutspecError(error.code, message, { cause: error });
  failure.attempts = error.attempts;
  return failure;
}
