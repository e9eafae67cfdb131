/** Keeps hedges at a given share of calls. */
export interface HedgeBudget {
  /** A call that may be hedged begins. */
  earn(maxRate: number): void;
  /** Whether one more hedge is within the share; it counts as made. */
  spend(): boolean;
}

/** Hedges that may be saved up: a burst of slowness after a quiet time is what hedges are for. */
const mostSaved = 10;

/**
 * Makes a budget: each call earns its share of a hedge, and a hedge costs one.
 *
 * It begins with one, so that the first slow call of a process is helped.
 */
export function createHedgeBudget(): HedgeBudget {
  let saved = 1;
  return {
    earn(maxRate) {
      saved = Math.min(mostSaved, saved + maxRate);
    },
    spend() {
      // Twenty times 0.05 is a little less than 1.
      if (saved < 1 - 1e-9) return false;
      saved -= 1;
      return true;
    },
  };
}
