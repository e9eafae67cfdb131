import { type OutspecError, ProviderError } from "../errors.ts";
import { afterAnswer, afterFailure } from "./breaker.ts";
import type { ModelMemory } from "./model-memory.ts";
import { addRecent } from "./recent.ts";
import type { RoutedCall } from "./routed-call.ts";
import type { Router } from "./router.ts";
import type { RunningAttempt } from "./running-attempt.ts";

/** Remembers of a model that it has answered. */
export function learnFromAnswer(
  memory: ModelMemory,
  { stream, startedAt }: RunningAttempt,
  { router, codec }: RoutedCall,
): void {
  memory.health = afterAnswer(memory.health);
  if (!stream) memory.latencies.whole.add(router.clock.now() - startedAt);
  addRecent(memory.warm, codec.hash);
}

/** Remembers of a model that it has failed. `isLost`: because another model was faster. */
export function learnFromFailure(
  memory: ModelMemory,
  attempt: RunningAttempt,
  error: OutspecError,
  isLost: boolean,
  { clock, policy }: Router,
): void {
  const { startedAt, progress, stream } = attempt;
  const { health, latencies } = memory;
  const now = clock.now();
  // One that lost the race was slow, and is known to have taken at least this long.
  if (isLost && progress.firstTokenMs === undefined) latencies[stream ? "streamed" : "whole"].add(now - startedAt);
  // A probe that another model overtook has not found a model that recovered.
  const code = isLost && health.probe === attempt ? "timeout" : error.code;
  const retryAfterMs = error instanceof ProviderError ? error.retryAfterMs : undefined;
  memory.health = afterFailure(health, { attempt, code, retryAfterMs }, now, policy.breaker);
}
