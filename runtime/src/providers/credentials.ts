import { copyCause } from "../copy-cause.ts";
import type { Environment } from "../environment.ts";
import { ProviderError } from "../errors.ts";
import type { Credential, ExpiringToken, Kept, KeptCredentials, Model } from "./provider.ts";
import { redactKeys } from "./redact.ts";
import { isHeaderValue } from "./request.ts";

/** What a request bears to show who asks; neither where a server wants nothing, or where more than a key is to be done. */
export interface FoundCredential {
  readonly apiKey?: string;
  readonly accessToken?: string;
}

const nothing: FoundCredential = {};

/**
 * Finds a model's credential at call time: its `accessToken` or `apiKey` option, then the variable its `apiKeyEnv` option
 * names, then the provider's own variables. A promise only where a function gives it. A missing one throws a `ProviderError`
 * of code `unauthorized` that names the variable to set.
 */
export function resolveCredential(
  model: Model,
  kept: KeptCredentials,
  now: number,
  environment: Environment,
): Promise<FoundCredential> | FoundCredential {
  const { options, row } = model;
  if (options.accessToken !== undefined) {
    const token = fromOption(options.accessToken, "accessToken", model, kept, now);
    return typeof token === "string" ? { accessToken: token } : token.then((accessToken) => ({ accessToken }));
  }
  if (options.apiKey !== undefined) {
    const key = fromOption(options.apiKey, "apiKey", model, kept, now);
    return typeof key === "string" ? { apiKey: key } : key.then((apiKey) => ({ apiKey }));
  }
  if (options.apiKeyEnv !== undefined) {
    const apiKey = fromEnvironment([options.apiKeyEnv], model, environment);
    if (apiKey === undefined) throw unauthorized(`${options.apiKeyEnv} is not set`, model);
    return { apiKey };
  }
  // What the code says goes before what the machine says.
  if (options.credentials !== undefined) return nothing;
  const apiKey = fromEnvironment(keyVariables(model), model, environment);
  if (apiKey !== undefined) return { apiKey };
  const accessToken = fromEnvironment(row.env.token ?? [], model, environment);
  if (accessToken !== undefined) return { accessToken };
  const isOptional = row.auth.scheme === "bearer" && row.auth.optional === true;
  if (isOptional || model.authenticator !== undefined) return nothing;
  throw unauthorized(
    row.env.key.length === 0 ? `${model.id} needs an apiKey` : `${row.env.key.join(" or ")} is not set`,
    model,
  );
}

/** Whether a model is shown a plain key, as far as that can be told without asking for it. */
export function hasPlainKey(model: Model, environment: Environment): boolean {
  const { apiKey, apiKeyEnv, accessToken } = model.options;
  if (accessToken !== undefined) return false;
  const names = apiKeyEnv === undefined ? keyVariables(model) : [apiKeyEnv];
  return apiKey !== undefined || names.some((name) => cleanKey(environment[name]) !== "");
}

/**
 * The variables that a model's plain key may stand in. A key of Google's leads to an address without project and location, so
 * that it is not taken where the code names these.
 */
function keyVariables({ row, options }: Model): readonly string[] {
  const isElsewhere = row.auth.scheme === "google" && (options.project ?? options.location) !== undefined;
  return isElsewhere ? [] : row.env.key;
}

function fromEnvironment(names: readonly string[], model: Model, environment: Environment): string | undefined {
  for (const name of names) {
    const key = cleanKey(environment[name]);
    if (key !== "") return checkKey(key, name, model);
  }
  return undefined;
}

type OptionName = "apiKey" | "accessToken";

function fromOption(
  credential: Credential,
  name: OptionName,
  model: Model,
  kept: KeptCredentials,
  now: number,
): string | Promise<string> {
  if (typeof credential !== "function") return checkOption(credential, name, model);
  return kept.get(() => fromFunction(credential, name, model), now);
}

async function fromFunction(give: Exclude<Credential, string>, name: OptionName, model: Model): Promise<Kept<string>> {
  let given: string | ExpiringToken;
  try {
    given = await give();
  } catch (cause) {
    throw failedFunction(`${name} function`, model, cause);
  }
  // Callers in JavaScript have no compiler to tell them that it has to be one of the two.
  if (typeof given !== "object" || given === null) return { value: checkOption(given, name, model) };
  return { value: checkOption(given.token, name, model), expiresAt: Number(given.expiresAt) };
}

function checkOption(key: unknown, name: OptionName, model: Model): string {
  const clean = typeof key === "string" ? cleanKey(key) : "";
  if (clean === "") throw unauthorized(`the ${name} of ${model.id} is empty`, model);
  return checkKey(clean, `the ${name} of ${model.id}`, model);
}

/**
 * Gives a key that a header can carry as it is, and throws for another one: platforms quote a header value they refuse, so no
 * such key may come that far. `source` is what a person can go and mend.
 */
export function checkKey(key: string, source: string, model: Model): string {
  if (isHeaderValue(key)) return key;
  throw unauthorized(`${source} holds a character that no key has, such as a line break inside it`, model);
}

/** Keys read from files and copied from pages often carry a line end, which no header may hold. */
function cleanKey(key: string | undefined): string {
  return (key ?? "").trim();
}

/**
 * Makes the error of a function of the application's that was to give a credential and failed. Of what it threw, a copy
 * is kept that holds nothing but words: errors of HTTP clients hold the request that was to fetch it.
 */
export function failedFunction(what: string, model: Model, thrown: unknown): ProviderError {
  const reason = redactKeys(thrown instanceof Error ? thrown.message : String(thrown));
  return unauthorized(`the ${what} of ${model.id} failed: ${reason}`, model, copyCause(thrown, redactKeys));
}

/** Makes the error of a credential that is missing or cannot be right; nothing was sent. */
export function unauthorized(message: string, model: Model, cause?: unknown): ProviderError {
  return new ProviderError("unauthorized", message, {
    provider: model.row.id,
    model: model.model,
    phase: "prepare",
    cause,
  });
}
