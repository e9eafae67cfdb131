/** By how much runs are multiplied: `OUTSPEC_TIMES=20` tries every law twenty times as often; a sweep sets it. */
const times = Number(process.env["OUTSPEC_TIMES"] ?? 1);

/** How often a law is tried, which is `count` times unless the environment asks for more. */
export function lawRuns(count: number): number {
  return Math.max(1, Math.round(count * times));
}
