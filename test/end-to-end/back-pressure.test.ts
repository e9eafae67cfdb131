import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createRouter, type OutputStream, type Router } from "@outspec/runtime";
import { generate, stream } from "@outspec/runtime/codegen";
import { defaultTransport } from "@outspec/runtime/transport/undici";
import { describe, expect, it } from "vitest";
import { createFakeClock, type FakeClock } from "../runtime/fake-clock.ts";
import { urlOf } from "./matrix/cell.ts";
import { type Measurement, measure } from "./matrix/measurement.ts";
import { chunk, head, lastChunk, type Play, type RawServer, startRawServer } from "./matrix/raw-server.ts";
import { wires } from "./matrix/wires.ts";

// What is promised: no reader makes the provider wait, and none is waited for. What arrives goes into the one object that
// is being written, so a reader that stops costs the size of the answer, however many deltas it came in, and finds the
// newest state when it goes on. Only who reads a body by chunks slows the socket down: the transport's contract has that.

type Summary = OutputStream<Measurement, Partial<Measurement>>;

const wire = wires.chat;

/** About a megabyte. */
const large: Measurement = {
  name: "A large measurement",
  score: 12.5,
  tags: Array.from({ length: 20_000 }, (_, index) => `tag ${index} of a list that takes a while`),
};
const text = JSON.stringify(large);
/** Where the list begins: what comes before is sent at first. */
const begin = text.indexOf('"tag 1 ');

/** The frames of a text in deltas of 20 characters. */
function framesOf(part: string): readonly string[] {
  return Array.from({ length: Math.ceil(part.length / 20) }, (_, at) => wire.delta(part.slice(at * 20, at * 20 + 20)));
}

const opening = wire.opening + wire.delta(text.slice(0, begin));
const frames = framesOf(text.slice(begin));
/** All bytes of the body but for the finish. */
const bodyBytes = Buffer.byteLength(opening + frames.join(""));

/** The beginning of the large answer, all the rest of it, and its finish, each once the server is told. */
const play: Play = {
  bytes: [head(200, { "content-type": "text/event-stream", "transfer-encoding": "chunked" }), chunk(opening)],
  rest: {
    bytes: Array.from({ length: Math.ceil(frames.length / 200) }, (_, at) =>
      chunk(frames.slice(at * 200, at * 200 + 200).join("")),
    ),
    rest: { bytes: [chunk(wire.finish("stop")), lastChunk], end: "keep" },
  },
};

/** A large answer on its way, and how much of it has come. */
interface Setup extends AsyncDisposable {
  readonly server: RawServer;
  readonly clock: FakeClock;
  readonly router: Router;
  /** Resolves when all but the finish of so many answers has arrived. */
  arrived(answers: number): Promise<void>;
}

