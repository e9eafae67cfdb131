import type { Attempt } from "../attempt.ts";

/** The attempts of one call, in the order in which they began. */
export class AttemptLog {
  #records: (Attempt | undefined)[] = [];

  /** The attempts that have ended. */
  get ended(): readonly Attempt[] {
    return this.#records.filter((record) => record !== undefined);
  }

  /** Begins an attempt; gives its number, from 1. */
  begin(): number {
    // Not pushed: that makes room for sixteen more, for as long as the first one takes.
    this.#records = this.#records.concat(undefined);
    return this.#records.length;
  }

  /** Writes down how an attempt ended. */
  end(number: number, record: Attempt): void {
    this.#records[number - 1] = record;
  }
}
