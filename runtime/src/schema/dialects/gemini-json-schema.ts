import type { Dialect } from "./dialect.ts";
import { enforces, moveConstraints } from "./rewrites/constraints.ts";
import {
  ambiguousAsJson,
  anythingAsJson,
  openObjectsAsJson,
  settleJson,
  structuredValuesAsJson,
} from "./rewrites/json-text.ts";
import { mapsToEntries, openNamesToProperty } from "./rewrites/maps.ts";
import { closeObjects, orderProperties } from "./rewrites/objects.ts";
import { bareReferences, recursionLevels, unrollRequiredRecursion } from "./rewrites/references.ts";
import { wrapTextRoot } from "./rewrites/root.ts";
import { tuplesClosedByLength } from "./rewrites/tuples.ts";
import { flattenUnions, oneOfToAnyOf } from "./rewrites/unions.ts";
import { constToEnum, enumsOf } from "./rewrites/values.ts";
import { createDialect } from "./wire.ts";

/**
 * Gemini's `responseJsonSchema`. Open names are accepted and not enforced, so they are entries here too; models up to
 * 2.0 take the order of properties from a keyword only. Source: providers.md, 12.
 */
export const geminiJsonSchema: Dialect = createDialect(
  "gemini-json-schema",
  ...recursionLevels.map((levels) => [
    unrollRequiredRecursion({ levels }),
    anythingAsJson,
    structuredValuesAsJson,
    openObjectsAsJson,
    ambiguousAsJson({ entries: true, tuples: false }),
    settleJson,
    openNamesToProperty,
    mapsToEntries,
    wrapTextRoot,
    oneOfToAnyOf,
    closeObjects,
    tuplesClosedByLength,
    constToEnum,
    enumsOf(new Set(["string", "number"])),
    flattenUnions,
    moveConstraints(enforces(["minimum", "maximum", "minItems", "maxItems"])),
    bareReferences("wrap"),
    orderProperties,
  ]),
);
