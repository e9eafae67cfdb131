import type { OutspecErrorCode } from "../attempt.ts";
import { type OutspecError, ProviderError, TimeoutError } from "../errors.ts";
import type { FailoverAction, FailoverCode, FailoverOverrides, RefusalPolicy } from "../options.ts";
import { longestWaitMs } from "./backoff.ts";

/** What to do after a failed attempt. */
export type Decision =
  /** The same model again, in the same way, after a pause that the caller computes; `free` retries come at once and are no attempts. */
  | { readonly action: "retry"; readonly free?: true }
  /** The same model at once, in the next weaker structured-output mode. */
  | { readonly action: "step-down" }
  /** The same model at once, without the setting it did not accept. */
  | { readonly action: "drop-setting"; readonly setting: string }
  /** The same model at once, shown its answer and what is wrong with it. */
  | { readonly action: "re-ask" }
  | { readonly action: "next-model" }
  /** The error itself ends the call; when `exhausted`, it ends as it does when no model is left. */
  | { readonly action: "stop"; readonly exhausted?: true };

/** The facts a decision rests on, besides the error itself. */
export interface FailureState {
  /** Attempts already made on this model, this one included; free retries do not count. */
  readonly attemptsOnModel: number;
  /** Most attempts on the last or only model. */
  readonly attemptsAllowed: number;
  /** Models that have not been tried and are thought to be well, or are being asked beside this one. */
  readonly untriedModels: number;
  /** Whether the free retry of a connection that was reset before any byte has been used on this model. */
  readonly resetRetried: boolean;
  /** Whether the connection was reset before any byte of the response. */
  readonly resetBeforeResponse: boolean;
  /** Whether the key comes from a function that has not been asked again yet. */
  readonly canRefreshKey: boolean;
  /** Whether this model has a weaker mode left to try. */
  readonly canStepDown: boolean;
  /** Settings that were sent and may be left out. */
  readonly droppableSettings: readonly string[];
  readonly reAsksLeft: number;
  /** Whether the call may use more tokens. */
  readonly tokensLeft: boolean;
  readonly partialShown: boolean;
  readonly midStream: "restart" | "fail";
  readonly onRefusal: RefusalPolicy;
  readonly overrides: FailoverOverrides;
}

/**
 * What a class of failures leads to.
 *
 * - `stop`: the call ends with the error. Cannot be overridden.
 * - `refuse`: the error, unless `onRefusal` is `next`.
 * - `wait`: the next model at once, as it answers sooner; the last or only one is asked again, with backoff.
 * - `move-on`: the next model: this one will not answer this request, however often it is asked.
 * - `pay`: `move-on`, but `wait` for credit where a 402 says when there is some again.
 *
 * What the provider itself says of asking again (`x-should-retry`) goes before `wait`, `move-on` and `pay`.
 */
export type FailureRule = "stop" | "refuse" | "wait" | "move-on" | "pay";

/** What is tried on the same model before the rule holds. */
export type Remedy = "reconnect" | "refresh-key" | "step-down" | "drop-setting" | "re-ask";

/** One row of {@link failoverTable}. */
export interface FailoverRow {
  readonly rule: FailureRule;
  readonly remedy?: Remedy;
}

/**
 * Every error code and what follows it: the one table of the failover rules, which docs/failover.md is written from. What each
 * means, and when it can come, is in failover-notes.ts.
 */
