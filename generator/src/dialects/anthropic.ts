import type { Json } from "../spec/resolved-spec.ts";
import type { Dialect } from "./dialect.ts";
import { limit } from "./limits.ts";
import {
  bareReferences,
  closeObjects,
  flattenUnions,
  mapsToEntries,
  moveConstraints,
  oneOfToAnyOf,
  refuseAnything,
  refuseRecursion,
  refuseStructuredValues,
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
  "uri",
  "ipv4",
  "ipv6",
  "uuid",
]);

/** Anthropic's native structured outputs. Past its limits the tool form is the better way to ask. Source: providers.md, 12. */
export const anthropic: Dialect = createDialect("anthropic", [
  refuseRecursion,
  tuplesToLists,
  mapsToEntries,
  wrapRoot,
  oneOfToAnyOf,
  closeObjects,
  flattenUnions,
  moveConstraints((keyword, value) => {
    if (keyword === "format") return formats.has(value) ? "keep" : "say";
    return keyword === "minItems" && (value === 0 || value === 1) ? "keep" : "say";
  }),
  refuseAnything,
  refuseStructuredValues,
  bareReferences("drop"),
  // The documented limit is 24 optional properties; above about ten, schemas compile unreliably.
  limit({ optional: 10, unions: 16 }),
]);
