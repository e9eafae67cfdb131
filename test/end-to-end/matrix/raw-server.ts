import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";

/** What a raw server does with one request: the bytes it sends, and what becomes of the connection then. */
export interface Play {
  readonly bytes: readonly (string | Uint8Array)[];
  /** `keep`: the connection waits for the next request. `fin` and `rst` end it, `hang` leaves the client waiting. */
  readonly end: "keep" | "fin" | "rst" | "hang";
}

/** A server that sends whatever bytes it is told to, right or wrong. */
export interface RawServer extends AsyncDisposable {
  readonly port: number;
  /** Requests that have come in whole. */
  readonly requests: number;
  /** Sockets on which a request is being answered: idle ones that are kept alive do not count. */
  readonly busySockets: number;
}

/** Starts a server on the loopback interface that plays to each request what `play` says of it. */
export async function startRawServer(play: (index: number, body: string) => Play): Promise<RawServer> {
  let requests = 0;
  const sockets = new Set<Socket>();
  const busy = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    // Or a second write would wait until the client has acknowledged the first, which takes it tens of milliseconds.
    socket.setNoDelay(true);
    let received = "";
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      busy.delete(socket);
    });
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      const body = bodyOf(received);
      if (body === undefined) return;
      received = "";
      busy.add(socket);
      perform(socket, play(requests++, body), () => busy.delete(socket));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    get requests() {
      return requests;
    },
    get busySockets() {
      return busy.size;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** The body of a request once all of it is there. */
function bodyOf(received: string): string | undefined {
  const end = received.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const length = Number(/^content-length: (\d+)/im.exec(received)?.[1] ?? 0);
  const body = received.slice(end + 4);
  return body.length < length ? undefined : body;
}

function perform(socket: Socket, { bytes, end }: Play, idle: () => void): void {
  for (const piece of bytes) socket.write(piece);
  switch (end) {
    case "keep":
      idle();
      break;
    case "fin":
      socket.end();
      break;
    case "rst":
      // What was written goes out first.
      socket.write("", () => setImmediate(() => socket.resetAndDestroy()));
      break;
    case "hang":
      break;
  }
}

/** The head of a response whose body is chunked, or as long as it says. */
export function head(status: number, headers: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Status\r\n${lines.join("")}\r\n`;
}

/** One chunk of a chunked body. */
export function chunk(text: string | Uint8Array): Uint8Array {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from("\r\n")]);
}

/** The end of a chunked body. */
export const lastChunk = "0\r\n\r\n";
