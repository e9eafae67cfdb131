/** How many calls may run at once, and since when. Plain state, changed by pure functions. */
export interface ConcurrencyState {
  /** Most calls at once, from 1; its fraction is on the way to the next whole number. */
  readonly limit: number;
  /** No call is begun before this time. */
  readonly pausedUntil: number;
  /** Counts the changes for the worse. What a call that began before the last one tells is known already. */
  readonly epoch: number;
  /** Limits that were met in a row, with no answer between. */
  readonly setbacks: number;
  /** Calls in a row that came to no provider. */
  readonly outOfReach: number;
}

/**
 * What the end of a call says about how many there may be.
 *
 * - `answered`: they may be more.
 * - `strained`: an answer came, but a model on the way had too many; the router leaves that model alone for a while.
 * - `limited`: no answer, because the provider has too many calls or no capacity.
 * - `unreachable`: no answer, because nothing works: no network, deadlines, server errors.
 * - `unrelated`: nothing.
 */
export type CallVerdict =
  | { readonly verdict: "answered" | "strained" | "unreachable" | "unrelated" }
  /** `retryAfterMs`: the pause that the provider asked for. */
  | { readonly verdict: "limited"; readonly retryAfterMs?: number };

/** What the policy looks at beside the state. */
export interface ConcurrencyFacts {
  readonly now: number;
  /** Most calls that were asked for. */
  readonly most: number;
  /** The epoch in which the call began. */
  readonly epoch: number;
  /** From 0 up to 1. */
  readonly random: number;
}

/** Calls are begun one by one after a pause, so far apart, so that a limit which still holds meets only the first. */
export const spacingMs = 200;
/** A provider that asks for a longer pause is asked again after this one. */
const longestPauseMs = 3_600_000;
const basePauseMs = 1_000;
/** The longest pause of our own making. */
const ceilingMs = 60_000;
/** So many calls in a row that came to no provider are an outage. */
const outageAfter = 5;

/** All the concurrency that was asked for, and nothing known against it. */
export function fullConcurrency(most: number): ConcurrencyState {
  return { limit: most, pausedUntil: Number.NEGATIVE_INFINITY, epoch: 0, setbacks: 0, outOfReach: 0 };
}

/** How many calls may run at a time: none in a pause, then one more every {@link spacingMs} up to the limit. Pure. */
export function callsAllowed({ limit, pausedUntil }: ConcurrencyState, now: number): number {
  if (now < pausedUntil) return 0;
  return Math.min(Math.floor(limit), 1 + Math.floor((now - pausedUntil) / spacingMs));
}

/** Milliseconds until time alone allows more calls; undefined when it does not. Pure. */
export function msUntilMore(state: ConcurrencyState, now: number): number | undefined {
  if (now < state.pausedUntil) return state.pausedUntil - now;
  if (callsAllowed(state, now) >= Math.floor(state.limit)) return undefined;
  return spacingMs - ((now - state.pausedUntil) % spacingMs);
}

/**
 * The state after a call: each round of answers allows one call more, each limit halves them, never below one.
 *
 * Calls that run at once meet one limit together, so only the first of them counts; a pause that a provider asks for is
 * kept whoever is told of it. Pure.
 */
export function afterCall(state: ConcurrencyState, call: CallVerdict, facts: ConcurrencyFacts): ConcurrencyState {
  const isNews = facts.epoch === state.epoch;
  switch (call.verdict) {
    case "answered":
      if (!isNews) return { ...state, outOfReach: 0 };
      return { ...state, limit: Math.min(facts.most, state.limit + 1 / state.limit), setbacks: 0, outOfReach: 0 };
    case "strained":
      return isNews ? { ...halved(state), setbacks: 0, outOfReach: 0 } : { ...state, outOfReach: 0 };
    case "limited":
      return afterLimit(state, isNews, call.retryAfterMs, facts);
    case "unreachable": {
      const outOfReach = state.outOfReach + 1;
      if (!isNews || outOfReach < outageAfter) return { ...state, outOfReach };
      return { ...paused(halved(state), ownPauseMs(state, facts), facts), setbacks: state.setbacks + 1, outOfReach };
    }
    case "unrelated":
      return state;
  }
}

function afterLimit(
  state: ConcurrencyState,
  isNews: boolean,
  retryAfterMs: number | undefined,
  facts: ConcurrencyFacts,
): ConcurrencyState {
  const { random } = facts;
  const wishMs = retryAfterMs === undefined ? undefined : Math.min(retryAfterMs, longestPauseMs);
  if (!isNews) return wishMs === undefined ? state : paused(state, wishMs, facts);
  const pauseMs = wishMs === undefined ? ownPauseMs(state, facts) : wishMs + random * Math.min(wishMs * 0.1, 1_000);
  return { ...paused(halved(state), pauseMs, facts), setbacks: state.setbacks + 1 };
}

function halved(state: ConcurrencyState): ConcurrencyState {
  return { ...state, limit: Math.max(1, Math.floor(state.limit / 2)), epoch: state.epoch + 1 };
}

function paused(state: ConcurrencyState, ms: number, { now }: ConcurrencyFacts): ConcurrencyState {
  return { ...state, pausedUntil: Math.max(state.pausedUntil, now + ms) };
}

/** A pause nobody asked for: it doubles with each setback, and its second half is left to chance. */
function ownPauseMs({ setbacks }: ConcurrencyState, { random }: ConcurrencyFacts): number {
  const wholeMs = Math.min(ceilingMs, basePauseMs * 2 ** Math.min(setbacks, 30));
  return wholeMs * (0.5 + random / 2);
}
