import { type Growth, judgeGrowth, type Sample } from "./growth.js";

/** What is measured while streams run, and may not change with time. */
export interface Quantity {
  readonly label: string;
  readonly unit: string;
  /** Digits after the point. */
  readonly digits: number;
  /** The least change that counts, in the unit, and in proportion to the middle of the run. */
  readonly allowed: { readonly least: number; readonly share: number };
  /** The direction that would be a fault. */
  readonly mayNot: "rise" | "fall";
  /** Shorter runs say nothing about it, in minutes. */
  readonly fromMinutes: number;
}

/** The quantities, by key. */
export const quantities = {
  heap: {
    label: "heap after collection",
    unit: "MB",
    digits: 1,
    allowed: { least: 5, share: 0.1 },
    mayNot: "rise",
    fromMinutes: 0,
  },
  resident: {
    label: "resident memory",
    unit: "MB",
    digits: 0,
    allowed: { least: 25, share: 0.15 },
    mayNot: "rise",
    fromMinutes: 5,
  },
  descriptors: {
    label: "open descriptors",
    unit: "",
    digits: 0,
    allowed: { least: 20, share: 0.1 },
    mayNot: "rise",
    fromMinutes: 1,
  },
  firstP50: {
    label: "first partial, p50",
    unit: "ms",
    digits: 0,
    allowed: { least: 50, share: 0.15 },
    mayNot: "rise",
    fromMinutes: 2,
  },
  firstP99: {
    label: "first partial, p99",
    unit: "ms",
    digits: 0,
    allowed: { least: 500, share: 0.25 },
    mayNot: "rise",
    fromMinutes: 5,
  },
  wholeP50: {
    label: "whole call, p50",
    unit: "ms",
    digits: 0,
    allowed: { least: 200, share: 0.15 },
    mayNot: "rise",
    fromMinutes: 2,
  },
  wholeP99: {
    label: "whole call, p99",
    unit: "ms",
    digits: 0,
    allowed: { least: 1_000, share: 0.25 },
    mayNot: "rise",
    fromMinutes: 5,
  },
  throughput: {
    label: "calls a second",
    unit: "",
    digits: 1,
    allowed: { least: 2, share: 0.15 },
    mayNot: "fall",
    fromMinutes: 2,
  },
} as const satisfies Readonly<Record<string, Quantity>>;

/** Names a quantity. */
export type QuantityKey = keyof typeof quantities;

/** Names of all of them, in the order in which they are told. */
// The keys of an object literal are its type's keys.
export const quantityKeys = Object.keys(quantities) as readonly QuantityKey[];

/** What was measured of each, oldest first. */
export type Measured = Readonly<Record<QuantityKey, readonly Sample[]>>;

/** What was measured of a quantity, and what it means. */
export interface Verdict {
  readonly key: QuantityKey;
  readonly growth: Growth;
  /** The change that was allowed. */
  readonly allowed: number;
  readonly verdict: "level" | "not level" | "run too short";
}

/** Judges all that was measured in a run of some minutes. */
export function judgeAll(measured: Measured, minutes: number): readonly Verdict[] {
  return quantityKeys.map((key) => {
    const quantity: Quantity = quantities[key];
    const sign = quantity.mayNot === "rise" ? 1 : -1;
    const samples = measured[key].map(({ at, value }) => ({ at, value: value * sign }));
    const middle = Math.abs(judgeGrowth(samples, 0).thirds[1]);
    const allowed = Math.max(quantity.allowed.least, quantity.allowed.share * middle);
    // In a run of a few minutes, the first third is the one in which everything warms up.
    const growth = judgeGrowth(samples, allowed, minutes >= 10 ? "first" : "second");
    const [first, second, third] = growth.thirds;
    const told: Growth = {
      thirds: [first * sign, second * sign, third * sign],
      perMinute: growth.perMinute * sign,
      isTooMuch: growth.isTooMuch,
    };
    const verdict = minutes < quantity.fromMinutes ? "run too short" : growth.isTooMuch ? "not level" : "level";
    return { key, growth: told, allowed, verdict };
  });
}
