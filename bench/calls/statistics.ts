import type { Kind } from "../report/part.js";
import type { Measured } from "./rounds.js";
import type { Sample } from "./task.js";
import type { Workload } from "./workload.js";

/** The middle of some figures, and between which values half of them lie. */
export interface Spread {
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
}

/** One row of a report. Figures are in the workload's unit; what was not measured is absent. */
export interface Row {
  readonly name: string;
  readonly label: string;
  readonly kind: Kind;
  readonly cpu?: Spread;
  readonly wall?: Spread;
  readonly heap?: Spread;
  readonly resident?: Spread;
  /** Of the judged quantity to the floor's in the same round. */
  readonly ratio?: Spread;
  /** Partials shown by one stream. */
  readonly partials?: number;
  readonly rounds: number;
  /** What each round measured, for who wants to look closer: a JSON report holds it. */
  readonly samples: readonly (Sample | null)[];
  readonly problem?: string;
}

/** Summarises what was measured. The floor comes first. */
export function summarise(workload: Workload, measured: readonly Measured[]): readonly Row[] {
  const { judged, unit } = workload;
  const floor = measured.find(({ entry }) => entry.kind === "floor")?.samples ?? [];
  return measured.map(({ entry, way, samples, problem }) => {
    const valuesOf = (quantity: keyof Sample) => samples.map((sample) => sample?.[quantity]).filter(isNumber);
    const inUnit = (quantity: keyof Sample) => spreadOf(valuesOf(quantity).map((value) => value * unit.factor));
    // Both sides of a ratio are of one round, so that a machine that is slow for a while is slow for both.
    const ratios = samples.map((sample, round) => divide(sample?.[judged], floor[round]?.[judged])).filter(isNumber);
    return withoutUndefined({
      name: entry.name,
      label:
        way === undefined || entry.kind === "floor" || entry.kind === "bare" ? entry.label : `${entry.label}, ${way}`,
      kind: entry.kind,
      cpu: inUnit("cpu"),
      wall: inUnit("wall"),
      heap: inUnit("heap"),
      resident: inUnit("resident"),
      ratio: spreadOf(ratios),
      partials: spreadOf(valuesOf("partials"))?.median,
      samples: samples.map((sample) => sample ?? null),
      rounds: samples.filter((sample) => sample !== undefined).length,
      problem,
    });
  });
}

function spreadOf(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  return { p25: quantile(sorted, 0.25), median: quantile(sorted, 0.5), p75: quantile(sorted, 0.75) };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

function divide(value: number | undefined, by: number | undefined): number | undefined {
  return value === undefined || by === undefined ? undefined : value / by;
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}

/** Optional members are absent, not undefined. */
function withoutUndefined(row: { readonly [K in keyof Required<Row>]: Row[K] | undefined }): Row {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as unknown as Row; // drops members only
}
