import type { Clock } from "../clock.ts";
import type { BreakerOptions, FailoverOverrides, Hedge, RefusalPolicy, RepairLevel, Timeouts } from "../options.ts";
import type { Model } from "../providers/provider.ts";
import type { RouterHooks } from "../telemetry/events.ts";
import type { Transport } from "../transport/transport.ts";
import type { HedgeBudget } from "./hedge-budget.ts";
import type { ModelHealth } from "./model-health.ts";
import type { ModelMemory } from "./model-memory.ts";

/** What a router is made of. */
export interface RouterOptions {
  /** The model that is asked first. */
  readonly primary: Model;
  /** The models that are asked when it cannot answer, in order. */
  readonly fallbacks?: readonly Model[];
  /**
   * Most attempts on the last or only model; earlier models are left at their first failure. A connection that was
   * reset before any byte is tried again once without counting. Default 2.
   */
  readonly attempts?: number;
  /** How often a model is shown its invalid answer and asked again, before the next model is. Default 1. */
  readonly reAsks?: number;
  /** Limits of attempts and of whole calls, in milliseconds; {@link Timeouts} has the defaults. */
  readonly timeouts?: Timeouts;
  /** What happens when a stream breaks after a partial was shown. Default `restart`. */
  readonly midStream?: "restart" | "fail";
  /** What follows a refusal or a filtered answer: the error (`stop`, the default) or the next model (`next`). */
  readonly onRefusal?: RefusalPolicy;
  /** What follows a failure, by its code, where that is to differ from the table of docs/failover.md in the repository. */
  readonly failover?: FailoverOverrides;
  /** Asks the next model as well when the one that was asked keeps silent. Default: never. */
  readonly hedge?: Hedge;
  /** When a model is passed over by all calls. */
  readonly breaker?: BreakerOptions;
  /** Most tokens a call may have used for another attempt to be made; failed attempts count. Default: no limit. */
  readonly maxTotalTokens?: number;
  /** Which flaws of an answer are mended before it is validated; {@link RepairLevel} says what each level mends. Default `text`. */
  readonly repairs?: RepairLevel;
  /** Told of every call and attempt. */
  readonly hooks?: RouterHooks;
  /** Sends the requests, instead of undici on Node and `fetch` elsewhere. */
  readonly transport?: Transport;
  /** Time and chance, for tests. */
  readonly clock?: Clock;
}

/** The decided form of {@link RouterOptions}: every default filled in. */
export interface RouterPolicy {
  readonly attempts: number;
  readonly reAsks: number;
  readonly timeouts: Timeouts;
  readonly midStream: "restart" | "fail";
  readonly onRefusal: RefusalPolicy;
  readonly failover: FailoverOverrides;
  readonly hedge: Hedge | undefined;
  readonly breaker: Required<BreakerOptions>;
  readonly maxTotalTokens: number;
  readonly repairs: RepairLevel;
}

/**
 * A primary model with its fallbacks, and what has been learned about them.
 *
 * It is shared by all calls that use it: a model that one call found to be down is passed over by the others. This
 * is the only state that outlives a call.
 */
export interface Router {
  /** The models, the primary first. */
  readonly models: readonly Model[];
  /** @internal */
  readonly policy: RouterPolicy;
  /** Told of every call and attempt. */
  readonly hooks: RouterHooks;
  /** Sends the requests. */
  readonly transport: Transport;
  /** Time and chance. */
  readonly clock: Clock;
  /** What has been learned about each model. @internal */
  readonly memory: ReadonlyMap<Model, ModelMemory>;
  /** @internal */
  readonly hedgeBudget: HedgeBudget;
  /** How the models are at the moment, the primary first: for dashboards, health checks and people. */
  health(): readonly ModelHealth[];
}
