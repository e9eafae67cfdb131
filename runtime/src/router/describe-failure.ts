import type { OutspecErrorCode } from "../attempt.ts";
import { type OutspecError, ProviderError } from "../errors.ts";
import { statusNames } from "../facts/status-names.ts";
import type { Model } from "../providers/provider.ts";

const hints: Partial<Record<OutspecErrorCode, (model: Model) => string>> = {
  unauthorized: (model) => `check ${keyVariable(model)}`,
  forbidden: (model) => `check what the key in ${keyVariable(model)} may use`,
  "quota-exhausted": (model) => `check the balance of the account behind ${keyVariable(model)}`,
  "not-found": (model) => `check the model id "${model.model}" and the base URL`,
  "bad-request": () => "this model takes no such request: check settings, extraBody and the prompt's parts",
};

/** Where a person looks for what shows who asks. */
function keyVariable({ options, row }: Model): string {
  if (options.accessToken !== undefined) return "the accessToken";
  if (options.credentials !== undefined) return "the credentials";
  if (options.apiKeyEnv !== undefined) return options.apiKeyEnv;
  const [key] = row.env.key;
  const [account] = row.env.account ?? [];
  return [key, account].filter((name) => name !== undefined).join(" or ") || "the key";
}

function isRedirect(status = 0): boolean {
  return status >= 300 && status <= 399;
}

/** Adds to a provider's error what a person at three in the morning needs: the status in words and what to check. */
export function describeFailure(error: OutspecError, model: Model): OutspecError {
  if (!(error instanceof ProviderError)) return error;
  const { status } = error;
  const head = status === undefined || status < 400 ? undefined : `${status} ${statusNames[status] ?? ""}`.trim();
  // A setting the provider names is left out next time, and needs nobody's attention. What is missing before anything is
  // sent says itself what to set.
  const isClear =
    error.phase === "prepare" ||
    isRedirect(status) ||
    error.message.includes(keyVariable(model)) ||
    error.parameter !== undefined;
  const hint = isClear ? undefined : hints[error.code]?.(model);
  const message = [head, [error.message, hint].filter(Boolean).join("; ")].filter(Boolean).join(": ");
  return message === error.message ? error : new ProviderError(error.code, message, error);
}
