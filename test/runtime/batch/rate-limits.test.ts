import { createRouter, openaiCompatible } from "@outspec/runtime";
import { mapOutputs } from "@outspec/runtime/batch";
import { createScriptedTransport, type ScriptedResponse } from "@outspec/runtime/testing";
import { describe, expect, it } from "vitest";
import { generatePatientSummary } from "../../../generated/index.ts";
import { createFakeClock } from "../fake-clock.ts";
import { whole } from "../router/manual-transport.ts";
import { createManualCalls, turn } from "./manual-calls.ts";
import { attempt, failedWith, providerError, resultOf } from "./results.ts";

function setUp(count: number, options: { readonly concurrency: number; readonly retries?: number }) {
  const clock = createFakeClock();
  const manual = createManualCalls<number, string>();
  const inputs = Array.from({ length: count }, (_, index) => index);
  const run = mapOutputs(manual.generate, inputs, { ...options, clock });
  const ended = run.collect();
  ended.catch(() => {});
  /** Moves time on in steps, so that what a step begins can begin. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(Math.min(50, ms - passed));
      await turn();
    }
  };
  return { ...manual, manual, clock, run, ended, pass };
}

describe("a batch whose provider has too many calls", () => {
  it("makes no call in the pause that the provider asked for, then one after the other, half as many", async () => {
    const { manual, clock, run, ended, pass } = setUp(40, { concurrency: 8 });
    await turn();
    for (const call of manual.open) call.settle(failedWith("rate-limited", 10_000));
    await turn();
    await pass(9_950);
    expect(manual.calls).toHaveLength(8);
    expect(run.progress).toMatchObject({ inFlight: 0, concurrency: 4, pausedMs: 550 });
    // Half of a second is added at most, by chance.
    await pass(600);
    expect(manual.open).toHaveLength(1);
    await pass(200);
    expect(manual.open).toHaveLength(2);
    await pass(10_000);
    expect(manual.open).toHaveLength(4);
    // Those that met the limit come first again.
    expect(manual.open.every(({ input }) => input < 8)).toBe(true);
    while (manual.calls.length < 48 || manual.open.length > 0) {
      for (const call of manual.open) call.answer("x");
      await pass(50);
    }
    const { items, summary } = await ended;
    expect(items.map(({ input }) => input).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, index) => index),
    );
    expect(summary).toMatchObject({ counts: { ok: 40 }, retries: 8 });
    expect(items.filter(({ tries }) => tries === 2)).toHaveLength(8);
    expect(clock.pending).toBe(0);
  });

  it("finds its way back to full concurrency", async () => {
    const { manual, ended, pass, run } = setUp(200, { concurrency: 8 });
    await turn();
    for (const call of manual.open) call.settle(failedWith("overloaded"));
    await pass(2_000);
    expect(run.progress.concurrency).toBe(4);
    while (manual.calls.length < 208 || manual.open.length > 0) {
      for (const call of manual.open) call.answer("x");
      await pass(50);
    }
    expect(run.progress.concurrency).toBe(8);
    expect((await ended).summary.counts.ok).toBe(200);
  });

  it("makes fewer calls, and no pause, while another model answers", async () => {
    const { manual, ended, run } = setUp(3, { concurrency: 2 });
    await turn();
    const busy = attempt("first/m", providerError("rate-limited", 60_000));
    manual.open[0]?.settle(resultOf("x", [busy, attempt("second/m")]));
    await turn();
    expect(run.progress).toMatchObject({ concurrency: 1, pausedMs: 0, done: 1 });
    manual.open[0]?.answer("x");
    await turn();
    manual.open[0]?.answer("x");
    expect((await ended).summary.counts.ok).toBe(3);
  });

  it("gives an input up once it was tried again as often as it may be", async () => {
    const { manual, ended, pass } = setUp(1, { concurrency: 4, retries: 2 });
    await turn();
    for (let tries = 1; tries <= 3; tries++) {
      expect(manual.calls).toHaveLength(tries);
      manual.open[0]?.settle(failedWith("rate-limited", 1_000));
      await pass(1_200);
    }
    expect(await ended).toMatchObject({
      items: [{ tries: 3, outcome: { kind: "unavailable" } }],
      summary: { retries: 2 },
    });
  });

  it("tries a single failure again after a moment, beside the other calls, and not what will fail again", async () => {
    const { manual, ended, clock } = setUp(3, { concurrency: 2 });
    await turn();
    manual.open[0]?.settle(failedWith("network"));
    await turn();
    expect(manual.calls.map(({ input }) => input)).toEqual([0, 1]);
    manual.open[0]?.settle(failedWith("unauthorized"));
    await turn();
    expect(manual.calls.map(({ input }) => input)).toEqual([0, 1, 2]);
    clock.advance(500);
    await turn();
    expect(manual.calls.map(({ input }) => input)).toEqual([0, 1, 2, 0]);
    for (const call of manual.open) call.answer("x");
    expect((await ended).summary).toMatchObject({ counts: { ok: 2, unavailable: 1 }, retries: 1 });
  });

  it("sits an outage out with one call now and then, and loses no input to it", async () => {
    const { manual, ended, pass } = setUp(30, { concurrency: 10 });
    await turn();
    for (const call of manual.open) call.settle(failedWith("server-error"));
    const before = manual.calls.length;
    let isOver = false;
    for (let second = 0; second < 120 && !isOver; second++) {
      await pass(1_000);
      for (const call of manual.open) call.settle(failedWith("server-error"));
      isOver = second === 59;
    }
    expect(manual.calls.length - before).toBeLessThanOrEqual(12);
    while (manual.open.length > 0 || manual.calls.length < 30) {
      for (const call of manual.open) call.answer("x");
      await pass(1_000);
      if ((await Promise.race([ended, undefined])) !== undefined) break;
    }
    expect((await ended).summary.counts.ok).toBe(30);
  });

  it("keeps the pause in real calls: a generated function, its router, the header", async () => {
    const clock = createFakeClock();
    const json = { "content-type": "application/json" };
    const summary = { vitals_status: "Normal", key_notes: [], requires_visit: false };
    const busy: ScriptedResponse = { status: 429, headers: { ...json, "retry-after": "30" }, chunks: ["{}"] };
    const answer: ScriptedResponse = { headers: json, chunks: [whole(JSON.stringify(summary))] };
    const scripted = createScriptedTransport(busy, busy, answer, answer, answer);
    const router = createRouter({
      primary: openaiCompatible("m", { baseUrl: "http://first.test/v1", name: "first" }),
      transport: scripted.transport,
      clock,
    });
    const inputs = [1, 2, 3].map((id) => ({ notes: `note ${id}` }));
    const ended = mapOutputs(generatePatientSummary, inputs, {
      callOptions: { router },
      concurrency: 2,
      clock,
    }).collect();
    await turn();
    expect(scripted.requests).toHaveLength(2);
    clock.advance(29_999);
    await turn();
    expect(scripted.requests).toHaveLength(2);
    for (let step = 0; step < 20; step++) {
      clock.advance(200);
      await turn();
    }
    const { items } = await ended;
    expect(items.map(({ outcome }) => outcome.kind)).toEqual(["ok", "ok", "ok"]);
    expect(scripted.requests).toHaveLength(5);
  });
});
