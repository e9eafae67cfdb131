import type { Dialect, Rewrite } from "./dialect.ts";
import { limit } from "./limits.ts";
import { leaveOutDescriptions, moveConstraints } from "./rewrites/constraints.ts";
import { bareReferences, recursionLevels, unrollRecursion } from "./rewrites/references.ts";
import { constToEnum } from "./rewrites/values.ts";
import { closedShape } from "./shape.ts";
import { createDialect } from "./wire.ts";

const limits = limit({ options: 5, properties: 500, depth: 10, enumValues: 500, longEnum: 7500, text: 5000 });

function rewrites(levels: number, describe: readonly Rewrite[]): readonly Rewrite[] {
  return [
    unrollRecursion({ levels }),
    ...closedShape({ tuples: "open", depth: 9 }),
    constToEnum,
    moveConstraints(() => "say"),
    ...describe,
    bareReferences("wrap"),
    limits,
  ];
}

/**
 * Cerebras' strict mode: closed objects without recursion, and a short schema. Where the text is too long the
 * descriptions go before levels of recursion do. Source: providers.md, 12.
 */
export const cerebrasStrict: Dialect = createDialect(
  "cerebras-strict",
  ...recursionLevels.flatMap((levels) => [rewrites(levels, []), rewrites(levels, [leaveOutDescriptions])]),
);
