import assert from "node:assert/strict";
import { createMemoryReplay } from "@outspec/runtime/sse";
import { describe, it } from "vitest";
import { createFakeClock } from "../fake-clock.ts";
import { describeReplayContract, messages, startReading } from "./replay-contract.ts";

describeReplayContract("a replay store in memory", async () => {
  const clock = createFakeClock();
  const store = createMemoryReplay({ clock, keepMs: 1000 });
  return {
    writing: store,
    reading: store,
    expire: async () => clock.advance(1001),
    numRuns: 200,
    [Symbol.asyncDispose]: async () => {},
  };
});

describe("the memory of a replay store", () => {
  const { signal } = new AbortController();

  it("lets the streams go first that ended first, where there is too much, and none that runs", async () => {
    const clock = createFakeClock();
    const store = createMemoryReplay({ clock, maxLength: 3 * (messages(1)[0]?.length ?? 0) });
    const logs = await Promise.all(["a", "b", "c", "d"].map((key) => store.open(key)));
    for (const index of [1, 0, 2]) await logs[index]?.append(messages(1), true);
    await logs[3]?.append(messages(1), false);
    assert.equal(await store.read("b", 0, signal), undefined);
    assert.deepEqual(await (await startReading(store, "a", 0)).drain(), messages(1));
    await logs[3]?.append(messages(3, 2), false);
    assert.equal(await store.read("a", 0, signal), undefined);
    assert.equal(await store.read("c", 0, signal), undefined);
    assert.notEqual(await store.read("d", 4, signal), undefined);
  });

  it("needs no timer to let streams go", async () => {
    const clock = createFakeClock();
    const store = createMemoryReplay({ clock });
    await (await store.open("a")).append(messages(1), true);
    assert.equal(clock.pending, 0);
    clock.advance(60_001);
    assert.equal(await store.read("a", 0, signal), undefined);
  });

  it("takes no longer for a message when many streams run", async () => {
    const store = createMemoryReplay();
    const timeOf = async (count: number): Promise<number> => {
      const logs = await Promise.all(Array.from({ length: count }, (_, index) => store.open(`${count}/${index}`)));
      const started = performance.now();
      for (let round = 0; round < 20_000; round++) await logs[round % count]?.append(["{}"], false);
      return performance.now() - started;
    };
    await timeOf(10);
    const few = await timeOf(10);
    const many = await timeOf(10_000);
    // Looking at each of ten thousand streams for each message takes hundreds of times as long.
    assert.ok(many < 20 * few + 100, `${many} ms beside ${few} ms`);
  });
});
