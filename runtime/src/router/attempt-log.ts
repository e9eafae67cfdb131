import type { Attempt } from "../attempt.ts";

/** The attempts of one call, in the order in which they began. */
export class AttemptLog {
  readonly #records: (Attempt | undefined)[] = [];

  /** The attempts that have ended. */
  get ended(): readonly Attempt[] {
    return this.#records.filter((record) => record !== undefined);
  }

  /** Begins an attempt; gives its number, from 1. */
  begin(): number {
    return this.#records.push(undefined);
  }

  /** Writes down how an attempt ended. */
  end(number: number, record: Attempt): void {
    this.#records[number - 1] = record;
  }
}
