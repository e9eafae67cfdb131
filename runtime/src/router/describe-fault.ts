import type { OutspecErrorCode } from "../attempt.ts";
import { failureStatus } from "../facts/status-names.ts";
import type { Fault, Model } from "../providers/provider.ts";

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

/**
 * What the error of a fault says: what the provider said, with what a person at three in the morning needs: the status in
 * words and what to check.
 */
export function describeFault({ code, message, parameter }: Fault, status: number | undefined, model: Model): string {
  // A setting the provider names is left out next time, and needs nobody's attention.
  const isClear = parameter !== undefined || isRedirect(status) || message.includes(keyVariable(model));
  const hint = isClear ? undefined : hints[code]?.(model);
  return [failureStatus(status), [message, hint].filter(Boolean).join("; ")].filter(Boolean).join(": ");
}
