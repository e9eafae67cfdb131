import assert from "node:assert/strict";
import type { ReplayLog, ReplayStore } from "@outspec/runtime/sse";
import fc from "fast-check";
import { afterAll, beforeAll, describe, it } from "vitest";

/** Two machines that share a store, or one machine twice. */
export interface ReplayStage extends AsyncDisposable {
  readonly writing: ReplayStore;
  readonly reading: ReplayStore;
  /** Lets the time pass that ended streams are kept. */
  expire(key: string): Promise<void>;
  readonly numRuns: number;
}

/** One reader of a log, and what it got. */
export interface Reading {
  readonly got: string[];
  /** Takes one batch; false when there is none any more. */
  take(): Promise<boolean>;
  /** Takes all there will be. */
  drain(): Promise<readonly string[]>;
  leave(): void;
}

/** Begins to read a log that is known. */
export async function startReading(store: ReplayStore, key: string, after: number): Promise<Reading> {
  const left = new AbortController();
  const batches = await store.read(key, after, left.signal);
  assert.ok(batches, "the stream is known");
  const iterator = batches[Symbol.asyncIterator]();
  const got: string[] = [];
  async function take(): Promise<boolean> {
    const step = await iterator.next();
    if (step.done === true) return false;
    assert.notEqual(step.value.length, 0, "a batch has messages");
    got.push(...step.value);
    return true;
  }
  return {
    got,
    take,
    async drain() {
      while (await take());
      return got;
    },
    leave: () => left.abort(),
  };
}

/** Asks again and again, as long as a test may take, until a question has the answer yes. */
export async function until(ask: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await ask())) await new Promise((resolve) => setImmediate(resolve));
}

/** So many messages, from a number on. */
export const messages = (count: number, from = 1): readonly string[] =>
  Array.from({ length: count }, (_, index) => JSON.stringify({ number: from + index, text: "é\n\u0000😀" }));

let counter = 0;
const newKey = (): string => `owner ${counter}/{x}:*?/${counter++}`;

const isUnknown = async (store: ReplayStore, key: string, after = 0): Promise<boolean> =>
  (await store.read(key, after, new AbortController().signal)) === undefined;

