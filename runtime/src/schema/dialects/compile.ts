import type { CompiledDialect } from "../../codec.ts";
import { type DialectName, dialectNames } from "../../facts/dialects.ts";
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
