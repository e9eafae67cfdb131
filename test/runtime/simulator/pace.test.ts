import assert from "node:assert/strict";
import { request } from "node:http";
import { startSimulator } from "@outspec/runtime/testing";
import { describe, it } from "vitest";
import { open, send } from "./http-client.ts";
import { patientSummary, wires } from "./wire.ts";

const handles = (): number => process.getActiveResourcesInfo().filter((name) => /TCP|Timeout/.test(name)).length;

for (const wire of wires) {
  describe(`with manual pace, ${wire.name}`, () => {
    it("sends a delta a step and sees the client hang up before the next one", async () => {
      await using simulator = await startSimulator({ pace: "manual" });
      const opening = open(
        wire.url(simulator, { stream: true }),
        wire.body({ schema: patientSummary, stream: true }),
        wire.headers,
      );
      const exchange = await simulator.received(0);
      assert.equal(exchange.deltasSent, 0);
      await simulator.step(3);
      assert.equal(exchange.deltasSent, 3);
      const response = await opening;
      await response.until((text) => wire.readStream(text).text.length >= 9);
      assert.deepEqual(simulator.openRequests, [exchange]);
      response.request.destroy();
      assert.equal(await exchange.closed, "hung-up");
      assert.deepEqual([exchange.deltasSent, exchange.state, simulator.openRequests.length], [3, "hung-up", 0]);
    });

    it("lets each of two answers be stepped on its own", async () => {
      await using simulator = await startSimulator({ pace: "manual" });
      const opening = [0, 1].map(() =>
        open(wire.url(simulator, { stream: true }), wire.body({ schema: patientSummary, stream: true }), wire.headers),
      );
      const second = await simulator.received(1);
      await second.step(2);
      assert.deepEqual(
        simulator.requests.map((request) => request.deltasSent),
        [0, 2],
      );
      await simulator.step(Number.POSITIVE_INFINITY);
      const texts = await Promise.all(opening.map(async (response) => (await (await response).rest()).text));
      assert.ok(texts.every((text) => wire.readStream(text).complete));
    });

    it("holds an answer that is not streamed for one step", async () => {
      await using simulator = await startSimulator({ pace: "manual" });
      const response = send(wire.url(simulator), wire.body({ schema: patientSummary, stream: false }), wire.headers);
      const exchange = await simulator.received(0);
      assert.equal(exchange.deltasSent, 0);
      await exchange.step();
      assert.ok(wire.readUnary((await response).text).complete);
      assert.equal(await exchange.closed, "finished");
    });
  });
}

describe("a simulator", () => {
  const [openai] = wires;
  assert.ok(openai);
  const body = openai.body({ schema: patientSummary, stream: true });

  it("keeps the pace a clock measures out", async () => {
    const waits: number[] = [];
    const clock = {
      after: (ms: number, callback: () => void) => {
        waits.push(ms);
        setImmediate(callback);
        return () => undefined;
      },
    };
    await using simulator = await startSimulator({ firstTokenMs: 400, deltaMs: 25, clock });
    await send(openai.url(simulator), body, openai.headers);
    const deltas = simulator.requests[0]?.deltasSent ?? 0;
    assert.deepEqual(waits, [400, ...Array.from({ length: deltas - 1 }, () => 25)]);
  });

  it("records requests without their key", async () => {
    await using simulator = await startSimulator({ now: () => 42 });
    await send(openai.url(simulator), body, { authorization: "Bearer sk-secret", "x-custom": "1" });
    const [request] = simulator.requests;
    assert.deepEqual(
      [request?.provider, request?.path, request?.hasKey, request?.receivedAt, request?.model],
      ["openai", "/v1/chat/completions", true, 42, "gpt-5.4-mini"],
    );
    assert.equal(request?.headers["x-custom"], "1");
    assert.ok(!JSON.stringify(simulator.requests).includes("sk-secret"));
    assert.deepEqual(request?.body, body);
    assert.equal(await request?.closed, "finished");
  });

  it("forgets requests that are over when it is not to remember more, the oldest first, and goes on counting", async () => {
    await using simulator = await startSimulator({ remember: 2 });
    for (let count = 0; count < 5; count++) await send(openai.url(simulator), body, openai.headers);
    await simulator.requests.at(-1)?.closed;
    assert.deepEqual(
      simulator.requests.map(({ index }) => index),
      [3, 4],
    );
    assert.equal((await simulator.received(4)).index, 4);
    assert.deepEqual(simulator.openRequests, []);
  });

  it("waits for a client that does not read", async () => {
    await using simulator = await startSimulator({ deltaSize: [4000, 4000] });
    simulator.script([{ kind: "text", text: JSON.stringify({ v: "x".repeat(80_000_000) }) }]);
    const outgoing = request(openai.url(simulator), { method: "POST", headers: openai.headers, agent: false });
    outgoing.on("error", () => undefined);
    // With no listener the client would throw the body away, that is, read it.
    outgoing.on("response", () => undefined);
    outgoing.end(JSON.stringify(body));
    const received = await simulator.received(0);
    // The answer fills the buffers between the two and then stands still.
    let last = -1;
    while (received.deltasSent !== last || last === 0) {
      last = received.deltasSent;
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    assert.equal(received.state, "open");
    assert.ok(last < 15_000, String(last));
    outgoing.destroy();
    assert.equal(await received.closed, "hung-up");
  });

  it("closes at once in the middle of everything and leaves no handles", async () => {
    const before = handles();
    const simulator = await startSimulator({ deltaMs: 10_000, firstTokenMs: 10_000 });
    simulator.script([
      { kind: "delay", ms: 60_000 },
      { kind: "stall", keepAliveMs: 60_000 },
    ]);
    const attempts = Array.from({ length: 4 }, () =>
      send(openai.url(simulator), body, openai.headers).catch((error: unknown) => error),
    );
    await simulator.received(3);
    assert.equal(simulator.openRequests.length, 4);
    await simulator.close();
    await Promise.all(attempts);
    assert.deepEqual(
      simulator.requests.map((request) => request.state),
      ["cut", "cut", "cut", "cut"],
    );
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(handles() <= before, process.getActiveResourcesInfo().join(" "));
    await simulator.close();
  });
});
