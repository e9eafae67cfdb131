import type { Dialect } from "./dialect.ts";
import { openaiShape } from "./openai-strict.ts";
import { bareReferences, inlineWhatEnds } from "./rewrites/references.ts";
import { createDialect } from "./wire.ts";

/** Servers that speak OpenAI's protocol with an engine of their own: OpenAI's shape, with references written out. Source: providers.md, 12.3. */
export const openaiCompatibleLoose: Dialect = createDialect("openai-compatible-loose", [
  inlineWhatEnds,
  ...openaiShape,
  bareReferences("drop"),
]);
