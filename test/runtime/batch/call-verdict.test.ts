import { InvalidOutputError, outcome, RefusalError } from "@outspec/runtime";
import { describe, expect, it } from "vitest";
import { judgeCall } from "../../../runtime/src/batch/call-verdict.ts";
import { attempt, errorWith, failedWith, providerError, resultOf, routeFailed } from "./results.ts";

const judged = async (how: Error | ReturnType<typeof resultOf>) =>
  judgeCall(await outcome(how instanceof Error ? Promise.reject(how) : Promise.resolve(how)));

const busy = (id: string, retryAfterMs?: number) => attempt(id, providerError("rate-limited", retryAfterMs));

describe("what a call tells of its providers", () => {
  it.each([
    ["an answer", resultOf("x"), { verdict: "answered" }],
    [
      "an answer of the fallback, because the primary has too many",
      resultOf("x", [busy("first/m", 60_000), attempt("second/m")]),
      { verdict: "strained" },
    ],
    [
      "an answer of the same model after it had too many",
      resultOf("x", [busy("first/m"), attempt("first/m")]),
      { verdict: "strained" },
    ],
    [
      "an answer after a broken connection",
      resultOf("x", [attempt("a/m", providerError("network")), attempt("b/m")]),
      { verdict: "answered" },
    ],
    ["a refusal", new RefusalError("refused", "no"), { verdict: "answered" }],
    ["an invalid output", new InvalidOutputError("bad", [], ""), { verdict: "answered" }],
    ["a limit", failedWith("rate-limited"), { verdict: "limited" }],
    ["a limit with a pause", failedWith("rate-limited", 7_000), { verdict: "limited", retryAfterMs: 7_000 }],
    ["no capacity", failedWith("overloaded", 3_000), { verdict: "limited", retryAfterMs: 3_000 }],
    [
      "two models that ask for a pause: the shorter one",
      routeFailed(busy("a/m", 60_000), busy("b/m", 5_000)),
      { verdict: "limited", retryAfterMs: 5_000 },
    ],
    ["two models of which one names none", routeFailed(busy("a/m", 60_000), busy("b/m")), { verdict: "limited" }],
    [
      "one model twice: its last word",
      routeFailed(busy("a/m", 1_000), busy("a/m", 9_000)),
      { verdict: "limited", retryAfterMs: 9_000 },
    ],
    [
      "a limit and a wrong key",
      routeFailed(busy("a/m", 9_000), attempt("b/m", providerError("unauthorized"))),
      { verdict: "limited", retryAfterMs: 9_000 },
    ],
    ["no network", failedWith("network"), { verdict: "unreachable" }],
    ["a deadline", errorWith("timeout"), { verdict: "unreachable" }],
    ["a wrong key", failedWith("unauthorized"), { verdict: "unrelated" }],
    ["a wrong option", errorWith("configuration"), { verdict: "unrelated" }],
    ["an abort", errorWith("aborted"), { verdict: "unrelated" }],
    [
      "an error that went through no router",
      providerError("rate-limited", 4_000),
      { verdict: "limited", retryAfterMs: 4_000 },
    ],
  ] as const)("is read from %s", async (_means, how, verdict) => {
    expect(await judged(how)).toEqual(verdict);
  });
});
