import type { JsonObject } from "../instance/schema.ts";
import type { ErrorDetails, ErrorResponse } from "./protocol.ts";

/** What Google calls a status, and what it says with it. Source: providers.md, section 4.5. */
const errors: Readonly<Record<number, readonly [status: string, message: string]>> = {
  400: ["INVALID_ARGUMENT", "Request contains an invalid argument."],
  401: [
    "UNAUTHENTICATED",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
  ],
  402: ["RESOURCE_EXHAUSTED", "Your prepayment credits are depleted: insufficient funds."],
  403: ["PERMISSION_DENIED", "The caller does not have permission"],
  404: ["NOT_FOUND", "The requested model was not found."],
  413: ["INVALID_ARGUMENT", "Request payload size exceeds the limit: 20971520 bytes. The request is too large."],
  422: ["INVALID_ARGUMENT", "Request contains an invalid argument."],
  429: [
    "RESOURCE_EXHAUSTED",
    "You exceeded your current quota, please check your plan and billing details. Please retry in 1s.",
  ],
  499: ["CANCELLED", "The operation was cancelled."],
  500: ["INTERNAL", "An internal error has occurred. Please retry or report."],
  503: ["UNAVAILABLE", "The model is overloaded. Please try again later."],
  504: ["DEADLINE_EXCEEDED", "The request timed out. Please try again."],
};

/** Google's error body. */
export function geminiErrorBody(code: number, status: string, message: string | undefined): JsonObject {
  const words =
    message ?? Object.values(errors).find(([name]) => name === status)?.[1] ?? "An internal error has occurred.";
  return { error: { code: codeOf(status) ?? code, message: words, status } };
}

function codeOf(status: string): number | undefined {
  const found = Object.entries(errors).find(([, [name]]) => name === status);
  return found === undefined ? undefined : Number(found[0]);
}

/** An error response of Google's: over the limit, with the quota and the time to wait in its details. */
export function writeGeminiError(code: number, details: ErrorDetails = {}): ErrorResponse {
  const [status, usual] = errors[code] ?? ["INTERNAL", "An internal error has occurred. Please retry or report."];
  const unknown =
    code === 404 && details.model !== undefined
      ? `models/${details.model} is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.`
      : usual;
  const more =
    code === 429
      ? [
          {
            "@type": "type.googleapis.com/google.rpc.QuotaFailure",
            violations: [{ quotaId: "GenerateRequestsPerMinutePerProjectPerModel", quotaValue: "10" }],
          },
          { "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "1s" },
        ]
      : undefined;
  const error = { code, message: details.message ?? unknown, status, ...(more !== undefined && { details: more }) };
  return {
    status: code,
    headers: { "content-type": "application/json; charset=UTF-8" },
    body: JSON.stringify({ error }, null, 2),
  };
}
