import type { Attempt, FinishReason, Usage } from "../attempt.ts";
import type { OutspecError } from "../errors.ts";
import type { Mode } from "../facts/dialects.ts";
import type { Settings } from "../options.ts";
import type { Message } from "../prompt.ts";
import type { Repair } from "../result.ts";

/**
 * One call of a generated function, as its events name it: the same object in all of them, so that an observer can
 * tell calls apart.
 */
export interface CallIdentity {
  /** Name of the output that is asked for. */
  readonly output: string;
  readonly operation: "generate" | "stream";
  /** The models of the router, as `provider/model`, the primary first. */
  readonly models: readonly string[];
}

/** A call begins. Told in the caller's own asynchronous context. */
export interface CallStartEvent {
  readonly call: CallIdentity;
}

/** A call ended. */
export interface CallEndEvent {
  readonly call: CallIdentity;
  readonly ms: number;
  readonly attempts: readonly Attempt[];
  /** Of all attempts together. */
  readonly usage: Usage;
  /** `provider/model` that gave the output; absent when none did. */
  readonly model?: string;
  readonly finishReason?: FinishReason;
  /** Flaws of the answer that were mended; absent when the call failed. */
  readonly repairs?: readonly Repair[];
  readonly error?: OutspecError;
}

/** Where a request goes: the host and the port of a model's base URL, and nothing else of it. */
export interface ServerAddress {
  readonly address: string;
  readonly port: number;
}

/** An attempt begins. */
export interface AttemptStartEvent {
  readonly call: CallIdentity;
  /** Counts the attempts of one call from 1. */
  readonly number: number;
  /** `provider/model`. */
  readonly id: string;
  readonly provider: string;
  readonly model: string;
  readonly mode: Mode;
  /** Absent when the base URL is missing or cannot be read. */
  readonly server?: ServerAddress;
  /** Whether the answer is asked for as a stream on the wire. */
  readonly stream: boolean;
  /** Whether an earlier attempt has not answered yet. */
  readonly hedge: boolean;
  /** The settings that are sent. */
  readonly settings: Settings;
  /** What the model is shown. Not enumerable, so that loggers leave it out. */
  readonly messages: readonly Message[];
}

/** An attempt brought its first token. */
export interface FirstTokenEvent {
  readonly call: CallIdentity;
  readonly number: number;
  /** From the start of the attempt. */
  readonly ms: number;
}

/** An attempt ended; `attempt.error` tells whether well. */
export interface AttemptEndEvent {
  readonly call: CallIdentity;
  readonly number: number;
  readonly attempt: Attempt;
  /** The answer as far as it was written. Not enumerable, so that loggers leave it out. */
  readonly text: string;
}

/**
 * What observers of a router are told. Nothing they can print or serialise holds a key, a header, a prompt or an
 * output: what does is not enumerable.
 */
export interface RouterHooks {
  readonly onCallStart?: (event: CallStartEvent) => void;
  readonly onCallEnd?: (event: CallEndEvent) => void;
  readonly onAttemptStart?: (event: AttemptStartEvent) => void;
  readonly onFirstToken?: (event: FirstTokenEvent) => void;
  readonly onAttemptEnd?: (event: AttemptEndEvent) => void;
}
