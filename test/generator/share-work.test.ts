import { expect, test } from "vitest";
import { shareWork } from "../../generator/src/emit/share-work.ts";

const items = Array.from({ length: 50 }, (_, index) => index);
const here = (item: number): Promise<string> => Promise.resolve(`${item}`);

test("shared work comes back in the order of the items", async () => {
  const asked: number[] = [];
  const lane = (batch: readonly number[]): Promise<readonly string[]> => {
    asked.push(...batch);
    return Promise.resolve(batch.map(String));
  };
  expect(await shareWork(items, { lanes: [lane, lane], batchSize: 4, here })).toEqual(items.map(String));
  expect(asked.length).toBeGreaterThan(0);
  expect(new Set(asked).size).toBe(asked.length);
});

test("what a lane has no answer for is done here, each item once", async () => {
  const done: number[] = [];
  const lanes = [
    (batch: readonly number[]) => Promise.resolve(batch.map((item) => (item % 2 === 0 ? `${item}` : undefined))),
    (): Promise<readonly string[]> => Promise.resolve([]),
  ];
  const progress: number[] = [];
  const results = await shareWork(items, {
    lanes,
    batchSize: 4,
    here: (item) => {
      done.push(item);
      return here(item);
    },
    onProgress: (count) => void progress.push(count),
  });
  expect(results).toEqual(items.map(String));
  expect(new Set(done).size).toBe(done.length);
  expect(progress).toEqual(items.map((item) => item + 1));
});

test("a failure on this thread is the run's", async () => {
  const lanes = [(): Promise<readonly string[]> => Promise.resolve([])];
  const fail = (): Promise<string> => Promise.reject(new Error("broken"));
  await expect(shareWork(items, { lanes, batchSize: 4, here: fail })).rejects.toThrow("broken");
});
