import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createRouter, openaiCompatible, type Router, type StreamEvent, type Transport } from "@outspec/runtime";
import { describe, expect, it } from "vitest";
import {
  generatePatientSummary,
  type PartialPatientSummary,
  type PatientSummary,
  streamPatientSummary,
} from "../../generated/index.ts";
import { defaultTransport } from "../../runtime/src/transport/undici.ts";
import { createFakeClock, type FakeClock } from "../runtime/fake-clock.ts";
import { notes } from "./stage.ts";

const megabyte = 1_000_000;
/** A note of a thousand characters, so that a megabyte of them is a thousand notes. */
const note = "The patient slept badly. ".repeat(40);
const opening = '{"vitals_status":"Warning","key_notes":["One note."';
const closing = '],"requires_visit":true}';

/** A provider that sends what the test writes, and a router that asks it over a real socket. */
interface Wire extends AsyncDisposable {
  readonly router: Router;
  readonly clock: FakeClock;
  /** Sends text to every open stream as deltas of a size, and waits until the runtime has taken all of it in. */
  send(text: string, deltaSize: number): Promise<void>;
  /** Sends bytes as they are, and waits likewise. */
  sendBytes(bytes: string): Promise<void>;
  /** Sends the finish and ends the bodies. */
  finish(): Promise<void>;
}

const frame = (event: unknown): string => `data: ${JSON.stringify(event)}\n\n`;
const delta = (content: string): string => frame({ choices: [{ index: 0, delta: { content } }] });

