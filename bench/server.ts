/**
 * The provider of the benchmark, in a process of its own. `/PACE/OBJECT/v1/…` answers with that object in the wire
 * family the rest of the path belongs to, streamed at that pace when asked to. Tells its parent the port.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { deltaLengthOf, type ObjectName, textOf } from "./calls/objects.js";
import type { Pace } from "./calls/server-process.js";
import { chat } from "./calls/wire/chat.js";
import { messages } from "./calls/wire/messages.js";
import type { Wire } from "./calls/wire/wire.js";

const wires: readonly Wire[] = [chat, messages];

/** An answer's bytes, made once. */
interface Prepared {
  readonly body: Buffer;
  readonly opening: Buffer;
  readonly deltas: readonly Buffer[];
  readonly closing: Buffer;
  readonly all: Buffer;
}

const known = new Map<string, Prepared>();

function prepare(wire: Wire, object: ObjectName): Prepared {
  const key = `${wire.path} ${object}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const text = textOf(object);
  const { opening, deltas, closing } = wire.events(text, deltaLengthOf(object));
  const prepared = {
    body: Buffer.from(wire.body(text)),
    opening: Buffer.from(opening),
    deltas: deltas.map((delta) => Buffer.from(delta)),
    closing: Buffer.from(closing),
    all: Buffer.from(opening + deltas.join("") + closing),
  };
  known.set(key, prepared);
  return prepared;
}

/** How far the streams that are held open have come: in the middle of an object of about a kilobyte. */
const heldDeltas = 50;
/** How long what follows a first delta is kept back: longer than the slowest tick of a contender. */
const restAfterMs = 150;
/** Deltas that are to arrive by themselves: closer than this, a reader finds several at once. */
const apartMs = 0.05;

async function sendStream(response: ServerResponse, pace: Pace, answer: Prepared): Promise<void> {
  const { opening, deltas, closing, all } = answer;
  response.writeHead(200, { "content-type": "text/event-stream" });
  if (pace === "burst") {
    response.end(all);
    return;
  }
  if (opening.length > 0) response.write(opening);
  if (pace === "held") {
    response.write(Buffer.concat(deltas.slice(0, heldDeltas)));
    return;
  }
  for (let index = 0, due = performance.now(); index < deltas.length; index++) {
    response.write(deltas[index]);
    if (pace === "apart") {
      // Timers are too coarse for this, so the wait is a busy one. What came late is not made up for.
      due = Math.max(due, performance.now()) + apartMs;
      do await nextTurn();
      while (performance.now() < due);
    } else if (pace === "flushed") await nextTurn();
    else if (pace === "every-10ms") await sleep(10);
    else if (index === 0) await sleep(restAfterMs);
    if (response.destroyed) return;
  }
  response.end(closing);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  let sent = "";
  for await (const part of request) sent += part;
  const [, pace, object, ...rest] = (request.url ?? "").split("/");
  const wire = wires.find(({ path }) => rest.join("/").endsWith(path.slice(1)));
  if (wire === undefined) {
    response.writeHead(404).end(`nothing at ${request.url}`);
  } else if (pace === "overloaded") {
    response.writeHead(529, { "content-type": "application/json" }).end(wire.overloaded);
  } else if (/"stream":\s*true/.test(sent)) {
    await sendStream(response, pace as Pace, prepare(wire, object as ObjectName));
  } else {
    response.writeHead(200, { "content-type": "application/json" }).end(prepare(wire, object as ObjectName).body);
  }
}

const server = createServer((request, response) => void answer(request, response));
// Between two rounds a contender waits for all others: its connections outlive that.
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", 4096, () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit());
