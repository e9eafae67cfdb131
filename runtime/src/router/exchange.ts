import type { Clock } from "../clock.ts";
import { abortable } from "../on-abort.ts";
import {
  type HttpRequest,
  type HttpResponse,
  type Transport,
  TransportError,
  type TransportFailure,
} from "../transport/transport.ts";
import type { Deadlines } from "./deadlines.ts";

/** Most bytes of an answer that is read as a whole, and of an error's body. */
const maxBodyBytes = 64 * 1024 * 1024;
const maxErrorBytes = 64 * 1024;
/** How long the body of an error is waited for. */
const errorBodyMs = 5_000;

/** Sends the request. What a transport throws is the network's failure, whoever wrote the transport. */
export async function openExchange(
  transport: Transport,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<HttpResponse> {
  try {
    const response = await abortable(
      Promise.resolve().then(() => transport(request)),
      signal,
    );
    return { ...response, body: translated(response.body) };
  } catch (error) {
    const failure = asTransportError(error, "other");
    if (failure.kind !== "connect") throw failure;
    throw new TransportError("connect", new Error(`cannot reach ${new URL(request.url).origin}: ${failure.message}`));
  }
}

/** The same body; what breaks it is the network's failure. */
async function* translated(body: HttpResponse["body"]): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw asTransportError(error, "reset-in-body");
  }
}

function asTransportError(error: unknown, kind: TransportFailure): TransportError {
  return error instanceof TransportError ? error : new TransportError(kind, error);
}

/** How long the rest of a body is read once the answer is complete. */
const lingerMs = 50;

/**
 * Reads a finished answer's body to its end, so that the next call can use the connection again. A server that keeps
 * it open is not waited for: its connection is closed. Always gives `true`: nothing is left to let go of.
 */
export async function drain(body: AsyncIterator<Uint8Array>, clock: Clock, deadlines: Deadlines): Promise<true> {
  const end = async (): Promise<void> => {
    while ((await body.next()).done !== true);
  };
  await new Promise<void>((resolve) => {
    const cancel = clock.after(lingerMs, () => {
      deadlines.close();
      resolve();
    });
    const settle = (): void => {
      cancel();
      resolve();
    };
    // The answer is complete: how its connection ends no longer matters.
    end().then(settle, settle);
  });
  return true;
}

/** Reads a body as text; what lies beyond the limit is left out. */
export async function readText(response: HttpResponse, limit: number = maxBodyBytes): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > limit) return text;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Reads what an error says. Its status is known already, so a body that does not come is not waited for long. */
export async function readErrorText(response: HttpResponse, clock: Clock, deadlines: Deadlines): Promise<string> {
  const cancel = clock.after(errorBodyMs, deadlines.close);
  try {
    return await readText(response, maxErrorBytes);
  } catch (error) {
    if (deadlines.expired) throw error;
    return "";
  } finally {
    cancel();
  }
}
