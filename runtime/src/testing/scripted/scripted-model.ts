import type { ModelOverride, ProviderRow } from "../../facts/provider-row.ts";
import type { AllModelOptions, EncodedRequest, Model, ModelCall } from "../../providers/provider.ts";

/** An address nobody answers at, should a request ever leave: names under `.invalid` lead nowhere. */
export const scriptedBaseUrl = "https://scripted.invalid/v1";

/**
 * The same model, asked without a key, a credential or an address of its own: no variable of the environment is read for
 * it. `onEncode` sees every call and may change its request.
 *
 * Schemas go to it as they are authored, so that answers can be scripted in the form they have in the application.
 */
export function standInFor(
  model: Model,
  onEncode: (model: Model, call: ModelCall, request: EncodedRequest) => EncodedRequest,
): Model {
  const { adapter } = model;
  return Object.freeze({
    ...model,
    row: authored(model.row),
    override: model.override === undefined ? undefined : authoredOverride(model.override),
    authenticator: undefined,
    options: withoutCredentials(model.options, { baseUrl: scriptedBaseUrl, apiKey: "scripted" }),
    // One by one, because an adapter of the user's may be an object with a class.
    adapter: {
      family: adapter.family,
      framing: adapter.framing,
      encode: (call: ModelCall) => onEncode(model, call, adapter.encode(call)),
      decodeBody: (call: ModelCall, body: string) => adapter.decodeBody(call, body),
      createStreamDecoder: (call: ModelCall) => adapter.createStreamDecoder(call),
      decodeFault: (...parts: Parameters<typeof adapter.decodeFault>) => adapter.decodeFault(...parts),
    },
  });
}

/** The options without what shows who asks, and with a stand-in for it. Headers stay: a gateway may decide by them. */
export function withoutCredentials(options: AllModelOptions, standIn: AllModelOptions): AllModelOptions {
  const { apiKey: _key, apiKeyEnv: _variable, accessToken: _token, credentials: _credentials, ...others } = options;
  // Not enumerable, and so not among the others.
  const { headers } = options;
  return { ...others, ...(headers === undefined ? {} : { headers }), ...standIn };
}

/** Every generated file holds the dialect `prompt`, which is the authored schema as JSON. */
function authored(row: ProviderRow): ProviderRow {
  const { looseDialect: _loose, toolDialect: _tool, ...others } = row;
  return { ...others, dialect: "prompt" };
}

function authoredOverride({ dialect: _dialect, ...others }: ModelOverride): ModelOverride {
  return others;
}
