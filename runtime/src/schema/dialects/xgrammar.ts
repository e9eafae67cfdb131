import type { Dialect } from "./dialect.ts";
import { enforces, type FateOf, looksAround, moveConstraints } from "./rewrites/constraints.ts";
import { oneOfToAnyOf } from "./rewrites/unions.ts";
import { createDialect } from "./wire.ts";

const enforced = enforces(
  [
    ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
    ...["minLength", "maxLength", "minItems", "maxItems"],
  ],
  [
    ...["email", "date", "time", "date-time", "duration", "ipv4", "ipv6", "hostname", "uuid", "uri", "uri-reference"],
    ...["uri-template", "json-pointer", "relative-json-pointer"],
  ],
);

const fateInXgrammar: FateOf = (keyword, value, schema) => {
  const { pattern, format } = schema.constraints;
  const hasPattern = pattern !== undefined && !looksAround(pattern);
  if (keyword === "pattern") return hasPattern ? "keep" : "say";
  // One of these silently wins over the others.
  if (hasPattern && ["format", "minLength", "maxLength"].includes(keyword)) return "say";
  const isFormatted = format !== undefined && enforced("format", format, schema) === "keep";
  if (isFormatted && ["minLength", "maxLength"].includes(keyword)) return "say";
  return enforced(keyword, value, schema);
};

/** The grammar of vLLM's default backend and of hosts that run it: JSON Schema but for some constraints. Source: providers.md, 12. */
export const xgrammar: Dialect = createDialect("xgrammar", [oneOfToAnyOf, moveConstraints(fateInXgrammar)]);