export const failoverTable: Readonly<Record<OutspecErrorCode, FailoverRow>> = {
  network: { rule: "wait", remedy: "reconnect" },
  timeout: { rule: "wait" },
  "rate-limited": { rule: "wait" },
  overloaded: { rule: "wait" },
  "server-error": { rule: "wait" },
  interrupted: { rule: "wait" },
  unauthorized: { rule: "move-on", remedy: "refresh-key" },
  forbidden: { rule: "move-on" },
  "not-found": { rule: "move-on" },
  "quota-exhausted": { rule: "pay" },
  "context-overflow": { rule: "move-on" },
  "schema-rejected": { rule: "move-on", remedy: "step-down" },
  "bad-request": { rule: "move-on", remedy: "drop-setting" },
  configuration: { rule: "move-on" },
  "invalid-output": { rule: "move-on", remedy: "re-ask" },
  truncated: { rule: "move-on" },
  refused: { rule: "refuse" },
  "content-filtered": { rule: "refuse" },
  aborted: { rule: "stop" },
  restarted: { rule: "stop" },
  "invalid-input": { rule: "stop" },
  "all-attempts-failed": { rule: "stop" },
};

/**
 * Decides what follows a failed attempt.
 *
 * Pure: no clock, no randomness, no I/O. Texts of two models are never spliced: once a partial has been shown, every
 * decision but `stop` means a restart, which the stream announces, and `midStream: "fail"` turns it into `stop`.
 */
export function decide(error: OutspecError, state: FailureState): Decision {
  const row = failoverTable[error.code];
  const ends = row.rule === "stop" || (error instanceof TimeoutError && error.deadline === "call");
  if (ends || (state.partialShown && state.midStream === "fail")) return { action: "stop" };
  const decision = remedyOf(row, error, state) ?? consequence(row, error, state);
  return decision.action === "stop" || state.tokensLeft ? decision : { action: "stop", exhausted: true };
}

/** What may help on the same model, if it has not been tried. */
function remedyOf({ remedy }: FailoverRow, error: OutspecError, state: FailureState): Decision | undefined {
  switch (remedy) {
    case "reconnect":
      // A kept-alive connection that the server had closed in the meantime says nothing about the model.
      return state.resetBeforeResponse && !state.resetRetried ? { action: "retry", free: true } : undefined;
    case "refresh-key":
      return state.canRefreshKey ? { action: "retry", free: true } : undefined;
    case "step-down":
      return state.canStepDown ? { action: "step-down" } : undefined;
    case "drop-setting": {
      const setting = error instanceof ProviderError ? error.parameter : undefined;
      return setting !== undefined && state.droppableSettings.includes(setting)
        ? { action: "drop-setting", setting }
        : undefined;
    }
    case "re-ask":
      return state.reAsksLeft > 0 ? { action: "re-ask" } : undefined;
    default:
      return undefined;
  }
}

function consequence({ rule }: FailoverRow, error: OutspecError, state: FailureState): Decision {
  const chosen: FailoverAction | undefined = state.overrides[error.code as FailoverCode]; // other codes stop before
  if (chosen === "stop") return { action: "stop" };
  if (chosen === "next") return { action: "next-model" };
  if (chosen === "retry") return mayAskAgain(error, state) ? { action: "retry" } : { action: "next-model" };
  if (rule === "refuse") return { action: state.onRefusal === "next" ? "next-model" : "stop" };
  // Waiting is for the last model: while another one is untried it answers sooner.
  const isLast = state.untriedModels === 0;
  return isLast && isWorthWaiting(rule, error) && mayAskAgain(error, state)
    ? { action: "retry" }
    : { action: "next-model" };
}

/** Whether the same model may answer the same request later. */
function isWorthWaiting(rule: FailureRule, error: OutspecError): boolean {
  if (rule === "wait") return true;
  if (!(error instanceof ProviderError)) return false;
  if (error.shouldRetry === true) return true;
  return rule === "pay" && error.status === 402 && error.retryAfterMs !== undefined;
}

/** Whether the same model may be asked again: the provider does not say otherwise, and attempts are left. */
function mayAskAgain(error: OutspecError, state: FailureState): boolean {
  if (state.attemptsOnModel >= state.attemptsAllowed) return false;
  if (!(error instanceof ProviderError)) return true;
  return error.shouldRetry !== false && (error.retryAfterMs ?? 0) <= longestWaitMs;
}
