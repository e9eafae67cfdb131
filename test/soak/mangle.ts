import { channel } from "node:diagnostics_channel";
import type { ServerResponse } from "node:http";

/** What the server's side of a request is published as. */
interface Started {
  readonly response: ServerResponse;
}

type Mangle = (response: ServerResponse, random: () => number) => void;

/** Faults that no protocol knows: of bytes, not of answers. */
const mangles: readonly Mangle[] = [sendSlowly, insertGarbage, resetWithin];

/** So many of the responses are mangled. */
const mangledShare = 0.04;

/** Mangles some of the responses of every server in this process: slow bodies, garbage between two events, resets within. */
export function mangleResponses(random: () => number): void {
  channel("http.server.request.start").subscribe((message) => {
    if (random() >= mangledShare) return;
    // Node publishes the request and the response on this channel.
    const { response } = message as Started;
    mangles[Math.floor(random() * mangles.length)]?.(response, random);
  });
}

/** The body goes out a few bytes at a time, however it was written. */
function sendSlowly(response: ServerResponse, random: () => number): void {
  const write = response.write.bind(response);
  const end = response.end.bind(response);
  const size = 20 + Math.floor(random() * 200);
  let waiting = Buffer.alloc(0);
  let isEnded = false;
  const timer = setInterval(() => {
    if (waiting.length > 0) write(waiting.subarray(0, size));
    waiting = waiting.subarray(size);
    if (waiting.length > 0 || !isEnded) return;
    clearInterval(timer);
    end();
  }, 40);
  response.once("close", () => clearInterval(timer));
  Object.assign(response, {
    write(chunk: Uint8Array) {
      waiting = Buffer.concat([waiting, chunk]);
      return true;
    },
    end() {
      isEnded = true;
      return response;
    },
  });
}

/** Bytes that are no text stand where an event, or a line, begins. */
function insertGarbage(response: ServerResponse, random: () => number): void {
  const garbage = Buffer.from(Array.from({ length: 64 }, () => 128 + Math.floor(random() * 128)));
  const start = random() < 0.5 ? "data: " : "";
  beforeWrite(response, random, (write) => write(Buffer.concat([Buffer.from(start), garbage, Buffer.from("\n\n")])));
}

/** The connection is reset while the body is under way. */
function resetWithin(response: ServerResponse, random: () => number): void {
  beforeWrite(response, random, () => response.socket?.resetAndDestroy());
}

/** Does something before one of the first writes. */
function beforeWrite(
  response: ServerResponse,
  random: () => number,
  act: (write: (bytes: Uint8Array) => unknown) => void,
): void {
  const write = response.write.bind(response);
  let left = Math.floor(random() * 10);
  Object.assign(response, {
    write(chunk: Uint8Array) {
      if (left-- === 0) act(write);
      return write(chunk);
    },
  });
}
