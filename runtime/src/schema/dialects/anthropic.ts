import type { Dialect, Rewrite } from "./dialect.ts";
import { limit } from "./limits.ts";
import { enforces, moveConstraints } from "./rewrites/constraints.ts";
import { bareReferences, recursionLevels, unrollRecursion } from "./rewrites/references.ts";
import { closedShape } from "./shape.ts";
import { createDialect } from "./wire.ts";

const enforced = enforces(
  [],
  ["date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"],
);

/** The rewrites of Anthropic's structured outputs with recursion written out for some levels. Source: providers.md, 12. */
export function anthropicShape(levels: number): readonly Rewrite[] {
  return [
    unrollRecursion({ levels }),
    ...closedShape(),
    moveConstraints((keyword, value, schema) => {
      if (keyword === "minItems") return value === 0 || value === 1 ? "keep" : "say";
      return enforced(keyword, value, schema);
    }),
    bareReferences("drop"),
    // The documented limit is 24 optional properties; above about ten, schemas compile unreliably.
    limit({ optional: 10, unions: 16 }),
  ];
}

/** Anthropic's native structured outputs. Past its limits the tool form is the better way to ask. */
export const anthropic: Dialect = createDialect("anthropic", ...recursionLevels.map(anthropicShape));
