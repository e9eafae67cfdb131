import assert from "node:assert/strict";
import { createTestClock } from "@outspec/runtime/testing";
import fc from "fast-check";
import { afterEach, describe, it, vi } from "vitest";

afterEach(() => {
  vi.useRealTimers();
});

/** Delays of timers, and which of them are cancelled. */
const timers = fc.array(fc.record({ ms: fc.nat(50), cancelled: fc.boolean() }), { maxLength: 20 });

describe("a test clock", () => {
  it("calls back in the order of time, and of their setting where that is the same", () => {
    fc.assert(
      fc.property(timers, fc.nat(60), (set, until) => {
        const clock = createTestClock();
        const called: (readonly [number, number])[] = [];
        const cancels = set.map(({ ms }, index) => clock.after(ms, () => called.push([clock.now(), index])));
        for (const [index, { cancelled }] of set.entries()) if (cancelled) cancels[index]?.();
        clock.advance(until);
        const due = set
          .map(({ ms, cancelled }, index) => ({ ms, cancelled, index }))
          .filter(({ ms, cancelled }) => !cancelled && ms <= until)
          .sort((a, b) => a.ms - b.ms || a.index - b.index)
          .map(({ ms, index }) => [ms, index]);
        assert.deepEqual(called, due);
        assert.equal(clock.now(), until);
        assert.equal(clock.pending, set.filter(({ cancelled, ms }) => !cancelled && ms > until).length);
      }),
    );
  });

  it("calls back what was set meanwhile", () => {
    const clock = createTestClock();
    const times: number[] = [];
    const tick = () => {
      times.push(clock.now());
      clock.after(10, tick);
    };
    clock.after(10, tick);
    clock.advance(35);
    assert.deepEqual(times, [10, 20, 30]);
    assert.equal(clock.wallTime() - createTestClock().wallTime(), 35);
  });

  it("lets what waits go on before the next callback", async () => {
    const clock = createTestClock();
    const order: string[] = [];
    const wait = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
    const work = async () => {
      await wait(10);
      order.push(`first at ${clock.now()}`);
      await wait(10);
      order.push(`second at ${clock.now()}`);
    };
    const done = work();
    clock.after(15, () => order.push("between"));
    await clock.pass(30);
    await done;
    assert.deepEqual(order, ["first at 10", "between", "second at 20"]);
  });

  it("jumps when nothing but timers is left, if it may", async () => {
    const clock = createTestClock({ moves: "when-idle" });
    const order: string[] = [];
    const wait = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));
    const cancelDeadline = clock.after(60_000, () => order.push("deadline"));
    await wait(3_600_000 / 100);
    for (let i = 0; i < 1000; i++) await null;
    order.push(`worked at ${clock.now()}`);
    cancelDeadline();
    await wait(3_600_000);
    assert.deepEqual(order, ["worked at 36000"]);
    assert.equal(clock.now(), 3_636_000);
    assert.equal(clock.pending, 0);
  });

  it("moves although the platform's timers are faked", async () => {
    vi.useFakeTimers();
    const clock = createTestClock({ moves: "when-idle" });
    await new Promise<void>((resolve) => void clock.after(5_000, resolve));
    assert.equal(clock.now(), 5_000);
  });
});
