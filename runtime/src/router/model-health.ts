import type { Model } from "../providers/provider.ts";
import { type BreakerState, breakerState, healthy } from "./breaker.ts";
import type { ModelMemory } from "./model-memory.ts";

/** How one model of a router is at the moment. */
export interface ModelHealth {
  /** `provider/model`. */
  readonly id: string;
  /** `closed`: asked like any other. `open`: passed over. `half-open`: the next call finds out whether it has recovered. */
  readonly breaker: BreakerState;
  /** Failures in a row that point at the model and not at the request. */
  readonly failures: number;
  /** Milliseconds until an open breaker is half-open. */
  readonly opensInMs?: number;
  /** Requests under way. */
  readonly running: number;
  /** Attempts that wait for their turn. */
  readonly waiting: number;
  /** What 95 of 100 first tokens of the last streams did not exceed, in milliseconds, once 20 are known. */
  readonly firstTokenP95Ms?: number;
}

/** Reads what a router has learned about one of its models. Pure. */
export function healthOf(model: Model, memories: ReadonlyMap<Model, ModelMemory>, now: number): ModelHealth {
  const memory = memories.get(model);
  const health = memory?.health ?? healthy;
  const p95 = memory?.latencies.streamed.p95;
  const breaker = breakerState(health, now);
  return {
    id: model.id,
    breaker,
    failures: health.failures,
    ...(breaker === "open" ? { opensInMs: health.openUntil - now } : {}),
    running: memory?.turnstile.inside ?? 0,
    waiting: memory?.turnstile.waiting ?? 0,
    ...(p95 === undefined ? {} : { firstTokenP95Ms: p95 }),
  };
}
