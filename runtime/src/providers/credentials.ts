import { type Environment, processEnvironment } from "../environment.ts";
import { ConfigurationError, ProviderError } from "../errors.ts";
import type { Model } from "./provider.ts";
import { redactKeys } from "./redact.ts";
import { isHeaderValue } from "./request.ts";

/**
 * Finds a model's key at call time: its `apiKey` option, then the variable its `apiKeyEnv` option names, then the
 * provider's own variables. A promise only where a function gives it. Undefined where none is needed; a missing key throws
 * a `ProviderError` of code `unauthorized` that names the variable to set.
 */
export function resolveCredential(
  model: Model,
  environment: Environment = processEnvironment(),
): Promise<string> | string | undefined {
  const { options, row } = model;
  if (typeof options.apiKey === "function") return fromFunction(options.apiKey, model);
  if (options.apiKey !== undefined) return fromOption(options.apiKey, model);
  const names = options.apiKeyEnv === undefined ? row.env.key : [options.apiKeyEnv];
  for (const name of names) {
    const key = cleanKey(environment[name]);
    if (key !== "") return checkKey(key, name, model);
  }
  const isOptional = row.auth.scheme === "bearer" && row.auth.optional === true && options.apiKeyEnv === undefined;
  if (isOptional) return undefined;
  throw unauthorized(names.length === 0 ? `${model.id} needs an apiKey` : `${names.join(" or ")} is not set`, model);
}

/**
 * The base URL of a model at call time, without trailing slash: its `baseUrl` option, then the provider's variables,
 * then the provider's own. Throws a `ConfigurationError` when there is none or it is not a URL.
 */
export function resolveBaseUrl(model: Model, environment: Environment = processEnvironment()): string {
  const { options, row } = model;
  // Brought into its form when the model was made.
  if (options.baseUrl !== undefined) return options.baseUrl;
  const fromEnvironment = row.env.baseUrl.map((name) => environment[name]?.trim()).find(Boolean);
  if (fromEnvironment !== undefined) return normaliseBaseUrl(fromEnvironment, row.baseUrl);
  if (row.baseUrl === "") throw new ConfigurationError(`${model.id} needs a base URL: set baseUrl`);
  return row.baseUrl;
}

/**
 * Checks a base URL and brings it into one form. What it lacks is taken from the provider's own: `OLLAMA_HOST` is
 * often only a host, or the address a server listens on.
 */
export function normaliseBaseUrl(given: string, own: string): string {
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(given);
  const ownUrl = own === "" ? undefined : new URL(own);
  // Servers on this machine rarely speak TLS.
  const isLoopback = /^(?:localhost|127\.|\[::1\])/.test(given);
  const scheme = isLoopback ? "http:" : (ownUrl?.protocol ?? "https:");
  // An IPv6 address without brackets is not supported by any of the servers' own tools either.
  const text = hasScheme ? given : `${scheme}//${given}`;
  if (!URL.canParse(text)) throw new ConfigurationError(`the base URL "${given}" is not a URL`);
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ConfigurationError(`the base URL "${given}" is neither http nor https`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new ConfigurationError("a base URL holds no credentials, query or fragment");
  }
  if (!hasScheme && !/:\d+(?:\/|$)/.test(given) && ownUrl !== undefined) url.port = ownUrl.port;
  // A server may listen on every address; a client has to name one.
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  return url.href.replace(/\/+$/, "");
}

async function fromFunction(giveKey: () => string | Promise<string>, model: Model): Promise<string> {
  let key: unknown;
  try {
    key = await giveKey();
  } catch (cause) {
    const reason = redactKeys(cause instanceof Error ? cause.message : String(cause));
    throw unauthorized(`the apiKey function of ${model.id} failed: ${reason}`, model, cause);
  }
  return fromOption(key, model);
}

function fromOption(key: unknown, model: Model): string {
  const clean = typeof key === "string" ? cleanKey(key) : "";
  if (clean === "") throw unauthorized(`the apiKey of ${model.id} is empty`, model);
  return checkKey(clean, `the apiKey of ${model.id}`, model);
}

/** Platforms quote a header value they refuse, so no key may come that far. `source` is what a person can go and mend. */
function checkKey(key: string, source: string, model: Model): string {
  if (isHeaderValue(key)) return key;
  throw unauthorized(`${source} holds a character that no key has, such as a line break inside it`, model);
}

/** Keys read from files and copied from pages often carry a line end, which no header may hold. */
function cleanKey(key: string | undefined): string {
  return (key ?? "").trim();
}

function unauthorized(message: string, model: Model, cause?: unknown): ProviderError {
  return new ProviderError("unauthorized", message, {
    provider: model.row.id,
    model: model.model,
    phase: "prepare",
    cause,
  });
}