/** Behaviour that every replay store owes the streams it keeps. */
export function describeReplayContract(name: string, setStage: () => Promise<ReplayStage>): void {
  describe(name, () => {
    let stage: ReplayStage;
    beforeAll(async () => {
      stage = await setStage();
    });
    afterAll(() => stage[Symbol.asyncDispose]());

    async function open(...batches: readonly (readonly string[])[]): Promise<{ key: string; log: ReplayLog }> {
      const key = newKey();
      const log = await stage.writing.open(key);
      await log.append([], false);
      for (const batch of batches) await log.append(batch, false);
      return { key, log };
    }

    it("gives what is there and what comes, in order, to the last message", async () => {
      const { key, log } = await open(messages(2), messages(1, 3));
      const reading = await startReading(stage.reading, key, 0);
      await until(async () => (await reading.take()) && reading.got.length === 3);
      await log.append(messages(2, 4), false);
      await until(async () => (await reading.take()) && reading.got.length === 5);
      await log.append(messages(1, 6), true);
      assert.deepEqual(await reading.drain(), messages(6));
    });

    it("waits for the first message", async () => {
      const { key, log } = await open();
      const reading = await startReading(stage.reading, key, 0);
      const drained = reading.drain();
      await log.append(messages(1), true);
      assert.deepEqual(await drained, messages(1));
    });

    it("goes on behind the messages that a reader has", async () => {
      const { key, log } = await open(messages(5));
      const [running, atEnd] = [await startReading(stage.reading, key, 3), await startReading(stage.reading, key, 5)];
      await log.append(messages(1, 6), true);
      assert.deepEqual(await running.drain(), messages(3, 4));
      assert.deepEqual(await atEnd.drain(), messages(1, 6));
      assert.deepEqual(await (await startReading(stage.reading, key, 2)).drain(), messages(4, 3));
      assert.deepEqual(await (await startReading(stage.reading, key, 6)).drain(), []);
    });

    it("keeps long streams, which are read in several batches", async () => {
      const { key, log } = await open(messages(2500));
      await log.append(messages(1700, 2501), true);
      assert.deepEqual(await (await startReading(stage.reading, key, 7)).drain(), messages(4193, 8));
    });

    it("knows no stream that was not opened, and no message behind the end", async () => {
      assert.ok(await isUnknown(stage.reading, newKey()));
      const { key, log } = await open();
      await log.append(messages(2), true);
      assert.ok(await isUnknown(stage.reading, key, 3));
      assert.ok(await isUnknown(stage.reading, key, 999_999_999));
      assert.ok(!(await isUnknown(stage.reading, key, 2)));
    });

    it("keeps streams apart", async () => {
      const [one, other] = [await open(messages(1)), await open(messages(1, 10))];
      await one.log.append(messages(1, 2), true);
      await other.log.append(messages(1, 11), true);
      assert.deepEqual(await (await startReading(stage.reading, one.key, 0)).drain(), messages(2));
      assert.deepEqual(await (await startReading(stage.reading, other.key, 0)).drain(), messages(2, 10));
    });

    it("ends the loop of a reader who leaves, and no other one", async () => {
      const { key, log } = await open();
      const [leaving, staying] = [await startReading(stage.reading, key, 0), await startReading(stage.reading, key, 0)];
      const waiting = leaving.take();
      leaving.leave();
      assert.equal(await waiting, false);
      await log.append(messages(3), true);
      assert.deepEqual(await staying.drain(), messages(3));
      assert.deepEqual(leaving.got, []);
    });

    it("gives nothing to a reader who has left before", async () => {
      const { key, log } = await open(messages(1));
      const batches = await stage.reading.read(key, 0, AbortSignal.abort());
      for await (const _batch of batches ?? []) assert.fail("nobody reads");
      await until(async () => !(await log.isRead()));
    });

    it("says whether anybody reads, also between two batches", async () => {
      const { key, log } = await open(messages(1));
      assert.equal(await log.isRead(), false);
      const [one, other] = [await startReading(stage.reading, key, 0), await startReading(stage.reading, key, 1)];
      assert.equal(await log.isRead(), true);
      await one.take();
      one.leave();
      assert.equal(await log.isRead(), true);
      other.leave();
      await until(async () => !(await log.isRead()));
    });

    it("does not count who has read to the end", async () => {
      const { key, log } = await open();
      const reading = await startReading(stage.reading, key, 0);
      await log.append(messages(1), true);
      await reading.drain();
      await until(async () => !(await log.isRead()));
    });

    it("lets go of a stream some time after its end", async () => {
      const { key, log } = await open();
      await log.append(messages(1), true);
      assert.ok(!(await isUnknown(stage.reading, key)));
      await stage.expire(key);
      assert.ok(await isUnknown(stage.reading, key));
    });

    it("gives each reader each message once, however appending and reading take turns", async () => {
      const step = fc.oneof(
        fc.record({ append: fc.integer({ min: 1, max: 5 }) }),
        fc.record({ join: fc.nat() }),
        fc.record({ take: fc.nat() }),
        fc.record({ leave: fc.nat() }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 3 }), async (steps, last) => {
          const { key, log } = await open();
          const readings: { reading: Reading; after: number; hasLeft: boolean; taking: Promise<boolean> }[] = [];
          let count = 0;
          for (const one of steps) {
            if ("append" in one) {
              void log.append(messages(one.append, count + 1), false);
              count += one.append;
            } else if ("join" in one) {
              const after = one.join % (count + 1);
              const reading = await startReading(stage.reading, key, after);
              readings.push({ reading, after, hasLeft: false, taking: Promise.resolve(true) });
            } else {
              const chosen = readings[("take" in one ? one.take : one.leave) % readings.length];
              if (chosen === undefined) continue;
              if ("take" in one) chosen.taking = chosen.taking.then(() => chosen.reading.take());
              else {
                chosen.hasLeft = true;
                chosen.reading.leave();
              }
            }
          }
          await log.append(messages(last, count + 1), true);
          for (const { reading, after, hasLeft, taking } of readings) {
            await taking;
            const got = await reading.drain();
            const all = messages(count + last - after, after + 1);
            assert.deepEqual(got, hasLeft ? all.slice(0, got.length) : all);
          }
        }),
        { numRuns: stage.numRuns },
      );
    });
  });
}
