import type { Attempt, AttemptSequel } from "../attempt.ts";
import type { OutspecError } from "../errors.ts";
import { usageOf } from "../usage.ts";
import type { Writable } from "../writable.ts";
import type { StartedAttempt } from "./attempt-observer.ts";
import type { AttemptProgress } from "./attempt-progress.ts";

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
  const record: Writable<Attempt> = {
    id: model.id,
    provider: model.row.id,
    model: model.model,
    mode: rung.mode,
    dialect: rung.dialectName,
    phase,
    ms,
  };
  // Only what is known: an attempt is printed and logged.
  if (hedge) record.hedge = hedge;
  if (queuedMs !== 0) record.queuedMs = queuedMs;
  if (status !== undefined) record.status = status;
  if (requestId !== undefined) record.requestId = requestId;
  if (firstTokenMs !== undefined) record.firstTokenMs = firstTokenMs;
  if (usage !== undefined) record.usage = usage;
  if (finishReason !== undefined) record.finishReason = finishReason;
  if (responseModel !== undefined) record.responseModel = responseModel;
  if (droppedSettings.length > 0) record.droppedSettings = droppedSettings;
  if (error !== undefined) record.error = error;
  if (followedBy !== undefined) record.followedBy = followedBy;
  return record;
}
