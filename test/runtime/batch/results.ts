import { type Attempt, OutspecError, ProviderError, type Result, RouterError } from "@outspec/runtime";

/** A result with an output, of one attempt unless more are given. */
export function resultOf<T>(output: T, attempts: readonly Attempt[] = [attempt("first/m")]): Result<T> {
  return {
    output,
    model: attempts.at(-1)?.id ?? "first/m",
    usage: { input: { total: 10 }, output: { total: 5 } },
    attempts,
    finishReason: "stop",
    repairs: [],
    receipt: { spec: "s", dialect: "d", prompt: "p" },
  };
}

/** An attempt that went well, or that failed. */
export function attempt(id: string, error?: OutspecError): Attempt {
  const [provider = "", model = ""] = id.split("/");
  const known = { id, provider, model, mode: "json_schema_strict", dialect: "plain", ms: 1 } as const;
  return error === undefined ? { ...known, phase: "done" } : { ...known, phase: "headers", error };
}

/** An error as a router throws it, of attempts that failed. */
export function routeFailed(...attempts: readonly Attempt[]): RouterError {
  return new RouterError(attempts, attempts.at(-1)?.error);
}

/** The failure of one request. */
export function providerError(code: ProviderError["code"], retryAfterMs?: number): ProviderError {
  return new ProviderError(code, code, { provider: "first", model: "m", phase: "headers", retryAfterMs });
}

/** A route of one model that failed so. */
export function failedWith(code: ProviderError["code"], retryAfterMs?: number): RouterError {
  return routeFailed(attempt("first/m", providerError(code, retryAfterMs)));
}

/** Any error of this package with a code. */
export function errorWith(code: OutspecError["code"]): OutspecError {
  return new OutspecError(code, code);
}
