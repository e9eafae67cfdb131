import type { Attempt } from "../attempt.ts";
import type { Clock } from "../clock.ts";
import type { RefusalPolicy, RepairLevel, Timeouts } from "../options.ts";
import type { Model } from "../providers/provider.ts";
import type { Transport } from "../transport/transport.ts";
import type { ModelMemory } from "./model-memory.ts";

/**
 * What observers of a router are told. Nothing they can print or serialise holds a key, a header, a prompt or an
 * output; only the `text` of an `InvalidOutputError`, which is not enumerable, is the answer itself.
 */
export interface RouterHooks {
  readonly onAttemptStart?: (event: AttemptStartEvent) => void;
  readonly onAttemptEnd?: (event: AttemptEndEvent) => void;
}

/** An attempt begins. */
export interface AttemptStartEvent {
  /** Name of the output that is asked for. */
  readonly output: string;
  /** Counts the attempts of one call from 1. */
  readonly number: number;
  readonly id: string;
}

/** An attempt ended; `attempt.error` tells whether well. */
export interface AttemptEndEvent {
  readonly output: string;
  readonly number: number;
  readonly attempt: Attempt;
}

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
  readonly timeouts?: Timeouts;
  /** What happens when a stream breaks after a partial was shown. Default `restart`. */
  readonly midStream?: "restart" | "fail";
  /** Default `stop`. */
  readonly onRefusal?: RefusalPolicy;
  /** Default `text`. */
  readonly repairs?: RepairLevel;
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
  readonly repairs: RepairLevel;
}

/**
 * A primary model with its fallbacks, and what has been learned about them.
 *
 * It is shared by all calls that use it: a model that one call found to be down is passed over by the others. This
 * is the only state that outlives a call.
 */
export interface Router {
  readonly models: readonly Model[];
  readonly policy: RouterPolicy;
  readonly hooks: RouterHooks;
  readonly transport: Transport;
  readonly clock: Clock;
  /** What has been learned about each model. */
  readonly memory: ReadonlyMap<Model, ModelMemory>;
}
