import type { Dialect } from "./dialect.ts";
import { openaiShape } from "./openai-strict.ts";
import { bareReferences, inlineReferences } from "./rewrites.ts";
import { createDialect } from "./wire.ts";

/** Servers that speak OpenAI's protocol with an engine of their own: OpenAI's shape, with references written out. */
export const openaiCompatibleLoose: Dialect = createDialect("openai-compatible-loose", [
  inlineReferences("keep"),
  ...openaiShape,
  bareReferences("drop"),
]);
