import { openaiCompatible } from "@outspec/runtime";
import { describe, expect, it } from "vitest";
import { afterFailure, afterStart } from "../../../runtime/src/router/breaker.ts";
import { createHedgeBudget } from "../../../runtime/src/router/hedge-budget.ts";
import { createLatencies } from "../../../runtime/src/router/latencies.ts";
import { healthOf } from "../../../runtime/src/router/model-health.ts";
import { createModelMemory, type ModelMemory } from "../../../runtime/src/router/model-memory.ts";
import { createTurnstile } from "../../../runtime/src/router/turnstile.ts";

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe("the usual latency", () => {
  it("is not known before twenty answers came", () => {
    const latencies = createLatencies();
    for (const ms of upTo(19)) latencies.add(ms);
    expect(latencies.p95).toBeUndefined();
    latencies.add(20);
    expect(latencies.p95).toBe(19);
  });

  it("is what 95 of 100 answers did not exceed, in whatever order they came", () => {
    const latencies = createLatencies();
    for (const ms of upTo(100)) latencies.add((ms * 37) % 101);
    expect(latencies.p95).toBe(95);
  });

  it("follows a provider's day: two hundred answers later the old ones are forgotten", () => {
    const latencies = createLatencies();
    for (const _ of upTo(250)) latencies.add(9_000);
    expect(latencies.p95).toBe(9_000);
    for (const ms of upTo(199)) latencies.add(ms);
    expect(latencies.p95).toBe(190);
    for (const _ of upTo(20)) latencies.add(9_000);
    expect(latencies.p95).toBe(9_000);
  });
});

describe("the budget of hedges", () => {
  const spent = (budget: ReturnType<typeof createHedgeBudget>): number => {
    let hedges = 0;
    while (hedges < 100 && budget.spend()) hedges++;
    return hedges;
  };

  it("lets the first slow call be helped, and no second one", () => {
    expect(spent(createHedgeBudget())).toBe(1);
  });

  it("lets one call in twenty be hedged at a rate of 0.05", () => {
    const budget = createHedgeBudget();
    budget.spend();
    for (const _ of upTo(19)) budget.earn(0.05);
    expect(budget.spend()).toBe(false);
    budget.earn(0.05);
    expect(spent(budget)).toBe(1);
  });

  it("saves ten hedges at most", () => {
    const budget = createHedgeBudget();
    for (const _ of upTo(1_000)) budget.earn(0.05);
    expect(spent(budget)).toBe(10);
  });
});

describe("a turnstile", () => {
  it("lets through as many as it has places, and the others in the order in which they came", async () => {
    const turnstile = createTurnstile(1);
    expect(turnstile.enter()).toBe(true);
    const turns = [turnstile.enter(), turnstile.enter()];
    expect([turnstile.inside, turnstile.waiting]).toEqual([1, 2]);
    turnstile.leave();
    const [first, second] = turns;
    if (first === undefined || first === true || second === undefined || second === true) throw new Error("went in");
    await first.come;
    expect([turnstile.inside, turnstile.waiting]).toEqual([1, 1]);
    turnstile.leave();
    await second.come;
    turnstile.leave();
    expect([turnstile.inside, turnstile.waiting]).toEqual([0, 0]);
  });

  it("frees no place when one who waits gives up, and the place of one who was let through", async () => {
    const turnstile = createTurnstile(1);
    turnstile.enter();
    const [patient, hasty] = [turnstile.enter(), turnstile.enter()];
    if (patient === true || hasty === true) throw new Error("there was no place");
    let isThrough = false;
    void patient.come.then(() => {
      isThrough = true;
    });
    hasty.giveUp();
    await Promise.resolve();
    expect(isThrough).toBe(false);
    expect([turnstile.inside, turnstile.waiting]).toEqual([1, 1]);
    turnstile.leave();
    patient.giveUp();
    expect([turnstile.inside, turnstile.waiting]).toEqual([0, 0]);
  });
});

describe("the health of a model", () => {
  const model = openaiCompatible("m", { name: "host", baseUrl: "http://host.test/v1" });
  const of = (memory: ModelMemory | undefined, now = 0) =>
    healthOf(model, new Map(memory === undefined ? [] : [[model, memory]]), now);
  const well = { id: "host/m", breaker: "closed", failures: 0, running: 0, waiting: 0 };

  it("is good before the model was asked", () => {
    expect(of(undefined)).toStrictEqual(well);
    expect(of(createModelMemory())).toStrictEqual(well);
  });

  it("tells what runs, what waits, and how late first tokens come once that is known", () => {
    const memory = createModelMemory(1);
    for (const _ of upTo(3)) memory.turnstile.enter();
    for (const ms of upTo(20)) memory.latencies.streamed.add(ms);
    for (const _ of upTo(20)) memory.latencies.whole.add(9_000);
    expect(of(memory)).toStrictEqual({ ...well, running: 1, waiting: 2, firstTokenP95Ms: 19 });
  });

  it("tells how long an open breaker stays so, and no time for one that is half-open", () => {
    const memory = createModelMemory();
    const attempt = {};
    const limited = { attempt, code: "rate-limited", retryAfterMs: 12_000 } as const;
    const options = { failures: 5, coolDownMs: 30_000 };
    memory.health = afterFailure(afterStart(memory.health, attempt), limited, 1_000, options);
    expect(of(memory, 3_000)).toStrictEqual({ ...well, breaker: "open", failures: 1, opensInMs: 10_000 });
    expect(of(memory, 13_000)).toStrictEqual({ ...well, breaker: "half-open", failures: 1 });
  });
});
