import type { Attempt, AttemptSequel } from "../attempt.ts";
import type { OutspecError } from "../errors.ts";
import { usageOf } from "../usage.ts";
import type { StartedAttempt } from "./attempt-observer.ts";
import type { AttemptProgress } from "./send-attempt.ts";

/** What is known of an attempt besides what it brought. */
export interface AttemptCircumstances {
  readonly ms: number;
  readonly queuedMs: number;
  readonly droppedSettings: readonly string[];
  readonly error?: OutspecError | undefined;
  readonly followedBy?: AttemptSequel | undefined;
}

/** Writes down an attempt that has ended. */
export function attemptRecord(
  { model, rung, hedge }: StartedAttempt,
  progress: AttemptProgress,
  { ms, queuedMs, droppedSettings, error, followedBy }: AttemptCircumstances,
): Attempt {
  const { phase, status, requestId, firstTokenMs, finishReason, responseModel } = progress;
  const usage = usageOf(progress);
  return {
    id: model.id,
    provider: model.row.id,
    model: model.model,
    mode: rung.mode,
    dialect: rung.dialectName,
    phase,
    ...(hedge ? { hedge } : {}),
    ...(queuedMs === 0 ? {} : { queuedMs }),
    ms,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    ...(usage === undefined ? {} : { usage }),
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(responseModel === undefined ? {} : { responseModel }),
    ...(droppedSettings.length === 0 ? {} : { droppedSettings }),
    ...(error === undefined ? {} : { error }),
    ...(followedBy === undefined ? {} : { followedBy }),
  };
}
