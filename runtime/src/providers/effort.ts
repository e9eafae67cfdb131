import type { Settings } from "../options.ts";

type Effort = NonNullable<Settings["reasoningEffort"]>;

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
