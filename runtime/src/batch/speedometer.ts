/** Tells how fast a count has grown lately. */
export interface Speedometer {
  /** Takes the count down and gives its growth per second over the last 30 seconds. */
  measure(now: number, count: number): number;
}

const windowMs = 30_000;
/** Counts are kept this far apart, so that however often it is asked, few are. */
const stepMs = 1_000;

/** Makes a speedometer for a count that is 0 at the start. */
export function createSpeedometer(startedAt: number): Speedometer {
  const kept = [{ at: startedAt, count: 0 }];
  return {
    measure(now, count) {
      // The second one has to be old enough, so that the window is never shorter than it could be.
      while (kept.length > 1 && (kept[1]?.at ?? now) <= now - windowMs) kept.shift();
      const [oldest = { at: now, count }] = kept;
      if (now - (kept.at(-1)?.at ?? now) >= stepMs) kept.push({ at: now, count });
      return now > oldest.at ? ((count - oldest.count) * 1_000) / (now - oldest.at) : 0;
    },
  };
}
