import type { Dialect, Rewrite } from "./dialect.ts";
import { limit } from "./limits.ts";
import { enforces, type FateOf, looksAround, moveConstraints } from "./rewrites/constraints.ts";
import { requireEverything } from "./rewrites/objects.ts";
import { bareReferences } from "./rewrites/references.ts";
import { flattenUnions } from "./rewrites/unions.ts";
import { closedShape } from "./shape.ts";
import { createDialect } from "./wire.ts";

const enforced = enforces(
  ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems", "maxItems"],
  ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"],
);

/** What OpenAI's strict mode does with a constraint. Source: providers.md, 12.1. */
const fateInOpenai: FateOf = (keyword, value, schema) =>
  keyword === "pattern" && !looksAround(value) ? "keep" : enforced(keyword, value, schema);

/** The rewrites of every dialect of OpenAI's shape: closed objects that require all their properties. */
export const openaiShape: readonly Rewrite[] = [
  // Ten levels are allowed, and it is not said whether a scalar in the innermost object is one.
  ...closedShape({ depth: 9 }),
  requireEverything,
  flattenUnions,
  moveConstraints(fateInOpenai),
];

/** The limits OpenAI publishes. Source: providers.md, 12.2. */
export const openaiLimits: Rewrite = limit({
  properties: 5000,
  depth: 10,
  enumValues: 1000,
  longEnum: 15_000,
  characters: 120_000,
});

/** OpenAI's strict structured outputs and strict tools, also at Azure. */
export const openaiStrict: Dialect = createDialect("openai-strict", [
  ...openaiShape,
  bareReferences("wrap"),
  openaiLimits,
]);
