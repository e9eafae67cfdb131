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

/** Names of the variables that would let this model be asked; empty when it needs no key. */
function keysOf(model: ModelConfig): readonly string[] {
  const row = providerRows.find(({ id }) => id === model.provider);
  if (model.apiKeyEnv !== undefined) return [model.apiKeyEnv];
  return row === undefined || (row.auth.scheme === "bearer" && row.auth.optional === true) ? [] : row.env.key;
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
  const keys = [router.primary, ...router.fallbacks].flatMap(keysOf);
  return `Simulated, as no key is set: the output is made up by a local server.\nSet ${keys.join(" or ")} to ask a real model.`;
}

/** The same models in the same order, at the simulator's address. */
export function simulatedRouter(
  runtime: RuntimeModule,
  router: RouterConfig | undefined,
  simulator: Simulator,
): unknown {
  const families = { "openai-chat": "openai", "anthropic-messages": "anthropic", "ollama-chat": "ollama" } as const;
  const fallbackRow = providerRows[0];
  const models =
    router === undefined
      ? [{ provider: fallbackRow?.id ?? "openai", model: fallbackRow?.models[0] ?? "model" }]
      : [router.primary, ...router.fallbacks];
  const [primary, ...fallbacks] = models.map(({ provider, model }) => {
    const row = providerRows.find(({ id }) => id === provider) ?? fallbackRow;
    const factory = row === undefined ? undefined : runtime[row.factory];
    if (row === undefined || typeof factory !== "function")
      throw new UsageError(
        `@outspec/runtime has no provider ${provider}`,
        "install matching versions of outspec and @outspec/runtime",
      );
    return factory(model, { baseUrl: simulator.baseUrls[families[row.family]], apiKey: "simulated" }) as unknown;
  });
  return runtime.createRouter({ primary, fallbacks });
}