async function openWire(streams: number): Promise<Wire> {
  const responses: ServerResponse[] = [];
  let everyoneIsThere = (): void => {};
  const arrived = new Promise<void>((resolve) => {
    everyoneIsThere = resolve;
  });
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    responses.push(response);
    if (responses.length === streams) everyoneIsThere();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on TCP

  let received = 0;
  let expected = 0;
  let caughtUp = (): void => {};
  /** The real transport, which also counts the bytes that the runtime has taken in. */
  const transport: Transport = async (request) => {
    const response = await defaultTransport(request);
    const { read } = response;
    if (read === undefined) throw new Error("a response of this transport can be read by a sink");
    const count = (sink: (chunk: Uint8Array) => void) => (chunk: Uint8Array) => {
      sink(chunk);
      received += chunk.length;
      if (received === expected) caughtUp();
    };
    return { ...response, read: (sink) => read(count(sink)) };
  };
  const sendBytes = async (bytes: string): Promise<void> => {
    await arrived;
    expected += Buffer.byteLength(bytes) * streams;
    const taken = new Promise<void>((resolve) => {
      caughtUp = resolve;
    });
    for (const response of responses) response.write(bytes);
    await taken;
  };
  // Nothing here depends on time: what is shown is shown because it was asked for.
  const clock = createFakeClock();
  return {
    clock,
    router: createRouter({
      primary: openaiCompatible("m", { name: "local", baseUrl: `http://127.0.0.1:${port}`, apiKey: "k" }),
      transport,
      clock,
    }),
    sendBytes,
    send(text, deltaSize) {
      const deltas: string[] = [];
      for (let at = 0; at < text.length; at += deltaSize) deltas.push(delta(text.slice(at, at + deltaSize)));
      return sendBytes(deltas.join(""));
    },
    async finish() {
      for (const response of responses) {
        response.end(`${frame({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}data: [DONE]\n\n`);
      }
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/** A further note, as the list goes on. */
const oneMore = `,${JSON.stringify(note)}`;
const manyNotes = oneMore.repeat(megabyte / note.length);

const turn = (): Promise<"a turn later"> => new Promise((resolve) => setImmediate(resolve, "a turn later"));

/** What a promise settles with before anything else can arrive on a socket. */
function atOnce<T>(promise: Promise<T>): Promise<T | "a turn later"> {
  return Promise.race([promise, turn()]);
}

describe("a reader that stops while a megabyte arrives", () => {
  it("gets the newest partial at once, then waits for the next change", async () => {
    await using wire = await openWire(1);
    const stream = streamPatientSummary({ notes }, { router: wire.router });
    const reader = stream[Symbol.asyncIterator]();
    const first = reader.next();
    await wire.send(opening, opening.length);
    expect((await first).value).toEqual({ vitals_status: "Warning", key_notes: ["One note."] });

    await wire.send(manyNotes, 20);
    const newest = await atOnce(reader.next());
    expect(newest).toMatchObject({ done: false, value: { vitals_status: "Warning" } });
    const { value } = newest as IteratorResult<PartialPatientSummary, undefined>; // the line above is about one
    expect(value?.key_notes).toHaveLength(1_001);
    expect(value?.key_notes?.at(-1)).toBe(note);

    const next = reader.next();
    expect(await atOnce(next)).toBe("a turn later");
    await wire.send(closing, closing.length);
    expect((await next).value).toMatchObject({ requires_visit: true });
    await wire.finish();
    const { output } = await stream.result;
    expect(output.key_notes).toHaveLength(1_001);
  });

  it("gets no partial in between when the stream has ended meanwhile, only the output", async () => {
    await using wire = await openWire(1);
    const stream = streamPatientSummary({ notes }, { router: wire.router });
    const reader = stream[Symbol.asyncIterator]();
    const first = reader.next();
    await wire.send(opening, opening.length);
    await first;
    await wire.send(manyNotes + closing, 20);
    await wire.finish();
    const { output } = await stream.result;
    expect(await atOnce(reader.next())).toEqual({ done: false, value: output });
    expect(await atOnce(reader.next())).toEqual({ done: true, value: undefined });
  });

  it("gets a bounded number of partials by events, and every path that was completed", async () => {
    await using wire = await openWire(1);
    const stream = streamPatientSummary({ notes }, { router: wire.router });
    const reader = stream.events()[Symbol.asyncIterator]();
    const first = reader.next();
    await wire.send(opening, opening.length);
    expect((await first).value).toMatchObject({ type: "attempt-start" });
    // Each note arrives by itself, and makes a partial of its own for whoever is there.
    for (let count = 0; count < 1_000; count++) await wire.send(oneMore, 20);
    await wire.send(closing, closing.length);
    await wire.finish();
    await stream.result;

    const events: StreamEvent<PatientSummary, PartialPatientSummary>[] = [];
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) events.push(next.value);
    const partials = events.filter((event) => event.type === "partial");
    expect(partials.length).toBeLessThan(100);
    expect(partials.at(-1)?.partial.key_notes).toHaveLength(1_001);
    const complete = events.flatMap((event) => (event.type === "path-complete" ? [event.path.join(".")] : []));
    expect(new Set(complete).size).toBe(complete.length);
    expect(complete.filter((path) => path.startsWith("key_notes."))).toHaveLength(1_001);
    expect(events.at(-1)?.type).toBe("finish");
  });

  it("loses no element, and waits for none that is there", async () => {
    await using wire = await openWire(1);
    const stream = streamPatientSummary({ notes }, { router: wire.router });
    const reader = stream.elements("key_notes")[Symbol.asyncIterator]();
    const first = reader.next();
    // An element is finished once it is followed by something.
    await wire.send(`${opening},`, opening.length);
    expect((await first).value).toBe("One note.");
    await wire.send(`${manyNotes.slice(1)}${closing}`, 20);
    for (let index = 0; index < 1_000; index++) {
      expect(await atOnce(reader.next())).toEqual({ done: false, value: note });
    }
    await wire.finish();
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it("keeps two timers waiting at most: that of the deadlines, and that of what is to be shown next", async () => {
    await using wire = await openWire(1);
    const stream = streamPatientSummary({ notes }, { router: wire.router });
    const readers = [stream[Symbol.asyncIterator](), stream.events()[Symbol.asyncIterator]()];
    const first = Promise.all(readers.map((reader) => reader.next()));
    await wire.send(opening, opening.length);
    await first;
    for (let count = 0; count < 20; count++) {
      await wire.send(oneMore.repeat(50), 20);
      expect(wire.clock.pending).toBeLessThanOrEqual(2);
    }
    await wire.send(closing, closing.length);
    await wire.finish();
    await stream.result;
    expect(wire.clock.pending).toBe(0);
  });
});

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void; // the flag above defines it

async function heapUsed(): Promise<number> {
  // What one collection lets go of may hold more.
  for (let round = 0; round < 3; round++) {
    await turn();
    collect();
  }
  return process.memoryUsage().heapUsed;
}

/** How much an open stream has grown by what was sent to it, while its readers had stopped after one partial. */
async function heapPerStream(send: (wire: Wire) => Promise<void>): Promise<number> {
  const count = 4;
  await using wire = await openWire(count);
  const streams = Array.from({ length: count }, () => streamPatientSummary({ notes }, { router: wire.router }));
  const readers = streams.map((stream) => [stream[Symbol.asyncIterator](), stream.events()[Symbol.asyncIterator]()]);
  const first = Promise.all(readers.flat().map((reader) => reader.next()));
  await wire.send(opening, opening.length);
  await first;
  const before = await heapUsed();
  await send(wire);
  const grown = ((await heapUsed()) - before) / count;
  for (const reader of readers.flat()) await reader.return?.();
  await Promise.allSettled(streams.map(({ result }) => result));
  return grown;
}

describe("the memory of an open stream whose readers have stopped", () => {
  // The text is kept, should the model have to be shown it again, and so are its values. Text that came in small pieces is
  // kept as such until somebody reads it, which takes some bytes for each piece. A queue of the partials in between would
  // take hundreds of times as much as the answer.
  it.each([
    { deltaSize: 1_000, times: 3 },
    { deltaSize: 20, times: 8 },
  ])("is at most $times times that of the answer so far, in deltas of $deltaSize", async ({ deltaSize, times }) => {
    // Code is compiled and pools are filled by the first.
    await heapPerStream((wire) => wire.send(manyNotes, 1_000));
    const grown = await heapPerStream((wire) => wire.send(manyNotes, deltaSize));
    expect(grown).toBeLessThan(times * megabyte);
  });

  it("stays level while a provider sends nothing but signs of life", async () => {
    const pings = ": still here\n\n".repeat(megabyte / 14);
    await heapPerStream((wire) => wire.sendBytes(pings));
    const grown = await heapPerStream(async (wire) => {
      for (let count = 0; count < 4; count++) await wire.sendBytes(pings);
    });
    expect(grown).toBeLessThan(0.05 * megabyte);
  });
});

describe("a generate call", () => {
  it("reads no more than 16 MB of a body, and closes the connection", async () => {
    let isClosed = false;
    const spaces = Buffer.alloc(2 ** 20, " ");
    const server = createServer(async (_request, response) => {
      response.on("close", () => {
        isClosed = true;
      });
      response.writeHead(200, { "content-type": "application/json" });
      // More than that, and no end.
      for (let count = 0; count < 24 && !isClosed; count++) if (!response.write(spaces)) await drained(response);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const clock = createFakeClock();
    const primary = openaiCompatible("m", { name: "local", baseUrl: `http://127.0.0.1:${port}`, apiKey: "k" });
    const router = createRouter({ primary, clock, attempts: 1 });
    await expect(generatePatientSummary({ notes }, { router })).rejects.toMatchObject({
      attempts: [{ error: { code: "server-error" } }],
    });
    while (!isClosed) await turn();
    expect(clock.pending).toBe(0);
    server.close();
  });
});

/** Waits until a response takes more, or is gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      response.off("drain", finish).off("close", finish);
      resolve();
    };
    response.on("drain", finish).on("close", finish);
  });
}
