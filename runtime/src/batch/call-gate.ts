import type { Clock } from "../clock.ts";
import type { Outcome } from "../outcome.ts";
import {
  afterCall,
  type CallVerdict,
  type ConcurrencyState,
  callsAllowed,
  fullConcurrency,
  msUntilMore,
} from "./adaptive-concurrency.ts";
import { judgeCall } from "./call-verdict.ts";

/** Lets as many calls through at once as their providers take. */
export interface CallGate {
  readonly inFlight: number;
  /** Most calls at once for now. */
  readonly concurrency: number;
  /** Milliseconds until calls may begin again; 0 when they may. */
  readonly pausedMs: number;
  /** Whether a call may begin now. */
  readonly isOpen: boolean;
  /** Milliseconds until time alone lets more calls through; undefined when it does not. */
  readonly opensInMs: number | undefined;
  /** Says that a call begins; the function says how it ended, and gives what was learned of it. */
  enter(): (ending: Outcome<unknown> | undefined) => CallVerdict;
}

/** Makes a gate for so many calls at most. */
export function createCallGate(most: number, clock: Clock): CallGate {
  let state: ConcurrencyState = fullConcurrency(most);
  let inFlight = 0;
  return {
    get inFlight() {
      return inFlight;
    },
    get concurrency() {
      return Math.floor(state.limit);
    },
    get pausedMs() {
      return Math.max(0, state.pausedUntil - clock.now());
    },
    get isOpen() {
      return inFlight < callsAllowed(state, clock.now());
    },
    get opensInMs() {
      return msUntilMore(state, clock.now());
    },
    enter() {
      const { epoch } = state;
      inFlight++;
      return (ending) => {
        inFlight--;
        const verdict: CallVerdict = ending === undefined ? { verdict: "unrelated" } : judgeCall(ending);
        state = afterCall(state, verdict, { now: clock.now(), most, epoch, random: clock.random() });
        return verdict;
      };
    },
  };
}
