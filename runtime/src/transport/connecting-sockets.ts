/** The part of a socket that is used here. */
interface Socket {
  destroy(error: Error): void;
}

type Done = (error: Error | null, socket?: Socket) => void;

/** Opens a socket and calls back once it can be written to. Source: undici docs/docs/api/Connector.md. */
export type Connect = (target: { readonly protocol: string; readonly host: string }, done: Done) => Socket;

/** A request that waits for a connection. */
export interface WaitingRequest {
  /** Hands the request on; a socket that is opened for it in the meantime is its own. */
  dispatch(hand: () => void): void;
  /** Ends the wait, however often it is called: the request has its connection, or nobody wants it any more. */
  end(): void;
}

/**
 * The sockets that are still connecting, and the requests that wait for one.
 *
 * undici lets go of a request that nobody waits for only once its socket has connected or failed. Until then the socket
 * keeps the process alive, and afterwards it idles: where a provider is slow to accept and calls are given up, there
 * would be more sockets with every call. Here the socket that was opened for a request is destroyed with its wait, and
 * all of an origin's with the last request that waits for one.
 */
export interface ConnectingSockets {
  /** Counts a request that waits for a connection. */
  wait(origin: string): WaitingRequest;
  /** Keeps account of the sockets that `connect` opens. */
  watch(connect: Connect): Connect;
}

interface Origin {
  waiting: number;
  readonly sockets: Set<Socket>;
}

/** Starts an account with no sockets. */
export function createConnectingSockets(): ConnectingSockets {
  const origins = new Map<string, Origin>();
  /** The request that is being handed on: undici opens a socket for it at once, or has one. */
  let handing: { socket?: Socket } | undefined;

  function originOf(name: string): Origin {
    const known = origins.get(name);
    if (known !== undefined) return known;
    const origin = { waiting: 0, sockets: new Set<Socket>() };
    origins.set(name, origin);
    return origin;
  }

  // With an error, which tells undici: a socket destroyed without one never calls back.
  const destroy = (socket: Socket): void => socket.destroy(new Error("no request waits for this connection"));

  return {
    wait(name) {
      const origin = originOf(name);
      origin.waiting += 1;
      const own: { socket?: Socket } = {};
      let waits = true;
      return {
        dispatch(hand) {
          const before = handing;
          handing = own;
          try {
            hand();
          } finally {
            handing = before;
          }
        },
        end() {
          if (!waits) return;
          waits = false;
          origin.waiting -= 1;
          const { socket } = own;
          if (socket !== undefined && origin.sockets.has(socket)) destroy(socket);
          if (origin.waiting > 0) return;
          origins.delete(name);
          origin.sockets.forEach(destroy);
        },
      };
    },
    watch: (connect) => (target, done) => {
      const { sockets } = originOf(`${target.protocol}//${target.host}`);
      const socket = connect(target, (error, connected) => {
        sockets.delete(socket);
        done(error, connected);
      });
      sockets.add(socket);
      if (handing !== undefined) handing.socket = socket;
      return socket;
    },
  };
}
