import { endpointFor, type Family, overrideFor, type ProviderRow } from "../../../runtime/src/facts/provider-row.ts";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import type { ModelConfig, ProjectConfig, RouterConfig } from "../config.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import type { RuntimeModule, Simulator } from "./user-runtime.ts";

/** The router that a spec's functions use by default, or else the first one there is. */
export function routerOf(spec: ResolvedSpec, config: ProjectConfig): RouterConfig | undefined {
  return (
    config.routers[spec.router ?? "default"] ??
    (spec.router === undefined ? Object.values(config.routers)[0] : undefined)
  );
}

/** Names of the variables that would let a model be asked; none at all when it needs no key. */
interface Credentials {
  /** Each of them is enough. */
  readonly keys: readonly string[];
  /** Those of an account, which sign or fetch a token. */
  readonly account: readonly string[];
}

function credentialsOf(model: ModelConfig): Credentials {
  if (model.apiKeyEnv !== undefined) return { keys: [model.apiKeyEnv], account: [] };
  const row = rowOf(model.provider);
  if (row === undefined || (row.auth.scheme === "bearer" && row.auth.optional === true))
    return { keys: [], account: [] };
  const { key, token = [], account = [] } = row.env;
  return { keys: [...key, ...token], account };
}

/** Names of the variables any of which is a sign that this model can be asked; empty when it needs no key. */
function keysOf(model: ModelConfig): readonly string[] {
  const { keys, account } = credentialsOf(model);
  return [...keys, ...account];
}

/**
 * Whether there is somebody to ask: a key is set, or the primary model needs none. A local model among the fallbacks
 * is no sign, as its server may not run.
 */
export function hasCredential({ primary, fallbacks }: RouterConfig): boolean {
  const isSet = (name: string): boolean => (process.env[name] ?? "") !== "";
  return keysOf(primary).length === 0 || [primary, ...fallbacks].some((model) => keysOf(model).some(isSet));
}

/** Says why the simulator answers and no model does. */
export function whySimulated(asked: boolean, router: RouterConfig | undefined): string {
  if (asked) return "Simulated: the output is made up by a local server.";
  if (router === undefined)
    return "Simulated, as outspec.yaml declares no router: the output is made up by a local server.";
  const wanted = [router.primary, ...router.fallbacks].map(credentialsOf);
  const keys = unique(wanted.flatMap((one) => one.keys));
  const account = unique(wanted.flatMap((one) => one.account));
  const ways = [...keys, ...(account.length === 0 ? [] : [`the variables of an account (${account.join(", ")})`])];
  return `Simulated, as no key is set: the output is made up by a local server.\nSet ${ways.join(" or ")} to ask a real model.`;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function rowOf(provider: string): ProviderRow | undefined {
  return providerRows.find(({ id }) => id === provider);
}

/** Whose address a wire has at the simulator. */
export const simulatedAddresses: Readonly<Record<Family, keyof Simulator["baseUrls"]>> = {
  "openai-chat": "openai",
  "openai-responses": "openai",
  "anthropic-messages": "anthropic",
  gemini: "google",
  "bedrock-converse": "bedrock",
  "cohere-v2": "cohere",
  "ollama-chat": "ollama",
};

/** The same models in the same order, at the simulator's address. */
export function simulatedRouter(
  runtime: RuntimeModule,
  router: RouterConfig | undefined,
  simulator: Simulator,
): unknown {
  const openai = rowOf("openai");
  const models: readonly ModelConfig[] =
    router === undefined
      ? [{ provider: "openai", model: openai?.models[0] ?? "model" }]
      : [router.primary, ...router.fallbacks];
  const [primary, ...fallbacks] = models.map(({ provider, model, api }) => {
    // A factory of the project's own is stood in for by the best-known wire.
    const row = rowOf(provider) ?? openai;
    const factory = row === undefined ? undefined : runtime[row.factory];
    if (row === undefined || typeof factory !== "function")
      throw new UsageError(
        `@outspec/runtime has no provider ${provider}`,
        "install matching versions of outspec and @outspec/runtime",
      );
    const { family } = endpointFor(row, overrideFor(row, model), api) ?? row;
    const baseUrl = simulator.baseUrls[simulatedAddresses[family]];
    return factory(model, { baseUrl, apiKey: "simulated", ...(api !== undefined && { api }) }) as unknown;
  });
  return runtime.createRouter({ primary, fallbacks });
}
