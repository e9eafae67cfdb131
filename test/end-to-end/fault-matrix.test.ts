import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRouter } from "@outspec/runtime";
import { generate } from "@outspec/runtime/codegen";
import { beforeAll, describe, expect, it } from "vitest";
import { answerFaults } from "./matrix/answer-faults.ts";
import { makeCall, type Way } from "./matrix/call.ts";
import { type Cell, goodPlay, runCell, urlOf } from "./matrix/cell.ts";
import { answerText, measure } from "./matrix/measurement.ts";
import { noAnswers } from "./matrix/no-answers.ts";
import { placeNames, places } from "./matrix/places.ts";
import { head, startRawServer } from "./matrix/raw-server.ts";
import { errorStatus, statusFaults } from "./matrix/status-faults.ts";
import { brokenStream, lateStream, type StreamFault, streamFaults, streamOf } from "./matrix/stream-faults.ts";
import { brokenWhole, lateWhole, lateWholes, wholeFaults, wholeOf } from "./matrix/whole-faults.ts";
import { type Wire, wires } from "./matrix/wires.ts";

// A cell is a fault, at a place, on a wire, in a call made in one of three ways, on the only model or with a fallback.
// Left out is what cannot be: faults of a stream where the answer comes in one body and the other way round, places
// where nothing has been answered yet, and what a wire has no words for (`at` and `on` of a fault say so).

/** Cells that were run, so that none is lost unseen. */
let cells = 0;

type Common = Pick<Cell, "wire" | "way" | "isLast">;

/** Runs a fault in all ways that are named, on the only model and with a fallback. */
async function inAllCalls(
  wire: Wire,
  ways: readonly Way[],
  cellOf: (common: Common) => Omit<Cell, keyof Common>,
): Promise<void> {
  for (const way of ways) {
    for (const isLast of [true, false]) {
      cells++;
      const common = { wire, way, isLast };
      await runCell({ ...common, ...cellOf(common) });
    }
  }
}

const streamedWays = ["stream", "generate, streamed"] as const;
const allWays = [...streamedWays, "generate"] as const;

beforeAll(async () => {
  // The HTTP client is loaded at the first request.
  await using server = await startRawServer(() => goodPlay(wires.chat, "generate"));
  const primary = wires.chat.model({ baseUrl: urlOf(server), apiKey: "k" });
  await generate(measure, undefined, { router: createRouter({ primary }) });
});

