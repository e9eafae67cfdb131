import type { FailoverAction, FailoverCode } from "@outspec/runtime";
import {
  AbortError,
  type OutspecErrorCode,
  ProviderError,
  RefusalError,
  TimeoutError,
  TruncatedError,
} from "@outspec/runtime";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { OutspecError } from "../../../runtime/src/errors.ts";
import {
  type Decision,
  decide,
  type FailureState,
  failoverTable,
} from "../../../runtime/src/router/failover-policy.ts";

const alone: FailureState = {
  attemptsOnModel: 1,
  attemptsAllowed: 2,
  untriedModels: 0,
  resetRetried: false,
  resetBeforeResponse: false,
  canStepDown: false,
  droppableSettings: [],
  reAsksLeft: 0,
  partialShown: false,
  midStream: "restart",
  onRefusal: "stop",
  overrides: {},
  canRefreshKey: false,
  tokensLeft: true,
};
const withFallback: FailureState = { ...alone, untriedModels: 1 };

function failure(
  code: Exclude<ProviderError["code"], never>,
  extra: { retryAfterMs?: number; shouldRetry?: boolean; parameter?: string } = {},
) {
  return new ProviderError(code, code, { provider: "p", model: "m", phase: "headers", ...extra });
}

const retry: Decision = { action: "retry" };
const next: Decision = { action: "next-model" };
const stop: Decision = { action: "stop" };

describe("the failover policy", () => {
  it("has a row for every error code", () => {
    const codes: readonly OutspecErrorCode[] = Object.keys(failoverTable) as OutspecErrorCode[];
    for (const code of codes) expect(decide(new OutspecError(code, code), alone).action, code).toBeTypeOf("string");
  });

  it.each(["rate-limited", "overloaded", "server-error", "network", "interrupted"] as const)(
    "leaves a model for an untried one at once when it is %s",
    (code) => {
      expect(decide(failure(code, { retryAfterMs: 10 }), withFallback)).toEqual(next);
    },
  );

  it.each(["rate-limited", "overloaded", "server-error", "network", "interrupted"] as const)(
    "waits for the only model when it is %s, up to the number of attempts",
    (code) => {
      expect(decide(failure(code), alone)).toEqual(retry);
      expect(decide(failure(code), { ...alone, attemptsOnModel: 2 })).toEqual(next);
    },
  );

  it("does not wait when the provider says not to retry, or asks for more than a minute", () => {
    expect(decide(failure("server-error", { shouldRetry: false }), alone)).toEqual(next);
    expect(decide(failure("rate-limited", { retryAfterMs: 61_000 }), alone)).toEqual(next);
    expect(decide(failure("rate-limited", { retryAfterMs: 59_000 }), alone)).toEqual(retry);
  });

  it("retries a connection that was reset before any byte once, for free, even with a fallback", () => {
    const reset = { ...withFallback, resetBeforeResponse: true };
    expect(decide(failure("network"), reset)).toEqual({ action: "retry", free: true });
    expect(decide(failure("network"), { ...reset, resetRetried: true })).toEqual(next);
  });

  it.each(["unauthorized", "forbidden", "not-found", "quota-exhausted", "context-overflow"] as const)(
    "never asks the same model again when it is %s",
    (code) => {
      expect(decide(failure(code), alone)).toEqual(next);
    },
  );

  it("steps down the mode ladder when a schema is rejected, and moves on from its last step", () => {
    expect(decide(failure("schema-rejected"), { ...withFallback, canStepDown: true })).toEqual({ action: "step-down" });
    expect(decide(failure("schema-rejected"), withFallback)).toEqual(next);
  });

  it("drops a setting the provider names, if it was sent", () => {
    const rejected = failure("bad-request", { parameter: "temperature" });
    expect(decide(rejected, { ...alone, droppableSettings: ["temperature"] })).toEqual({
      action: "drop-setting",
      setting: "temperature",
    });
    expect(decide(rejected, alone)).toEqual(next);
  });

  it("stops at a refusal unless told to ask the next model", () => {
    const refusal = new RefusalError("refused", "no");
    expect(decide(refusal, withFallback)).toEqual(stop);
    expect(decide(refusal, { ...withFallback, onRefusal: "next" })).toEqual(next);
  });

  it("asks the next model after truncation and never the same one", () => {
    expect(decide(new TruncatedError("cut"), alone)).toEqual(next);
  });

  it("asks again after an invalid output while the budget lasts", () => {
    const invalid = new OutspecError("invalid-output", "bad");
    expect(decide(invalid, { ...withFallback, reAsksLeft: 1 })).toEqual({ action: "re-ask" });
    expect(decide(invalid, withFallback)).toEqual(next);
  });

  it("stops when the caller aborts or the call's own deadline passes", () => {
    expect(decide(new AbortError("enough"), withFallback)).toEqual(stop);
    expect(decide(new TimeoutError("call", 10, "late"), withFallback)).toEqual(stop);
    expect(decide(new TimeoutError("idle", 10, "late"), withFallback)).toEqual(next);
  });

  it("stops instead of restarting once a partial was shown and the stream is told to fail", () => {
    expect(decide(failure("interrupted"), { ...withFallback, partialShown: true, midStream: "fail" })).toEqual(stop);
    expect(decide(failure("interrupted"), { ...withFallback, midStream: "fail" })).toEqual(next);
  });

  it("asks for a key that rotates once more, for free, and then moves on", () => {
    expect(decide(failure("unauthorized"), { ...withFallback, canRefreshKey: true })).toEqual({
      action: "retry",
      free: true,
    });
    expect(decide(failure("unauthorized"), withFallback)).toEqual(next);
  });

  it("waits for credit only where the provider says when there is some again", () => {
    expect(decide(failure("quota-exhausted", { retryAfterMs: 5_000 }), alone)).toEqual(retry);
    expect(decide(failure("quota-exhausted", { retryAfterMs: 5_000 }), withFallback)).toEqual(next);
    expect(decide(failure("quota-exhausted"), alone)).toEqual(next);
  });

  it("makes no further attempt when the tokens of the call are spent", () => {
    for (const state of [alone, withFallback, { ...alone, reAsksLeft: 1 }]) {
      for (const code of ["rate-limited", "not-found", "invalid-output"] as const) {
        const spent = { ...state, tokensLeft: false };
        expect(decide(new OutspecError(code, code), spent)).toEqual({ action: "stop", exhausted: true });
      }
    }
  });
});

