import type { Effort } from "../facts/provider-row.ts";
import type { ModelCall } from "./provider.ts";

const ascending: readonly Effort[] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];

/** The accepted effort closest to the one asked for: the next lower one, or the lowest where all are higher. */
export function nearestEffort<Accepted extends Effort>(
  asked: Effort,
  accepted: readonly Accepted[],
): Accepted | undefined {
  const limit = ascending.indexOf(asked);
  const sorted = [...accepted].sort((a, b) => ascending.indexOf(a) - ascending.indexOf(b));
  return sorted.findLast((effort) => ascending.indexOf(effort) <= limit) ?? sorted[0];
}

/**
 * The effort a call asks for, as the closest one that its model and its API know; nothing where none was asked for, nor
 * where the model thinks as it does by itself or, for `none`, not at all.
 */
export function sentEffort({ settings, efforts, endpoint }: ModelCall): Effort | undefined {
  const asked = settings.reasoningEffort;
  const accepted = efforts?.filter((effort) => endpoint.efforts?.includes(effort) ?? true) ?? endpoint.efforts;
  if (asked === undefined || accepted === undefined) return asked;
  if (asked !== "none" && accepted.every((effort) => effort === "none")) return undefined;
  return nearestEffort(asked, accepted);
}
