import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "@outspec/runtime/environment";
import type { ProviderRow } from "@outspec/runtime/facts/provider-row";
import { normaliseBaseUrl } from "@outspec/runtime/providers/address";

/** The variable with the address of a server that has none of its own. The runtime does not read it: the address is an option there. */
const compatibleServer = "OPENAI_COMPATIBLE_BASE_URL";

/** What a provider's model is made with, so that the environment alone says where it is asked. */
export function optionsFor({ id }: ProviderRow, environment: Environment): { readonly baseUrl?: string } {
  const baseUrl = id === "openai-compatible" ? environment[compatibleServer]?.trim() : undefined;
  return baseUrl ? { baseUrl } : {};
}

/** Why a provider cannot be asked with what the environment says, if it cannot. */
export function whatIsMissing(
  row: ProviderRow,
  model: string | undefined,
  environment: Environment,
): string | undefined {
  const { env, auth, models } = row;
  const isSet = (name: string): boolean => Boolean(environment[name]?.trim());
  const isOptional = auth.scheme === "bearer" && auth.optional === true;
  const names = [...env.key, ...(env.token ?? []), ...(env.account ?? [])];
  const isKnown = names.some(isSet) || (auth.scheme === "google" && existsSync(gcloudFile(environment)));
  if (!isOptional && !isKnown) return `${names.join(" or ")} is not set`;
  if (model === undefined && models.length === 0) return "name a model: npm run live -- PROVIDER MODEL";
  if (env.baseUrl.some(isSet) || optionsFor(row, environment).baseUrl !== undefined) return undefined;
  if (row.baseUrl === "") return `${env.baseUrl[0] ?? compatibleServer} is not set`;
  // A plain key of Google's goes to an address that names no project.
  if (auth.scheme === "google" && auth.key !== undefined && env.key.some(isSet)) return undefined;
  const missing = Object.values(row.places ?? {}).find(
    (place) => place.default === undefined && place.optional !== true && !place.env.some(isSet),
  );
  return missing === undefined ? undefined : `${missing.env.join(" or ")} is not set`;
}

/** Where a server of the user's own is to listen. */
export function addressOf({ env, baseUrl }: ProviderRow, environment: Environment): string {
  const given = env.baseUrl.map((name) => environment[name]?.trim()).find(Boolean);
  return given === undefined ? baseUrl : normaliseBaseUrl(given, baseUrl);
}

/** The file in which `gcloud auth application-default login` leaves credentials, which google-auth-library finds there. */
function gcloudFile(environment: Environment): string {
  const { CLOUDSDK_CONFIG: own, APPDATA: roaming = "", HOME: home = "" } = environment;
  const usual = process.platform === "win32" ? join(roaming, "gcloud") : join(home, ".config", "gcloud");
  return join(own || usual, "application_default_credentials.json");
}
