import type { failoverActions, failoverCodes } from "./facts/failures.ts";
import type { Effort } from "./facts/provider-row.ts";

/** Sampling and length settings. Each is sent only when set: many current models reject them. */
export interface Settings {
  /** How freely the model chooses its words, from 0. */
  readonly temperature?: number;
  /** The share of likely words the model chooses from, from 0 to 1. */
  readonly topP?: number;
  /** Most tokens the answer may have. */
  readonly maxOutputTokens?: number;
  /** Asks for the same answer to the same request, where the provider has that. */
  readonly seed?: number;
  /** Texts at which the model stops. */
  readonly stop?: readonly string[];
  /** How long a model that reasons may think before it answers. */
  readonly reasoningEffort?: Effort;
}

/** Limits in milliseconds. `connect`, `firstToken`, `idle` and `total` hold for each attempt, `call` for all of them together. */
export interface Timeouts {
  /** Until a connection stands. Default 5 s. */
  readonly connectMs?: number;
  /**
   * Until the first text or reasoning of a stream. Default 60 s; 180 s at a schema's first use and for models that
   * reason, 300 s for local servers.
   */
  readonly firstTokenMs?: number;
  /** Between two pieces of a stream. Default 60 s. */
  readonly idleMs?: number;
  /** Until one attempt is finished. Default 10 min. */
  readonly totalMs?: number;
  /** Until the whole call is finished. Default: no limit. */
  readonly callMs?: number;
}

/**
 * Which flaws of an answer may be mended before it is validated. `text`: code fences, prose around the object, trailing
 * commas. `values`: also what the schema leaves one reading of, such as an enum in the wrong case or a number in
 * quotes. `none`: nothing. Mended or not, the value is validated; what was mended is reported.
 */
export type RepairLevel = "text" | "values" | "none";

/** The failures whose consequence can be chosen; the others always stop the call. */
export type FailoverCode = (typeof failoverCodes)[number];

/** What follows a failure: the next model; the same one again, with backoff and up to `attempts`, then the next; the error. */
export type FailoverAction = (typeof failoverActions)[number];

/** Consequences that differ from those of the failover table, by error code. */
export type FailoverOverrides = Readonly<Partial<Record<FailoverCode, FailoverAction>>>;

/**
 * When to ask the next model as well, because the one that was asked keeps silent. The first to bring a token (or,
 * where the answer is not streamed, the whole answer) wins; the other one is stopped.
 */
export interface Hedge {
  /** Milliseconds without a first token; `p95` is what 95 of 100 earlier calls of this router took, once 20 are known. */
  readonly afterMs: number | "p95";
  /** Most hedges in proportion to calls, from 0 to 1. Default 0.05. */
  readonly maxRate?: number;
}

/** When a model is passed over by all calls of a router. */
export interface BreakerOptions {
  /** Failures in a row that open the breaker. Default 5. Half of the last 20 attempts do so, too. */
  readonly failures?: number;
  /** How long it stays open at first, in milliseconds; each failed probe doubles it, up to ten minutes. Default 30,000. */
  readonly coolDownMs?: number;
}

/** What a router does when a model refuses or a filter stops it. */
export type RefusalPolicy = "stop" | "next";
