import { type BatchProgress, createProgressBar, mapOutputs, type ProgressStream } from "@outspec/runtime/batch";
import { describe, expect, it, vi } from "vitest";
import { createSpeedometer } from "../../../runtime/src/batch/speedometer.ts";
import { createFakeClock } from "../fake-clock.ts";
import { createManualCalls, turn } from "./manual-calls.ts";
import { failedWith } from "./results.ts";

const progress: BatchProgress = {
  done: 412,
  failed: 2,
  recorded: 0,
  total: 1_000,
  inFlight: 15,
  concurrency: 16,
  pausedMs: 0,
  usage: { input: { total: 1_234_567 }, output: { total: 304_900 } },
  elapsedMs: 121_000,
  perSecond: 3.42,
  etaMs: 172_400,
  isFinal: false,
};
const final: BatchProgress = { ...progress, done: 1_000, inFlight: 0, isFinal: true };

function createStream(options: Omit<ProgressStream, "write">) {
  const written: string[] = [];
  return { ...options, written, write: (text: string) => written.push(text) };
}

describe("the progress of a batch", () => {
  it("is told every 250 ms and at the end, whatever happens between", async () => {
    const clock = createFakeClock();
    const told: BatchProgress[] = [];
    const manual = createManualCalls<number, string>();
    const run = mapOutputs(manual.generate, [1, 2, 3], { concurrency: 2, clock, onProgress: (one) => told.push(one) });
    const ended = run.finish();
    await turn();
    clock.advance(249);
    expect(told).toHaveLength(0);
    clock.advance(1);
    manual.open[0]?.answer("x");
    await turn();
    clock.advance(250);
    expect(told).toMatchObject([
      { done: 0, total: 3, inFlight: 2, concurrency: 2, elapsedMs: 250, perSecond: 0, isFinal: false },
      { done: 1, inFlight: 2, elapsedMs: 500, perSecond: 2, etaMs: 1_000, usage: { input: { total: 10 } } },
    ]);
    for (const call of manual.open) call.settle(failedWith("unauthorized"));
    await ended;
    expect(told).toHaveLength(3);
    expect(told[2]).toMatchObject({ done: 3, failed: 2, inFlight: 0, etaMs: 0, isFinal: true });
    expect(clock.pending).toBe(0);
  });

  it("counts a pause down", async () => {
    const clock = createFakeClock();
    const told: number[] = [];
    const manual = createManualCalls<number, string>();
    const run = mapOutputs(manual.generate, [1], { clock, onProgress: ({ pausedMs }) => told.push(pausedMs) });
    const ended = run.finish();
    await turn();
    manual.open[0]?.settle(failedWith("rate-limited", 1_000));
    await turn();
    clock.advance(750);
    expect(told).toEqual([800, 550, 300]);
    clock.advance(300);
    await turn();
    manual.open[0]?.answer("x");
    await ended;
  });

  it("says nothing of the end where it is not known", async () => {
    const told: BatchProgress[] = [];
    async function* numbers() {
      yield 1;
    }
    const manual = createManualCalls<number, string>();
    const ended = mapOutputs(manual.generate, numbers(), { onProgress: (one) => told.push(one) }).finish();
    await turn();
    manual.open[0]?.answer("x");
    await ended;
    expect(told.at(-1)).not.toHaveProperty("total");
    expect(told.at(-1)).not.toHaveProperty("etaMs");
  });

  it("does not end the batch when its listener throws", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const manual = createManualCalls<number, string>();
    const onProgress = () => {
      throw new Error("no terminal");
    };
    const ended = mapOutputs(manual.generate, [1], { onProgress }).finish();
    await turn();
    manual.open[0]?.answer("x");
    expect((await ended).done).toBe(1);
    expect(warn).toHaveBeenCalledWith("onProgress of a batch threw: no terminal", "OutspecWarning");
    warn.mockRestore();
  });

  it("measures the speed of the last 30 seconds only", () => {
    const speedometer = createSpeedometer(0);
    expect(speedometer.measure(0, 0)).toBe(0);
    let count = 0;
    for (let at = 250; at <= 60_000; at += 250) {
      count += 5;
      speedometer.measure(at, count);
    }
    expect(speedometer.measure(60_000, count)).toBe(20);
    for (let at = 60_250; at <= 75_000; at += 250) speedometer.measure(at, count);
    expect(speedometer.measure(75_000, count)).toBeCloseTo(10, 0);
    for (let at = 75_250; at <= 95_000; at += 250) speedometer.measure(at, count);
    expect(speedometer.measure(95_000, count)).toBe(0);
  });
});

