import { type Connect, type ReadOptions, type ReadStream, readOutput } from "./read-output.ts";

/** What is needed of a browser's WebSocket. It may still be connecting. */
export interface ClientSocket {
  readonly readyState?: number;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: "close" | "error", listener: () => void): void;
  close(): void;
}

/** Reads the stream that `sendOverWebSocket` sends. The function opens a socket, and another one when that broke. */
export function readWebSocket<P, T, X = unknown>(
  connect: Connect<ClientSocket>,
  options: ReadOptions = {},
): ReadStream<P, T, X> {
  return readOutput(async (request) => readSocket(await connect(request), request.signal), options);
}

/** Reads the texts that come over a socket, and closes it when they are no longer read or the signal is aborted. */
export async function* readSocket(socket: ClientSocket, signal: AbortSignal): AsyncGenerator<string, void, void> {
  const texts: string[] = [];
  // A socket that has closed does not tell of that again.
  let isClosed = (socket.readyState ?? 0) > 1;
  let wake = (): void => {};
  const close = (): void => {
    isClosed = true;
    wake();
  };
  socket.addEventListener("message", ({ data }) => {
    texts.push(String(data));
    wake();
  });
  socket.addEventListener("close", close);
  socket.addEventListener("error", close);
  signal.addEventListener("abort", close);
  try {
    while (!signal.aborted) {
      const text = texts.shift();
      if (text !== undefined) yield text;
      else if (isClosed) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    socket.close();
    signal.removeEventListener("abort", close);
  }
}
