/** A provider that asks for a longer pause than this is not waited for. */
export const longestWaitMs = 60_000;

const baseMs = 500;
const ceilingMs = 20_000;

/**
 * Delay in milliseconds before attempt `attempt + 1` on the same model: what the provider asked for, else full
 * jitter, which spreads the callers of one outage evenly (a random part of a ceiling that doubles each time).
 *
 * `random` is in [0, 1). A little jitter is added to a provider's own delay too, so that callers told the same
 * number do not return in the same instant.
 */
export function backoffMs(attempt: number, retryAfterMs: number | undefined, random: number): number {
  if (retryAfterMs !== undefined)
    return Math.min(retryAfterMs, longestWaitMs) + random * Math.min(retryAfterMs * 0.1, 1_000);
  return random * Math.min(ceilingMs, baseMs * 2 ** (attempt - 1));
}
