/** The error codes whose consequence can be chosen, per router and per call; the others always stop a call. */
export const failoverCodes = [
  "network",
  "timeout",
  "rate-limited",
  "overloaded",
  "server-error",
  "interrupted",
  "unauthorized",
  "forbidden",
  "not-found",
  "quota-exhausted",
  "context-overflow",
  "schema-rejected",
  "bad-request",
  "configuration",
  "invalid-output",
  "truncated",
  "refused",
  "content-filtered",
] as const;

/** What may follow a failure. */
export const failoverActions = ["next", "retry", "stop"] as const;
