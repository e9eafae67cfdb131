import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterCall,
  type CallVerdict,
  type ConcurrencyState,
  callsAllowed,
  fullConcurrency,
  msUntilMore,
  spacingMs,
} from "../../../runtime/src/batch/adaptive-concurrency.ts";

const most = 16;
const answered: CallVerdict = { verdict: "answered" };
const limited: CallVerdict = { verdict: "limited" };
const unreachable: CallVerdict = { verdict: "unreachable" };

/** The state after calls that each began in the epoch that was current, all at one time. */
function afterCalls(state: ConcurrencyState, calls: readonly CallVerdict[], now = 0, random = 1): ConcurrencyState {
  return calls.reduce((one, call) => afterCall(one, call, { now, most, epoch: one.epoch, random }), state);
}

/** The state after calls that were all in flight together. */
function together(state: ConcurrencyState, calls: readonly CallVerdict[], now = 0): ConcurrencyState {
  const { epoch } = state;
  return calls.reduce((one, call) => afterCall(one, call, { now, most, epoch, random: 1 }), state);
}

describe("the concurrency of a batch", () => {
  const start = fullConcurrency(most);

  it.each([
    { means: "answers leave it at the most", calls: Array<CallVerdict>(50).fill(answered), limit: 16 },
    { means: "a limit halves it", calls: [limited], limit: 8 },
    { means: "two limits quarter it", calls: [limited, limited], limit: 4 },
    { means: "it never falls below one", calls: Array<CallVerdict>(20).fill(limited), limit: 1 },
    { means: "a strained answer halves it", calls: [{ verdict: "strained" } as const], limit: 8 },
    {
      means: "four failures without a provider change nothing",
      calls: Array<CallVerdict>(4).fill(unreachable),
      limit: 16,
    },
    { means: "the fifth is an outage", calls: Array<CallVerdict>(5).fill(unreachable), limit: 8 },
    {
      means: "an answer between them makes them single failures",
      calls: [...Array<CallVerdict>(4).fill(unreachable), answered, ...Array<CallVerdict>(4).fill(unreachable)],
      limit: 16,
    },
    { means: "what has nothing to do with it changes nothing", calls: [{ verdict: "unrelated" } as const], limit: 16 },
  ])("$means", ({ calls, limit }) => {
    expect(Math.floor(afterCalls(start, calls).limit)).toBe(limit);
  });

  it("grows by about one with each round of answers", () => {
    let state = afterCalls(start, [limited, limited]);
    for (const expected of [4, 5, 6]) {
      const round = Math.floor(state.limit);
      expect(Math.round(state.limit)).toBe(expected);
      state = afterCalls(state, Array<CallVerdict>(round).fill(answered));
    }
  });

  it("counts one limit that all calls in flight meet together once", () => {
    expect(together(start, Array<CallVerdict>(16).fill(limited)).limit).toBe(8);
    expect(together(start, Array<CallVerdict>(16).fill(unreachable)).limit).toBe(8);
  });

  it("does not take answers to calls from before a limit for a sign that it is over", () => {
    const state = together(start, [limited, ...Array<CallVerdict>(15).fill(answered)]);
    expect(state).toMatchObject({ limit: 8, setbacks: 1 });
  });

  it.each([
    { means: "what the provider asked for", calls: [{ ...limited, retryAfterMs: 30_000 }], until: 30_000 },
    { means: "at most an hour", calls: [{ ...limited, retryAfterMs: 86_400_000 }], until: 3_600_000 },
    { means: "a second when it asked for none", calls: [limited], until: 1_000 },
    { means: "twice as long at the next limit", calls: [limited, limited], until: 2_000 },
    { means: "a minute at most", calls: Array<CallVerdict>(30).fill(limited), until: 60_000 },
    { means: "a second in an outage", calls: Array<CallVerdict>(5).fill(unreachable), until: 1_000 },
    { means: "longer while an outage lasts", calls: Array<CallVerdict>(8).fill(unreachable), until: 8_000 },
    { means: "a second again after an answer", calls: [limited, limited, answered, limited], until: 2_000 },
    {
      means: "not at all when another model answered",
      calls: [{ verdict: "strained" } as const],
      until: Number.NEGATIVE_INFINITY,
    },
  ])("pauses for $means", ({ calls, until }) => {
    const { pausedUntil } = afterCalls(start, calls);
    // A little chance is added to a provider's own pause.
    expect(pausedUntil).toBeGreaterThanOrEqual(until);
    expect(pausedUntil).toBeLessThanOrEqual(until + 1_000);
  });

  it("keeps the longest pause that any call was told of", () => {
    const pauses = [2_000, 40_000, 500].map((retryAfterMs) => ({ verdict: "limited", retryAfterMs }) as const);
    expect(together(start, pauses).pausedUntil).toBe(40_000);
  });

  it("begins one call after a pause, and then one more at a time", () => {
    const state = afterCalls(start, [{ verdict: "limited", retryAfterMs: 10_000 }], 0, 0);
    const at = (now: number) => callsAllowed(state, now);
    expect([0, 9_999, 10_000, 10_000 + spacingMs, 10_000 + 3 * spacingMs, 60_000].map(at)).toEqual([0, 0, 1, 2, 4, 8]);
    expect([0, 10_000, 10_050, 60_000].map((now) => msUntilMore(state, now))).toEqual([10_000, 200, 150, undefined]);
  });

  it("stays within its bounds, and grants no call before the pause that was asked for is over", () => {
    const verdict = fc.oneof(
      fc.constantFrom<CallVerdict>(answered, limited, unreachable, { verdict: "strained" }, { verdict: "unrelated" }),
      fc.record({ verdict: fc.constant("limited" as const), retryAfterMs: fc.nat(100_000) }),
    );
    const step = fc.record({
      verdict,
      ms: fc.nat(5_000),
      late: fc.boolean(),
      random: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 200 }), (steps, bound) => {
        let state = fullConcurrency(bound);
        let now = 0;
        let asked = 0;
        for (const { verdict: call, ms, late, random } of steps) {
          now += ms;
          if (call.verdict === "limited") asked = Math.max(asked, now + (call.retryAfterMs ?? 0));
          const before = state.limit;
          state = afterCall(state, call, { now, most: bound, epoch: state.epoch - (late ? 1 : 0), random });
          expect(state.limit).toBeGreaterThanOrEqual(1);
          expect(state.limit).toBeLessThanOrEqual(bound);
          expect(state.limit).toBeLessThanOrEqual(before + 1);
          if (now < asked) expect(callsAllowed(state, now)).toBe(0);
          const more = msUntilMore(state, now);
          // The time that is waited for brings something; a rounding error may take it a step further.
          if (more !== undefined)
            expect(callsAllowed(state, now + more + 0.001)).toBeGreaterThan(callsAllowed(state, now));
        }
      }),
    );
  });
});
