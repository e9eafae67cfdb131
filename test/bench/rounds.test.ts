import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { Entry } from "../../bench/calls/contenders.js";
import { withoutHopeless } from "../../bench/calls/hopeless.js";
import { tableOf } from "../../bench/calls/measurement.js";
import { defaultLimits, type Entrant, measureRounds } from "../../bench/calls/rounds.js";
import { summarise } from "../../bench/calls/statistics.js";
import type { Sample } from "../../bench/calls/task.js";
import type { Workload } from "../../bench/calls/workload.js";
import { lossesOf, missesOf } from "../../bench/report/losses.js";

const limits = { ...defaultLimits, warmUpMs: 0, leastRounds: 3, leastPeerRounds: 2, mostRounds: 3 };

/** An entrant whose n-th run gives the n-th sample, and throws where there is none. */
function entrant(name: string, kind: Entry["kind"], samples: readonly (Sample | undefined)[], log: string[]): Entrant {
  const entry: Entry = {
    name,
    label: name,
    packages: [],
    kind,
    how: "",
    failover: [],
    cold: "",
    load: () => Promise.reject(new Error("not loaded here")),
  };
  let runs = 0;
  return {
    entry,
    start: async () => ({
      async run() {
        log.push(name);
        const sample = samples[runs++];
        if (sample === undefined) throw new Error("no more");
        return sample;
      },
      stop: () => log.push(`${name} stopped`),
    }),
  };
}

const costs = (...values: readonly number[]) => values.map((cpu) => ({ cpu }));

const workload: Workload = {
  name: "w",
  title: "A workload",
  description: "",
  judged: "cpu",
  target: 1.5,
  unit: { name: "µs", factor: 1000 },
  entrants: () => [],
};

describe("the rounds of the benchmark", () => {
  it("take turns, and begin with another one each time", async () => {
    const log: string[] = [];
    const entrants = [
      entrant("floor", "floor", costs(1, 1, 1), log),
      entrant("ours", "ours", costs(1, 1, 1), log),
      entrant("other", "ours", costs(1, 1, 1), log),
    ];
    await measureRounds(entrants, limits);
    assert.deepEqual(log.slice(0, 9), [
      ...["floor", "ours", "other"],
      ...["ours", "other", "floor"],
      ...["other", "floor", "ours"],
    ]);
  });

  it("go on without a contender that fails, and say why", async () => {
    const log: string[] = [];
    const [floor, broken] = await measureRounds(
      [entrant("floor", "floor", costs(1, 1, 1), log), entrant("broken", "ours", [{ cpu: 1 }, undefined], log)],
      limits,
    );
    assert.equal(floor?.samples.filter((sample) => sample !== undefined).length, 3);
    assert.deepEqual(broken?.samples, [{ cpu: 1 }, undefined, undefined]);
    assert.equal(broken?.problem, "no more");
    assert.equal(log.filter((line) => line === "broken").length, 2);
  });

  it("stop every contender at the end", async () => {
    const log: string[] = [];
    await measureRounds([entrant("floor", "floor", costs(1, 1, 1), log), entrant("ours", "ours", [], log)], limits);
    assert.deepEqual(log.filter((line) => line.endsWith("stopped")).sort(), [
      "floor stopped",
      "ours stopped",
      "ours stopped",
    ]);
  });

  it("compare figures of the same round only, so that a slow machine is slow for both sides", async () => {
    const measured = await measureRounds(
      [entrant("floor", "floor", costs(1, 10, 2), []), entrant("ours", "ours", costs(2, 20, 4), [])],
      limits,
    );
    const [floor, ours] = summarise(workload, measured);
    assert.equal(floor?.cpu?.median, 2000);
    assert.deepEqual(ours?.ratio, { p25: 2, median: 2, p75: 2 });
  });

  it("do not try who would need too long, judged by a tenth of the work", async () => {
    const tenth = { ...workload, name: "tenth", unit: { name: "ns a byte", factor: 1e6 / 100 } };
    const whole = { ...workload, name: "whole", tenth: "tenth", unit: { name: "ns a byte", factor: 1e6 / 1000 } };
    const walls = (wall: number) => [{ wall }, { wall }, { wall }];
    const rows = summarise(
      tenth,
      await measureRounds([entrant("quick", "ours", walls(900), []), entrant("slow", "ours", walls(1100), [])], limits),
    );
    const log: string[] = [];
    const entrants = withoutHopeless(
      [entrant("quick", "ours", walls(9000), log), entrant("slow", "ours", walls(11_000), log)],
      whole,
      [{ workload: tenth, rows }],
      limits,
    );
    const [, slow] = await measureRounds(entrants, limits);
    assert.equal(slow?.problem, "not tried: at the pace of a tenth of it, it would take 11 s");
    assert.ok(log.includes("quick") && !log.includes("slow"));
  });

  it("report a target as missed by the first row of Outspec alone", async () => {
    const measured = await measureRounds(
      [
        entrant("floor", "floor", costs(1, 1, 1), []),
        entrant("ours", "ours", costs(3, 3, 3), []),
        entrant("ours, with help", "ours", costs(1, 1, 1), []),
        entrant("peer", "peer", costs(9, 9, 9), []),
      ],
      limits,
    );
    const misses = missesOf([tableOf({ workload, rows: summarise(workload, measured) })]);
    assert.deepEqual(
      misses.map(({ table, target, value }) => ({ title: table.title, atMost: target.atMost, value })),
      [{ title: "A workload", atMost: 1.5, value: 3 }],
    );
  });

  it("measure a second bare reader as often as ours, and hold nobody to it", async () => {
    const log: string[] = [];
    const measured = await measureRounds(
      [
        entrant("floor", "floor", costs(2, 2, 2), log),
        entrant("bare", "bare", costs(1, 1, 1), log),
        entrant("ours", "ours", costs(2, 2, 2), log),
        entrant("peer", "peer", costs(3, 3, 3), log),
      ],
      { ...limits, budgetMs: 0, peerBudgetMs: 0 },
    );
    const table = tableOf({ workload, rows: summarise(workload, measured) });
    assert.equal(log.filter((name) => name === "bare").length, 3);
    assert.equal(log.filter((name) => name === "peer").length, 2);
    assert.deepEqual([missesOf([table]), lossesOf([table])], [[], []]);
  });
});
