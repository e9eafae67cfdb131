import type { Entry } from "./contenders.js";
import type { Sample } from "./task.js";

/** Does one contender's part of a workload, again and again. */
export interface Runner {
  run(): Promise<Sample>;
  stop(): void;
}

/** One row to be measured. */
export interface Entrant {
  readonly entry: Entry;
  /** What sets this row apart from another one of the same contender. */
  readonly way?: string;
  start(): Promise<Runner>;
}

/** A row's samples. Round by round, with holes where it did not run; the floor runs in every round. */
export interface Measured {
  readonly entry: Entry;
  readonly way: string | undefined;
  readonly samples: readonly (Sample | undefined)[];
  /** Why there are no samples, or fewer. */
  readonly problem: string | undefined;
}

/** How long is measured. */
export interface Limits {
  readonly leastRounds: number;
  /** The same for peers. */
  readonly leastPeerRounds: number;
  readonly mostRounds: number;
  /** A contender stops once it has its rounds and has used this much time; peers use less. */
  readonly budgetMs: number;
  readonly peerBudgetMs: number;
  /** No contender gets more time than this for all of a workload. */
  readonly limitMs: number;
  /** How long a contender is run before it is measured, at least twice; 0 for not at all. */
  readonly warmUpMs: number;
}

/** Enough for medians to settle, short enough for a run of everything. */
export const defaultLimits: Limits = {
  leastRounds: 7,
  leastPeerRounds: 5,
  mostRounds: 41,
  budgetMs: 1500,
  peerBudgetMs: 700,
  limitMs: 10_000,
  warmUpMs: 300,
};

/** Enough to see that everything works. */
export const quickLimits: Partial<Limits> = {
  leastRounds: 1,
  leastPeerRounds: 1,
  mostRounds: 1,
  budgetMs: 0,
  peerBudgetMs: 0,
  limitMs: 8000,
  warmUpMs: 0,
};

interface Lane {
  readonly entrant: Entrant;
  readonly samples: (Sample | undefined)[];
  runner: Runner | undefined;
  problem: string | undefined;
  spentMs: number;
  rounds: number;
}

/**
 * Measures entrants in interleaved rounds (A B C, B C A, …), so that what slows the machine for a while slows all of
 * them. Each has a few unmeasured runs first. Who fails or takes too long is left out from there on.
 */
export async function measureRounds(entrants: readonly Entrant[], limits: Limits): Promise<readonly Measured[]> {
  const lanes = entrants.map(
    (entrant): Lane => ({ entrant, samples: [], runner: undefined, problem: undefined, spentMs: 0, rounds: 0 }),
  );
  try {
    for (const lane of lanes) await warmUp(lane, limits);
    for (let round = 0; round < limits.mostRounds; round++) {
      if (!lanes.some((lane) => wantsMore(lane, limits))) break;
      const first = round % lanes.length;
      for (const lane of [...lanes.slice(first), ...lanes.slice(0, first)]) {
        const isFloor = lane.entrant.entry.kind === "floor";
        lane.samples.push(isFloor || wantsMore(lane, limits) ? await runOnce(lane, limits) : undefined);
      }
    }
  } finally {
    for (const { runner } of lanes) runner?.stop();
  }
  return lanes.map(({ entrant: { entry, way }, samples, problem }) => ({ entry, way, samples, problem }));
}

async function warmUp(lane: Lane, limits: Limits): Promise<void> {
  try {
    lane.runner = await lane.entrant.start();
  } catch (problem) {
    lane.problem = messageOf(problem);
    return;
  }
  for (let run = 0; limits.warmUpMs > 0 && lane.problem === undefined; run++) {
    const spentBefore = lane.spentMs;
    await runOnce(lane, limits);
    // What takes that long has warmed itself up.
    if (lane.spentMs - spentBefore > limits.limitMs / 5) break;
    if (run >= 1 && lane.spentMs > limits.warmUpMs) break;
  }
  lane.spentMs = 0;
  lane.rounds = 0;
}

function wantsMore({ entrant, problem, spentMs, rounds }: Lane, limits: Limits): boolean {
  if (problem !== undefined || spentMs >= limits.limitMs) return false;
  return entrant.entry.kind === "peer"
    ? rounds < limits.leastPeerRounds || spentMs < limits.peerBudgetMs
    : rounds < limits.leastRounds || spentMs < limits.budgetMs;
}

async function runOnce(lane: Lane, limits: Limits): Promise<Sample | undefined> {
  const { runner } = lane;
  if (runner === undefined || lane.problem !== undefined) return undefined;
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`stopped after ${limits.limitMs / 1000} s`)), limits.limitMs);
  });
  try {
    return await Promise.race([runner.run(), tooLong]);
  } catch (problem) {
    lane.problem = messageOf(problem);
    runner.stop();
    return undefined;
  } finally {
    clearTimeout(timer);
    lane.spentMs += performance.now() - started;
    lane.rounds++;
  }
}

function messageOf(problem: unknown): string {
  return (problem instanceof Error ? problem.message : String(problem)).replaceAll(/\s+/g, " ").slice(0, 300);
}
