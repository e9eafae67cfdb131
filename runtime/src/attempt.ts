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

/** Tokens, normalised: `input.total` includes cached tokens, `output.total` includes reasoning. */
export interface Usage {
  /**
   * Whether some of it was estimated from the length of texts: an answer that was stopped or broke off is paid for, and
   * most providers count only at its end.
   */
  readonly estimated?: true;
  /** Tokens of the prompt, and those of them that a cache of the provider gave or took. */
  readonly input: { readonly total: number; readonly cacheRead?: number; readonly cacheWrite?: number };
  /** Tokens of the answer, and those of them that the model thought with. */
  readonly output: { readonly total: number; readonly reasoning?: number };
}

/** Why a model stopped, in one vocabulary for all providers. Source: providers.md, section 2. */
export type FinishReason = "stop" | "length" | "content-filter" | "refusal" | "tool-call" | "error" | "other";

/** How far an attempt had come when it ended. */
export type AttemptPhase = "prepare" | "connect" | "headers" | "first-token" | "streaming" | "validation" | "done";

/** What followed an attempt that failed. */
export type AttemptSequel = "retry" | "step-down" | "drop-setting" | "re-ask" | "next-model" | "stop";

/** One request to one model: what was tried, how it went, how long it took. Holds no key, header, prompt or output. */
export interface Attempt {
  /** `provider/model`. */
  readonly id: string;
  /** The provider's id, `openai` for example. */
  readonly provider: string;
  /** The model as the provider calls it. */
  readonly model: string;
  /** How structured output was asked for. */
  readonly mode: Mode;
  /** The dialect the schema was written in. */
  readonly dialect: DialectName;
  /** How far it had come when it ended. */
  readonly phase: AttemptPhase;
  /** HTTP status of the response; absent where none came. */
  readonly status?: number;
  /** The provider's own id of the request, for its support. */
  readonly requestId?: string;
  /** Whether it was started while an earlier attempt had not answered yet. */
  readonly hedge?: true;
  /** Milliseconds it waited for its turn before it began, where the model's `maxConcurrency` made it wait. */
  readonly queuedMs?: number;
  /** From the start of the attempt to its end. */
  readonly ms: number;
  /** From the start of the attempt to the first text of the answer. */
  readonly firstTokenMs?: number;
  /** Tokens of this attempt alone; absent where nothing is known of them. */
  readonly usage?: Usage;
  /** Why the model stopped; absent where its answer did not come to an end. */
  readonly finishReason?: FinishReason;
  /** The model that answered, as the answer itself names it: often a dated version of the one that was asked. */
  readonly responseModel?: string;
  /** Settings that were left out because this model rejects them. */
  readonly droppedSettings?: readonly string[];
  /** Absent when the attempt succeeded. */
  readonly error?: Error & { readonly code: OutspecErrorCode };
  /** What was decided after the error. */
  readonly followedBy?: AttemptSequel;
}
