import { AbortError } from "../errors.ts";
import { abortErrorOf, Cancellation, type CancelSignal, onAbort } from "../on-abort.ts";

/**
 * One line of attempts, each after the one before. A call has one lane, and a second one while it is hedged: the lane
 * whose attempt brings the first token is the call's, and the other one is stopped.
 */
export class Lane {
  /** Whether it was started beside another one. */
  readonly isHedge: boolean;
  /** Aborted when the call is, and when another lane has answered first. */
  readonly signal: CancelSignal | undefined;
  /** Whether another lane has answered first. */
  isLost = false;
  readonly #own: Cancellation | undefined;
  #release: () => void = () => {};

  /** Makes a lane; one that `mayLose` can be stopped by itself. */
  constructor(callSignal: CancelSignal | undefined, isHedge: boolean, mayLose: boolean) {
    this.isHedge = isHedge;
    this.#own = mayLose ? new Cancellation() : undefined;
    this.signal = this.#own ?? callSignal;
    if (!mayLose || callSignal === undefined) return;
    this.#release = onAbort(callSignal, () => this.#own?.abort(abortErrorOf(callSignal)));
  }

  /** Stops it, because another lane has answered first. */
  lose(): void {
    this.isLost = true;
    this.#own?.abort(new AbortError("another model answered first"));
  }

  /** Lets go of the call's signal. */
  end(): void {
    this.#release();
  }
}
