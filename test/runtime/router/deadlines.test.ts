import { describe, expect, it } from "vitest";
import { type Limits, startDeadlines } from "../../../runtime/src/router/deadlines.ts";
import { createFakeClock } from "../fake-clock.ts";

const limits: Limits = { connect: 5, firstToken: 20, idle: 10, total: 100 };

describe("the deadlines of an attempt", () => {
  it("name the one that passed", () => {
    const clock = createFakeClock();
    const deadlines = startDeadlines(clock, limits, undefined);
    deadlines.connecting();
    clock.advance(5);
    expect(deadlines.signal.reason).toMatchObject({
      code: "timeout",
      deadline: "connect",
      limitMs: 5,
      message: "no connection within 5 ms",
    });
  });

  it("count a connection's time from when it is wanted", () => {
    const clock = createFakeClock();
    const deadlines = startDeadlines(clock, limits, undefined);
    // A credential takes longer than a connection may.
    clock.advance(8);
    expect(deadlines.aborted).toBe(false);
    deadlines.connecting();
    clock.advance(4);
    expect(deadlines.aborted).toBe(false);
    clock.advance(1);
    expect(deadlines.reason).toMatchObject({ deadline: "connect" });
  });

  it("wait for the first token once connected", () => {
    const clock = createFakeClock();
    const deadlines = startDeadlines(clock, limits, undefined);
    deadlines.connected();
    clock.advance(19);
    expect(deadlines.signal.aborted).toBe(false);
    clock.advance(2);
    expect(deadlines.signal.reason).toMatchObject({ deadline: "firstToken", limitMs: 20 });
  });

  it("start the idle deadline anew with each delta", () => {
    const clock = createFakeClock();
    const deadlines = startDeadlines(clock, limits, undefined);
    deadlines.connected();
    for (let step = 0; step < 9; step++) {
      deadlines.progressed();
      clock.advance(9);
    }
    expect(deadlines.signal.aborted).toBe(false);
    clock.advance(2);
    expect(deadlines.signal.reason).toMatchObject({ deadline: "idle", limitMs: 10 });
  });

  it("let what has arrived be read before they pass, for the application may have blocked the loop", () => {
    const clock = createFakeClock();
    const deadlines = startDeadlines(clock, limits, undefined);
    deadlines.connected();
    deadlines.progressed();
    clock.advance(10);
    deadlines.progressed();
    clock.advance(9);
    expect(deadlines.signal.aborted).toBe(false);
    clock.advance(2);
    expect(deadlines.expired).toBe(true);
  });

  it("name the whole limit of a call of which only a part was left", () => {
    const clock = createFakeClock();
    const { signal } = startDeadlines(clock, { ...limits, call: { limitMs: 10_000, leftMs: 3 } }, undefined);
    clock.advance(3);
    expect(signal.reason).toMatchObject({ deadline: "call", limitMs: 10_000 });
  });

  it("end a stream that never stops at the total deadline", () => {
    const clock = createFakeClock();
    const deadlines = startDeadlines(clock, limits, undefined);
    deadlines.connected();
    for (let step = 0; step < 25; step++) {
      deadlines.progressed();
      clock.advance(4);
    }
    expect(deadlines.signal.reason).toMatchObject({ deadline: "total" });
  });

  it("pass the caller's abort on with its reason", () => {
    const clock = createFakeClock();
    const caller = new AbortController();
    const { signal } = startDeadlines(clock, limits, caller.signal);
    caller.abort("enough");
    expect(signal.reason).toMatchObject({ code: "aborted", name: "AbortError", cause: "enough" });
    expect(clock.pending).toBe(0);
  });

  it("leave no timer behind", () => {
    const clock = createFakeClock();
    const deadlines = startDeadlines(clock, { ...limits, call: { limitMs: 50, leftMs: 50 } }, undefined);
    deadlines.progressed();
    deadlines.dispose();
    expect(clock.pending).toBe(0);
    clock.advance(1_000);
    expect(deadlines.signal.aborted).toBe(false);
  });
});
