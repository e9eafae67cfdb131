import { createKeptCredentials } from "../providers/auth/kept-credentials.ts";
import type { KeptCredentials } from "../providers/provider.ts";
import { type Health, healthy } from "./breaker.ts";
import { createLatencies, type Latencies } from "./latencies.ts";
import { createTurnstile, type Turnstile } from "./turnstile.ts";

/**
 * What a router has learned about one of its models, shared by all its calls.
 *
 * Schemas are known by their spec's hash.
 */
export interface ModelMemory {
  health: Health;
  /** First rung of the mode ladder worth trying, by schema. */
  readonly firstRung: Map<string, number>;
  /** Schemas that have been answered once: their grammar is compiled and cached by the provider. */
  readonly warm: Set<string>;
  /** Settings the model was found not to accept. */
  readonly rejectedSettings: Set<string>;
  /** How long first tokens took, and answers that are not streamed. */
  readonly latencies: Readonly<Record<"streamed" | "whole", Latencies>>;
  /** The credential that is good for a while, where there is one. */
  readonly credentials: KeptCredentials;
  /** Lets as many requests pass at once as the model may have. */
  readonly turnstile: Turnstile;
}

/** A memory that knows nothing yet; `maxConcurrency` is the most requests at once. */
export function createModelMemory(maxConcurrency: number = Number.POSITIVE_INFINITY): ModelMemory {
  return {
    health: healthy,
    firstRung: new Map(),
    warm: new Set(),
    rejectedSettings: new Set(),
    latencies: { streamed: createLatencies(), whole: createLatencies() },
    credentials: createKeptCredentials(),
    turnstile: createTurnstile(maxConcurrency),
  };
}
