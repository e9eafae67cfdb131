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
  /** Which function was called: `generate…` or `stream…`. */
  readonly operation: "generate" | "stream";
  /** The models of the router, as `provider/model`, the primary first. */
  readonly models: readonly string[];
}

/** A call begins. Told in the caller's own asynchronous context. */
export interface CallStartEvent {
  /** The call that begins. */
  readonly call: CallIdentity;
}

/** A call ended. */
export interface CallEndEvent {
  /** The call that ended. */
  readonly call: CallIdentity;
  /** From the start of the call to its end. */
  readonly ms: number;
  /** Every request made for the call, in order. */
  readonly attempts: readonly Attempt[];
  /** Of all attempts together. */
  readonly usage: Usage;
  /** `provider/model` that gave the output; absent when none did. */
  readonly model?: string;
  /** Why the model that answered stopped; absent when the call failed. */
  readonly finishReason?: FinishReason;
  /** Flaws of the answer that were mended; absent when the call failed. */
  readonly repairs?: readonly Repair[];
  /** What the call failed with; absent when it did not. */
  readonly error?: OutspecError;
}

/** Where a request goes: the host and the port of a model's base URL, and nothing else of it. */
export interface ServerAddress {
  /** The host: a name or an IP address. */
  readonly address: string;
  /** The port, also where the address does not name it. */
  readonly port: number;
}

/** An attempt begins. */
export interface AttemptStartEvent {
  /** The call it is made for. */
  readonly call: CallIdentity;
  /** Counts the attempts of one call from 1. */
  readonly number: number;
  /** `provider/model`. */
  readonly id: string;
  /** The provider's id, `openai` for example. */
  readonly provider: string;
  /** The model as the provider calls it. */
  readonly model: string;
  /** How structured output is asked for. */
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
  /** The call it was made for. */
  readonly call: CallIdentity;
  /** Counts the attempts of one call from 1. */
  readonly number: number;
  /** From the start of the attempt. */
  readonly ms: number;
}

/** An attempt ended; `attempt.error` tells whether well. */
export interface AttemptEndEvent {
  /** The call it was made for. */
  readonly call: CallIdentity;
  /** Counts the attempts of one call from 1. */
  readonly number: number;
  /** The attempt as `attempts` of the result has it. */
  readonly attempt: Attempt;
  /** The answer as far as it was written. Not enumerable, so that loggers leave it out. */
  readonly text: string;
}

/**
 * What observers of a router are told. Nothing they can print or serialise holds a key, a header, a prompt or an
 * output: what does is not enumerable.
 */
export interface RouterHooks {
  /** Called when a call begins, in the caller's own asynchronous context. */
  readonly onCallStart?: (event: CallStartEvent) => void;
  /** Called when a call has ended, well or not. */
  readonly onCallEnd?: (event: CallEndEvent) => void;
  /** Called when a request is about to be sent. */
  readonly onAttemptStart?: (event: AttemptStartEvent) => void;
  /** Called at the first token of an attempt that is read as a stream. */
  readonly onFirstToken?: (event: FirstTokenEvent) => void;
  /** Called when an attempt has ended, well or not. */
  readonly onAttemptEnd?: (event: AttemptEndEvent) => void;
}
