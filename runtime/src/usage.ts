import type { Attempt, FinishReason, Usage } from "./attempt.ts";

/** Adds up the usage of attempts, or of whole calls; failed ones cost tokens, too. */
export function totalUsage(attempts: readonly Pick<Attempt, "usage">[]): Usage {
  const total = { input: { total: 0, cacheRead: 0, cacheWrite: 0 }, output: { total: 0, reasoning: 0 } };
  let isEstimated = false;
  for (const { usage } of attempts) {
    if (usage === undefined) continue;
    if (usage.estimated === true) isEstimated = true;
    total.input.total += usage.input.total;
    total.input.cacheRead += usage.input.cacheRead ?? 0;
    total.input.cacheWrite += usage.input.cacheWrite ?? 0;
    total.output.total += usage.output.total;
    total.output.reasoning += usage.output.reasoning ?? 0;
  }
  return isEstimated ? { estimated: true, ...total } : total;
}

/** What is known of one attempt when it is over. */
export interface CountedAttempt {
  /** What the provider counted last, if it did. */
  readonly usage?: Usage | undefined;
  /** Set when the provider came to the end of its answer, so that its count is final. */
  readonly finishReason?: FinishReason | undefined;
  /** Characters of the request's body, once a provider has taken it on. */
  readonly sentChars?: number | undefined;
  /** Characters of text and reasoning that arrived. */
  readonly receivedChars?: number | undefined;
}

/** Characters of English prose or JSON that make a token, on average; other languages need more tokens. */
const charsPerToken = 4;

/**
 * The usage of an attempt: what its provider counted, or else an estimate that says so.
 *
 * Most providers count at the end of an answer only, and what was written before a stop is paid for all the same. A
 * request that no provider took on cost nothing: undefined.
 */
export function usageOf({ usage, finishReason, sentChars, receivedChars = 0 }: CountedAttempt): Usage | undefined {
  if (usage !== undefined && finishReason !== undefined) return usage;
  if (sentChars === undefined) return usage;
  const written = tokensIn(receivedChars);
  if (usage === undefined) {
    return { estimated: true, input: { total: tokensIn(sentChars) }, output: { total: written } };
  }
  // Anthropic counts the prompt at the start, and of the answer only what it has written by then.
  if (written <= usage.output.total) return usage;
  return { ...usage, estimated: true, output: { ...usage.output, total: written } };
}

function tokensIn(chars: number): number {
  return Math.ceil(chars / charsPerToken);
}