describe.each(Object.values(wires))("on the wire of $name", (wire) => {
  const known = Object.entries(streamFaults).filter(([, { on }]) => on === undefined || on.includes(wire.name));

  describe.each(known)("when of a streamed answer %s", (_name, fault) => {
    it.each(fault.at ?? placeNames)("%s", async (place) => {
      const verdict = typeof fault.code === "string" ? fault.code : fault.code(wire.name, place);
      await inAllCalls(wire, streamedWays, () => ({
        play: () => brokenStream(wire, fault, place),
        verdict,
        shows: places[place].shows || verdict === "fine",
        ...(fault.output === undefined ? {} : { output: fault.output }),
      }));
    });

    it("after its finish, the answer stands", async () => {
      await inAllCalls(wire, streamedWays, () => ({
        play: () => lateStream(wire, fault),
        verdict: "fine",
        shows: true,
      }));
    });
  });

  describe.each(Object.entries(wholeFaults))("when of an answer in one body %s", (_name, fault) => {
    it.each(placeNames)("%s", async (place) => {
      await inAllCalls(wire, ["generate"], () => ({
        play: () => brokenWhole(wire, fault, place),
        verdict: fault.code,
      }));
    });
  });

  it.each(Object.entries(lateWholes))("an answer that told its length stands when after it %s", async (_name, late) => {
    await inAllCalls(wire, ["generate"], () => ({ play: () => lateWhole(wire, late), verdict: "fine" }));
  });

  it.each(Object.entries(answerFaults))("when the answer %s", async (_name, { text, code, repairs = [] }) => {
    await inAllCalls(wire, allWays, ({ way }) => ({
      play: () => (way === "generate" ? wholeOf(wire.whole(text)) : streamOf(wire, text)),
      verdict: code,
      repairs,
    }));
  });

  it.each(["length", "refusal"] as const)("when an answer in one body ends for its %s", async (reason) => {
    // One wire has no refusals, and one has only filters.
    const refusals = { chat: "content-filtered", messages: "refused", lines: "fine" } as const;
    const verdict = reason === "length" ? "truncated" : refusals[wire.name];
    await inAllCalls(wire, ["generate"], () => ({
      play: () => wholeOf(wire.whole(answerText, reason)),
      verdict,
    }));
  });

  it.each(statusFaults)("when it answers with status $status as $code ($says)", async (fault) => {
    await inAllCalls(wire, allWays, () => ({
      play: () => errorStatus(wire, fault),
      verdict: fault.code,
      status: fault.status,
      shows: false,
      ...(fault.pauseMs === undefined ? {} : { pauseMs: fault.pauseMs }),
      ...(fault.remedy === undefined ? {} : { remedy: fault.remedy }),
      // The wait for the body of an error is short, and shorter than these.
      ...(fault.body === "never comes" ? { router: { timeouts: { firstTokenMs: 10_000, totalMs: 10_000 } } } : {}),
    }));
  });

  it("when it redirects to another host, which never hears of the request", async () => {
    await inAllCalls(wire, allWays, () => ({
      play: (fallbackUrl) => ({
        bytes: [head(307, { location: `${fallbackUrl}/elsewhere`, "content-length": 0 })],
        end: "keep",
      }),
      verdict: "bad-request",
      status: 307,
      shows: false,
    }));
  });

  it.each(Object.entries(noAnswers))("when there is %s", async (_name, { play, code, hasStatus, isReset = false }) => {
    await inAllCalls(wire, allWays, ({ way }) => ({
      play: () => play(wire),
      verdict: code(way !== "generate", wire),
      shows: false,
      isReset,
      ...(hasStatus ? {} : { status: "none" }),
    }));
  });

  describe("when at the address", () => {
    const unreachable = async (url: string, verdict: "network" | "timeout"): Promise<void> =>
      inAllCalls(wire, allWays, ({ way }) => ({
        play: () => goodPlay(wire, way),
        verdict,
        shows: false,
        status: "none",
        url,
      }));

    it("nobody listens", async () => {
      // A port that only the system's own services may have, and hardly any system has one there.
      await unreachable("http://127.0.0.1:1", "network");
    });

    it("there is a name that nobody knows", async () => {
      // A label of 64 characters cannot be resolved, and needs no network to find out.
      await unreachable(`http://${"n".repeat(64)}.invalid`, "network");
    });

    it("somebody is silent who should speak TLS", async () => {
      await unreachable("tls", "timeout");
    });

    it("somebody answers in plain text who should speak TLS", async () => {
      const plain = createServer();
      await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
      const { port } = plain.address() as AddressInfo; // it listens on TCP
      await unreachable(`https://127.0.0.1:${port}`, "network");
      plain.close();
    });
  });

  it.each(placeNames.filter((place) => places[place].shows))(
    'with midStream: "fail", a stream that breaks %s fails with what broke it',
    async (place) => {
      const cut: StreamFault = { bytes: () => [], end: "fin", code: "interrupted" };
      await using server = await startRawServer(() => brokenStream(wire, cut, place));
      await using spare = await startRawServer(() => goodPlay(wire, "stream"));
      const models = [server, spare].map((one) => wire.model({ baseUrl: urlOf(one), apiKey: "k" }));
      const servers = [server, spare];
      const ending = await makeCall({ way: "stream", models, servers, router: { midStream: "fail" } });
      expect(ending.error).toMatchObject({ code: "interrupted", provider: models[0]?.row.id, phase: "streaming" });
      expect(ending.attempts).toMatchObject([{ followedBy: "stop", error: ending.error }]);
      expect([spare.requests, ending.timersLeft]).toEqual([0, 0]);
    },
  );
});

describe("the matrix", () => {
  it("has lost none of its cells", () => {
    expect(cells).toBe(2_822);
  });
});
