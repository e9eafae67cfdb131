/** A quantity at a time, in seconds. */
export interface Sample {
  readonly at: number;
  readonly value: number;
}

/** How a quantity developed over a run. */
export interface Growth {
  /** The middle of each third. */
  readonly thirds: readonly [number, number, number];
  /** Growth a minute by the line that fits the last two thirds best; the first third warms up. */
  readonly perMinute: number;
  /** Whether it has grown by more than what is allowed. */
  readonly isTooMuch: boolean;
}

/**
 * Judges samples, oldest first: neither the last third nor the line through the last two may show more growth than allowed.
 * The last third is compared with the second one, or with both: then the first is no time to warm up in.
 */
export function judgeGrowth(samples: readonly Sample[], allowed: number, since: "first" | "second" = "second"): Growth {
  const size = Math.floor(samples.length / 3);
  const part = (from: number, to: number): readonly Sample[] => samples.slice(from * size, to * size);
  const thirds = [middle(part(0, 1)), middle(part(1, 2)), middle(part(2, 3))] as const;
  const settled = part(1, 3);
  const perSecond = slope(settled);
  const seconds = (settled.at(-1)?.at ?? 0) - (settled[0]?.at ?? 0);
  const before = since === "first" ? Math.min(thirds[0], thirds[1]) : thirds[1];
  const isTooMuch = thirds[2] - before > allowed || perSecond * seconds > allowed;
  return { thirds, perMinute: perSecond * 60, isTooMuch };
}

function middle(samples: readonly Sample[]): number {
  const values = samples.map(({ value }) => value).sort((a, b) => a - b);
  return values[Math.floor(values.length / 2)] ?? 0;
}

/** Slope of the line with the least squares. */
function slope(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number): number =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / Math.max(1, samples.length);
  const at = mean((sample) => sample.at);
  const value = mean((sample) => sample.value);
  const spread = mean((sample) => (sample.at - at) ** 2);
  return spread === 0 ? 0 : mean((sample) => (sample.at - at) * (sample.value - value)) / spread;
}
