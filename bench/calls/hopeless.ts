import type { Measurement } from "./measurement.js";
import type { Entrant, Limits } from "./rounds.js";
import type { Workload } from "./workload.js";

/** Replaces the entrants whose figures for a tenth of a workload show that the whole takes too long for sure. */
export function withoutHopeless(
  entrants: readonly Entrant[],
  { tenth, unit }: Workload,
  measurements: readonly Measurement[],
  { limitMs }: Limits,
): readonly Entrant[] {
  const smaller = measurements.find(({ workload }) => workload.name === tenth);
  return entrants.map((entrant) => {
    const row = smaller?.rows.find(({ name }) => name === entrant.entry.name);
    // Per byte, a tenth costs at most what the whole does.
    const leastMs = (row?.wall?.median ?? 0) / unit.factor;
    const reason =
      leastMs > limitMs
        ? `not tried: at the pace of a tenth of it, it would take ${Math.round(leastMs / 1000)} s`
        : row?.rounds === 0
          ? `not tried: a tenth of it, ${row.problem?.replace(/^not tried: (?:a tenth of it, )?/, "") ?? "failed"}`
          : undefined;
    return reason === undefined ? entrant : { ...entrant, start: () => Promise.reject(new Error(reason)) };
  });
}
