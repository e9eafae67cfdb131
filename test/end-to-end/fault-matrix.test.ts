import { createRouter, type Model, type OutspecError, type OutspecErrorCode, type StreamEvent } from "@outspec/runtime";
import { generate, stream } from "@outspec/runtime/codegen";
import { beforeAll, describe, expect, it } from "vitest";
import { failoverTable } from "../../runtime/src/router/failover-policy.ts";
import { createFakeClock, type FakeClock } from "../runtime/fake-clock.ts";
import { assertTruthful } from "../runtime/partial/laws.ts";
import {
  afterFinish,
  bodilessFaults,
  brokenStream,
  brokenWhole,
  errorStatus,
  goodAnswer,
  places,
  statusFaults,
  streamFaults,
  type Verdict,
  wholeFaults,
} from "./matrix/faults.ts";
import { answer, type Measurement, measure } from "./matrix/measurement.ts";
import { type Play, startRawServer } from "./matrix/raw-server.ts";
import { type Wire, wires } from "./matrix/wires.ts";

/** How a cell of the matrix is called: as a stream, as a generate call that is streamed on the wire, or as one that is not. */
type Way = "stream" | "generate, streamed" | "generate";

/** Cells that were run, so that none is lost unseen. */
let cells = 0;

const timeouts = { connectMs: 1_000, firstTokenMs: 1_000, idleMs: 1_000, totalMs: 5_000 };
/** Decompression happens on threads of its own, whose time no fake clock tells. */
const patience = { connectMs: 1_000, firstTokenMs: 500_000, idleMs: 500_000, totalMs: 500_000 };

/** What a call came to. */
interface Ending {
  readonly output?: unknown;
  readonly error?: OutspecError;
  /** How often each attempt failed, in order. */
  readonly codes: readonly (OutspecErrorCode | undefined)[];
  readonly events: readonly Event[];
}

type Event = StreamEvent<Measurement, Partial<Measurement>>;

/** Lets a call run, and time pass, until it is over. */
async function drive<T>(call: Promise<T>, clock: FakeClock): Promise<PromiseSettledResult<T>> {
  let isOver = false;
  const settled = Promise.allSettled([call]).then(([result]) => {
    isOver = true;
    return result;
  });
  for (let round = 0; !isOver; round++) {
    for (let count = 0; count < 8; count++) await new Promise((resolve) => setImmediate(resolve));
    // What is on its way arrives before deadlines pass.
    if (round > 8) clock.advance(20);
  }
  return settled;
}

async function call(way: Way, models: readonly Model[], clock: FakeClock, isPatient: boolean): Promise<Ending> {
  const [primary, ...fallbacks] = models;
  if (primary === undefined) throw new Error("a cell has a model");
  const router = createRouter({ primary, fallbacks, clock, timeouts: isPatient ? patience : timeouts });
  if (way !== "stream") {
    const wire = way === "generate" ? "unary" : "stream";
    const ended = await drive(generate(measure, undefined, { router, wire }), clock);
    return ended.status === "fulfilled"
      ? { output: ended.value.output, codes: ended.value.attempts.map(({ error }) => error?.code), events: [] }
      : { error: ended.reason, codes: codesOf(ended.reason), events: [] };
  }
  const output = stream<Measurement, Partial<Measurement>, void>(measure, undefined, { router });
  const events: Event[] = [];
  const read = async (): Promise<void> => {
    for await (const event of output.events()) events.push(event);
  };
  const loop = await drive(read(), clock);
  const result = await drive(output.result, clock);
  if (result.status === "fulfilled") {
    expect(loop.status).toBe("fulfilled");
    return { output: result.value.output, codes: result.value.attempts.map(({ error }) => error?.code), events };
  }
  // The loop and the result fail with one and the same error.
  expect(loop.status === "rejected" && loop.reason === result.reason).toBe(true);
  return { error: result.reason, codes: codesOf(result.reason), events };
}

function codesOf({ attempts }: OutspecError): readonly (OutspecErrorCode | undefined)[] {
  return attempts.map(({ error }) => error?.code);
}

/** How often the model is asked before it is given up. */
function requestsFor(code: OutspecErrorCode, isLast: boolean, isReset: boolean): number {
  // The same failure meets the schema's next mode, and the answer that is asked for again.
  if (code === "schema-rejected" || code === "invalid-output") return 2;
  return (failoverTable[code].rule === "wait" && isLast ? 2 : 1) + (isReset ? 1 : 0);
}

/** Within an attempt partials take nothing back; a restart is told if, and only if, something was shown before. */
function expectHonest(events: readonly Event[]): void {
  let shown: { readonly attempt: number; readonly partial: Partial<Measurement> } | undefined;
  let isAnnounced = true;
  for (const event of events) {
    switch (event.type) {
      case "attempt-start":
        isAnnounced = shown === undefined;
        break;
      case "restart":
        expect(isAnnounced, "a restart of nothing").toBe(false);
        isAnnounced = true;
        break;
      case "partial":
        expect(isAnnounced, "a restart that was not told").toBe(true);
        if (shown?.attempt === event.attempt) assertTruthful(shown.partial, event.partial);
        shown = event;
        break;
    }
  }
}

