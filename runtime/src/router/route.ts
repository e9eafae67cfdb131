import type { Usage } from "../attempt.ts";
import type { CallIdentity } from "../telemetry/events.ts";
import type { AttemptLog } from "./attempt-log.ts";
import type { AttemptObserver, StartedAttempt } from "./attempt-observer.ts";
import type { Lane } from "./lane.ts";
import type { RoutedCall } from "./routed-call.ts";

/** What asking one model needs to know of the call around it. */
export interface Route {
  readonly call: RoutedCall;
  readonly identity: CallIdentity;
  readonly observer: AttemptObserver;
  readonly log: AttemptLog;
  /** On the router's clock. */
  readonly startedAt: number;
  /** Other models that may still be asked: those that have not been, and one that is being asked beside this one. */
  othersLeft(lane: Lane): number;
  /** Whether another model is being asked beside this one. */
  othersRunning(lane: Lane): boolean;
  /** Whether the call may use more tokens, after those of the attempts that have ended and of the one at hand. */
  tokensLeft(usage: Usage | undefined): boolean;
  /** Whether another model that is thought to be well has not been asked. */
  hasAvailable(): boolean;
  /** An attempt has no token yet; gives the function that says that this is over. */
  awaitToken(lane: Lane, attempt: StartedAttempt, streamed: boolean): () => void;
  /** An attempt's first token has come. Returns whether its lane is the one that counts. */
  claim(lane: Lane): boolean;
}
