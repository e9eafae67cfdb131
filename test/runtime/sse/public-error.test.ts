import {
  ConfigurationError,
  InvalidOutputError,
  type OutspecErrorCode,
  ProviderError,
  RouterError,
  TimeoutError,
} from "@outspec/runtime";
import { toPublicError } from "@outspec/runtime/sse";
import { describe, expect, it } from "vitest";

const overloaded = new ProviderError("overloaded", "Provider returned error: sk-canary", {
  provider: "openai",
  model: "gpt-5.4-mini",
  phase: "headers",
  status: 529,
  retryAfterMs: 3_000,
});

describe("what a page is told of a failure", () => {
  it("is its code, a sentence of ours, and when to ask again", () => {
    expect(toPublicError(overloaded)).toEqual({
      code: "overloaded",
      message: "The service is busy. Please try again in a moment.",
      retryAfterMs: 3_000,
    });
  });

  it("is of a route that failed what its last model failed with", () => {
    const attempt = {
      id: "openai/gpt-5.4-mini",
      provider: "openai",
      model: "gpt-5.4-mini",
      mode: "prompt",
      dialect: "prompt",
      phase: "headers",
      ms: 1,
      error: overloaded,
    } as const;
    expect(toPublicError(new RouterError([attempt]))).toMatchObject({ code: "overloaded", retryAfterMs: 3_000 });
  });

  it("never has the error's own words", () => {
    const errors = [
      overloaded,
      new ConfigurationError("sk-canary"),
      new TimeoutError("idle", 1_000, "sk-canary"),
      new InvalidOutputError("sk-canary", [], "sk-canary"),
      new Error("sk-canary"),
      "sk-canary",
      undefined,
      Object.assign(new ConfigurationError("sk-canary"), { code: "sk-canary-of-a-newer-version" as OutspecErrorCode }),
    ];
    for (const error of errors) {
      const { message } = toPublicError(error);
      expect(message).not.toContain("canary");
      expect(message).toMatch(/^[A-Z].*\.$/);
    }
  });
});
