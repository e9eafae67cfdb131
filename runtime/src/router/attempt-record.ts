import type { Attempt, Usage } from "../attempt.ts";
import type { OutspecError } from "../errors.ts";
import type { Model } from "../providers/provider.ts";
import type { Rung } from "./mode-ladder.ts";
import type { AttemptProgress } from "./send-attempt.ts";

/** Writes down an attempt that has ended. */
export function attemptRecord(
  model: Model,
  rung: Rung,
  progress: AttemptProgress,
  droppedSettings: readonly string[],
  ms: number,
  error: OutspecError | undefined,
): Attempt {
  const { phase, status, requestId, firstTokenMs, usage } = progress;
  return {
    id: model.id,
    provider: model.row.id,
    model: model.model,
    mode: rung.mode,
    dialect: rung.dialectName,
    phase,
    ms,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    ...(usage === undefined ? {} : { usage }),
    ...(droppedSettings.length === 0 ? {} : { droppedSettings }),
    ...(error === undefined ? {} : { error }),
  };
}

/** Adds up the usage of attempts; failed ones cost tokens, too. */
export function totalUsage(attempts: readonly Attempt[]): Usage {
  const total = { input: { total: 0, cacheRead: 0, cacheWrite: 0 }, output: { total: 0, reasoning: 0 } };
  for (const { usage } of attempts) {
    if (usage === undefined) continue;
    total.input.total += usage.input.total;
    total.input.cacheRead += usage.input.cacheRead ?? 0;
    total.input.cacheWrite += usage.input.cacheWrite ?? 0;
    total.output.total += usage.output.total;
    total.output.reasoning += usage.output.reasoning ?? 0;
  }
  return total;
}
