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
  entrants(surroundings: Surroundings): readonly Entrant[];
}

/** One row a contender, each doing the same task in a process of its own. */
export function sameTask(
  { folder, entries, server }: Surroundings,
  task: (server: Server) => Task,
): readonly Entrant[] {
  return entries.map((entry) => ({ entry, start: () => startContender(folder, entry.name, task(server)) }));
}
