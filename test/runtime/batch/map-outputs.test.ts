import { AbortError, ConfigurationError, InputError, RefusalError } from "@outspec/runtime";
import { type BatchItem, mapOutputs } from "@outspec/runtime/batch";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createFakeClock } from "../fake-clock.ts";
import { createManualCalls, turn } from "./manual-calls.ts";
import { failedWith, resultOf } from "./results.ts";

/** Numbers from 0, and how many have been asked for. */
function countingInputs(count: number): { readonly inputs: Iterable<number>; readonly read: () => number } {
  let read = 0;
  function* numbers(): Generator<number> {
    while (read < count) yield read++;
  }
  return { inputs: numbers(), read: () => read };
}

/** Reads a batch into a list as it goes; `ended` is what came of it. */
function reading<I, T>(run: AsyncIterable<BatchItem<I, T>>) {
  const items: BatchItem<I, T>[] = [];
  const ended = (async () => {
    for await (const item of run) items.push(item);
  })();
  ended.catch(() => {});
  return { items, ended, indexes: () => items.map(({ index }) => index) };
}

const double = async (input: number) => resultOf(input * 2);

describe("mapOutputs", () => {
  it("hands out one item for each input, with its output", async () => {
    const { items, summary } = await mapOutputs(double, [3, 4, 5]).collect();
    expect(items).toMatchObject([
      { index: 0, key: "0", input: 3, outcome: { kind: "ok", output: 6 }, recorded: false, tries: 1 },
      { index: 1, key: "1", input: 4, outcome: { kind: "ok", output: 8 } },
      { index: 2, key: "2", input: 5, outcome: { kind: "ok", output: 10 } },
    ]);
    expect(summary).toMatchObject({ done: 3, counts: { ok: 3 }, retries: 0, stopped: false });
    expect(summary.usage).toMatchObject({ input: { total: 30 }, output: { total: 15 } });
  });

  it("reads iterables and async iterables, and ends at once where there is nothing", async () => {
    async function* numbers(): AsyncGenerator<number> {
      yield 1;
      yield 2;
    }
    expect((await mapOutputs(double, numbers()).finish()).done).toBe(2);
    expect((await mapOutputs(double, new Set([1, 2, 3])).finish()).done).toBe(3);
    expect((await mapOutputs(double, []).finish()).done).toBe(0);
  });

  it("makes no more calls at once than it was told, and none before it is read", async () => {
    const manual = createManualCalls<number, string>();
    const run = mapOutputs(manual.generate, countingInputs(10).inputs, { concurrency: 3 });
    await turn();
    expect(manual.calls).toHaveLength(0);
    const { ended } = reading(run);
    await turn();
    expect(manual.calls).toHaveLength(3);
    while (manual.calls.length < 10 || manual.open.length > 0) {
      manual.calls.find((call) => call.input === manual.calls.length - 1)?.answer("x");
      for (const call of manual.calls) call.answer("x");
      await turn();
      if (manual.calls.length === 10) break;
    }
    for (const call of manual.calls) call.answer("x");
    await ended;
  });

  it("hands items out as they are finished, or by the order of their inputs when asked", async () => {
    for (const [order, expected] of [
      ["completion", [2, 0, 1]],
      ["input", [0, 1, 2]],
    ] as const) {
      const { generate, calls } = createManualCalls<string, string>();
      const { ended, indexes } = reading(mapOutputs(generate, ["a", "b", "c"], { order }));
      await turn();
      for (const position of [2, 0, 1]) {
        calls[position]?.answer("x");
        await turn();
      }
      await ended;
      expect(indexes()).toEqual(expected);
    }
  });

  it("reads no input before there is room for it, however slow its reader is", async () => {
    const { inputs, read } = countingInputs(1_000);
    const iterator = mapOutputs(double, inputs, { concurrency: 4 })[Symbol.asyncIterator]();
    for (let taken = 1; taken <= 20; taken++) {
      await iterator.next();
      await turn();
      expect(read() - taken).toBeLessThanOrEqual(4);
    }
    await iterator.return?.();
  });

  it("does not run ahead of a slow first input by more than the window when the order is kept", async () => {
    const manual = createManualCalls<number, string>();
    const { inputs, read } = countingInputs(100);
    const { items, ended } = reading(
      mapOutputs(manual.generate, inputs, { concurrency: 2, order: "input", window: 6 }),
    );
    for (let round = 0; round < 20; round++) {
      await turn();
      for (const call of manual.open.slice(1)) call.answer("x");
    }
    expect([read(), manual.calls.length, items.length]).toEqual([6, 6, 0]);
    for (let round = 0; round < 200; round++) {
      for (const call of manual.calls) call.answer("x");
      await turn();
    }
    await ended;
    expect(items.map(({ index }) => index)).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });

  it("hands out every input exactly once, in its order where asked, whatever the order in which calls end", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(25),
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom("input" as const, "completion" as const),
        fc.infiniteStream(fc.nat(1_000)),
        async (count, concurrency, order, choices) => {
          const manual = createManualCalls<number, string>();
          const { inputs } = countingInputs(count);
          const { ended, indexes } = reading(mapOutputs(manual.generate, inputs, { concurrency, order, retries: 0 }));
          for (let round = 0; round < count * 3 && indexes().length < count; round++) {
            await turn();
            const [pick = 0, fate = 0] = [choices.next().value, choices.next().value];
            const call = manual.open[pick % Math.max(1, manual.open.length)];
            if (fate % 3 === 0) call?.settle(new RefusalError("refused", "no"));
            else call?.answer("x");
          }
          await ended;
          const all = Array.from({ length: count }, (_, index) => index);
          expect(indexes().toSorted((a, b) => a - b)).toEqual(all);
          if (order === "input") expect(indexes()).toEqual(all);
          expect(manual.calls).toHaveLength(count);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("gives its options, its signal and a single attempt to every call", async () => {
    const { generate, calls } = createManualCalls<string, string>();
    const settings = { temperature: 0 };
    const { ended } = reading(mapOutputs(generate, ["a"], { callOptions: { settings } }));
    await turn();
    expect(calls[0]?.options).toMatchObject({ settings, attempts: 1, signal: { aborted: false } });
    calls[0]?.answer("x");
    await ended;
    const more = createManualCalls<string, string>();
    const second = reading(mapOutputs(more.generate, ["a"], { callOptions: { attempts: 4 } }));
    await turn();
    expect(more.calls[0]?.options.attempts).toBe(4);
    more.calls[0]?.answer("x");
    await second.ended;
  });

  it("refuses options that make no sense", () => {
    for (const options of [{ concurrency: 0 }, { window: 0.5 }, { retries: -1 }, { failFast: { after: 0 } }]) {
      expect(() => mapOutputs(double, [1], options)).toThrow(ConfigurationError);
    }
  });

  it("refuses two inputs with one key without saying it", async () => {
    const run = mapOutputs(double, [7, 8, 7], { key: (input) => `patient ${input}` });
    await expect(run.finish()).rejects.toThrow("inputs 0 and 2 have the same key");
    await expect(run.finish()).rejects.not.toThrow("patient");
  });
});

describe("a batch with inputs that fail", () => {
  it("goes on, and counts them by how they ended", async () => {
    const generate = async (input: number) => {
      if (input === 1) throw new RefusalError("refused", "no");
      if (input === 2) throw new InputError("empty", []);
      return resultOf(input);
    };
    const { items, summary } = await mapOutputs(generate, [0, 1, 2, 3]).collect();
    expect(items.map(({ outcome }) => outcome.kind).toSorted()).toEqual(["ok", "ok", "refused", "unavailable"]);
    expect(summary.counts).toEqual({ ok: 2, refused: 1, truncated: 0, invalid: 0, unavailable: 1, aborted: 0 });
  });

  it("ends at the first one when told to, with what is in flight finished and handed out", async () => {
    const { generate, calls } = createManualCalls<number, string>();
    const { inputs, read } = countingInputs(50);
    const run = mapOutputs(generate, inputs, { concurrency: 3, failFast: true });
    const { items, ended } = reading(run);
    await turn();
    calls[1]?.settle(new RefusalError("refused", "not that"));
    await turn();
    calls[0]?.answer("x");
    calls[2]?.answer("x");
    await expect(ended).rejects.toThrow("the batch was stopped after a failure, the last one at input 1: not that");
    await expect(ended).rejects.toMatchObject({ code: "refused" });
    await expect(run.finish()).rejects.toThrow("the batch was stopped");
    expect(items.map(({ outcome }) => outcome.kind)).toEqual(["refused", "ok", "ok"]);
    expect(read()).toBe(3);
  });

  it("ends when so many in a row have failed, and not when one between them went well", async () => {
    const refuse = async (input: number) => {
      if (input % 4 === 3) return resultOf(input);
      throw new RefusalError("refused", "no");
    };
    const options = { concurrency: 1, failFast: { after: 4 } };
    expect((await mapOutputs(refuse, countingInputs(40).inputs, options).finish()).counts.refused).toBe(30);
    const run = mapOutputs(
      async () => Promise.reject(new RefusalError("refused", "no")),
      countingInputs(40).inputs,
      options,
    );
    await expect(run.finish()).rejects.toThrow("after 4 failures in a row, the last one at input 3");
  });

  it("ends after a hundred in a row unless told otherwise", async () => {
    const refuse = async () => Promise.reject(new RefusalError("refused", "no"));
    const run = mapOutputs(refuse, countingInputs(500).inputs);
    await expect(run.finish()).rejects.toThrow("after 100 failures in a row");
    expect((await mapOutputs(refuse, countingInputs(500).inputs, { failFast: false }).finish()).done).toBe(500);
  });

  it("ends when the function throws what is no error of this package, and says for which input", async () => {
    const generate = async (input: number) =>
      input === 2 ? resultOf((undefined as unknown as string).length) : resultOf(1);
    const run = mapOutputs(generate, [0, 1, 2, 3], { concurrency: 1 });
    const { items, ended } = reading(run);
    await expect(ended).rejects.toThrow("threw a TypeError for input 2");
    await expect(ended).rejects.toMatchObject({ code: "configuration", cause: { name: "TypeError" } });
    expect(items).toHaveLength(2);
  });

  it("ends with the error of the inputs when they throw", async () => {
    function* numbers(): Generator<number> {
      yield 1;
      throw new Error("the file is gone");
    }
    await expect(mapOutputs(double, numbers()).collect()).rejects.toThrow("the file is gone");
  });
});

describe("a batch that is let go of", () => {
  it("stops all calls and closes its inputs when the loop is left", async () => {
    const manual = createManualCalls<number, string>();
    let isClosed = false;
    function* numbers(): Generator<number> {
      try {
        for (let count = 0; ; count++) yield count;
      } finally {
        isClosed = true;
      }
    }
    const run = mapOutputs(manual.generate, numbers(), { concurrency: 3 });
    const left = (async () => {
      for await (const _item of run) break;
    })();
    await turn();
    manual.calls[0]?.answer("x");
    await left;
    expect([manual.open.length, isClosed]).toEqual([0, true]);
    await expect(run.finish()).rejects.toThrow(AbortError);
    expect(run.progress).toMatchObject({ done: 1, inFlight: 0, isFinal: true });
  });

  it("stops all calls and throws when its signal aborts, and hands out first what was finished", async () => {
    const manual = createManualCalls<number, string>();
    const controller = new AbortController();
    const { inputs } = countingInputs(10);
    const clock = createFakeClock();
    const run = mapOutputs(manual.generate, inputs, {
      concurrency: 3,
      signal: controller.signal,
      clock,
      onProgress: () => {},
    });
    const { items, ended } = reading(run);
    await turn();
    manual.calls[0]?.answer("x");
    await turn();
    controller.abort(new Error("ctrl-c"));
    await expect(ended).rejects.toMatchObject({ code: "aborted", cause: { message: "ctrl-c" } });
    await expect(run.finish()).rejects.toThrow(AbortError);
    expect([items.length, manual.open.length, clock.pending]).toEqual([1, 0, 0]);
  });

  it("reads and calls nothing when its signal has aborted before", async () => {
    const { inputs, read } = countingInputs(10);
    const run = mapOutputs(double, inputs, { signal: AbortSignal.abort() });
    await expect(run.finish()).rejects.toThrow(AbortError);
    expect(read()).toBe(0);
  });

  it("finishes what is in flight and then ends like any other when it is stopped", async () => {
    const { generate, calls } = createManualCalls<number, string>();
    const { inputs, read } = countingInputs(10);
    const run = mapOutputs(generate, inputs, { concurrency: 3 });
    const { items, ended } = reading(run);
    await turn();
    run.stop();
    for (const call of calls) call.answer("x");
    await ended;
    expect([items.length, read()]).toEqual([3, 3]);
    expect(await run.finish()).toMatchObject({ done: 3, stopped: true });
  });

  it("has nothing to do when it is stopped before it has begun", async () => {
    const run = mapOutputs(double, [1, 2, 3]);
    run.stop();
    expect(await run.collect()).toMatchObject({ items: [], summary: { done: 0, stopped: true } });
  });

  it("leaves no timer behind for an input that waits for another try when its signal aborts", async () => {
    const clock = createFakeClock();
    const manual = createManualCalls<number, string>();
    const controller = new AbortController();
    const { ended } = reading(mapOutputs(manual.generate, [1], { clock, signal: controller.signal }));
    await turn();
    manual.calls[0]?.settle(failedWith("network"));
    await turn();
    expect(clock.pending).toBe(1);
    controller.abort();
    await expect(ended).rejects.toThrow(AbortError);
    expect(clock.pending).toBe(0);
  });

  it("gives an input that waits for another try the outcome of its last one when it is stopped", async () => {
    const clock = createFakeClock();
    const { generate, calls } = createManualCalls<number, string>();
    const run = mapOutputs(generate, [1], { clock });
    const { items, ended } = reading(run);
    await turn();
    calls[0]?.settle(failedWith("network"));
    await turn();
    run.stop();
    await ended;
    expect(items).toMatchObject([{ index: 0, outcome: { kind: "unavailable" }, tries: 1 }]);
    expect(clock.pending).toBe(0);
  });
});
