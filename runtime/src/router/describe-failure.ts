import type { OutspecErrorCode } from "../attempt.ts";
import { type OutspecError, ProviderError } from "../errors.ts";
import type { Model } from "../providers/provider.ts";

const hints: Partial<Record<OutspecErrorCode, (model: Model) => string>> = {
  unauthorized: (model) => `check ${keyVariable(model)}`,
  forbidden: (model) => `check what the key in ${keyVariable(model)} may use`,
  "quota-exhausted": (model) => `check the balance of the account behind ${keyVariable(model)}`,
  "not-found": (model) => `check the model id "${model.model}" and the base URL`,
};

function keyVariable(model: Model): string {
  return model.options.apiKeyEnv ?? model.row.env.key[0] ?? "the key";
}

/** Adds to a provider's error what a person at three in the morning needs: the status in words and what to check. */
export function describeFailure(error: OutspecError, model: Model): OutspecError {
  if (!(error instanceof ProviderError)) return error;
  const { status } = error;
  const head = status === undefined || status < 400 ? undefined : `${status} ${statusNames[status] ?? ""}`.trim();
  const hint = error.message.includes(keyVariable(model)) ? undefined : hints[error.code]?.(model);
  const message = [head, [error.message, hint].filter(Boolean).join("; ")].filter(Boolean).join(": ");
  return message === error.message ? error : new ProviderError(error.code, message, error);
}

const statusNames: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  402: "Payment Required",
  403: "Forbidden",
  404: "Not Found",
  408: "Request Timeout",
  409: "Conflict",
  413: "Content Too Large",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
  529: "Overloaded",
};
