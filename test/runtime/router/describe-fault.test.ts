import { openai } from "@outspec/runtime";
import { statusNames } from "@outspec/runtime/facts/status-names";
import { statusRows } from "@outspec/runtime/providers/fault-tables";
import type { Fault } from "@outspec/runtime/providers/provider";
import { describe, expect, it } from "vitest";
import { faultError } from "../../../runtime/src/router/attempt-failure.ts";
import { describeFault } from "../../../runtime/src/router/describe-fault.ts";

const model = openai("gpt-5.4-mini", { apiKeyEnv: "TEAM_KEY" });

function described(code: Fault["code"], message: string, status?: number, parameter?: string): string {
  return describeFault({ code, message, ...(parameter === undefined ? {} : { parameter }) }, status, model);
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
    expect(described("unauthorized", "TEAM_KEY is refused")).toBe("TEAM_KEY is refused");
  });

  it("has a name for every status that means something", () => {
    for (const { status } of statusRows) expect(statusNames[status], String(status)).toBeTypeOf("string");
  });
});

describe("the error of a fault", () => {
  it("has everything that is known of it, and nothing that is not", () => {
    const known = { code: "rate-limited", requestId: "r1", retryAfterMs: 5, shouldRetry: true } as const;
    const error = faultError({ ...known, message: "slow" }, model, { phase: "first-token", status: 429 });
    const told = { ...known, provider: "openai", model: "gpt-5.4-mini", phase: "first-token", status: 429 };
    expect({ ...error }).toEqual({ ...told, name: "ProviderError" });
    expect(error.message).toBe("429 Too Many Requests: slow");
  });
});
