import { describe, expect, it } from "vitest";
import { backoffMs, longestWaitMs } from "../../../runtime/src/router/backoff.ts";
import {
  afterAnswer,
  afterFailure,
  afterStart,
  breakerState,
  type Health,
  healthy,
  isAvailable,
} from "../../../runtime/src/router/breaker.ts";

const options = { failures: 5, coolDownMs: 30_000 };

function fail(health: Health, times: number, now = 0): Health {
  let result = health;
  for (let count = 0; count < times; count++) {
    const attempt = {};
    result = afterFailure(afterStart(result, attempt), { attempt, code: "server-error" }, now, options);
  }
  return result;
}

describe("the circuit breaker", () => {
  it("opens after five failures in a row", () => {
    expect(isAvailable(fail(healthy, 4), 0)).toBe(true);
    expect(isAvailable(fail(healthy, 5), 0)).toBe(false);
  });

  it("lets one probe through when it is half open, and only one", () => {
    const open = fail(healthy, 5);
    expect(isAvailable(open, 30_000)).toBe(true);
    expect(isAvailable(afterStart(open, {}), 30_000)).toBe(false);
  });

  it("opens again at once when the probe fails", () => {
    const reopened = fail(fail(healthy, 5), 1, 30_000);
    expect(isAvailable(reopened, 30_001)).toBe(false);
    // For twice as long as before.
    expect(isAvailable(reopened, 89_999)).toBe(false);
    expect(isAvailable(reopened, 90_000)).toBe(true);
  });

  it("opens when half of the last twenty attempts failed, though no five in a row did", () => {
    let health = healthy;
    for (let count = 0; count < 10; count++) {
      expect(isAvailable(fail(health, 1), 0)).toBe(true);
      health = afterAnswer(afterStart(fail(health, 1), {}));
    }
    expect(isAvailable(fail(health, 1), 0)).toBe(false);
  });

  it("stays closed for a model that fails now and then", () => {
    let health = healthy;
    for (let count = 1; count <= 100; count++) {
      const failed = fail(health, 1, count);
      expect(breakerState(failed, count)).toBe("closed");
      health = count % 3 === 0 ? failed : afterAnswer(health);
    }
  });

  it.each(["network", "timeout", "overloaded", "server-error", "rate-limited", "interrupted"] as const)(
    "counts it against a model that it is %s",
    (code) => {
      const failed = afterFailure(fail(healthy, 4), { attempt: {}, code }, 1_000, options);
      expect(breakerState(failed, 1_000)).toBe("open");
    },
  );

  it.each([
    "invalid-output",
    "refused",
    "content-filtered",
    "truncated",
    "bad-request",
    "schema-rejected",
    "context-overflow",
  ] as const)("counts an answer that is %s for a model: it is there", (code) => {
    const again = afterFailure(fail(healthy, 4), { attempt: {}, code }, 0, options);
    expect(again.failures).toBe(0);
    expect(isAvailable(fail(again, 4), 0)).toBe(true);
  });

  it.each(["unauthorized", "forbidden", "aborted", "configuration"] as const)(
    "takes it neither for nor against a model that a call is %s",
    (code) => {
      const health = fail(healthy, 4);
      expect(afterFailure(health, { attempt: {}, code }, 0, options)).toBe(health);
    },
  );

  it("tells how it stands: closed, open until its time has come, then half-open", () => {
    const open = fail(healthy, 5, 1_000);
    expect(breakerState(fail(healthy, 4, 1_000), 1_000)).toBe("closed");
    expect([1_000, 30_999, 31_000].map((now) => breakerState(open, now))).toEqual(["open", "open", "half-open"]);
  });

  it("passes a model over for ten minutes at most, whatever its provider says and however often it failed", () => {
    const limited = { attempt: {}, code: "rate-limited", retryAfterMs: 86_400_000 } as const;
    expect(afterFailure(healthy, limited, 0, options).openUntil).toBe(600_000);
    let health = fail(healthy, 5);
    for (let probes = 0; probes < 40; probes++) health = fail(health, 1, health.openUntil);
    expect(fail(health, 1, health.openUntil).openUntil - health.openUntil).toBe(600_000);
  });

  it("closes with the first answer, and forgets how often it was open", () => {
    const recovered = afterAnswer(afterStart(fail(fail(healthy, 5), 1, 30_000), {}));
    expect(isAvailable(recovered, 0)).toBe(true);
    expect(isAvailable(fail(recovered, 4), 0)).toBe(true);
  });

  it("believes a provider that names a pause", () => {
    const limited = afterFailure(healthy, { attempt: {}, code: "rate-limited", retryAfterMs: 12_000 }, 1_000, options);
    expect(isAvailable(limited, 12_999)).toBe(false);
    expect(isAvailable(limited, 13_000)).toBe(true);
  });

  it("does not count what is the request's fault or the caller's wish", () => {
    for (const code of ["aborted", "bad-request", "invalid-output", "refused", "unauthorized"] as const) {
      expect(afterFailure(healthy, { attempt: {}, code }, 0, options)).toEqual(healthy);
    }
  });

  it("frees the probe when it ends in a failure that says nothing about the model", () => {
    const attempt = {};
    const probing = afterStart(fail(healthy, 5), attempt);
    expect(isAvailable(afterFailure(probing, { attempt, code: "aborted" }, 30_000, options), 30_000)).toBe(true);
  });

  it("does not judge the probe by an attempt that began before the breaker opened", () => {
    const probe = {};
    const straggler = {};
    const probing = afterStart(fail(healthy, 5), probe);
    const failed = afterFailure(probing, { attempt: straggler, code: "server-error" }, 30_000, options);
    expect(failed).toMatchObject({ probe, reopened: 0, openUntil: 60_000 });
    expect(afterFailure(probing, { attempt: straggler, code: "aborted" }, 30_000, options)).toEqual(probing);
    // The probe's own failure counts as it would have without the straggler.
    const reopened = afterFailure(failed, { attempt: probe, code: "server-error" }, 30_000, options);
    expect(reopened).toMatchObject({ probe: undefined, reopened: 1, openUntil: 90_000 });
  });

  it("keeps its probe when an open model is asked a second time, as a last resort", () => {
    const probe = {};
    const probing = afterStart(afterStart(fail(healthy, 5), probe), {});
    expect(probing.probe).toBe(probe);
  });
});

describe("the pause before a retry", () => {
  it("is a random part of a ceiling that doubles", () => {
    expect([1, 2, 3].map((attempt) => backoffMs(attempt, undefined, 0.5))).toEqual([250, 500, 1_000]);
    expect(backoffMs(1, undefined, 0)).toBe(0);
    expect(backoffMs(40, undefined, 1)).toBe(20_000);
  });

  it("is at least what the provider asked for, up to a minute", () => {
    expect(backoffMs(1, 2_000, 0)).toBe(2_000);
    expect(backoffMs(1, 2_000, 1)).toBe(2_200);
    expect(backoffMs(1, 600_000, 0)).toBe(longestWaitMs);
  });
});
