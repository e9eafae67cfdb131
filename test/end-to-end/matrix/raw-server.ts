import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Server, type Socket } from "node:net";

/** Bytes on their way to a client, in the pieces in which they are sent. */
export type Bytes = readonly (string | Uint8Array)[];

/** What a raw server does with one request: the bytes it sends, and what becomes of the connection then. */
export interface Play {
  readonly bytes: Bytes;
  /** What follows once the server has been told to go on. Absent: all of it is sent at once. */
  readonly rest?: Bytes;
  /** `keep`: the connection waits for the next request. `fin` and `rst` end it, `hang` leaves the client waiting. */
  readonly end: "keep" | "fin" | "rst" | "hang";
}

/** A server that sends whatever bytes it is told to, right or wrong. */
export interface RawServer extends AsyncDisposable {
  readonly port: number;
  /** Requests that have come in whole. */
  readonly requests: number;
  /** Connections that were made. */
  readonly connections: number;
  /** Sockets on which a request is being answered: idle ones that are kept alive do not count. */
  readonly busySockets: number;
  /** Whether a client waits for something that will never come: only time will help it. */
  readonly isSilent: boolean;
  /** Sends the rest of every response that holds one back. */
  goOn(): void;
  /** Ends all connections, as a server does that has waited long enough for another request. */
  hangUp(): void;
}

/** Starts a server on the loopback interface that plays to each request what `play` says of it. */
export async function startRawServer(play: (index: number, body: string) => Play): Promise<RawServer> {
  const state = createState();
  const server: Server = createServer((socket) => {
    state.connections++;
    state.sockets.add(socket);
    // Or a second write would wait until the client has acknowledged the first, which takes it tens of milliseconds.
    socket.setNoDelay(true);
    let received = "";
    socket.on("error", () => {});
    socket.on("close", () => {
      for (const set of [state.sockets, state.busy, state.silent]) set.delete(socket);
      state.held.delete(socket);
    });
    socket.on("data", (bytes) => {
      received += bytes.toString("latin1");
      // Who greets as TLS does waits for an answer that nobody here can give.
      if (received.startsWith("\x16")) state.silent.add(socket);
      const body = bodyOf(received);
      if (body === undefined) return;
      received = "";
      state.busy.add(socket);
      perform(socket, play(state.requests++, body), state);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    // A listening TCP server has an address of this kind.
    port: (server.address() as AddressInfo).port,
    get requests() {
      return state.requests;
    },
    get connections() {
      return state.connections;
    },
    get busySockets() {
      return state.busy.size;
    },
    get isSilent() {
      return state.silent.size > 0;
    },
    goOn() {
      const held = [...state.held.values()];
      state.held.clear();
      for (const proceed of held) proceed();
    },
    hangUp() {
      for (const socket of state.sockets) socket.end();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of state.sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

interface State {
  requests: number;
  connections: number;
  readonly sockets: Set<Socket>;
  readonly busy: Set<Socket>;
  readonly silent: Set<Socket>;
  readonly held: Map<Socket, () => void>;
}

function createState(): State {
  return {
    requests: 0,
    connections: 0,
    sockets: new Set(),
    busy: new Set(),
    silent: new Set(),
    held: new Map(),
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

function perform(socket: Socket, { bytes, rest, end }: Play, state: State): void {
  for (const piece of bytes) socket.write(piece);
  if (rest !== undefined) {
    state.held.set(socket, () => perform(socket, { bytes: rest, end }, state));
    return;
  }
  switch (end) {
    case "keep":
      state.busy.delete(socket);
      break;
    case "fin":
      socket.end();
      break;
    case "rst":
      // What was written goes out first.
      socket.write("", () => setImmediate(() => socket.resetAndDestroy()));
      break;
    case "hang":
      state.silent.add(socket);
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
