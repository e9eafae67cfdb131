import { ConfigurationError } from "../errors.ts";
import { modes } from "../facts/dialects.ts";
import { endpointFor, overrideFor, type ProviderRow } from "../facts/provider-row.ts";
import type { FrameDecoder } from "../framing/decoder.ts";
import { createSseDecoder } from "../framing/sse.ts";
import type { Writable } from "../writable.ts";
import { checkPlaces, normaliseBaseUrl } from "./address.ts";
import type { Adapter, AllModelOptions, Authenticator, Model } from "./provider.ts";
import { isHeaderValue } from "./request.ts";

/** What a provider's models are made with, beside its row: an adapter for each API, and what is not as with most of them. */
export interface ProviderParts {
  readonly adapters: readonly Adapter[];
  /** How it is shown who asks, where a key in a header is not enough. */
  readonly authenticator?: Authenticator;
  /** How its streams are cut, where it is not as its family's. */
  readonly createFrameDecoder?: () => FrameDecoder;
}

/**
 * Makes a model of a provider's row. Checks the options and freezes the result; reads no environment.
 *
 * Throws a `ConfigurationError` when an option cannot be right, or the provider is no longer in service.
 */
export function modelFromRow(
  row: ProviderRow,
  { adapters, authenticator, createFrameDecoder }: ProviderParts,
  model: string,
  options: AllModelOptions = {},
): Model {
  const id = `${row.id}/${model}`;
  if (row.retired !== undefined) {
    throw new ConfigurationError(
      `${row.title} went out of service on ${row.retired}: ask the models of another provider`,
    );
  }
  if (model.trim() === "") throw new ConfigurationError(`a model of ${row.title} needs a name`);
  checkModes(options.modes, id);
  checkPlaces(id, row, options);
  const override = overrideFor(row, model);
  const endpoint = endpointFor(row, override, options.api);
  if (endpoint === undefined) throw new ConfigurationError(`${id}: ${row.title} has no API "${options.api}"`);
  const adapter = adapters.find(({ family }) => family === endpoint.family);
  if (adapter === undefined) throw new Error(`${row.id} is made with an adapter for ${endpoint.family}`);
  return Object.freeze({
    id,
    model,
    row,
    override,
    endpoint,
    adapter,
    createFrameDecoder: createFrameDecoder ?? (() => adapter.createFrameDecoder?.() ?? createSseDecoder()),
    authenticator,
    options: checkOptions(options, row, id),
  });
}

function checkOptions(options: AllModelOptions, row: ProviderRow, id: string): AllModelOptions {
  const { apiKey, accessToken, credentials, headers, ...others } = options;
  const open: Writable<AllModelOptions> = others;
  if (others.baseUrl !== undefined) open.baseUrl = normaliseBaseUrl(others.baseUrl, row.baseUrl);
  const checkedHeaders = headers === undefined ? undefined : checkHeaders(headers, id);
  const checked = new CheckedOptions({ apiKey, accessToken, credentials, headers: checkedHeaders }, open);
  return Object.freeze(checked) as AllModelOptions; // absent where they are undefined
}

/** What shows who asks. */
type Credentials = { readonly [Name in "apiKey" | "accessToken" | "credentials" | "headers"]: AllModelOptions[Name] };

/** Getters give what shows who asks, so that nobody comes across it who prints or serialises a model or a router. */
class CheckedOptions {
  readonly #credentials: Credentials;

  constructor(credentials: Credentials, open: AllModelOptions) {
    this.#credentials = credentials;
    Object.assign(this, open);
  }

  get apiKey(): Credentials["apiKey"] {
    return this.#credentials.apiKey;
  }

  get accessToken(): Credentials["accessToken"] {
    return this.#credentials.accessToken;
  }

  get credentials(): Credentials["credentials"] {
    return this.#credentials.credentials;
  }

  get headers(): Credentials["headers"] {
    return this.#credentials.headers;
  }
}

function checkModes(given: AllModelOptions["modes"], id: string): void {
  for (const mode of given ?? []) {
    if (!modes.includes(mode)) {
      throw new ConfigurationError(`${id}: "${mode}" is not a mode; the modes are ${modes.join(", ")}`);
    }
  }
  if (given?.length === 0) throw new ConfigurationError(`${id}: the list of modes is empty`);
}

/** The headers with names in lower case. Values are secrets often enough that no message shows one. */
function checkHeaders(headers: Readonly<Record<string, string>>, id: string): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => {
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw new ConfigurationError(`${id}: "${name}" is not a header name`);
    if (typeof value !== "string") throw new ConfigurationError(`${id}: the header "${name}" is not a text`);
    if (!isHeaderValue(value)) {
      throw new ConfigurationError(
        `${id}: the header "${name}" holds a character outside of printable ASCII, such as a line break`,
      );
    }
    return [name.toLowerCase(), value] as const;
  });
  return Object.freeze(Object.fromEntries(entries));
}
