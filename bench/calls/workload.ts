import { startContender } from "./contender-process.js";
import type { Entry } from "./contenders.js";
import type { Entrant, Limits } from "./rounds.js";
import type { Server } from "./server-process.js";
import type { Task } from "./task.js";

/** Where the contenders of a run find what they need. */
export interface Surroundings {
  /** The folder of the compiled programs. */
  readonly folder: string;
  readonly server: Server;
  readonly entries: readonly Entry[];
}

/** One thing that is measured for all contenders. */
export interface Workload {
  /** What `--workload` calls it. */
  readonly name: string;
  readonly title: string;
  /** What is done, for a reader who wants to judge the figures. */
  readonly description: string;
  /** The quantity whose ratio to the floor counts. */
  readonly judged: "cpu" | "wall" | "heap";
  /** The ratio to the floor that Outspec may have at most. */
  readonly target: number;
  /** What figures are told in, and the number a sample (milliseconds, or bytes) is multiplied with for that. */
  readonly unit: { readonly name: string; readonly factor: number };
  /** Where the defaults do not fit. */
  readonly limits?: Partial<Limits>;
  /**
   * The name of a workload that is a tenth of this one. Who would need too long even if ten times the work took only
   * ten times as long is not tried.
   */
  readonly tenth?: string;
  entrants(surroundings: Surroundings): readonly Entrant[];
}

/**
 * One row a contender, each doing the same task in a process of its own. Peers make a fifth of the calls in a round:
 * they take so much longer that they come to the same time.
 */
export function sameTask(
  { folder, entries, server }: Surroundings,
  task: (server: Server) => Task & { readonly calls: number },
): readonly Entrant[] {
  const whole = task(server);
  const atOnce = "atOnce" in whole ? whole.atOnce : 1;
  const calls = Math.max(atOnce, Math.ceil(whole.calls / 5));
  return entries.map((entry) => ({
    entry,
    start: () => startContender(folder, entry.name, entry.kind === "peer" ? { ...whole, calls } : whole),
  }));
}
