import { type Health, healthy } from "./breaker.ts";

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
}

/** A memory that knows nothing yet. */
export function createModelMemory(): ModelMemory {
  return { health: healthy, firstRung: new Map(), warm: new Set(), rejectedSettings: new Set() };
}
