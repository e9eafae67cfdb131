import type { CompiledDialect } from "../../../runtime/src/codec.ts";
import { type DialectName, dialectNames } from "../../../runtime/src/facts/dialects.ts";
import { dialectFor, endpointFor, modesFor, overrideFor } from "../../../runtime/src/facts/provider-row.ts";
import { providerRows } from "../../../runtime/src/facts/providers.ts";
import type { ProjectConfig } from "../config.ts";
import { anthropic } from "./anthropic.ts";
import { anthropicTool } from "./anthropic-tool.ts";
import { bedrock } from "./bedrock.ts";
import { cerebrasStrict } from "./cerebras-strict.ts";
import { cohere } from "./cohere.ts";
import type { Dialect, DialectSource } from "./dialect.ts";
import { fireworks } from "./fireworks.ts";
import { geminiJsonSchema } from "./gemini-json-schema.ts";
import { geminiOpenapi } from "./gemini-openapi.ts";
import { groqStrict } from "./groq-strict.ts";
import { llamaGbnf } from "./llama-gbnf.ts";
import { mfjs } from "./mfjs.ts";
import { openaiCompatibleLoose } from "./openai-compatible-loose.ts";
import { openaiStrict } from "./openai-strict.ts";
import { plain } from "./plain.ts";
import { prompt } from "./prompt.ts";
import { xai } from "./xai.ts";
import { xgrammar } from "./xgrammar.ts";

/** The dialects there are, by name. */
export const dialects: Readonly<Record<DialectName, Dialect>> = {
  "openai-strict": openaiStrict,
  "groq-strict": groqStrict,
  "cerebras-strict": cerebrasStrict,
  anthropic,
  bedrock,
  "gemini-json-schema": geminiJsonSchema,
  "gemini-openapi": geminiOpenapi,
  xai,
  fireworks,
  cohere,
  mfjs,
  xgrammar,
  "llama-gbnf": llamaGbnf,
  "openai-compatible-loose": openaiCompatibleLoose,
  prompt,
  "anthropic-tool": anthropicTool,
  plain,
};

/** Compiles a schema for some dialects, in the order of the shared list of names. */
export function compileDialects(
  source: DialectSource,
  names: ReadonlySet<DialectName>,
): ReadonlyMap<DialectName, CompiledDialect> {
  return new Map(dialectNames.filter((name) => names.has(name)).map((name) => [name, dialects[name].compile(source)]));
}

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
