import type { Json } from "../spec/resolved-spec.ts";
import type { Dialect } from "./dialect.ts";
import { flattenUnions, inlineReferences, moveConstraints, oneOfToAnyOf, tuplesToLists } from "./rewrites.ts";
import { createDialect } from "./wire.ts";

const formats: ReadonlySet<Json> = new Set(["date", "time", "date-time"]);
const bounds: ReadonlySet<string> = new Set(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"]);
const lengths: ReadonlySet<string> = new Set(["minLength", "maxLength", "minItems", "maxItems"]);

/** The grammar llama.cpp and Ollama make of a schema. It is not shown to the model. Source: providers.md, 12. */
export const llamaGbnf: Dialect = createDialect("llama-gbnf", [
  inlineReferences("refuse"),
  tuplesToLists,
  // Without some of its constraints an option may fit where it did not, and then "exactly one" is no longer right.
  oneOfToAnyOf,
  flattenUnions,
  moveConstraints((keyword, value, schema) => {
    if (keyword === "format") return formats.has(value) ? "keep" : "say";
    if (bounds.has(keyword) && typeof value === "number") {
      return schema.kind === "scalar" && schema.types.includes("integer") && !schema.types.includes("number")
        ? "keep"
        : "say";
    }
    return lengths.has(keyword) ? "keep" : "say";
  }),
]);
