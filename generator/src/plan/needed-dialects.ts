import type { DialectName } from "../../../runtime/src/facts/dialects.ts";
import { dialectFor, endpointFor, modesFor, overrideFor } from "../../../runtime/src/facts/provider-row.ts";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import type { ProjectConfig } from "../config.ts";

/** What a router that is passed in code most likely needs, for projects that declare none. */
const usual: readonly DialectName[] = ["openai-strict", "anthropic", "anthropic-tool", "llama-gbnf"];

/** The dialects a project needs: those of its routers' models, two that fit everywhere, and its `targets`. */
export function neededDialects(config: Pick<ProjectConfig, "routers" | "targets">): ReadonlySet<DialectName> {
  const needed = new Set<DialectName>(["openai-compatible-loose", "prompt", ...config.targets]);
  const routers = Object.values(config.routers);
  if (routers.length === 0) for (const name of usual) needed.add(name);
  for (const { provider, model, from, modes, api } of routers.flatMap((router) => [
    router.primary,
    ...router.fallbacks,
  ])) {
    const row = from === undefined ? providerRows.find((candidate) => candidate.id === provider) : undefined;
    if (row === undefined) {
      for (const name of usual) needed.add(name);
      continue;
    }
    const override = overrideFor(row, model);
    for (const mode of modes ?? modesFor(row, override, endpointFor(row, override, api)))
      needed.add(dialectFor(row, override, mode));
  }
  return needed;
}
