/** One HTTP request as adapters build it and transports send it. */
export interface HttpRequest {
  /** The method. */
  readonly method: "GET" | "POST";
  /** The whole address. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text; absent for a GET. */
  readonly body?: string;
  /** Aborted when the request is no longer wanted. */
  readonly signal?: AbortSignal;
  /**
   * Says the same as `signal` at less cost, where both are given: calls back once with the reason, at once if it is too
   * late already. The function it gives back takes the wish back.
   */
  readonly onAbort?: (listener: (reason: unknown) => void) => () => void;
  /** Called when a connection is ready and the request is about to be sent on it; at once where that cannot be known. */
  readonly onConnect?: () => void;
}

/**
 * The head of a response and its body, chunk by chunk.
 *
 * The body can be read once. Leaving the loop over it early closes the connection; a body nobody reads holds its
 * connection until the request is aborted. A body that breaks throws a {@link TransportError}.
 */
export interface HttpResponse {
  /** HTTP status of the response. */
  readonly status: number;
  /** Lower-case names; repeated headers are joined with a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, chunk by chunk as it comes. */
  readonly body: AsyncIterable<Uint8Array>;
  /**
   * Another way to read the body, for transports that can spare a promise for each chunk: hands chunks to `sink` as they
   * arrive, which are the sink's to keep, and resolves at the end of the body. What the sink throws closes the connection
   * and is what it rejects with.
   */
  readonly read?: (sink: (chunk: Uint8Array) => void) => Promise<void>;
}

/**
 * How far a request had come when the network failed.
 *
 * - `connect`: no connection was made, so nothing was sent.
 * - `reset-before-response`: the connection closed before the first byte of a response, as a stale keep-alive
 *   connection does.
 * - `reset-in-body`: the response began and broke off.
 * - `other`: anything else; `cause` holds the platform's error.
 */
export type TransportFailure = "connect" | "reset-before-response" | "reset-in-body" | "other";

/** The network failed. Says where, and not for which provider: a transport does not know. */
export class TransportError extends Error {
  /** The name of the class, as logs print it. */
  override readonly name = "TransportError";
  /** How far the request had come. */
  readonly kind: TransportFailure;

  constructor(kind: TransportFailure, cause: unknown) {
    super(cause instanceof Error ? describe(cause) : String(cause), { cause });
    this.kind = kind;
  }
}

/**
 * No answer was prepared for a request: a test's script has run out, or a recording is missing. Thrown by transports of
 * tests. It is no failure of the network: the call ends with it as it is, and nothing is tried again or elsewhere.
 */
export class UnansweredRequestError extends Error {
  override readonly name = "UnansweredRequestError";
}

/**
 * Sends one HTTP request. Implementations are the only places in this package that perform I/O.
 *
 * Rejects with a {@link TransportError} when no response came, and with the signal's reason when the signal aborted
 * it; so does the body, in the middle of reading. Follows no redirects: a key must not travel to another host.
 */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

/** The code a platform gives its network errors, `ECONNREFUSED` for example; of the cause where the error is a wrapper. */
export function errorCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return errorCodeOf(error.cause);
}

/** `fetch failed` and an empty AggregateError tell nothing; what lies beneath does. */
function describe(error: Error): string {
  if (error instanceof AggregateError && error.message === "") {
    return error.errors.map((inner) => (inner instanceof Error ? inner.message : String(inner))).join("; ");
  }
  return error.cause instanceof Error ? `${error.message}: ${describe(error.cause)}` : error.message;
}
