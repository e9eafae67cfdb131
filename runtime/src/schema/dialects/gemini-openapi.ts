import type { Dialect } from "./dialect.ts";
import { enforces, moveConstraints } from "./rewrites/constraints.ts";
import {
  ambiguousAsJson,
  anythingAsJson,
  nullAsJson,
  openObjectsAsJson,
  settleJson,
  structuredValuesAsJson,
} from "./rewrites/json-text.ts";
import { mapsToEntries, openNamesToProperty } from "./rewrites/maps.ts";
import { leaveOpennessUnsaid, orderProperties } from "./rewrites/objects.ts";
import { inlineReferences, unrollings } from "./rewrites/references.ts";
import { wrapTextRoot } from "./rewrites/root.ts";
import { tuplesToObjects } from "./rewrites/tuples.ts";
import { flattenUnions, nullToKeyword, oneOfToAnyOf, typeListsToAnyOf } from "./rewrites/unions.ts";
import { constToEnum, enumsOf } from "./rewrites/values.ts";
import { createDialect } from "./wire.ts";

/** Gemini's `responseSchema` and tool parameters: OpenAPI's schema, without references. Source: providers.md, 12. */
export const geminiOpenapi: Dialect = createDialect(
  "gemini-openapi",
  ...unrollings.map((unrolling) => [
    inlineReferences(unrolling),
    anythingAsJson,
    structuredValuesAsJson,
    openObjectsAsJson,
    nullAsJson,
    ambiguousAsJson({ entries: true, tuples: true }),
    settleJson,
    openNamesToProperty,
    mapsToEntries,
    tuplesToObjects,
    wrapTextRoot,
    oneOfToAnyOf,
    flattenUnions,
    nullToKeyword,
    constToEnum,
    enumsOf(new Set(["string"])),
    typeListsToAnyOf,
    flattenUnions,
    leaveOpennessUnsaid,
    moveConstraints(enforces(["minimum", "maximum", "minItems", "maxItems"])),
    orderProperties,
  ]),
);
