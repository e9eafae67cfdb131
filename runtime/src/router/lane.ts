import { AbortError } from "../errors.ts";
import { abortErrorOf, onAbort } from "../on-abort.ts";

/**
 * One line of attempts, each after the one before. A call has one lane, and a second one while it is hedged: the lane
 * whose attempt brings the first token is the call's, and the other one is stopped.
 */
export class Lane {
  /** Whether it was started beside another one. */
  readonly isHedge: boolean;
  /** Whether another lane has answered first. */
  isLost = false;
  readonly #controller: AbortController | undefined;
  readonly #callSignal: AbortSignal | undefined;
  #release: () => void = () => {};

  /** Makes a lane; one that `mayLose` has a signal of its own. */
  constructor(callSignal: AbortSignal | undefined, isHedge: boolean, mayLose: boolean) {
    this.isHedge = isHedge;
    this.#callSignal = callSignal;
    if (!mayLose) return;
    const controller = new AbortController();
    this.#controller = controller;
    if (callSignal !== undefined) this.#release = onAbort(callSignal, () => controller.abort(abortErrorOf(callSignal)));
  }

  /** Aborted when the call is, and when another lane has answered first. */
  get signal(): AbortSignal | undefined {
    return this.#controller?.signal ?? this.#callSignal;
  }

  /** Stops it, because another lane has answered first. */
  lose(): void {
    this.isLost = true;
    this.#controller?.abort(new AbortError("another model answered first"));
  }

  /** Lets go of the call's signal. */
  end(): void {
    this.#release();
  }
}
