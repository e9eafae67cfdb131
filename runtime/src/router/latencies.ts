/** How long something took lately, to know what is usual and what is late. */
export interface Latencies {
  /** Takes one more duration in, in milliseconds. */
  add(ms: number): void;
  /** What 95 of 100 of the last durations did not exceed; undefined while too few are known. */
  readonly p95: number | undefined;
}

/** Durations that are remembered: enough for a tail, and few enough to follow a provider's day. */
const remembered = 200;
/** Below this number a tail is chance. */
const fewest = 20;

/** Starts with no durations. */
export function createLatencies(): Latencies {
  return new RecentLatencies();
}

class RecentLatencies implements Latencies {
  readonly #ring: number[] = [];
  #next = 0;
  #known: number | undefined;

  add(ms: number): void {
    this.#ring[this.#next] = ms;
    this.#next = (this.#next + 1) % remembered;
    this.#known = undefined;
  }

  get p95(): number | undefined {
    const ring = this.#ring;
    if (ring.length < fewest) return undefined;
    this.#known ??= [...ring].sort((a, b) => a - b)[Math.ceil(ring.length * 0.95) - 1];
    return this.#known;
  }
}
