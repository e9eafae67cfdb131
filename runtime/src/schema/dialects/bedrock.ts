import { anthropicShape } from "./anthropic.ts";
import type { Dialect } from "./dialect.ts";
import { recursionLevels } from "./rewrites/references.ts";
import { createDialect } from "./wire.ts";

/** Bedrock's structured outputs: what Anthropic's models take there is what they take at Anthropic. Source: providers.md, 12. */
export const bedrock: Dialect = createDialect("bedrock", ...recursionLevels.map(anthropicShape));
