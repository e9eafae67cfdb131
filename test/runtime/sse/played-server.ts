import assert from "node:assert/strict";
import type { ConnectionRequest, Patch } from "@outspec/runtime/sse";

/** One connection of a page, and what it is sent. */
export interface PlayedConnection<I> {
  readonly input: I;
  readonly request: ConnectionRequest;
  /** Whether the page has hung up. */
  readonly isClosed: boolean;
  /** Sends each patch as a message of its own, all at once. */
  send(...patches: readonly Patch[]): Promise<void>;
  /** Breaks the connection off. */
  breakOff(): Promise<void>;
}

/** A server that a test plays. */
export interface PlayedServer<I> {
  readonly connect: (input: I, request: ConnectionRequest) => Response;
  /** Its connections, in order. */
  readonly connections: readonly PlayedConnection<I>[];
  /** The newest one. */
  readonly connection: PlayedConnection<I>;
}

/** Lets everything happen that needs no time. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Creates a server whose streams can be resumed. */
export function createPlayedServer<I = void>(): PlayedServer<I> {
  const connections: PlayedConnection<I>[] = [];
  const encoder = new TextEncoder();
  let number = 0;

  function connect(input: I, request: ConnectionRequest): Response {
    let isClosed = false;
    let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
    const body = new ReadableStream<Uint8Array>({
      start(given) {
        controller = given;
      },
      cancel() {
        isClosed = true;
      },
    });
    if (request.lastEventId === "") number = 0;
    connections.push({
      input,
      request,
      get isClosed() {
        return isClosed;
      },
      async send(...patches) {
        const messages = patches.map((patch) => `id:played.${++number}\ndata:${JSON.stringify(patch)}\n\n`);
        if (!isClosed) controller?.enqueue(encoder.encode(messages.join("")));
        await settle();
      },
      async breakOff() {
        controller?.error(new Error("broken off"));
        await settle();
      },
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }

  return {
    connect,
    connections,
    get connection() {
      const newest = connections.at(-1);
      assert.ok(newest !== undefined, "there is a connection");
      return newest;
    },
  };
}
