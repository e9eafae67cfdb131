import type { DialectName, Mode } from "./facts/dialects.ts";

/** Every way a call can fail. Codes are part of the public contract; messages are not. */
export type OutspecErrorCode =
  | ProviderErrorCode
  | "timeout"
  | "invalid-output"
  | "refused"
  | "content-filtered"
  | "truncated"
  | "restarted"
  | "invalid-input"
  | "configuration"
  | "aborted"
  | "all-attempts-failed";

/** The ways in which one provider can fail to answer. */
export type ProviderErrorCode =
  | "network"
  | "rate-limited"
  | "overloaded"
  | "server-error"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "bad-request"
  | "schema-rejected"
  | "context-overflow"
  | "interrupted"
  | "quota-exhausted";

/** Tokens of one attempt, normalised: `input.total` includes cached tokens, `output.total` includes reasoning. */
export interface Usage {
  readonly input: { readonly total: number; readonly cacheRead?: number; readonly cacheWrite?: number };
  readonly output: { readonly total: number; readonly reasoning?: number };
}

/** Why a model stopped, in one vocabulary for all providers. Source: providers.md, section 2. */
export type FinishReason = "stop" | "length" | "content-filter" | "refusal" | "tool-call" | "error" | "other";

/** How far an attempt had come when it ended. */
export type AttemptPhase = "prepare" | "connect" | "headers" | "first-token" | "streaming" | "validation" | "done";

/** One request to one model: what was tried, how it went, how long it took. Holds no key, header, prompt or output. */
export interface Attempt {
  /** `provider/model`. */
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly mode: Mode;
  readonly dialect: DialectName;
  readonly phase: AttemptPhase;
  readonly status?: number;
  readonly requestId?: string;
  /** From the start of the attempt to its end. */
  readonly ms: number;
  /** From the start of the attempt to the first text of the answer. */
  readonly firstTokenMs?: number;
  readonly usage?: Usage;
  /** Settings that were left out because this model rejects them. */
  readonly droppedSettings?: readonly string[];
  /** Absent when the attempt succeeded. */
  readonly error?: Error & { readonly code: OutspecErrorCode };
}
