import { defaultTransport } from "#default-transport";
import { systemClock } from "../clock.ts";
import { ConfigurationError } from "../errors.ts";
import { createHedgeBudget } from "./hedge-budget.ts";
import { healthOf } from "./model-health.ts";
import { createModelMemory } from "./model-memory.ts";
import { checkFailover, checkHedge, checkTimeouts, checkWholeNumber } from "./routed-call.ts";
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
  if (options.hedge !== undefined) checkHedge(options.hedge);
  checkFailover(options.failover ?? {});
  const breaker = { failures: 5, coolDownMs: 30_000, ...options.breaker };
  checkWholeNumber("breaker.failures", breaker.failures, 1);
  checkWholeNumber("breaker.coolDownMs", breaker.coolDownMs, 1);
  for (const { id, options: given } of models) {
    if (given.maxConcurrency !== undefined) checkWholeNumber(`maxConcurrency of ${id}`, given.maxConcurrency, 1);
    if (given.contextWindow !== undefined) checkWholeNumber(`contextWindow of ${id}`, given.contextWindow, 1);
  }
  const clock = options.clock ?? systemClock;
  const memory = new Map(models.map((model) => [model, createModelMemory(model.options.maxConcurrency)]));
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
      breaker,
      maxTotalTokens: options.maxTotalTokens ?? Number.POSITIVE_INFINITY,
      repairs: options.repairs ?? "text",
    }),
    hooks: options.hooks ?? {},
    transport: options.transport ?? defaultTransport,
    clock,
    memory,
    hedgeBudget: createHedgeBudget(),
    health: () => models.map((model) => healthOf(model, memory, clock.now())),
  });
}
