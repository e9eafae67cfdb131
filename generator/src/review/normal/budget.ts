/** Work that has grown past its budget: the question stays open, and a finding says so. */
export class BudgetError extends Error {
  override readonly name = "BudgetError";
}

/** How much one comparison may still do. */
export interface Budget {
  /** Counts one pair of nodes. Throws a {@link BudgetError} when there were too many, or time is up. */
  spend(): void;
  /** Whether time is up. */
  readonly isOver: () => boolean;
}

/** The most alternatives of one node after its unions have been multiplied out. */
export const maxAlternatives = 64;

/** The most alternatives of a node whose unions are not multiplied with each other: as many as were written. */
export const maxBranches = 1000;

/** A budget of so many pairs, until a moment of `performance.now()`. */
export function createBudget(pairs: number, end: number): Budget {
  let left = pairs;
  const isOver = (): boolean => performance.now() > end;
  return {
    isOver,
    spend: () => {
      left--;
      if (left < 0 || (left % 16 === 0 && isOver())) throw new BudgetError("budget");
    },
  };
}
