import type { failoverActions, failoverCodes } from "./facts/failures.ts";
import type { Effort } from "./facts/provider-row.ts";

/** Sampling and length settings. Each is sent only when set: many current models reject them. */
export interface Settings {
  readonly temperature?: number;
  readonly topP?: number;
  /** Most tokens the answer may have. */
  readonly maxOutputTokens?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly reasoningEffort?: Effort;
}

/** Limits in milliseconds. `connect`, `firstToken`, `idle` and `total` hold for each attempt, `call` for all of them together. */
export interface Timeouts {
  readonly connectMs?: number;
  readonly firstTokenMs?: number;
  readonly idleMs?: number;
  readonly totalMs?: number;
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
