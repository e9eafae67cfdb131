import type { Dialect } from "./dialect.ts";
import { betweenAnchors, enforces, type FateOf, moveConstraints } from "./rewrites/constraints.ts";
import { anythingAsJson, settleJson, structuredValuesAsJson } from "./rewrites/json-text.ts";
import { bareReferences, recursionLevels, unrollRecursion } from "./rewrites/references.ts";
import { wrapRoot } from "./rewrites/root.ts";
import { tuplesClosedByLength } from "./rewrites/tuples.ts";
import { flattenUnions, oneOfToAnyOf } from "./rewrites/unions.ts";
import { createDialect } from "./wire.ts";

/** Up to which number a keyword is enforced. Source: providers.md, 12.1. */
const thresholds: Readonly<Record<string, number>> = {
  minLength: 2048,
  maxLength: 2048,
  minItems: 256,
  maxItems: 256,
  minProperties: 64,
  maxProperties: 64,
};
const enforced = enforces(
  ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
  ["date", "time", "date-time", "email", "uuid", "ipv4", "ipv6", "uri"],
);

const fateAtXai: FateOf = (keyword, value, schema) => {
  const threshold = thresholds[keyword];
  if (threshold !== undefined) return typeof value === "number" && value <= threshold ? "keep" : "say";
  if (keyword !== "pattern") return enforced(keyword, value, schema);
  // Patterns are matched from end to end there, without being told.
  const body = betweenAnchors(value);
  return body === undefined ? "say" : { as: body };
};

/** xAI's structured outputs: almost JSON Schema as it is, without recursion. */
export const xai: Dialect = createDialect(
  "xai",
  ...recursionLevels.map((levels) => [
    unrollRecursion({ levels }),
    anythingAsJson,
    structuredValuesAsJson,
    settleJson,
    wrapRoot,
    oneOfToAnyOf,
    flattenUnions,
    tuplesClosedByLength,
    moveConstraints(fateAtXai),
    bareReferences("wrap"),
  ]),
);
