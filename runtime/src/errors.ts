import type { Attempt, AttemptPhase, OutspecErrorCode, ProviderErrorCode, Usage } from "./attempt.ts";
import type { ValidationIssue } from "./codec.ts";
import { totalUsage } from "./usage.ts";

// Registered globally so the check below also holds when an application ends up with two copies of this package.
const brand: unique symbol = Symbol.for("@outspec/runtime/OutspecError") as never;

/** Base of every error this package throws. Test with {@link OutspecError.is}, branch on `code`. */
export class OutspecError extends Error {
  /** The name of the class, as logs print it. */
  override readonly name: string = "OutspecError";
  /** What went wrong: branch on it. The list is closed, and docs/errors.md says what to do about each. */
  readonly code: OutspecErrorCode;
  /** Every request made for the call, in order; empty when none was made. */
  attempts: readonly Attempt[] = [];

  constructor(code: OutspecErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
    // What each attempt says is in the message already; printing the list too would bury it.
    Object.defineProperty(this, "attempts", { enumerable: false, writable: true });
  }

  /** Tokens of all attempts together, those counted by their provider and those estimated. */
  get usage(): Usage {
    return totalUsage(this.attempts);
  }

  /** Whether a caught value is an error of this package, whichever copy of it threw. */
  static is(value: unknown): value is OutspecError {
    return value instanceof Error && brand in value;
  }
}

/** Where and how one provider failed. */
export interface ProviderErrorDetails {
  /** The provider's id, `openai` for example. */
  readonly provider: string;
  /** The model as the provider calls it. */
  readonly model: string;
  /** How far the attempt had come. */
  readonly phase: AttemptPhase;
  /** HTTP status of the response, where one came. */
  readonly status?: number | undefined;
  /** The provider's own id of the request, for its support. */
  readonly requestId?: string | undefined;
  /** How long the provider asks to be left alone, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The setting or field the provider did not accept, when it names one. */
  readonly parameter?: string | undefined;
  /** What the provider itself says about trying again (`x-should-retry`). */
  readonly shouldRetry?: boolean | undefined;
  /** What was caught, where something was. */
  readonly cause?: unknown;
}

/** One provider could not answer. */
export class ProviderError extends OutspecError {
  override readonly name = "ProviderError";
  declare readonly code: ProviderErrorCode;
  /** The provider's id, `openai` for example. */
  readonly provider: string;
  /** The model as the provider calls it. */
  readonly model: string;
  /** How far the attempt had come. */
  readonly phase: AttemptPhase;
  /** HTTP status of the response; absent where none came. */
  declare readonly status?: number;
  /** The provider's own id of the request, for its support. */
  declare readonly requestId?: string;
  /** How long the provider asked to be left alone, in milliseconds. */
  declare readonly retryAfterMs?: number;
  /** The setting or field the provider did not accept, where it names one. */
  declare readonly parameter?: string;
  /** What the provider itself says about trying again (`x-should-retry`). */
  declare readonly shouldRetry?: boolean;

  constructor(code: ProviderErrorCode, message: string, details: ProviderErrorDetails) {
    super(code, message, details.cause === undefined ? undefined : { cause: details.cause });
    this.provider = details.provider;
    this.model = details.model;
    this.phase = details.phase;
    // Only what is known: a printed error with a list of undefined fields hides the one that matters.
    if (details.status !== undefined) this.status = details.status;
    if (details.requestId !== undefined) this.requestId = details.requestId;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
    if (details.parameter !== undefined) this.parameter = details.parameter;
    if (details.shouldRetry !== undefined) this.shouldRetry = details.shouldRetry;
  }
}

/** Which limit passed, as named in the router's `timeouts`. */
export type Deadline = "connect" | "firstToken" | "idle" | "total" | "call";

/** A deadline passed; `deadline` says which and `limitMs` how long it was. */
export class TimeoutError extends OutspecError {
  override readonly name = "TimeoutError";
  /** Which limit passed. */
  readonly deadline: Deadline;
  /** How long it was, in milliseconds. */
  readonly limitMs: number;

  constructor(deadline: Deadline, limitMs: number, message: string) {
    super("timeout", message);
    this.deadline = deadline;
    this.limitMs = limitMs;
  }
}

/**
 * An answer breaks its schema, or is no JSON. The message names places and expectations, and keys of the answer where
 * they are wrong, but no value of it; `text` holds all of it.
 */
export class InvalidOutputError extends OutspecError {
  override readonly name = "InvalidOutputError";
  readonly #issues: readonly ValidationIssue[];
  readonly #text: string;

  constructor(message: string, issues: readonly ValidationIssue[], text: string) {
    super("invalid-output", message);
    // Issues and text may quote patients: no logger comes across them, whichever properties it walks.
    this.#issues = issues;
    this.#text = text;
  }

  /** What is wrong with the answer, place by place. A getter, as `text` is. */
  get issues(): readonly ValidationIssue[] {
    return this.#issues;
  }

  /** The answer as the model wrote it. A getter, so that loggers leave it out. */
  get text(): string {
    return this.#text;
  }
}

/** The model declined (`refused`) or a filter of the provider stopped it (`content-filtered`). */
export class RefusalError extends OutspecError {
  override readonly name = "RefusalError";

  constructor(code: "refused" | "content-filtered", message: string) {
    super(code, message);
  }
}

/** The answer hit the token limit and is cut; it is never repaired into a result. */
export class TruncatedError extends OutspecError {
  override readonly name = "TruncatedError";

  constructor(message: string) {
    super("truncated", message);
  }
}

/** A stream restarted on another model after elements had been handed out, which cannot be taken back. */
export class RestartError extends OutspecError {
  override readonly name = "RestartError";

  constructor(message: string) {
    super("restarted", message);
  }
}

/** The input of a call does not match the spec's `input` schema; nothing was sent. */
export class InputError extends OutspecError {
  override readonly name = "InputError";
  /** What is wrong with the input, place by place. */
  readonly issues: readonly ValidationIssue[];

  constructor(message: string, issues: readonly ValidationIssue[]) {
    super("invalid-input", message);
    this.issues = issues;
  }
}

/** Something about the program is wrong: an option, a missing key, a dialect that was not generated. */
export class ConfigurationError extends OutspecError {
  override readonly name = "ConfigurationError";

  constructor(message: string, options?: ErrorOptions) {
    super("configuration", message, options);
  }
}

/** The caller let go: an AbortSignal, `break`, `return()`. `cause` is the signal's reason. */
export class AbortError extends OutspecError {
  override readonly name = "AbortError";

  constructor(message: string, cause?: unknown) {
    super("aborted", message, cause === undefined ? undefined : { cause });
  }
}

/** Every model was tried and none answered. The message has one line for each attempt. */
export class RouterError extends OutspecError {
  override readonly name = "RouterError";

  /** `reason` says why no further attempt was made, where there might have been one. */
  constructor(attempts: readonly Attempt[], cause?: unknown, reason?: string) {
    const lines = attempts.map(
      (attempt) => `  ${labelOf(attempt, attempts)}: ${attempt.error?.message ?? "no answer"}`,
    );
    super(
      "all-attempts-failed",
      [reason === undefined ? "no model answered" : `no model answered, and ${reason}`, ...lines].join("\n"),
      cause === undefined ? undefined : { cause },
    );
    this.attempts = attempts;
  }
}

/** Names an attempt's model, and its mode where the model was asked in several. */
function labelOf({ id, mode }: Attempt, attempts: readonly Attempt[]): string {
  return attempts.every((other) => other.id !== id || other.mode === mode) ? id : `${id} (${mode})`;
}
