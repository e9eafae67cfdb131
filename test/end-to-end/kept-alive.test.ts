import { createRouter, type Router } from "@outspec/runtime";
import { generate, stream } from "@outspec/runtime/codegen";
import { describe, expect, it } from "vitest";
import { createFakeClock } from "../runtime/fake-clock.ts";
import { goodPlay, urlOf } from "./matrix/cell.ts";
import { answer, measure } from "./matrix/measurement.ts";
import { type Play, type RawServer, startRawServer } from "./matrix/raw-server.ts";
import { type Wire, wires } from "./matrix/wires.ts";

/** A router whose only model may be asked once, and whose clock stands still. */
function routerTo(wire: Wire, server: RawServer): Router {
  const primary = wire.model({ baseUrl: urlOf(server), apiKey: "k" });
  return createRouter({ primary, attempts: 1, clock: createFakeClock() });
}

/** Whether a request wants its answer streamed. */
function wantsStream(body: string): boolean {
  return /"stream":true/.test(body);
}

function answerTo(wire: Wire, body: string): Play {
  return goodPlay(wire, wantsStream(body) ? "stream" : "generate");
}

/** undici gives a connection to the next request a turn after it has become free. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe.each(Object.values(wires))("a connection on the wire of $name", (wire) => {
  it("serves the next call once an answer is finished, streamed or not", async () => {
    await using server = await startRawServer((_index, body) => answerTo(wire, body));
    const router = routerTo(wire, server);
    for (let count = 0; count < 3; count++) {
      await generate(measure, undefined, { router });
      await turn();
      await stream(measure, undefined, { router }).result;
      await turn();
    }
    expect([server.requests, server.connections]).toEqual([6, 1]);
  });

  it.each(["fin", "rst"] as const)(
    "that the server ends by a %s as the next request comes is replaced at once, which is no attempt",
    async (end) => {
      await using server = await startRawServer((index, body) =>
        index === 1 ? { bytes: [], end } : answerTo(wire, body),
      );
      const router = routerTo(wire, server);
      await generate(measure, undefined, { router });
      const { output, attempts } = await generate(measure, undefined, { router });
      expect(output).toEqual(answer);
      expect(attempts).toMatchObject([{ error: { code: "network" }, followedBy: "retry" }, { status: 200 }]);
      expect([server.requests, server.connections]).toEqual([3, 2]);
    },
  );

  it("that breaks twice in a row counts as an attempt that failed", async () => {
    await using server = await startRawServer((index, body) =>
      index === 0 ? answerTo(wire, body) : { bytes: [], end: "fin" },
    );
    const router = routerTo(wire, server);
    await generate(measure, undefined, { router });
    await expect(stream(measure, undefined, { router }).result).rejects.toMatchObject({
      attempts: [{ followedBy: "retry" }, { followedBy: "next-model" }],
    });
    expect(server.requests).toBe(3);
  });

  it("that the server has ended while it was idle is not used again", async () => {
    await using server = await startRawServer((_index, body) => answerTo(wire, body));
    const router = routerTo(wire, server);
    await generate(measure, undefined, { router });
    server.hangUp();
    for (let turns = 0; turns < 20; turns++) await turn();
    const { attempts } = await generate(measure, undefined, { router });
    expect(attempts).toHaveLength(1);
    expect([server.requests, server.connections]).toEqual([2, 2]);
  });
});
