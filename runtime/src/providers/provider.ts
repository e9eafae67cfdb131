import type { FinishReason, ProviderErrorCode, Usage } from "../attempt.ts";
import type { Mode } from "../facts/dialects.ts";
import type {
  Api,
  CacheMark,
  Effort,
  Endpoint,
  Framing,
  ModelOverride,
  PlaceName,
  ProviderRow,
} from "../facts/provider-row.ts";
import type { Frame, FrameDecoder } from "../framing/decoder.ts";
import type { Settings } from "../options.ts";
import type { Message } from "../prompt.ts";
import type { Transport } from "../transport/transport.ts";

/** What belongs to the caller's account in addresses and headers, by name. */
export type Places = Readonly<Partial<Record<PlaceName, string>>>;

/** What is alike in all calls that ask for one output in one way: of {@link ModelCall}, whose members are explained there. */
export type CallForm = Pick<
  ModelCall,
  | "row"
  | "endpoint"
  | "mode"
  | "name"
  | "description"
  | "schema"
  | "reasoning"
  | "hash"
  | "cacheMark"
  | "cacheRetention"
  | "systemRole"
  | "efforts"
  | "bareSchema"
>;

/** One question to one model, ready to be encoded. */
export interface ModelCall {
  /** The same object in all calls of one form, so that what depends on nothing else is worked out once. */
  readonly form?: CallForm | undefined;
  readonly row: ProviderRow;
  /** Where and how the model is asked: the row itself, or another API of its provider. */
  readonly endpoint: Endpoint;
  readonly model: string;
  /** Without trailing slash, with every place filled in. */
  readonly baseUrl: string;
  readonly places: Places;
  readonly apiKey?: string | undefined;
  /** Sent as bearer instead of a key, whatever the provider's scheme. */
  readonly accessToken?: string | undefined;
  /** What else no message may repeat: of a signature. */
  readonly secrets?: readonly string[] | undefined;
  /** Headers of the user's, lower-case names; they win over the adapter's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Fields of the user's merged into the body last. */
  readonly extraBody?: Readonly<Record<string, unknown>> | undefined;
  readonly messages: readonly Message[];
  readonly settings: Settings;
  readonly stream: boolean;
  readonly mode: Mode;
  /** Name of the schema or tool on the wire. */
  readonly name: string;
  readonly description?: string | undefined;
  /** The schema in the dialect of `mode`, as JSON text; absent in the modes `json_object` and `prompt`. */
  readonly schema?: string | undefined;
  /** Whether the model is known to reason before it answers. */
  readonly reasoning: boolean;
  /** Hash of the spec: calls with the same one begin alike. */
  readonly hash: string;
  /** How the model wants cache marks on message parts; absent where it caches by itself. */
  readonly cacheMark?: CacheMark | undefined;
  /** Whether the model takes `prompt_cache_retention`. */
  readonly cacheRetention?: true | undefined;
  /** The role under which the model takes instructions, where it is not the usual one. */
  readonly systemRole?: "user" | undefined;
  /** Tokens that prompt and answer may have together, where the caller has said so. */
  readonly contextWindow?: number | undefined;
  /** Reasoning efforts the model knows; absent: all. */
  readonly efforts?: readonly Effort[] | undefined;
  /** Whether the schema is to be sent without OpenAI's envelope around it. */
  readonly bareSchema?: true | undefined;
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
  /** Takes the next frame and yields what the model says in it. */
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
  /** A family of providers.yaml, or the name of a wire of your own. */
  readonly family: string;
  readonly framing: Framing;
  /** Makes what cuts a streamed body into frames. Absent: as `framing` says. */
  readonly createFrameDecoder?: () => FrameDecoder;
  /** Builds the request. Called once per attempt. */
  encode(call: ModelCall): EncodedRequest;
  /** Reads a whole, successful body. Ends with exactly one `finish` or `fault`. */
  decodeBody(call: ModelCall, body: string): readonly ModelEvent[];
  /** Starts reading a streamed body. */
  createStreamDecoder(call: ModelCall): StreamDecoder;
  /** Classifies a response whose status is not 2xx. The secrets of the call are kept out of the message. */
  decodeFault(response: ResponseHead, body: string, secrets?: readonly string[]): Fault;
}

/** A token and the moment from which it is no longer used: a date, or milliseconds since the epoch. */
export interface ExpiringToken {
  /** The credential itself. */
  readonly token: string;
  /** When it is no longer used. */
  readonly expiresAt: Date | number;
}

