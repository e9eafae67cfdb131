/** Times of calls since they were last taken. */
export interface Latencies {
  add(ms: number): void;
  /** Gives quantiles of the times so far, and starts anew; nothing when there were none. */
  take(): { readonly p50: number; readonly p99: number } | undefined;
}

/** Starts to collect times, in milliseconds. */
export function createLatencies(): Latencies {
  let times: number[] = [];
  return {
    add(ms) {
      times.push(ms);
    },
    take() {
      const sorted = times.sort((a, b) => a - b);
      times = [];
      if (sorted.length === 0) return undefined;
      return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
    },
  };
}

/** The value below which a share of the values lies; the values are sorted, and there is one. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
