import type { FailoverAction, FailoverCode, FailoverOverrides } from "@outspec/runtime";
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
import { type FailurePhase, failureNotes } from "../../../runtime/scripts/failover-notes.ts";
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
  extra: { status?: number; retryAfterMs?: number; shouldRetry?: boolean; parameter?: string } = {},
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
    expect(decide(failure("rate-limited", { retryAfterMs: 60_000 }), alone)).toEqual(retry);
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

  it("waits for credit only where a 402 says when there is some again", () => {
    const soon = { status: 402, retryAfterMs: 5_000 };
    expect(decide(failure("quota-exhausted", soon), alone)).toEqual(retry);
    expect(decide(failure("quota-exhausted", soon), withFallback)).toEqual(next);
    expect(decide(failure("quota-exhausted", { status: 402 }), alone)).toEqual(next);
    // What is no question of credit is none because of its status.
    expect(decide(failure("forbidden", soon), alone)).toEqual(next);
    // A quota of the day comes with the seconds of a rate limit, too.
    expect(decide(failure("quota-exhausted", { ...soon, status: 429 }), alone)).toEqual(next);
  });

  it.each(["bad-request", "not-found", "unauthorized", "quota-exhausted", "context-overflow"] as const)(
    "asks the last model again when it is %s and the provider says that this helps",
    (code) => {
      const again = failure(code, { shouldRetry: true });
      expect(decide(again, alone)).toEqual(retry);
      expect(decide(again, withFallback)).toEqual(next);
      expect(decide(again, { ...alone, attemptsOnModel: 2 })).toEqual(next);
      expect(decide(failure(code, { shouldRetry: true, retryAfterMs: 61_000 }), alone)).toEqual(next);
    },
  );

  it("asks with a new key, a weaker mode or without a setting even where the provider forbids to ask the same again", () => {
    const no = { shouldRetry: false };
    expect(decide(failure("unauthorized", no), { ...alone, canRefreshKey: true }).action).toBe("retry");
    expect(decide(failure("schema-rejected", no), { ...alone, canStepDown: true }).action).toBe("step-down");
    const named = failure("bad-request", { ...no, parameter: "seed" });
    expect(decide(named, { ...alone, droppableSettings: ["seed"] }).action).toBe("drop-setting");
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

/** What DESIGN, section 5, and providers.md, section 4, ask for once the remedies are used up, written down apart from the code. */
const promised: Readonly<
  Record<OutspecErrorCode, readonly [withFallback: Decision["action"], last: Decision["action"]]>
> = {
  network: ["next-model", "retry"],
  timeout: ["next-model", "retry"],
  "rate-limited": ["next-model", "retry"],
  overloaded: ["next-model", "retry"],
  "server-error": ["next-model", "retry"],
  interrupted: ["next-model", "retry"],
  unauthorized: ["next-model", "next-model"],
  forbidden: ["next-model", "next-model"],
  "not-found": ["next-model", "next-model"],
  "quota-exhausted": ["next-model", "next-model"],
  "context-overflow": ["next-model", "next-model"],
  "schema-rejected": ["next-model", "next-model"],
  "bad-request": ["next-model", "next-model"],
  configuration: ["next-model", "next-model"],
  "invalid-output": ["next-model", "next-model"],
  truncated: ["next-model", "next-model"],
  refused: ["stop", "stop"],
  "content-filtered": ["stop", "stop"],
  aborted: ["stop", "stop"],
  restarted: ["stop", "stop"],
  "invalid-input": ["stop", "stop"],
  "all-attempts-failed": ["stop", "stop"],
};

describe("every failure in every phase", () => {
  const codes = Object.keys(promised) as OutspecErrorCode[];
  const chosen = { next: "next-model", retry: "retry", stop: "stop" } as const;
  const shownIn: Readonly<Record<FailurePhase, readonly boolean[]>> = {
    connect: [false],
    status: [false],
    "first-token": [false],
    "mid-stream": [true],
    // A whole answer ends, too.
    end: [false, true],
  };
  const cells = codes.flatMap((code) =>
    failureNotes[code].phases.flatMap((phase) =>
      shownIn[phase].flatMap((partialShown) =>
        ([1, 0] as const).map((untriedModels) => ({ code, phase, partialShown, untriedModels })),
      ),
    ),
  );

  it.each(cells)(
    "$code, $phase, partial shown: $partialShown, other models: $untriedModels",
    ({ code, partialShown, untriedModels }) => {
      const error = new OutspecError(code, code);
      const state: FailureState = { ...alone, partialShown, untriedModels };
      const [fallback, last] = promised[code];
      expect(decide(error, state).action).toBe(untriedModels > 0 ? fallback : last);
      expect(decide(error, { ...state, attemptsOnModel: 2 }).action).toBe(fallback);
      for (const action of ["next", "retry", "stop"] as const) {
        const overridden: FailureState = { ...state, overrides: { [code]: action } };
        const isFixed = failoverTable[code].rule === "stop";
        expect(decide(error, overridden), action).toEqual({ action: isFixed ? "stop" : chosen[action] });
        // The text of another answer never follows a partial that the reader was promised to keep.
        if (partialShown) expect(decide(error, { ...overridden, midStream: "fail" })).toEqual(stop);
      }
    },
  );
});

/** An error as providers make them, in any mood. */
const anyError: fc.Arbitrary<OutspecError> = fc
  .record({
    code: fc.constantFrom(...(Object.keys(failoverTable) as OutspecErrorCode[])),
    status: fc.constantFrom(undefined, 200, 400, 402, 429, 500),
    retryAfterMs: fc.constantFrom(undefined, 0, 5_000, 61_000),
    shouldRetry: fc.constantFrom(undefined, true, false),
    parameter: fc.constantFrom(undefined, "seed", "temperature", "messages"),
  })
  .map(({ code, ...details }) => {
    if (code === "timeout") return new TimeoutError("idle", 10, "late");
    const isOwn = failoverTable[code].rule === "stop" || failoverTable[code].rule === "refuse";
    return isOwn
      ? new OutspecError(code, code)
      : new ProviderError(code as ProviderError["code"], code, {
          provider: "p",
          model: "m",
          phase: "headers",
          ...details,
        });
  });

const anyOverrides: fc.Arbitrary<FailoverOverrides> = fc.dictionary(
  fc.constantFrom(...(Object.keys(failoverTable) as OutspecErrorCode[])),
  fc.constantFrom<FailoverAction>("next", "retry", "stop"),
);

const anyState: fc.Arbitrary<FailureState> = fc.record({
  attemptsOnModel: fc.integer({ min: 1, max: 4 }),
  attemptsAllowed: fc.integer({ min: 1, max: 4 }),
  untriedModels: fc.nat(2),
  resetRetried: fc.boolean(),
  resetBeforeResponse: fc.boolean(),
  canRefreshKey: fc.boolean(),
  canStepDown: fc.boolean(),
  droppableSettings: fc.subarray(["seed", "temperature"]),
  reAsksLeft: fc.nat(2),
  tokensLeft: fc.boolean(),
  partialShown: fc.boolean(),
  midStream: fc.constantFrom("restart", "fail"),
  onRefusal: fc.constantFrom("stop", "next"),
  overrides: anyOverrides,
});

/** Obeys the policy on one model, as a router does, until it leaves the model; counts what was asked of it. */
function askUntilLeft(
  errors: readonly OutspecError[],
  start: FailureState,
  rungs: number,
): { readonly asked: number; readonly counted: number; readonly end: Decision["action"] | undefined } {
  let state: FailureState = { ...start, attemptsOnModel: 0, canStepDown: rungs > 0 };
  let rungsLeft = rungs;
  for (const [index, error] of errors.entries()) {
    state = { ...state, attemptsOnModel: state.attemptsOnModel + 1 };
    const decision = decide(error, state);
    const uncounted = state.attemptsOnModel - 1;
    switch (decision.action) {
      case "stop":
      case "next-model":
        return { asked: index + 1, counted: state.attemptsOnModel, end: decision.action };
      case "step-down":
        rungsLeft--;
        state = { ...state, attemptsOnModel: uncounted, canStepDown: rungsLeft > 0 };
        break;
      case "drop-setting": {
        const droppableSettings = state.droppableSettings.filter((name) => name !== decision.setting);
        state = { ...state, attemptsOnModel: uncounted, droppableSettings };
        break;
      }
      case "re-ask":
        state = { ...state, reAsksLeft: state.reAsksLeft - 1 };
        break;
      case "retry":
        if (decision.free === true) {
          const used = error.code === "unauthorized" ? { canRefreshKey: false } : { resetRetried: true };
          state = { ...state, ...used, attemptsOnModel: uncounted };
        }
        break;
    }
  }
  return { asked: errors.length, counted: state.attemptsOnModel, end: undefined };
}

describe("whatever fails in whatever order", () => {
  it("a model is left after its attempts, its re-asks, and one more request for each remedy", () => {
    fc.assert(
      fc.property(fc.array(anyError, { minLength: 40, maxLength: 40 }), anyState, fc.nat(3), (errors, state, rungs) => {
        const { asked, counted, end } = askUntilLeft(errors, state, rungs);
        expect(end).toBeDefined();
        expect(counted).toBeLessThanOrEqual(state.attemptsAllowed + state.reAsksLeft);
        // A reset connection and a key that is asked for once more.
        expect(asked).toBeLessThanOrEqual(counted + rungs + state.droppableSettings.length + 2);
      }),
    );
  });

  it("a model is asked `attempts` times at most where nothing about the request changes", () => {
    const same = { canRefreshKey: false, resetRetried: true, droppableSettings: [], reAsksLeft: 0 };
    fc.assert(
      fc.property(fc.array(anyError, { minLength: 10, maxLength: 10 }), anyState, (errors, state) => {
        expect(askUntilLeft(errors, { ...state, ...same }, 0).asked).toBeLessThanOrEqual(state.attemptsAllowed);
      }),
    );
  });

  it("nothing is waited for while another model is untried, unless that was chosen", () => {
    fc.assert(
      fc.property(anyError, anyState, (error, state) => {
        const decision = decide(error, { ...state, untriedModels: 1, overrides: {} });
        if (decision.action === "retry") expect(decision.free).toBe(true);
      }),
    );
  });

  it("a failure that is told to stop the call stops it, with the error itself", () => {
    const used = { canRefreshKey: false, resetRetried: true, canStepDown: false, droppableSettings: [], reAsksLeft: 0 };
    fc.assert(
      fc.property(anyError, anyState, (error, state) => {
        const overrides = { ...state.overrides, [error.code]: "stop" };
        expect(decide(error, { ...state, ...used, overrides })).toEqual(stop);
      }),
    );
  });

  it("no further request is made once the tokens of the call are spent", () => {
    fc.assert(
      fc.property(anyError, anyState, (error, state) => {
        expect(decide(error, { ...state, tokensLeft: false }).action).toBe("stop");
      }),
    );
  });

  it("nothing follows a partial that was shown when the stream is told to fail", () => {
    fc.assert(
      fc.property(anyError, anyState, (error, state) => {
        expect(decide(error, { ...state, partialShown: true, midStream: "fail" })).toEqual(stop);
      }),
    );
  });
});