/**
 * A credential: text, or a function that gives one when it is needed. A token that says when it expires is kept by the
 * router until half a minute before that; a plain text is asked for at every request.
 */
export type Credential = string | (() => string | ExpiringToken | Promise<string | ExpiringToken>);

/** Credentials of AWS, in the form its own SDK gives them. */
export interface AwsCredentials {
  /** The id of the access key, which requests name. */
  readonly accessKeyId: string;
  /** The secret of the access key, which requests are signed with and never hold. */
  readonly secretAccessKey: string;
  /** The token of temporary credentials. */
  readonly sessionToken?: string | undefined;
  /** When temporary credentials end: they are kept until half a minute before. */
  readonly expiration?: Date | undefined;
}

/** What an {@link Authenticator} works with. */
export interface AuthContext {
  readonly model: Model;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly places: Places;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly transport: Transport;
  /** Keeps a credential until it expires; shared by the calls of a router. */
  readonly kept: KeptCredentials;
}

/** A credential that is kept while it is good. */
export interface KeptCredentials {
  /**
   * The one that is kept, or a new one. One `load` serves all that wait for it where what it gives says when it expires;
   * where it does not, each one's own `load` is called.
   */
  get<T>(load: () => Promise<Kept<T>>, now: number): Promise<T>;
  /** The next one that is asked for is new; unless another one is kept by now than the one that was refused. */
  forget(refused?: unknown): void;
}

/** A credential and the moment it expires, in milliseconds since the epoch; absent: it is not kept. */
export interface Kept<T> {
  readonly value: T;
  readonly expiresAt?: number;
}

/**
 * How a provider is shown who asks, where no key says it: by a token that is fetched, or by a signature. Whatever is
 * thrown counts as a credential that is missing, so that the next model is asked.
 */
export type Authenticator =
  | {
      readonly kind: "token";
      /** Gives the token, which is sent as bearer. */
      readonly token: (context: AuthContext) => Promise<string>;
    }
  | {
      readonly kind: "signature";
      /** Signs a request that is otherwise ready to be sent. */
      readonly sign: (request: EncodedRequest, context: AuthContext) => Promise<SignedRequest>;
    };

/** A request with its signature, and what no message may repeat of what it was made with. */
export interface SignedRequest {
  readonly request: EncodedRequest;
  readonly secrets: readonly string[];
}

/** What can be set for one model of a router. */
export interface ModelOptions {
  /** The address of the API, instead of the provider's own or of the one in the environment. */
  readonly baseUrl?: string;
  /** The key or a function that gives it. Absent: the provider's environment variables, read at call time. */
  readonly apiKey?: Credential;
  /** Environment variable to read the key from, instead of the provider's own. */
  readonly apiKeyEnv?: string;
  /** An access token, or a function that gives it, sent as bearer instead of a key: of Entra, of an OAuth client. */
  readonly accessToken?: Credential;
  /** Headers of every request to this model; they win over the provider's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Settings of every request to this model: they go before those of the spec, and those of the call before both. */
  readonly settings?: Settings;
  /** Fields that are put into the body of every request last. `null` removes one. */
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

/** Everything the factories' options can say. Each factory takes what its provider has a use for. */
export interface AllModelOptions extends ModelOptions, Places {
  readonly api?: Api;
  /** Credentials of AWS, or a function that gives them, for requests that are signed. */
  readonly credentials?: AwsCredentials | (() => Promise<AwsCredentials>);
}

/** A model a router can ask: made by `openai(…)`, `anthropic(…)` or another provider's function. */
export interface Model {
  /** `provider/model`, as errors and attempts name it. */
  readonly id: string;
  /** The model as the provider calls it. */
  readonly model: string;
  /** What is known of the provider. */
  readonly row: ProviderRow;
  /** What differs for this model from the others of its provider. */
  readonly override: ModelOverride | undefined;
  /** Where and how the model is asked: the row itself, or another API of its provider. */
  readonly endpoint: Endpoint;
  /** What speaks the provider's wire. */
  readonly adapter: Adapter;
  /** Makes what cuts the body of one streamed answer into frames. */
  readonly createFrameDecoder: () => FrameDecoder;
  /** What signs requests or fetches tokens, where no key says who asks. */
  readonly authenticator: Authenticator | undefined;
  /** What the model was made with. */
  readonly options: AllModelOptions;
}
