import { openai, ProviderError, TruncatedError } from "@outspec/runtime";
import { statusNames } from "@outspec/runtime/facts/status-names";
import { statusRows } from "@outspec/runtime/providers/fault-tables";
import { describe, expect, it } from "vitest";
import { describeFailure } from "../../../runtime/src/router/describe-failure.ts";

const model = openai("gpt-5.4-mini", { apiKeyEnv: "TEAM_KEY" });

function described(code: ProviderError["code"], message: string, status?: number, parameter?: string): string {
  const details = { provider: "openai", model: "gpt-5.4-mini", phase: "headers", status, parameter } as const;
  return describeFailure(new ProviderError(code, message, details), model).message;
}

describe("the message of a failure", () => {
  it("has the status in words and what to check", () => {
    expect(described("unauthorized", "Incorrect key", 401)).toBe("401 Unauthorized: Incorrect key; check TEAM_KEY");
    expect(described("not-found", "no", 404)).toBe(
      '404 Not Found: no; check the model id "gpt-5.4-mini" and the base URL',
    );
    expect(described("overloaded", "Overloaded", 529)).toBe("529 Overloaded: Overloaded");
  });

  it("says aloud that a request which cannot be classified has to be mended", () => {
    expect(described("bad-request", "unsupported content type", 400)).toBe(
      "400 Bad Request: unsupported content type; this model takes no such request: check settings, extraBody and the prompt's parts",
    );
    expect(described("bad-request", "temperature is not supported", 400, "temperature")).toBe(
      "400 Bad Request: temperature is not supported",
    );
  });

  it("has no status where the error came inside a response of status 200, or before one", () => {
    expect(described("server-error", "it broke", 200)).toBe("it broke");
    expect(described("unauthorized", "TEAM_KEY is not set")).toBe("TEAM_KEY is not set");
  });

  it("keeps everything else of the error", () => {
    const details = {
      provider: "openai",
      model: "gpt-5.4-mini",
      phase: "headers",
      status: 429,
      requestId: "r1",
      retryAfterMs: 5,
      shouldRetry: true,
      cause: new Error("why"),
    } as const;
    const error = describeFailure(new ProviderError("rate-limited", "slow", details), model);
    expect(error).toMatchObject(details);
    const truncated = new TruncatedError("cut");
    expect(describeFailure(truncated, model)).toBe(truncated);
  });

  it("has a name for every status that means something", () => {
    for (const { status } of statusRows) expect(statusNames[status], String(status)).toBeTypeOf("string");
  });
});
