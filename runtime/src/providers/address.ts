import type { Environment } from "../environment.ts";
import { ConfigurationError, ProviderError } from "../errors.ts";
import {
  fitsPlace,
  matchesModel,
  type Place,
  type PlaceName,
  type ProviderRow,
  placeForm,
} from "../facts/provider-row.ts";
import type { Writable } from "../writable.ts";
import type { Model, Places } from "./provider.ts";
import { redactKeys } from "./redact.ts";
import { fillPlaces, nowhere } from "./request.ts";

/** Where a model is asked: what belongs to the caller's account, and the base URL with it filled in. */
export interface Address {
  /** Without trailing slash. */
  readonly baseUrl: string;
  readonly places: Places;
}

/**
 * Finds a model's address at call time: its options before the provider's environment variables before what the provider's
 * row says. `hasKey` tells whether a plain key was found, which at some providers goes elsewhere.
 *
 * Throws a `ProviderError` of code `unauthorized` that names the variable to set where the caller's account is not known, so
 * that the next model is asked; a `ConfigurationError` where no address can be right.
 */
export function resolveAddress(model: Model, environment: Environment, hasKey: boolean): Address {
  const places = model.row.places === undefined ? nowhere : resolvePlaces(model, environment);
  const { options, row } = model;
  // Brought into its form when the model was made.
  if (options.baseUrl !== undefined) return { baseUrl: options.baseUrl, places };
  const given = namesPlace(model) ? undefined : row.env.baseUrl.map((name) => environment[name]?.trim()).find(Boolean);
  if (given !== undefined) return { baseUrl: normaliseBaseUrl(given, row.baseUrl), places };
  const template = hasKey && row.auth.scheme === "google" ? row.auth.key?.baseUrl : undefined;
  const baseUrl = fillPlaces(template ?? templateFor(row, places), places, encodeURIComponent);
  if (baseUrl === undefined) throw unknownPlace(model, places);
  if (baseUrl === "") {
    const variables = row.env.baseUrl.map((name) => ` or ${name}`).join("");
    throw new ConfigurationError(`${model.id} needs a base URL: set baseUrl${variables}`);
  }
  return { baseUrl, places };
}

/**
 * Whether the code says whose address it is, so that one that the machine names is another one's. AWS's own SDKs put their
 * endpoint variables before a region, and so it is here.
 */
function namesPlace({ row, options }: Model): boolean {
  if (row.auth.scheme === "aws") return false;
  return placesOf(row).some(([name]) => options[name] !== undefined && row.baseUrl.includes(`{${name}}`));
}

/** Throws a `ConfigurationError` for a place that a model's options give in a form it cannot have. */
export function checkPlaces(id: string, row: ProviderRow, places: Places): void {
  for (const [name, place] of placesOf(row)) {
    const value = places[name];
    if (value !== undefined && !fitsPlace(value, place)) {
      throw new ConfigurationError(`${id}: "${name}" is ${place.title} and has to be ${placeForm(place)}`);
    }
  }
}

/**
 * Checks a base URL and brings it into one form. What it lacks is taken from the provider's own: `OLLAMA_HOST` is
 * often only a host, or the address a server listens on.
 */
export function normaliseBaseUrl(given: string, own: string): string {
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(given);
  const ownUrl = hasScheme || own === "" || own.includes("{") ? undefined : new URL(own);
  // Servers on this machine rarely speak TLS.
  const isLoopback = /^(?:localhost|127\.|\[::1\])/.test(given);
  const scheme = isLoopback ? "http:" : (ownUrl?.protocol ?? "https:");
  // An IPv6 address without brackets is not supported by any of the servers' own tools either.
  const text = hasScheme ? given : `${scheme}//${given}`;
  const url = parseUrl(text);
  if (url === undefined) throw new ConfigurationError(`the base URL "${shownAddress(given)}" is not a URL`);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ConfigurationError(`the base URL "${shownAddress(given)}" is neither http nor https`);
  }
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") {
    throw new ConfigurationError("a base URL holds no credentials, query or fragment");
  }
  if (!hasScheme && !/:\d+(?:\/|$)/.test(given) && ownUrl !== undefined) url.port = ownUrl.port;
  // A server may listen on every address; a client has to name one.
  if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1";
  return url.href.replace(/\/+$/, "");
}

/** An address as a message may show it: one that is wrong may hold anything. */
function shownAddress(address: string): string {
  return redactKeys(address)
    .replace(/^[^/\s]*@/, "[redacted]@")
    .replace(/[?#].*$/s, "…");
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

type NamedPlaces = readonly (readonly [PlaceName, Place])[];

const placesOfRows = new WeakMap<ProviderRow, NamedPlaces>();

function placesOf(row: ProviderRow): NamedPlaces {
  const known = placesOfRows.get(row);
  if (known !== undefined) return known;
  // The keys of a row's places are their names.
  const places = Object.entries(row.places ?? {}) as [PlaceName, Place][];
  placesOfRows.set(row, places);
  return places;
}

function resolvePlaces(model: Model, environment: Environment): Places {
  let places: Writable<Places> | undefined;
  for (const [name, place] of placesOf(model.row)) {
    const value = model.options[name] ?? fromEnvironment(model, place, environment) ?? place.default;
    if (value === undefined) continue;
    places ??= {};
    places[name] = value;
  }
  return places ?? nowhere;
}

function fromEnvironment(model: Model, place: Place, environment: Environment): string | undefined {
  // Each look at the variables of a process takes a while.
  for (const variable of place.env) {
    const value = environment[variable]?.trim();
    if (value === undefined || value === "") continue;
    // Checked when the model was made, where its options give it.
    if (fitsPlace(value, place)) return value;
    throw unauthorized(model, `${variable} is ${place.title} and has to be ${placeForm(place)}`);
  }
  return undefined;
}

function templateFor(row: ProviderRow, places: Places): string {
  const found = row.baseUrls?.find(({ place, match }) => {
    const value = places[place];
    return value !== undefined && matchesModel(match, value);
  });
  return found?.baseUrl ?? row.baseUrl;
}

function unknownPlace(model: Model, places: Places): ProviderError {
  const missing = placesOf(model.row).find(([name, { optional }]) => places[name] === undefined && optional !== true);
  if (missing === undefined) throw new Error(`the address of ${model.row.id} has a place that its row does not name`);
  const [name, { env, title }] = missing;
  return unauthorized(model, `${title} is not known: set ${env.join(" or ")}, or give "${name}"`);
}

function unauthorized({ row, model }: Model, message: string): ProviderError {
  return new ProviderError("unauthorized", message, { provider: row.id, model, phase: "prepare" });
}
