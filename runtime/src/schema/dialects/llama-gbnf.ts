import type { Dialect } from "./dialect.ts";
import { betweenAnchors, enforces, type FateOf, moveConstraints } from "./rewrites/constraints.ts";
import { ambiguousAsJson, settleJson } from "./rewrites/json-text.ts";
import { inlineReferences, unrollings } from "./rewrites/references.ts";
import { wrapTextRoot } from "./rewrites/root.ts";
import { tuplesToObjects } from "./rewrites/tuples.ts";
import { flattenUnions, oneOfToAnyOf } from "./rewrites/unions.ts";
import { createDialect } from "./wire.ts";

const enforced = enforces(["minLength", "maxLength", "minItems", "maxItems"], ["date", "time", "date-time"]);
const bounds: ReadonlySet<string> = new Set(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]);

const fateInLlama: FateOf = (keyword, value, schema) => {
  const isInteger = schema.kind === "scalar" && schema.types.includes("integer") && !schema.types.includes("number");
  if (bounds.has(keyword)) return isInteger ? "keep" : "say";
  if (keyword === "pattern") return isSimple(value) ? "keep" : "say";
  return enforced(keyword, value, schema);
};

/** Whether a pattern, anchored at both ends, is one that becomes a grammar: classes, groups, repetition. */
function isSimple(pattern: Parameters<FateOf>[1]): boolean {
  const body = betweenAnchors(pattern);
  return body !== undefined && !/\(\?|\\[bBpPuxc]|[*+?}][?+]/.test(body);
}

/** The grammar llama.cpp and Ollama make of a schema. It is not shown to the model. Source: providers.md, 12. */
export const llamaGbnf: Dialect = createDialect(
  "llama-gbnf",
  ...unrollings.map((unrolling) => [
    inlineReferences(unrolling),
    ambiguousAsJson({ entries: false, tuples: true }),
    settleJson,
    tuplesToObjects,
    wrapTextRoot,
    // Without some of its constraints an option may fit where it did not, and then "exactly one" is no longer right.
    oneOfToAnyOf,
    flattenUnions,
    moveConstraints(fateInLlama),
  ]),
);
