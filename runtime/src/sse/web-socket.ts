import { systemClock } from "../clock.ts";
import type { OutputStream } from "../stream-events.ts";
import type { Connection } from "./connection.ts";
import { type EventStreamOptions, type ResumeSettings, resumeOutput, serveOutput } from "./serve-output.ts";

/** What is needed of a WebSocket on a server: that of `ws`, Bun, Deno and workers has it. It must be open, or closed already. */
export interface ServerSocket {
  readonly readyState?: number;
  readonly bufferedAmount?: number;
  send(text: string): void;
  close(): void;
  addEventListener(type: "close" | "error", listener: () => void): void;
}

/** A socket with more bytes than this waiting is full. */
const maxBuffered = 65_536;

/** The `readyState` of a socket that closes, or has: it does not tell of that again. */
const closing = 2;

/** How often a full socket is looked at: WebSockets do not say when they have room again. */
const fullMs = 20;

/**
 * Sends an output over a WebSocket, in the same messages as an event stream, and closes it.
 *
 * Resolves once all is sent or the page is gone, which stops the model; it does not reject.
 */
export function sendOverWebSocket<T, P>(
  stream: OutputStream<T, P>,
  socket: ServerSocket,
  options: EventStreamOptions<T> = {},
): Promise<void> {
  return send(serveOutput(stream, options), socket, options);
}

/**
 * Goes on over a new WebSocket, behind the message whose id the page has got last: a browser cannot give a WebSocket
 * headers, so it is usually part of the address. Resolves with whether there was an id.
 */
export async function resumeOverWebSocket(
  lastEventId: string | null | undefined,
  socket: ServerSocket,
  settings: ResumeSettings,
): Promise<boolean> {
  const connection = resumeOutput(lastEventId, settings);
  if (connection === undefined) return false;
  await send(connection, socket, settings);
  return true;
}

async function send(
  connection: Connection,
  socket: ServerSocket,
  { clock = systemClock }: Pick<ResumeSettings, "clock">,
): Promise<void> {
  let isGone = false;
  const leave = (): void => {
    isGone = true;
    connection.close();
  };
  socket.addEventListener("close", leave);
  socket.addEventListener("error", leave);
  if ((socket.readyState ?? 0) >= closing) leave();
  try {
    while (!isGone) {
      const text = await connection.next();
      if (text === undefined || isGone) break;
      socket.send(text);
      while (!isGone && (socket.bufferedAmount ?? 0) > maxBuffered) {
        await new Promise<void>((resolve) => clock.after(fullMs, resolve));
      }
    }
  } catch {
    // As when the connection breaks: the page tries again, or tells so.
  } finally {
    connection.close();
    if (!isGone) socket.close();
  }
}