describe("an override", () => {
  const codes = Object.keys(failoverTable) as OutspecErrorCode[];
  const choosable = codes.filter((code) => failoverTable[code].rule !== "stop") as FailoverCode[];

  it.each(choosable)("of %s is obeyed once what helps on the same model was tried", (code) => {
    const error = new OutspecError(code, code);
    for (const state of [alone, withFallback]) {
      expect(decide(error, { ...state, overrides: { [code]: "stop" } })).toEqual(stop);
      expect(decide(error, { ...state, overrides: { [code]: "next" } })).toEqual(next);
      expect(decide(error, { ...state, overrides: { [code]: "retry" } })).toEqual(retry);
      expect(decide(error, { ...state, attemptsOnModel: 2, overrides: { [code]: "retry" } })).toEqual(next);
    }
  });

  it("goes before onRefusal", () => {
    const refusal = new RefusalError("refused", "no");
    expect(decide(refusal, { ...withFallback, onRefusal: "next", overrides: { refused: "stop" } })).toEqual(stop);
    expect(decide(refusal, { ...withFallback, overrides: { refused: "next" } })).toEqual(next);
  });

  it("of one failure changes no other", () => {
    for (const code of choosable) {
      const others = Object.fromEntries(choosable.filter((other) => other !== code).map((other) => [other, "stop"]));
      const error = new OutspecError(code, code);
      expect(decide(error, { ...withFallback, overrides: others })).toEqual(decide(error, withFallback));
    }
  });

  it("does not retry what the provider forbids to retry", () => {
    const error = failure("server-error", { shouldRetry: false });
    expect(decide(error, { ...withFallback, overrides: { "server-error": "retry" } })).toEqual(next);
  });
});

describe("whatever fails in whatever order", () => {
  const codes = Object.keys(failoverTable) as OutspecErrorCode[];
  const actions = fc.constantFrom<FailoverAction>("next", "retry", "stop");
  const overrides = fc.dictionary(fc.constantFrom(...codes), actions);

  it("a model is asked a bounded number of times, with no more attempts that count than allowed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...codes), { minLength: 100 }),
        overrides,
        fc.nat(3),
        (errors, chosen, rungs) => {
          let state: FailureState = {
            ...alone,
            overrides: chosen,
            reAsksLeft: 1,
            canStepDown: rungs > 0,
            canRefreshKey: true,
          };
          let rungsLeft = rungs;
          let attemptsOnModel = 0;
          const asked = errors.findIndex((code) => {
            attemptsOnModel++;
            const decision = decide(new OutspecError(code, code), { ...state, attemptsOnModel });
            switch (decision.action) {
              case "stop":
              case "next-model":
                return true;
              case "step-down":
                attemptsOnModel--;
                rungsLeft--;
                state = { ...state, canStepDown: rungsLeft > 0 };
                break;
              case "re-ask":
                state = { ...state, reAsksLeft: state.reAsksLeft - 1 };
                break;
              case "drop-setting":
                return expect.unreachable("nothing was sent that could be dropped");
              case "retry":
                if (decision.free === true) {
                  attemptsOnModel--;
                  state = { ...state, canRefreshKey: false };
                } else expect(attemptsOnModel).toBeLessThan(state.attemptsAllowed);
                break;
            }
            return false;
          });
          expect(asked).toBeGreaterThanOrEqual(0);
          // Two attempts, a re-ask, a new key and each step of the ladder.
          expect(asked).toBeLessThanOrEqual(3 + rungs);
        },
      ),
    );
  });
});
