import type { OutputStream } from "../stream-events.ts";
import type { Connection } from "./connection.ts";
import { lastEventIdHeader } from "./protocol.ts";
import { type EventStreamOptions, type ResumeSettings, resumeOutput, serveOutput } from "./serve-output.ts";

/** Headers of an event stream: nobody in between shall keep, compress or gather it. */
const headers = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-cache, no-transform",
  "x-accel-buffering": "no",
};

/**
 * Makes the response that brings an output to a page, as server-sent events of what changes.
 *
 * For every server that answers with a web `Response`: Hono, Next.js, Bun, Deno, workers. A page reads it with
 * `readEventStream` or `useOutputStream`. When the page is gone the model is stopped: at once, or with `replay`, such as
 * `createMemoryReplay()`, once nobody has resumed it for `resumeWithinMs`. A failure reaches the page as a message; the
 * status is always 200.
 */
export function toEventStream<T, P>(stream: OutputStream<T, P>, options: EventStreamOptions<T> = {}): Response {
  return toResponse(serveOutput(stream, options));
}

/**
 * Makes the response that goes on with an output whose connection broke, when a request asks for that with
 * `Last-Event-ID`; nothing when it does not. Call it before the stream is made, so that none is made for nothing.
 */
export function resumeEventStream(
  request: { readonly headers: { get(name: string): string | null } },
  settings: ResumeSettings,
): Response | undefined {
  const connection = resumeOutput(request.headers.get(lastEventIdHeader), settings);
  return connection === undefined ? undefined : toResponse(connection);
}

function toResponse(connection: Connection): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const text = await connection.next();
      if (text === undefined) controller.close();
      else controller.enqueue(encoder.encode(text));
    },
    cancel: () => connection.close(),
  });
  return new Response(body, { headers });
}

/** What is needed of a response of Node's `http`, which is also that of Express, and `reply.raw` of Fastify. */
export interface NodeResponse {
  readonly destroyed: boolean;
  readonly writableEnded?: boolean;
  /** Whether the head is on its way: then it is left as it is. */
  readonly headersSent?: boolean;
  writeHead(status: number, headers: Readonly<Record<string, string>>): unknown;
  write(text: string): boolean;
  end(): unknown;
  on(event: "drain" | "close" | "error", listener: () => void): unknown;
  off(event: "drain" | "close" | "error", listener: () => void): unknown;
}

/** What is needed of a request of Node's `http`. */
export interface NodeRequest {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Writes an output to a response of Node's `http`, Express or Fastify (`reply.raw`, after `reply.hijack()`), and ends it.
 *
 * Resolves once the response has ended or the page is gone, which stops the model; it does not reject. While the
 * connection is full nothing is written, and what is new is gathered.
 */
export function pipeEventStream<T, P>(
  stream: OutputStream<T, P>,
  response: NodeResponse,
  options: EventStreamOptions<T> = {},
): Promise<void> {
  return pipe(serveOutput(stream, options), response);
}

/** Does for a response of Node's `http` what {@link resumeEventStream} does. Resolves with whether it was asked to. */
export async function pipeResumedEventStream(
  request: NodeRequest,
  response: NodeResponse,
  settings: ResumeSettings,
): Promise<boolean> {
  const asked = request.headers[lastEventIdHeader];
  const connection = resumeOutput(typeof asked === "string" ? asked : undefined, settings);
  if (connection === undefined) return false;
  await pipe(connection, response);
  return true;
}

async function pipe(connection: Connection, response: NodeResponse): Promise<void> {
  let wake = (): void => {};
  const drained = (): void => wake();
  /** Nothing can be written any more, whoever ended it. */
  let isGone = response.destroyed || response.writableEnded === true;
  const leave = (): void => {
    isGone = true;
    connection.close();
    wake();
  };
  response.on("drain", drained);
  response.on("close", leave);
  response.on("error", leave);
  try {
    if (!isGone && response.headersSent !== true) response.writeHead(200, headers);
    while (!isGone) {
      const text = await connection.next();
      if (text === undefined || isGone) break;
      if (response.writableEnded === true) isGone = true;
      else if (!response.write(text) && !isGone) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } catch {
    // The store of a resumed stream cannot be reached: the page tries again, or tells that the connection broke.
  } finally {
    response.off("drain", drained);
    response.off("close", leave);
    response.off("error", leave);
    connection.close();
    if (!isGone) response.end();
  }
}
