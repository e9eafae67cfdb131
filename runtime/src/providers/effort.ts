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

/** The effort a call asks for, as the closest one that its model knows, or else its API; nothing where none was asked for. */
export function sentEffort({ settings, efforts, endpoint }: ModelCall): Effort | undefined {
  const asked = settings.reasoningEffort;
  const accepted = efforts ?? endpoint.efforts;
  return asked === undefined || accepted === undefined ? asked : nearestEffort(asked, accepted);
}
