import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** What a server does with a connection on which a request has come in. */
export type Attack = (socket: Socket, say: Say) => void | Promise<void>;

/** What an attack has to work with. */
export interface Say {
  /** Writes bytes over and over, as fast as they are taken, until the socket is closed or, if given, `times` are over. */
  flood(bytes: string | Uint8Array, times?: number): Promise<void>;
  /** Writes a few characters at each turn of the event loop, while time passes; after the last it starts over. */
  drip(text: string, atOnce?: number): Promise<void>;
  /** Only time will help the client from now on. */
  wait(): void;
}

/** A server that means harm. */
export interface HostileServer extends AsyncDisposable {
  readonly url: string;
  /** The bytes of all requests, as they came in. */
  readonly received: string;
  readonly requests: number;
  /** Connections on which a request has come in; some clients open another one at once when they have lost one. */
  readonly openSockets: number;
  /** Bytes that clients, or the buffers on the way to them, have taken. */
  readonly sentBytes: number;
  /** Whether a client waits for something that only time brings. */
  readonly isSilent: boolean;
}

/** Starts a server on the loopback interface that attacks whoever asks it anything. */
export async function startHostileServer(attack: Attack): Promise<HostileServer> {
  const sockets = new Set<Socket>();
  const asked = new Set<Socket>();
  const silent = new Set<Socket>();
  let received = "";
  let requests = 0;
  let closedBytes = 0;
  const sentBy = (socket: Socket): number => socket.bytesWritten - socket.writableLength;

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => {
      for (const set of [sockets, asked, silent]) set.delete(socket);
      closedBytes += sentBy(socket);
    });
    let request = "";
    socket.on("data", (bytes) => {
      request += bytes.toString("latin1");
      received += bytes.toString("latin1");
      const end = request.indexOf("\r\n\r\n");
      const length = Number(/^content-length: (\d+)/im.exec(request)?.[1] ?? 0);
      if (end < 0 || request.length < end + 4 + length) return;
      request = "";
      requests++;
      asked.add(socket);
      void attack(socket, sayTo(socket, silent));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    get received() {
      return received;
    },
    get requests() {
      return requests;
    },
    get openSockets() {
      return asked.size;
    },
    get sentBytes() {
      return [...sockets].reduce((sum, socket) => sum + sentBy(socket), closedBytes);
    },
    get isSilent() {
      return silent.size > 0;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function sayTo(socket: Socket, silent: Set<Socket>): Say {
  return {
    async flood(bytes, times = Number.POSITIVE_INFINITY) {
      for (let count = 0; count < times && !socket.destroyed; count++) {
        const isTaken = socket.write(bytes);
        // Reading goes on between two writes, or nobody would notice that the client has left.
        await (isTaken ? new Promise((resolve) => setImmediate(resolve)) : drained(socket));
      }
    },
    async drip(text, atOnce = 1) {
      silent.add(socket);
      for (let at = 0; !socket.destroyed; at = at + atOnce < text.length ? at + atOnce : 0) {
        socket.write(text.slice(at, at + atOnce));
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    wait: () => void silent.add(socket),
  };
}

/** Waits until a socket takes more, or is gone. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      socket.off("drain", finish).off("close", finish);
      resolve();
    };
    socket.on("drain", finish).on("close", finish);
  });
}