describe("a progress bar", () => {
  const bare = { NO_COLOR: "1" };

  it("is one line that is drawn again on a terminal, and ends with a line that stays", () => {
    const stream = createStream({ isTTY: true, columns: 200 });
    const bar = createProgressBar(stream, { environment: bare });
    bar.update(progress);
    bar.update(final);
    expect(stream.written).toEqual([
      "\r████████░░░░░░░░░░░░  412 of 1,000  41 %  2 failed  3.4/s  2:53 left  1.2M tokens in, 304k out  15 of 16 at once\u001b[K",
      "\r████████████████████  1,000 of 1,000  100 %  2 failed  in 2:01  1.2M tokens in, 304k out\u001b[K\n",
    ]);
  });

  it("leaves out what a narrow terminal has no room for, never the count", () => {
    for (const columns of [40, 60, 80, 120, 0]) {
      const stream = createStream({ isTTY: true, columns });
      createProgressBar(stream, { environment: bare }).update(progress);
      const [line = ""] = stream.written.map((text) => text.replace("\r", "").replace("\u001b[K", ""));
      expect(line.length).toBeLessThan(columns === 0 ? 80 : columns);
      expect(line).toContain("412 of 1,000");
    }
  });

  it("shows failures in red, unless NO_COLOR is set", () => {
    const coloured = createStream({ isTTY: true, columns: 200 });
    createProgressBar(coloured, { environment: {} }).update(progress);
    expect(coloured.written[0]).toContain("\u001b[31m2 failed\u001b[39m");
    const plain = createStream({ isTTY: true, columns: 200 });
    createProgressBar(plain, { environment: bare }).update(progress);
    expect(plain.written[0]).not.toContain("\u001b[31m");
  });

  it("says how long a pause lasts, what came from the journal, and the count alone where the total is not known", () => {
    const stream = createStream({ isTTY: true, columns: 300 });
    const bar = createProgressBar(stream, { environment: bare });
    bar.update({ ...progress, pausedMs: 41_500, recorded: 300, inFlight: 0 });
    expect(stream.written[0]).toContain("paused for 42 s");
    expect(stream.written[0]).toContain("300 from the journal");
    const { total: _total, etaMs: _eta, ...open } = progress;
    bar.update({ ...open, elapsedMs: 3_729_000, isFinal: true });
    expect(stream.written[1]).toBe("\r412 done  2 failed  in 1:02:09  1.2M tokens in, 304k out\u001b[K\n");
  });

  it("is a plain line now and then in a pipe, or on a terminal that cannot draw", () => {
    for (const stream of [createStream({}), createStream({ isTTY: true })]) {
      const bar = createProgressBar(stream, { environment: { TERM: "dumb" } });
      for (let elapsedMs = 250; elapsedMs <= 25_000; elapsedMs += 250) bar.update({ ...progress, elapsedMs });
      bar.update(final);
      expect(stream.written).toHaveLength(3);
      expect(stream.written[0]).toBe(
        "412 of 1,000, 41 %, 2 failed, 3.4/s, 2:53 left, 1.2M tokens in, 304k out, 15 of 16 at once\n",
      );
      expect(stream.written[2]).toBe("1,000 of 1,000, 100 %, 2 failed, in 2:01, 1.2M tokens in, 304k out\n");
    }
  });

  it("says how long a short run took in milliseconds", () => {
    for (const [elapsedMs, says] of [
      [16.4, "in 16 ms"],
      [999.2, "in 999 ms"],
      [1_000, "in 1 s"],
    ] as const) {
      const stream = createStream({});
      createProgressBar(stream, { environment: {} }).update({ ...final, elapsedMs });
      expect(stream.written[0]?.split(", ")).toContain(says);
    }
  });

  it("can be told to keep quiet in a pipe until the end", () => {
    const stream = createStream({});
    const bar = createProgressBar(stream, { environment: {}, plainEveryMs: Number.POSITIVE_INFINITY });
    bar.update(progress);
    bar.update(final);
    expect(stream.written).toHaveLength(1);
  });

  it("makes room for lines that stay", () => {
    const stream = createStream({ isTTY: true, columns: 30 });
    const bar = createProgressBar(stream, { environment: bare });
    bar.say("before");
    bar.update(progress);
    bar.say("input 7 was refused");
    const [, drawn = ""] = stream.written;
    expect(stream.written).toEqual([
      "before\n",
      drawn,
      `\rinput 7 was refused\u001b[K\n${drawn.replace("\r", "").replace("\u001b[K", "")}`,
    ]);
  });
});
