import type { Clock } from "../clock.ts";
import { FramingError } from "../framing/lines.ts";
import {
  type HttpRequest,
  type HttpResponse,
  type Transport,
  TransportError,
  type TransportFailure,
  UnansweredRequestError,
} from "../transport/transport.ts";
import type { Deadlines } from "./deadlines.ts";

/** Most bytes of an answer that is read as a whole (to parse that many takes a second or more), and of an error's body. */
const maxBodyBytes = 16 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;
/** How long the body of an error is waited for. */
const errorBodyMs = 5_000;

/** Sends the request. What a transport throws is the network's failure, whoever wrote the transport. */
export function openExchange(transport: Transport, request: HttpRequest, deadlines: Deadlines): Promise<HttpResponse> {
  return unlessAborted(
    () => transport(request),
    deadlines,
    (error) => openingFailure(error, request),
  );
}

function openingFailure(error: unknown, request: HttpRequest): unknown {
  if (error instanceof UnansweredRequestError) return error;
  const failure = asTransportError(error, "other");
  if (failure.kind !== "connect") return failure;
  return new TransportError("connect", new Error(`cannot reach ${new URL(request.url).origin}: ${failure.message}`));
}

/**
 * Waits for what is begun, unless the attempt is aborted first; then it rejects with the reason. A transport may not
 * listen. `toFailure` says what is thrown for what went wrong; by default that itself.
 */
export function unlessAborted<T>(
  begin: () => Promise<T>,
  deadlines: Deadlines,
  toFailure: (error: unknown) => unknown = (error) => error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const release = deadlines.onAbort(reject);
    const fail = (error: unknown): void => {
      release();
      // Only the first end counts, and whoever aborted it came first.
      if (!deadlines.aborted) reject(toFailure(error));
    };
    try {
      begin().then((value) => {
        release();
        resolve(value);
      }, fail);
    } catch (error) {
      fail(error);
    }
  });
}

/**
 * Hands the chunks of a body to a sink, to the end of it or until the attempt is aborted. What breaks the body is the
 * network's failure; what the sink throws closes the connection and is thrown on.
 */
export function readBody(
  response: HttpResponse,
  deadlines: Deadlines,
  sink: (chunk: Uint8Array) => void,
): Promise<void> {
  let thrown: { readonly error: unknown } | undefined;
  const guarded = (chunk: Uint8Array): void => {
    try {
      // A transport that does not listen goes on, and nobody reads it any more.
      if (deadlines.aborted) throw deadlines.reason;
      sink(chunk);
    } catch (error) {
      thrown = { error };
      throw error;
    }
  };
  return unlessAborted(
    () => (response.read === undefined ? pour(response.body, guarded) : response.read(guarded)),
    deadlines,
    (error) => {
      if (error instanceof UnansweredRequestError) return error;
      return thrown === undefined ? asTransportError(error, "reset-in-body") : thrown.error;
    },
  );
}

async function pour(body: AsyncIterable<Uint8Array>, sink: (chunk: Uint8Array) => void): Promise<void> {
  for await (const chunk of body) sink(chunk);
}

function asTransportError(error: unknown, kind: TransportFailure): TransportError {
  return error instanceof TransportError ? error : new TransportError(kind, error);
}

/** How long the rest of a body is read once the answer is complete. */
const lingerMs = 50;

/**
 * Gives the rest of a finished answer's body a little time, so that the next call can use the connection again. A server
 * that keeps it open is not waited for: its connection is closed. The function given back ends the wait.
 */
export function linger(clock: Clock, deadlines: Deadlines): () => void {
  return clock.after(lingerMs, () => deadlines.close());
}

/** Thrown by a sink that wants no more, so that the connection is closed. */
const enough = Symbol("enough");

/** Reads a body as text. Of an error what lies beyond the limit is left out; an answer that is longer is none. */
export function readText(response: HttpResponse, deadlines: Deadlines, limit: number = maxBodyBytes): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const collect = (chunk: Uint8Array): void => {
    bytes += chunk.byteLength;
    if (bytes > limit) throw limit < maxBodyBytes ? enough : new FramingError("the answer is longer than 16 MB");
    // What a transport hands over is the sink's own; what a loop gets may be used again.
    chunks.push(response.read === undefined ? new Uint8Array(chunk) : chunk);
  };
  return readBody(response, deadlines, collect).then(
    () => textOf(chunks),
    (error: unknown) => {
      if (error !== enough) throw error;
      return textOf(chunks);
    },
  );
}

let utf8: InstanceType<typeof TextDecoder> | undefined;

function textOf(chunks: readonly Uint8Array[]): string {
  utf8 ??= new TextDecoder();
  const [first, second] = chunks;
  return first !== undefined && second === undefined ? utf8.decode(first) : utf8.decode(joined(chunks));
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}

/** Reads what an error says. Its status is known already, so a body that does not come is not waited for long. */
export async function readErrorText(response: HttpResponse, clock: Clock, deadlines: Deadlines): Promise<string> {
  const cancel = clock.after(errorBodyMs, () => deadlines.close());
  try {
    return await readText(response, deadlines, maxErrorBytes);
  } catch (error) {
    if (deadlines.expired) throw error;
    return "";
  } finally {
    cancel();
  }
}
