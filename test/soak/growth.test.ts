import { describe, expect, it } from "vitest";
import { judgeGrowth } from "./growth.js";
import { judgeAll, type Measured, type QuantityKey, quantityKeys } from "./quantities.js";

const over = (value: (minute: number) => number) =>
  Array.from({ length: 120 }, (_, index) => ({ at: index * 30, value: value(index / 2) }));

describe("growth", () => {
  it("is not too much while values only waver, however they begin", () => {
    const samples = over((minute) => (minute < 10 ? minute : 10) + Math.sin(minute * 7));
    expect(judgeGrowth(samples, 2)).toMatchObject({ isTooMuch: false });
  });

  it("is too much when a leak is slow and steady", () => {
    const growth = judgeGrowth(
      over((minute) => 20 + minute * 0.2 + Math.sin(minute * 7)),
      5,
    );
    expect(growth.isTooMuch).toBe(true);
    expect(growth.perMinute).toBeCloseTo(0.2, 1);
  });

  it("is too much when the last third lies above the first, where that is none to warm up in", () => {
    const samples = over((minute) => (minute < 20 ? 20 : 30));
    expect(judgeGrowth(samples, 5).isTooMuch).toBe(false);
    expect(judgeGrowth(samples, 5, "first").isTooMuch).toBe(true);
  });

  it("gives the middle of each third", () => {
    expect(
      judgeGrowth(
        over((minute) => Math.floor(minute / 20)),
        5,
      ).thirds,
    ).toEqual([0, 1, 2]);
    expect(judgeGrowth([], 5)).toEqual({ thirds: [0, 0, 0], perMinute: 0, isTooMuch: false });
  });
});

describe("a run", () => {
  const levels: Readonly<Record<QuantityKey, number>> = {
    ...{ heap: 25, resident: 160, descriptors: 240, throughput: 60 },
    ...{ firstP50: 110, firstP99: 3_000, wholeP50: 3_900, wholeP99: 9_000 },
  };
  const measure = (changed?: QuantityKey, factor = 1): Measured => {
    const entries = quantityKeys.map((key) => [
      key,
      over((minute) => levels[key] * (key === changed ? 1 + (factor - 1) * (minute / 60) : 1)),
    ]);
    return Object.fromEntries(entries) as Measured; // the keys are those of a measurement
  };
  const notLevel = (measured: Measured, minutes = 60) =>
    judgeAll(measured, minutes).flatMap(({ key, verdict }) => (verdict === "not level" ? [key] : []));

  it("is level when everything stays", () => {
    expect(notLevel(measure())).toEqual([]);
    expect(judgeAll(measure(), 60).every(({ verdict }) => verdict === "level")).toBe(true);
  });

  it("is not level when a single quantity takes the wrong direction", () => {
    for (const key of quantityKeys) {
      expect(notLevel(measure(key, key === "throughput" ? 0.4 : 2)), key).toEqual([key]);
      expect(notLevel(measure(key, key === "throughput" ? 2 : 0.4)), key).toEqual([]);
    }
  });

  it("says nothing of quantities that a short run cannot tell", () => {
    expect(notLevel(measure("wholeP99", 3), 1)).toEqual([]);
    const [verdict] = judgeAll(measure(), 1).filter(({ key }) => key === "wholeP99");
    expect(verdict?.verdict).toBe("run too short");
  });
});
