/** The part of a socket that is used here. */
interface Socket {
  destroy(error: Error): void;
}

type Done = (error: Error | null, socket?: Socket) => void;

/** Opens a socket and calls back once it can be written to. Source: undici docs/docs/api/Connector.md. */
export type Connect = (target: { readonly protocol: string; readonly host: string }, done: Done) => Socket;

/**
 * The sockets that are still connecting, and the requests that wait for one.
 *
 * undici lets go of a request that nobody waits for only once its socket has connected or failed, and until then the
 * socket keeps the process alive. Here the last request of an origin that stops waiting destroys its sockets.
 */
export interface ConnectingSockets {
  /** Counts a request that waits for a connection; the function given back ends the wait, however often it is called. */
  wait(origin: string): () => void;
  /** Keeps account of the sockets that `connect` opens. */
  watch(connect: Connect): Connect;
}

/** Starts an account with no sockets. */
export function createConnectingSockets(): ConnectingSockets {
  const origins = new Map<string, { waiting: number; readonly sockets: Set<Socket> }>();

  function originOf(name: string): { waiting: number; readonly sockets: Set<Socket> } {
    const known = origins.get(name);
    if (known !== undefined) return known;
    const origin = { waiting: 0, sockets: new Set<Socket>() };
    origins.set(name, origin);
    return origin;
  }

  return {
    wait(name) {
      const origin = originOf(name);
      origin.waiting += 1;
      let waits = true;
      return () => {
        if (!waits) return;
        waits = false;
        origin.waiting -= 1;
        if (origin.waiting > 0) return;
        origins.delete(name);
        // With an error, which tells undici: a socket destroyed without one never calls back.
        for (const socket of origin.sockets) socket.destroy(new Error("no request waits for this connection"));
      };
    },
    watch: (connect) => (target, done) => {
      const { sockets } = originOf(`${target.protocol}//${target.host}`);
      const socket = connect(target, (error, connected) => {
        sockets.delete(socket);
        done(error, connected);
      });
      sockets.add(socket);
      return socket;
    },
  };
}
