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

/** What is known of one origin: how many requests wait for a connection to it, and the sockets that are connecting. */
interface Origin {
  readonly name: string;
  waiting: number;
  sockets: Set<Socket> | undefined;
}

/** Origins that are remembered though nobody waits for them: more than a program has providers. */
const mostOrigins = 256;

/** Starts an account with no sockets. */
export function createConnectingSockets(): ConnectingSockets {
  return new SocketAccount();
}

class SocketAccount implements ConnectingSockets {
  readonly #origins = new Map<string, Origin>();
  /** The request that is being handed on: undici opens a socket for it at once, or has one. */
  #handing: WaitingForSocket | undefined;

  wait(name: string): WaitingRequest {
    return new WaitingForSocket(this, this.#originOf(name));
  }

  watch(connect: Connect): Connect {
    return (target, done) => {
      const origin = this.#originOf(`${target.protocol}//${target.host}`);
      const socket = connect(target, (error, connected) => {
        origin.sockets?.delete(socket);
        done(error, connected);
      });
      origin.sockets ??= new Set();
      origin.sockets.add(socket);
      if (this.#handing !== undefined) this.#handing.socket = socket;
      return socket;
    };
  }

  /** Hands a request on; a socket that is opened in the meantime is its own. */
  handOn(request: WaitingForSocket, hand: () => void): void {
    const before = this.#handing;
    this.#handing = request;
    try {
      hand();
    } finally {
      this.#handing = before;
    }
  }

  /** Nobody waits for a connection to an origin any more. */
  leave({ name, sockets }: Origin): void {
    // Most will be asked again.
    if (this.#origins.size > mostOrigins) this.#origins.delete(name);
    sockets?.forEach(destroy);
  }

  #originOf(name: string): Origin {
    const known = this.#origins.get(name);
    if (known !== undefined) return known;
    const origin: Origin = { name, waiting: 0, sockets: undefined };
    this.#origins.set(name, origin);
    return origin;
  }
}

class WaitingForSocket implements WaitingRequest {
  /** The socket that was opened for it. */
  socket: Socket | undefined;
  readonly #account: SocketAccount;
  readonly #origin: Origin;
  #waits = true;

  constructor(account: SocketAccount, origin: Origin) {
    this.#account = account;
    this.#origin = origin;
    origin.waiting += 1;
  }

  dispatch(hand: () => void): void {
    this.#account.handOn(this, hand);
  }

  end(): void {
    if (!this.#waits) return;
    this.#waits = false;
    const { socket } = this;
    const origin = this.#origin;
    origin.waiting -= 1;
    if (socket !== undefined && origin.sockets?.has(socket) === true) destroy(socket);
    if (origin.waiting === 0) this.#account.leave(origin);
  }
}

// With an error, which tells undici: a socket destroyed without one never calls back.
function destroy(socket: Socket): void {
  socket.destroy(new Error("no request waits for this connection"));
}
