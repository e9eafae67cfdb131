import { defaultTransport } from "#default-transport";
import { systemClock } from "../clock.ts";
import { ConfigurationError } from "../errors.ts";
import { createModelMemory } from "./model-memory.ts";
import { checkTimeouts } from "./routed-call.ts";
import type { Router, RouterOptions } from "./router.ts";

/**
 * Makes a router of a primary model and its fallbacks.
 *
 * Reads no environment and opens no connection: keys are looked up when a call is made. Throws a
 * `ConfigurationError` when an option is out of range.
 */
export function createRouter(options: RouterOptions): Router {
  const { attempts = 2, reAsks = 1, timeouts = {} } = options;
  const models = [options.primary, ...(options.fallbacks ?? [])];
  for (const [index, model] of models.entries()) {
    // Callers in JavaScript have no compiler to tell them.
    if (model?.adapter !== undefined) continue;
    const place = index === 0 ? "primary" : `fallbacks[${index - 1}]`;
    throw new ConfigurationError(`${place} is no model: make one with openai("…"), anthropic("…") or another provider`);
  }
  checkWholeNumber("attempts", attempts, 1);
  checkWholeNumber("reAsks", reAsks, 0);
  checkTimeouts(timeouts);
  return Object.freeze({
    models: Object.freeze(models),
    policy: Object.freeze({
      attempts,
      reAsks,
      timeouts,
      midStream: options.midStream ?? "restart",
      onRefusal: options.onRefusal ?? "stop",
      failover: options.failover ?? {},
      hedge: options.hedge,
      breaker: { failures: 5, coolDownMs: 30_000, ...options.breaker },
      maxTotalTokens: options.maxTotalTokens ?? Number.POSITIVE_INFINITY,
      repairs: options.repairs ?? "text",
    }),
    hooks: options.hooks ?? {},
    transport: options.transport ?? defaultTransport,
    clock: options.clock ?? systemClock,
    memory: new Map(models.map((model) => [model, createModelMemory()])),
  });
}

function checkWholeNumber(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new ConfigurationError(`${name} is a whole number from ${least}, not ${String(value)}`);
  }
}