async function setUp(): Promise<Setup> {
  const server = await startRawServer(() => play);
  const clock = createFakeClock();
  let bytes = 0;
  const router = createRouter({
    primary: wire.model({ baseUrl: urlOf(server), apiKey: "k" }),
    clock,
    transport: async (request) => {
      const response = await defaultTransport(request);
      const read: NonNullable<typeof response.read> = (sink) =>
        response.read?.((piece) => {
          bytes += piece.byteLength;
          sink(piece);
        }) ?? Promise.reject(new Error("this transport hands chunks on"));
      return { ...response, read };
    },
  });
  return {
    server,
    clock,
    router,
    async arrived(answers) {
      while (bytes < answers * bodyBytes) await turn();
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function start({ router }: Setup): Summary {
  return stream<Measurement, Partial<Measurement>, void>(measure, undefined, { router });
}

/** Reads what a stream shows first, stops reading, and lets all but the finish arrive. */
async function stopAfterFirst<V>(setup: Setup, reader: AsyncIterator<V>): Promise<V> {
  let first = await reader.next();
  // The first event comes before the request does.
  while (setup.server.requests === 0) first = await reader.next();
  setup.server.goOn();
  await setup.arrived(1);
  return first.value;
}

describe("a reader that stops while a megabyte arrives", () => {
  it("finds the newest partial when it goes on, and none of those in between", async () => {
    await using setup = await setUp();
    const output = start(setup);
    const reader = output[Symbol.asyncIterator]();
    expect(await stopAfterFirst(setup, reader)).toMatchObject({ score: 12.5 });
    const { value: newest } = await reader.next();
    expect(newest).toEqual(large);
    setup.server.goOn();
    // Nothing is left to be shown: it is the output itself.
    expect((await output.result).output).toBe(newest);
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it("is told of every path and every step, in as many events as there are paths and not as there were deltas", async () => {
    await using setup = await setUp();
    const output = start(setup);
    const reader = output.events()[Symbol.asyncIterator]();
    await stopAfterFirst(setup, reader);
    setup.server.goOn();
    await output.result;
    const counts = new Map<string, number>();
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) {
      counts.set(next.value.type, (counts.get(next.value.type) ?? 0) + 1);
    }
    // Those that are kept apart before folding begins, one for what is folded, one for the output.
    expect(counts.get("partial")).toBeLessThan(70);
    expect(frames.length).toBeGreaterThan(40_000);
    expect(counts.get("path-complete")).toBeGreaterThanOrEqual(large.tags.length);
    expect([counts.get("attempt-end"), counts.get("finish")]).toEqual([1, 1]);
  });

  it("loses no element", async () => {
    await using setup = await setUp();
    const output = start(setup);
    const reader = output.elements("tags")[Symbol.asyncIterator]();
    const tags = [await stopAfterFirst(setup, reader)];
    setup.server.goOn();
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) tags.push(next.value);
    expect(tags).toEqual(large.tags);
  });

  it("keeps no timers but that of the deadlines and that of what is shown next", async () => {
    await using setup = await setUp();
    const output = start(setup);
    const reader = output.events()[Symbol.asyncIterator]();
    await stopAfterFirst(setup, reader);
    expect(setup.clock.pending).toBeLessThanOrEqual(2);
    setup.server.goOn();
    await output.result;
    expect(setup.clock.pending).toBe(0);
  });
});

describe("the memory of an open stream", () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void; // what the flag exposes

  /** Bytes of heap that each of some streams holds while its reader has stopped and all but the finish has come. */
  async function heapOf(read: (stream: Summary) => AsyncIterator<unknown> | undefined): Promise<number> {
    const count = 3;
    await using setup = await setUp();
    collect();
    const before = process.memoryUsage().heapUsed;
    const streams = Array.from({ length: count }, () => start(setup));
    const readers = await Promise.all(
      streams.map(async (output) => {
        const reader = read(output);
        await reader?.next();
        return reader;
      }),
    );
    while (setup.server.requests < count) await turn();
    setup.server.goOn();
    await setup.arrived(count);
    collect();
    const used = (process.memoryUsage().heapUsed - before) / count;
    setup.server.goOn();
    await Promise.all(streams.map(({ result }) => result));
    await Promise.all(readers.map((reader) => reader?.return?.()));
    return used;
  }

  it("is that of its answer, and no more where its reader has stopped", async () => {
    const unread = await heapOf(() => undefined);
    // Every piece of the text is kept, and every tag.
    expect(unread / text.length).toBeLessThan(20);
    const partials = await heapOf((output) => output[Symbol.asyncIterator]());
    const elements = await heapOf((output) => output.elements("tags")[Symbol.asyncIterator]());
    const events = await heapOf((output) => output.events()[Symbol.asyncIterator]());
    expect(partials / unread).toBeLessThan(1.3);
    expect(elements / unread).toBeLessThan(1.3);
    // A path for each tag waits to be told.
    expect(events / unread).toBeLessThan(3);
  });
});

describe("a generate call", () => {
  it("reads no more than 64 MB of a body, and closes the connection", async () => {
    const megabyte = new Uint8Array(2 ** 20).fill(0x20);
    await using server = await startRawServer(() => ({
      bytes: [
        head(200, { "content-type": "application/json", "content-length": 2 ** 40 }),
        ...Array.from({ length: 72 }, () => megabyte),
      ],
      end: "hang",
    }));
    const primary = wire.model({ baseUrl: urlOf(server), apiKey: "k" });
    const clock = createFakeClock();
    await expect(
      generate(measure, undefined, { router: createRouter({ primary, clock, attempts: 1 }) }),
    ).rejects.toMatchObject({ attempts: [{ error: { code: "server-error" } }] });
    while (server.busySockets > 0) await turn();
    expect(clock.pending).toBe(0);
  });
});
