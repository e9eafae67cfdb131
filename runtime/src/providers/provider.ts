import type { FinishReason, ProviderErrorCode, Usage } from "../attempt.ts";
import type { Mode } from "../facts/dialects.ts";
import type { Family, ModelOverride, ProviderRow } from "../facts/providers.ts";
import type { Settings } from "../options.ts";
import type { Message } from "../prompt.ts";

/** How the bytes of a streamed body are cut into frames. */
export type Framing = "sse" | "ndjson";

/** One frame of a streamed body: an SSE event, or one line of NDJSON as `data`. */
export interface Frame {
  readonly event?: string;
  readonly data: string;
}

/** One question to one model, ready to be encoded. */
export interface ModelCall {
  readonly row: ProviderRow;
  readonly model: string;
  /** Without trailing slash. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  /** Headers of the user's, lower-case names; they win over the adapter's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of the user's merged into the body last. */
  readonly extraBody?: Readonly<Record<string, unknown>>;
  readonly messages: readonly Message[];
  readonly settings: Settings;
  readonly stream: boolean;
  readonly mode: Mode;
  /** Name of the schema or tool on the wire. */
  readonly name: string;
  readonly description?: string;
  /** The schema in the dialect of `mode`, as JSON text; absent in the modes `json_object` and `prompt`. */
  readonly schema?: string;
  /** Whether the model is known to reason before it answers. */
  readonly reasoning: boolean;
  /** Hash of the spec: calls with the same one begin alike. */
  readonly hash: string;
  /** Whether the model understands cache marks on message parts. */
  readonly cacheBreakpoints: boolean;
}

/** What a fault can be: a failure of the provider, or its filter's verdict on the prompt (a 400 at Azure), which is no failure. */
export type FaultCode = ProviderErrorCode | "content-filtered";

/** Why a provider could not answer, as its adapter read it. The router adds who, where and when. */
export interface Fault {
  readonly code: FaultCode;
  /** For people, from the provider's own message; never with a key, a header or the prompt. */
  readonly message: string;
  readonly status?: number;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  readonly shouldRetry?: boolean;
  /** What its model had written, where the provider refused to pass it on as an answer. Never part of the message. */
  readonly generation?: string;
  /** The setting the provider did not accept, in our spelling (`temperature`, `topP`, `maxOutputTokens`, …). */
  readonly parameter?: string;
}

/** What a model reports while it answers, in one vocabulary for all providers. */
export type ModelEvent =
  | { readonly type: "text-delta"; readonly text: string }
  | { readonly type: "reasoning-delta"; readonly text: string }
  /** The model writes what cannot be handed on yet, or never will be. */
  | { readonly type: "progress" }
  /** What is counted so far, told before the end; it replaces what was told earlier. */
  | { readonly type: "usage"; readonly usage: Usage }
  | {
      readonly type: "finish";
      readonly reason: FinishReason;
      readonly usage?: Usage;
      readonly refusal?: string;
      /** The model, as the answer names it. */
      readonly model?: string;
    }
  | { readonly type: "fault"; readonly fault: Fault };

/**
 * Reads one streamed answer, frame by frame.
 *
 * It holds the state of that one answer only. After a `finish` or a `fault` it yields nothing more.
 */
export interface StreamDecoder {
  push(frame: Frame): readonly ModelEvent[];
  /**
   * The body ended. Yields the `finish` that the protocol completed, or nothing when its completion signal never
   * came: the router then calls the answer interrupted.
   */
  end(): readonly ModelEvent[];
}

/** A request as an adapter builds it; the transport takes it as it is. */
export interface EncodedRequest {
  readonly method: "POST";
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Status and headers of a response, names in lower case. */
export interface ResponseHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Translates between this package and one wire family.
 *
 * An adapter never touches the network, the clock or the environment: it maps values to values, so a recorded
 * response is all it takes to test one.
 */
export interface Adapter {
  readonly family: Family;
  readonly framing: Framing;
  /** Builds the request. Called once per attempt. */
  encode(call: ModelCall): EncodedRequest;
  /** Reads a whole, successful body. Ends with exactly one `finish` or `fault`. */
  decodeBody(call: ModelCall, body: string): readonly ModelEvent[];
  /** Starts reading a streamed body. */
  createStreamDecoder(call: ModelCall): StreamDecoder;
  /** Classifies a response whose status is not 2xx. The secrets of the call are kept out of the message. */
  decodeFault(response: ResponseHead, body: string, secrets?: readonly string[]): Fault;
}

/** A credential: text, or a function that gives one when it is needed (tokens that rotate). */
export type Credential = string | (() => string | Promise<string>);

/** What can be set for one model of a router. */
export interface ModelOptions {
  readonly baseUrl?: string;
  /** The key or a function that gives it. Absent: the provider's environment variables, read at call time. */
  readonly apiKey?: Credential;
  /** Environment variable to read the key from, instead of the provider's own. */
  readonly apiKeyEnv?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly settings?: Settings;
  readonly extraBody?: Readonly<Record<string, unknown>>;
  /** Structured-output modes to try, in order, instead of the provider's ladder. */
  readonly modes?: readonly Mode[];
  /** Most requests to this model at once, over all calls of its router; further ones wait for their turn. */
  readonly maxConcurrency?: number;
  /** Header by which a gateway tells a repeated request from a new one: each retry bears the same value. */
  readonly idempotencyHeader?: string;
  /** Tokens that prompt and answer may have together. After a context overflow only larger windows are tried. */
  readonly contextWindow?: number;
}

/** A model a router can ask: made by `openai(…)`, `anthropic(…)`, `ollama(…)`, `openaiCompatible(…)`. */
export interface Model {
  /** `provider/model`, as errors and attempts name it. */
  readonly id: string;
  readonly model: string;
  readonly row: ProviderRow;
  /** What differs for this model from the others of its provider. */
  readonly override: ModelOverride | undefined;
  readonly adapter: Adapter;
  readonly options: ModelOptions;
}
