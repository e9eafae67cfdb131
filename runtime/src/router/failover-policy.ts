import type { OutspecErrorCode } from "../attempt.ts";
import { type OutspecError, ProviderError, TimeoutError } from "../errors.ts";
import type { FailoverAction, FailoverCode, FailoverOverrides, RefusalPolicy } from "../options.ts";
import type { ModelOptions } from "../providers/provider.ts";
import { longestWaitMs } from "./backoff.ts";
import type { RouterOptions } from "./router.ts";

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

/** When a failure can come: before a response, with its status, in a stream before or after something was shown, or at the end. */
export type FailurePhase = "connect" | "status" | "first-token" | "mid-stream" | "end";

/** One row of {@link failoverTable}. */
export interface FailoverRow {
  /** What has happened, for people. */
  readonly means: string;
  readonly rule: FailureRule;
  readonly remedy?: Remedy;
  readonly phases: readonly FailurePhase[];
  /** Options that decide whether it comes, or what follows, beside `failover` and those of its rule. */
  readonly options?: readonly (keyof RouterOptions | keyof ModelOptions)[];
}

const response: readonly FailurePhase[] = ["status", "first-token", "mid-stream"];
const anyTime: readonly FailurePhase[] = ["connect", "status", "first-token", "mid-stream", "end"];

/** Every error code and what follows it: the one table of the failover rules, which docs/failover.md is written from. */
export const failoverTable: Readonly<Record<OutspecErrorCode, FailoverRow>> = {
  network: {
    means: "no connection, or one that broke before the response",
    rule: "wait",
    remedy: "reconnect",
    phases: ["connect"],
  },
  timeout: {
    means: "a deadline of the attempt passed",
    rule: "wait",
    phases: anyTime,
    options: ["timeouts", "hedge"],
  },
  "rate-limited": { means: "too many requests or tokens for now", rule: "wait", phases: response },
  overloaded: { means: "the provider has no capacity", rule: "wait", phases: response },
  "server-error": {
    means: "the provider failed, or its answer cannot be read",
    rule: "wait",
    phases: [...response, "end"],
  },
  interrupted: {
    means: "the stream broke off, or ended without its completion signal",
    rule: "wait",
    phases: ["first-token", "mid-stream"],
  },
  unauthorized: {
    means: "the key is missing, wrong or expired",
    rule: "move-on",
    remedy: "refresh-key",
    phases: ["connect", ...response],
    options: ["apiKey"],
  },
  forbidden: { means: "the key may not use this model or region", rule: "move-on", phases: response },
  "not-found": { means: "no such model, deployment or address", rule: "move-on", phases: response },
  "quota-exhausted": { means: "no credit, or a quota is used up", rule: "pay", phases: response },
  "context-overflow": {
    means: "prompt and answer are longer than the model takes; only models with a larger or unknown window are left",
    rule: "move-on",
    phases: response,
    options: ["contextWindow"],
  },
  "schema-rejected": {
    means: "the provider does not take the schema, or this way of asking",
    rule: "move-on",
    remedy: "step-down",
    phases: response,
    options: ["modes"],
  },
  "bad-request": {
    means: "the provider does not take the request, or one of its settings",
    rule: "move-on",
    remedy: "drop-setting",
    phases: response,
  },
  configuration: {
    means: "the request could not even be made: no base URL, or no way to send an image",
    rule: "move-on",
    phases: ["connect"],
  },
  "invalid-output": {
    means: "the answer is no JSON, or breaks its schema, and no repair mends it",
    rule: "move-on",
    remedy: "re-ask",
    phases: ["first-token", "mid-stream", "end"],
    options: ["reAsks", "repairs"],
  },
  truncated: { means: "the answer was cut at the token limit; it is never mended", rule: "move-on", phases: ["end"] },
  refused: { means: "the model declined", rule: "refuse", phases: ["end"] },
  "content-filtered": {
    means: "a filter of the provider stopped the prompt or the answer",
    rule: "refuse",
    phases: ["status", "first-token", "mid-stream", "end"],
  },
  aborted: { means: "the caller let go", rule: "stop", phases: anyTime },
  restarted: { means: "elements that were handed out cannot be taken back", rule: "stop", phases: ["mid-stream"] },
  "invalid-input": { means: "the input does not match its schema; nothing was sent", rule: "stop", phases: [] },
  "all-attempts-failed": { means: "no model is left", rule: "stop", phases: [] },
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
