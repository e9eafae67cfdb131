import type { Dialect } from "./dialect.ts";
import { openaiLimits, openaiShape } from "./openai-strict.ts";
import { bareReferences } from "./rewrites/references.ts";
import { constToEnum } from "./rewrites/values.ts";
import { createDialect } from "./wire.ts";

/** Groq's strict mode: OpenAI's shape. That it knows `const` is not documented. Source: providers.md, 12.3. */
export const groqStrict: Dialect = createDialect("groq-strict", [
  ...openaiShape,
  constToEnum,
  bareReferences("wrap"),
  openaiLimits,
]);
