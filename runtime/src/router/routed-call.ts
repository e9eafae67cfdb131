import type { Codec } from "../codec.ts";
import { ConfigurationError } from "../errors.ts";
import type { Mode } from "../facts/dialects.ts";
import type { CancelSignal } from "../on-abort.ts";
import type { FailoverOverrides, Hedge, RefusalPolicy, RepairLevel, Settings, Timeouts } from "../options.ts";
import type { Message } from "../prompt.ts";
import type { Model } from "../providers/provider.ts";
import type { Limits } from "./deadlines.ts";
import type { ModelMemory } from "./model-memory.ts";
import type { Router } from "./router.ts";

/** One call, with every option decided. */
export interface RoutedCall {
  readonly router: Router;
  readonly codec: Codec;
  readonly messages: readonly Message[];
  /** The prompts of the few-shot examples; what a model answers to them is the dialect's to say. */
  readonly examples: readonly (readonly Message[])[];
  /** Settings of the spec and of the call; a model's own come between them. */
  readonly specSettings: Settings;
  readonly callSettings: Settings;
  /** Whose function was called. */
  readonly operation: "generate" | "stream";
  /** Whether answers are to be streamed on the wire. */
  readonly stream: boolean;
  readonly timeouts: Timeouts;
  readonly midStream: "restart" | "fail";
  readonly onRefusal: RefusalPolicy;
  readonly failover: FailoverOverrides;
  readonly attempts: number;
  readonly reAsks: number;
  readonly hedge: Hedge | undefined;
  /** Whether a model that may have recovered is hedged, too. */
  readonly hedgesProbes: boolean;
  readonly maxTotalTokens: number;
  readonly repairs: RepairLevel;
  readonly signal: CancelSignal | undefined;
}

/** The settings to send to a model, and the names of those that are left out because it does not accept them. */
export interface ChosenSettings {
  readonly sent: Settings;
  readonly dropped: readonly string[];
}

const nothingSet: ChosenSettings = { sent: {}, dropped: [] };

/** Chooses the settings for a model: the call's before the model's before the spec's. */
export function settingsFor(model: Model, call: RoutedCall): ChosenSettings {
  const { specSettings, callSettings } = call;
  if (isEmpty(specSettings) && isEmpty(callSettings) && model.options.settings === undefined) return nothingSet;
  const layers = [specSettings, model.options.settings ?? {}, callSettings];
  const set = layers.flatMap((layer) => Object.entries(layer)).filter(([, value]) => value !== undefined);
  if (set.length === 0) return nothingSet;
  const wanted = Object.entries(Object.fromEntries(set));
  const { rejects = [], rejectsReasoning = [], reasoning } = model.override ?? {};
  const effort = wanted.find(([name]) => name === "reasoningEffort")?.[1];
  const reasons = effort === undefined ? reasoning === true : effort !== "none";
  const rejected = new Set<string>([
    ...(model.endpoint.unsupported ?? []),
    ...rejects,
    ...(reasons ? rejectsReasoning : []),
    ...(call.router.memory.get(model)?.rejectedSettings ?? []),
  ]);
  return {
    sent: Object.fromEntries(wanted.filter(([name]) => !rejected.has(name))),
    dropped: wanted.map(([name]) => name).filter((name) => rejected.has(name)),
  };
}

function isEmpty(settings: Settings): boolean {
  for (const _ in settings) return false;
  return true;
}

/**
 * Whether an attempt's answer is streamed on the wire: because the call wants it, or because the provider demands it of
 * answers that may be this long. A provider that gives structured answers only whole is never asked for a stream of one.
 */
export function streamsOnWire({ row }: Model, mode: Mode, call: RoutedCall, settings: Settings): boolean {
  if (row.wholeAnswers === true && mode !== "prompt") return false;
  const { longestUnaryTokens = Number.POSITIVE_INFINITY } = row;
  return call.stream || (settings.maxOutputTokens ?? 0) > longestUnaryTokens;
}

/**
 * The limits of an attempt on a model, in milliseconds.
 *
 * A first token takes long where the model reasons first, where a provider compiles a schema it has not seen, and
 * longest where a local server loads the model. Source: providers.md, section 1 fact 10. An answer that is not
 * streamed comes as a whole, so only the limits of the whole hold for it.
 */
export function limitsFor(
  model: Model,
  memory: ModelMemory,
  call: RoutedCall,
  startedAt: number,
  stream: boolean,
): Limits {
  const { timeouts, router } = call;
  const { callMs } = timeouts;
  const limits: Limits = {
    connect: timeouts.connectMs ?? 5_000,
    firstToken: stream ? (timeouts.firstTokenMs ?? usualFirstTokenMs(model, memory, call)) : Number.POSITIVE_INFINITY,
    idle: stream ? (timeouts.idleMs ?? 60_000) : Number.POSITIVE_INFINITY,
    total: timeouts.totalMs ?? 600_000,
  };
  if (callMs === undefined) return limits;
  return { ...limits, call: { limitMs: callMs, leftMs: startedAt + callMs - router.clock.now() } };
}

function usualFirstTokenMs({ row, override }: Model, { warm }: ModelMemory, { codec }: RoutedCall): number {
  if (row.slowStart === true) return 300_000;
  return override?.reasoning === true || !warm.has(codec.hash) ? 180_000 : 60_000;
}

/** Throws a `ConfigurationError` for a number that is not whole or below the least one that makes sense. */
export function checkWholeNumber(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new ConfigurationError(`${name} is a whole number from ${least}, not ${String(value)}`);
  }
}

/** Throws a `ConfigurationError` for a hedge that could not be made. */
export function checkHedge(hedge: Hedge): void {
  const { afterMs, maxRate = 0 } = hedge;
  if (afterMs !== "p95" && !(typeof afterMs === "number" && afterMs >= 0)) {
    throw new ConfigurationError(`hedge.afterMs is a number of milliseconds or "p95", not ${String(afterMs)}`);
  }
  if (!(typeof maxRate === "number" && maxRate >= 0 && maxRate <= 1)) {
    throw new ConfigurationError(`hedge.maxRate is a number from 0 to 1, not ${String(maxRate)}`);
  }
}

/** Throws a `ConfigurationError` for an action that is none. */
export function checkFailover(overrides: FailoverOverrides): void {
  for (const [code, action] of Object.entries(overrides)) {
    if (action === undefined || action === "next" || action === "retry" || action === "stop") continue;
    throw new ConfigurationError(`failover["${code}"] is "next", "retry" or "stop", not ${String(action)}`);
  }
}

/** Throws a `ConfigurationError` for a limit that is no number of milliseconds. */
export function checkTimeouts(timeouts: Timeouts): void {
  for (const [name, value] of Object.entries(timeouts)) {
    if (value !== undefined && !(typeof value === "number" && value > 0)) {
      throw new ConfigurationError(`timeouts.${name} is a number of milliseconds above 0, not ${String(value)}`);
    }
  }
}
