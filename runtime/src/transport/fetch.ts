import { errorCodeOf, type HttpRequest, type HttpResponse, type Transport, TransportError } from "./transport.ts";

/** The transport on platforms other than Node: the global `fetch`, looked up at each request. */
export const defaultTransport: Transport = /* @__PURE__ */ createFetchTransport((...request) => fetch(...request));

/**
 * Makes a transport on any function with the interface of `fetch`.
 *
 * `fetch` does not tell when it has a connection, so `onConnect` is called at once and the connect deadline covers
 * nothing; the deadline of the first token does.
 */
export function createFetchTransport(fetchFunction: typeof fetch): Transport {
  return async (request) => {
    const { signal } = request;
    signal?.throwIfAborted();
    const controller = new AbortController();
    const onAbort = () => controller.abort(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    const release = () => signal?.removeEventListener("abort", onAbort);
    try {
      request.onConnect?.();
      const response = await fetchFunction(request.url, {
        method: request.method,
        headers: { "accept-encoding": "identity", ...request.headers },
        body: request.body ?? null,
        redirect: "manual",
        signal: controller.signal,
      });
      // Browsers hide a redirect that is not followed behind the status 0.
      if (response.status === 0) throw new Error("the server redirects, which is not followed");
      return toHttpResponse(request, response, controller, release);
    } catch (error) {
      release();
      signal?.throwIfAborted();
      throw new TransportError(failureOf(error), error);
    }
  };
}

function toHttpResponse(
  request: HttpRequest,
  response: Response,
  controller: AbortController,
  release: () => void,
): HttpResponse {
  const reader = response.body?.getReader();
  // Written out rather than as a generator, whose `return` would wait for a chunk that may never come.
  const iterator: AsyncIterator<Uint8Array, undefined> = {
    async next() {
      try {
        const chunk = await reader?.read();
        if (chunk?.value !== undefined) return { done: false, value: chunk.value };
      } catch (error) {
        release();
        request.signal?.throwIfAborted();
        throw new TransportError("reset-in-body", error);
      }
      release();
      return { done: true, value: undefined };
    },
    async return() {
      release();
      controller.abort();
      return { done: true, value: undefined };
    },
  };
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: { [Symbol.asyncIterator]: () => iterator },
  };
}

/** Node's fetch keeps the socket's error as the cause; other platforms tell nothing. */
function failureOf(error: unknown): "connect" | "reset-before-response" | "other" {
  switch (errorCodeOf(error)) {
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "UND_ERR_CONNECT_TIMEOUT":
      return "connect";
    case "ECONNRESET":
    case "EPIPE":
    case "UND_ERR_SOCKET":
      return "reset-before-response";
    default:
      return "other";
  }
}
