import { readdirSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Sample } from "./growth.js";
import type { Latencies } from "./latencies.js";
import { type Measured, type QuantityKey, quantityKeys } from "./quantities.js";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void; // what the flag exposes

/** Descriptors of this process that are open; 0 where the platform does not tell. */
export function countDescriptors(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return 0;
  }
}

/** Where samples are taken from. */
export interface Sampled {
  readonly firstPartial: Latencies;
  readonly whole: Latencies;
  /** Calls that have ended. */
  ended(): number;
  /** Is told of each sample. */
  onSample(seconds: number, heapMB: number): void;
}

/** A measurement that goes on. */
export interface Sampling {
  readonly measured: Measured;
  stop(): void;
}

/** Measures this process at intervals until stopped. */
export function startSampling({ firstPartial, whole, ended, onSample }: Sampled, everyMs: number): Sampling {
  const entries = quantityKeys.map((key): readonly [QuantityKey, Sample[]] => [key, []]);
  // Each key stands among the entries once.
  const measured = Object.fromEntries(entries) as Readonly<Record<QuantityKey, Sample[]>>;
  const since = performance.now();
  let [endedBefore, before] = [0, since];
  const sample = (): void => {
    collect();
    const now = performance.now();
    const at = (now - since) / 1_000;
    const note = (key: QuantityKey, value: number): void => void measured[key].push({ at, value });
    const { heapUsed, rss } = process.memoryUsage();
    note("heap", heapUsed / 1e6);
    note("resident", rss / 1e6);
    note("descriptors", countDescriptors());
    const [first, all] = [firstPartial.take(), whole.take()];
    if (first !== undefined) note("firstP50", first.p50);
    if (first !== undefined) note("firstP99", first.p99);
    if (all !== undefined) note("wholeP50", all.p50);
    if (all !== undefined) note("wholeP99", all.p99);
    note("throughput", (ended() - endedBefore) / ((now - before) / 1_000));
    [endedBefore, before] = [ended(), now];
    onSample(at, heapUsed / 1e6);
  };
  const timer = setInterval(sample, everyMs);
  return { measured, stop: () => clearInterval(timer) };
}