/** Runs one cell: a primary that misbehaves, with a fallback that is well or without. */
async function runCell(
  wire: Wire,
  way: Way,
  isLast: boolean,
  play: () => Play,
  verdict: Verdict,
  more: { readonly isReset?: boolean; readonly isPatient?: boolean; readonly url?: string } = {},
): Promise<void> {
  cells++;
  const clock = createFakeClock();
  const streamed = way !== "generate";
  await using broken = await startRawServer(play);
  await using good = await startRawServer(() => goodAnswer(wires.chat, streamed));
  const urlOf = (port: number): string => `http://127.0.0.1:${port}`;
  const primary = wire.model({ baseUrl: more.url ?? urlOf(broken.port), apiKey: "key-of-primary" });
  const fallback = wires.chat.model({ baseUrl: urlOf(good.port), apiKey: "key-of-fallback" });
  const { output, error, codes, events } = await call(
    way,
    isLast ? [primary] : [primary, fallback],
    clock,
    more.isPatient === true,
  );

  expect(clock.pending, "timers left over").toBe(0);
  for (let count = 0; count < 50 && broken.busySockets + good.busySockets > 0; count++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(broken.busySockets + good.busySockets, "sockets left over").toBe(0);
  expectHonest(events);

  if (verdict === "fine") {
    expect(codes).toEqual([undefined]);
    expect(output).toEqual(answer);
    expect([broken.requests, good.requests]).toEqual([1, 0]);
    return;
  }
  const failures = Array.from({ length: requestsFor(verdict, isLast, more.isReset === true) }, () => verdict);
  const stops = failoverTable[verdict].rule === "refuse";
  if (more.url === undefined) expect(broken.requests).toBe(failures.length);
  if (isLast || stops) {
    expect(codes).toEqual(failures);
    expect(error?.code).toBe(stops ? verdict : "all-attempts-failed");
    expect(good.requests).toBe(0);
  } else {
    expect(codes).toEqual([...failures, undefined]);
    expect(output).toEqual(answer);
    expect(good.requests).toBe(1);
  }
}

beforeAll(async () => {
  // The HTTP client is loaded at the first request, which takes time that no fake clock should pass in.
  await using server = await startRawServer(() => goodAnswer(wires.chat, false));
  const primary = wires.chat.model({ baseUrl: `http://127.0.0.1:${server.port}`, apiKey: "k" });
  await generate(measure, undefined, { router: createRouter({ primary }) });
});

const isLast = [true, false] as const;
const streamedWays = ["stream", "generate, streamed"] as const;

describe.each(Object.entries(wires))("on the wire of %s", (name, wire) => {
  const wireName = name as keyof typeof wires; // the keys of the record

  describe.each(Object.entries(streamFaults))("when %s", (_fault, fault) => {
    const verdict = fault.code(wireName);

    it.each(verdict === "fine" ? [] : Object.entries(places))("%s of a streamed answer", async (_place, upTo) => {
      for (const way of streamedWays) {
        for (const last of isLast) await runCell(wire, way, last, () => brokenStream(wire, fault, upTo), verdict);
      }
    });

    it(`${afterFinish}, the answer stands`, async () => {
      for (const way of streamedWays) {
        for (const last of isLast) await runCell(wire, way, last, () => brokenStream(wire, fault, undefined), "fine");
      }
    });
  });

  describe.each(Object.entries(wholeFaults))("when of an answer in one body %s", (_fault, fault) => {
    it.each(Object.entries(places))("%s", async (_place, upTo) => {
      for (const last of isLast) {
        await runCell(wire, "generate", last, () => brokenWhole(wire, fault, upTo), fault.code);
      }
    });
  });

  it.each(statusFaults)("when it answers with status $status as $code", async (fault) => {
    for (const way of ["stream", "generate"] as const) {
      for (const last of isLast) await runCell(wire, way, last, () => errorStatus(wire, fault), fault.code);
    }
  });

  it.each(Object.entries(bodilessFaults))("when there is %s", async (fault, { play, code }) => {
    for (const way of ["stream", "generate"] as const) {
      for (const last of isLast) {
        const verdict = code(way === "stream", wireName);
        // A connection that goes away before any byte is taken for a stale one, once.
        const isReset = verdict === "network" && play().bytes.length === 0;
        await runCell(wire, way, last, play, verdict, { isReset, isPatient: fault.includes("gzip") });
      }
    }
  });

  it("when nobody listens there, or somebody who does not speak TLS", async () => {
    await using plain = await startRawServer(() => goodAnswer(wire, true));
    const closed = await startRawServer(() => goodAnswer(wire, true));
    const { port } = closed;
    await closed[Symbol.asyncDispose]();
    const addresses = [
      [`http://127.0.0.1:${port}`, "network"],
      [`https://127.0.0.1:${plain.port}`, "timeout"],
    ] as const;
    for (const [url, verdict] of addresses) {
      for (const way of ["stream", "generate"] as const) {
        for (const last of isLast) {
          await runCell(wire, way, last, () => goodAnswer(wire, true), verdict, { url });
        }
      }
    }
  });
});

describe("the matrix", () => {
  it("has lost none of its cells", () => {
    expect(cells).toBe(1_524);
  });
});
