/** Sampling and length settings. Each is sent only when set: many current models reject them. */
export interface Settings {
  readonly temperature?: number;
  readonly topP?: number;
  /** Most tokens the answer may have. */
  readonly maxOutputTokens?: number;
  readonly seed?: number;
  readonly stop?: readonly string[];
  readonly reasoningEffort?: "none" | "minimal" | "low" | "medium" | "high" | "xhigh" | "max";
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
 * Which flaws of an answer's text may be mended before it is validated. `text`: code fences, prose around the
 * object, trailing commas. `none`: nothing. Mended or not, the value is validated.
 */
export type RepairLevel = "text" | "none";

/** What a router does when a model refuses or a filter stops it. */
export type RefusalPolicy = "stop" | "next";
