import { type Connect, EventStreamError, type ReadOptions, type ReadStream, readOutput } from "./read-output.ts";

// What a page loads: its size counts.

/**
 * Reads the stream that `toEventStream` sends, in a browser or anywhere else with `fetch`.
 *
 * The type arguments are the generated partial type and type of the output, and what the server's option `result` makes.
 *
 * Given a function, a broken connection is made again with it, and goes on where it was if the server keeps messages.
 * Given a response, its address is fetched again for that. It starts at once.
 */
export function readEventStream<P, T, X = unknown>(
  source: Response | Connect<Response>,
  options: ReadOptions = {},
): ReadStream<P, T, X> {
  let connect: Connect<Response> =
    typeof source === "function"
      ? source
      : () => {
          connect = (request) => fetch(source.url, request);
          return source;
        };
  return readOutput(async (request) => readResponse(await connect(request), request.signal), options);
}

/** Reads the texts of a response that brings a stream; throws at any other, such as the page of a login. */
export function readResponse({ ok, body, headers, status }: Response, signal: AbortSignal): AsyncIterable<string> {
  if (ok && body && headers.get("content-type")?.startsWith("text/event-stream")) return readBody(body, signal);
  const message = `The server sent no stream, but status ${status}.`;
  // What asks to be tried again is; any other answer is final.
  if (status >= 500 || status === 408 || status === 429) throw new Error(message);
  throw new EventStreamError({ code: `http-${status}`, message });
}

/** The text of a body. Iterators of bodies are not known to all browsers. */
async function* readBody(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  const cancel = (): void => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", cancel);
  // Whoever made the connection need not have looked at the signal.
  if (signal.aborted) cancel();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    cancel();
  }
}
