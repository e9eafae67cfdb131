import type { Json } from "../spec/resolved-spec.ts";
import type { Dialect, Rewrite } from "./dialect.ts";
import { limit } from "./limits.ts";
import {
  bareReferences,
  closeObjects,
  type Fate,
  flattenUnions,
  mapsToEntries,
  moveConstraints,
  oneOfToAnyOf,
  refuseAnything,
  requireEverything,
  tuplesToLists,
  wrapRoot,
} from "./rewrites.ts";
import { createDialect } from "./wire.ts";

const formats: ReadonlySet<Json> = new Set([
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "uuid",
]);
const enforced: ReadonlySet<string> = new Set([
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minItems",
  "maxItems",
]);

/** What OpenAI's strict mode does with a constraint. Source: providers.md, 12.1. */
function fateInOpenai(keyword: string, value: Json): Fate {
  if (keyword === "format") return formats.has(value) ? "keep" : "say";
  if (keyword === "pattern") return typeof value === "string" && /\(\?[=!<]/.test(value) ? "say" : "keep";
  // In draft-04 these are flags beside `minimum` and `maximum`.
  if (typeof value === "boolean" && keyword.startsWith("exclusive")) return "say";
  return enforced.has(keyword) ? "keep" : "say";
}

/** The rewrites every dialect of OpenAI's shape starts with. */
export const openaiShape: readonly Rewrite[] = [
  tuplesToLists,
  mapsToEntries,
  wrapRoot,
  oneOfToAnyOf,
  closeObjects,
  requireEverything,
  flattenUnions,
  moveConstraints(fateInOpenai),
];

/** OpenAI's strict structured outputs and strict tools, also at Azure. */
export const openaiStrict: Dialect = createDialect("openai-strict", [
  ...openaiShape,
  refuseAnything,
  bareReferences("wrap"),
  limit({ properties: 5000, depth: 10, enumValues: 1000, characters: 120_000 }),
]);
