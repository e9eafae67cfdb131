import type { OutspecErrorCode } from "../attempt.ts";
import { type OutspecError, ProviderError, TimeoutError } from "../errors.ts";
import type { FailoverOverrides, RefusalPolicy } from "../options.ts";
import { longestWaitMs } from "./backoff.ts";

/** What to do after a failed attempt. */
export type Decision =
  /** The same model again, in the same way, after a pause that the caller computes; `free` retries are no attempts. */
  | { readonly action: "retry"; readonly free?: true }
  /** The same model at once, in the next weaker structured-output mode. */
  | { readonly action: "step-down" }
  /** The same model at once, without the setting it did not accept. */
  | { readonly action: "drop-setting"; readonly setting: string }
  /** The same model at once, shown its answer and what is wrong with it. */
  | { readonly action: "re-ask" }
  | { readonly action: "next-model" }
  | { readonly action: "stop"; readonly exhausted?: true };

/** The facts a decision rests on, besides the error itself. */
export interface FailureState {
  /** Attempts already made on this model, this one included; free retries do not count. */
  readonly attemptsOnModel: number;
  /** Most attempts on the last or only model. */
  readonly attemptsAllowed: number;
  /** Models that have not been tried and are thought to be well. */
  readonly untriedModels: number;
  /** Whether the free retry of a connection that was reset before any byte has been used on this model. */
  readonly resetRetried: boolean;
  /** Whether the connection was reset before any byte of the response. */
  readonly resetBeforeResponse: boolean;
  /** Whether this model has a weaker mode left to try. */
  readonly canStepDown: boolean;
  /** Settings that were sent and may be left out. */
  readonly droppableSettings: readonly string[];
  readonly reAsksLeft: number;
  readonly partialShown: boolean;
  readonly midStream: "restart" | "fail";
  readonly onRefusal: RefusalPolicy;
  readonly overrides: FailoverOverrides;
  readonly canRefreshKey: boolean;
  readonly tokensLeft: boolean;
  readonly largerWindowLeft: boolean;
}

/** One row of {@link failoverTable}: what a class of failures leads to. */
export type FailureClass =
  | "stop"
  | "refusal"
  /** The model is busy or unwell: another one answers sooner; wait only for the last. */
  | "transient"
  /** This model will not answer this request, however often it is asked. */
  | "permanent"
  | "schema"
  | "request"
  | "output";

/** Every error code and the class that decides what follows it: the one table of DESIGN's failover rules. */
export const failoverTable: Readonly<Record<OutspecErrorCode, FailureClass>> = {
  aborted: "stop",
  "invalid-input": "stop",
  restarted: "stop",
  "all-attempts-failed": "stop",
  refused: "refusal",
  "content-filtered": "refusal",
  network: "transient",
  timeout: "transient",
  "rate-limited": "transient",
  overloaded: "transient",
  "server-error": "transient",
  interrupted: "transient",
  unauthorized: "permanent",
  forbidden: "permanent",
  "not-found": "permanent",
  "quota-exhausted": "permanent",
  "context-overflow": "permanent",
  truncated: "permanent",
  // An attempt that could not even be made, for want of a base URL or of a way to send an image.
  configuration: "permanent",
  "schema-rejected": "schema",
  "bad-request": "request",
  "invalid-output": "output",
};

/**
 * Decides what follows a failed attempt.
 *
 * Pure: no clock, no randomness, no I/O. Texts of two models are never spliced: once a partial has been shown, every
 * decision but `stop` means a restart, which the stream announces, and `midStream: "fail"` turns it into `stop`.
 */
export function decide(error: OutspecError, state: FailureState): Decision {
  if (error.code === "unauthorized" && state.canRefreshKey) return { action: "retry", free: true };
  const decision = decideByClass(error, state);
  if (decision.action !== "stop" && !state.tokensLeft) return { action: "stop", exhausted: true };
  if (error.code === "context-overflow" && !state.largerWindowLeft) return { action: "stop", exhausted: true };
  return state.partialShown && state.midStream === "fail" ? { action: "stop" } : decision;
}

function decideByClass(error: OutspecError, state: FailureState): Decision {
  const failureClass = failoverTable[error.code];
  switch (failureClass) {
    case "stop":
      return { action: "stop" };
    case "refusal":
      return { action: state.onRefusal === "next" ? "next-model" : "stop" };
    case "permanent":
      return { action: "next-model" };
    case "schema":
      return { action: state.canStepDown ? "step-down" : "next-model" };
    case "request": {
      const setting = error instanceof ProviderError ? error.parameter : undefined;
      return setting !== undefined && state.droppableSettings.includes(setting)
        ? { action: "drop-setting", setting }
        : { action: "next-model" };
    }
    case "output":
      return { action: state.reAsksLeft > 0 ? "re-ask" : "next-model" };
    case "transient":
      return decideTransient(error, state);
  }
}

function decideTransient(error: OutspecError, state: FailureState): Decision {
  if (error instanceof TimeoutError && error.deadline === "call") return { action: "stop" };
  // A kept-alive connection that the server had closed in the meantime says nothing about the model.
  if (state.resetBeforeResponse && !state.resetRetried) return { action: "retry", free: true };
  // Waiting is for the last model: while another one is untried it answers sooner.
  if (state.untriedModels > 0 || state.attemptsOnModel >= state.attemptsAllowed) return { action: "next-model" };
  if (error instanceof ProviderError) {
    if (error.shouldRetry === false) return { action: "next-model" };
    if ((error.retryAfterMs ?? 0) > longestWaitMs) return { action: "next-model" };
  }
  return { action: "retry" };
}
