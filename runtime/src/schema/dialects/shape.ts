import type { Rewrite } from "./dialect.ts";
import { cutDepth } from "./rewrites/depth.ts";
import {
  ambiguousAsJson,
  anythingAsJson,
  openObjectsAsJson,
  settleJson,
  structuredValuesAsJson,
} from "./rewrites/json-text.ts";
import { mapsToEntries, openNamesToProperty } from "./rewrites/maps.ts";
import { closeObjects } from "./rewrites/objects.ts";
import { wrapRoot } from "./rewrites/root.ts";
import { openTuplesToObjects, tuplesToObjects } from "./rewrites/tuples.ts";
import { flattenUnions, oneOfToAnyOf } from "./rewrites/unions.ts";

/** What dialects of the closed shape differ in. */
export interface ClosedShape {
  /** Tuples become objects, or only those do that go on after their first elements. Default `all`. */
  readonly tuples?: "all" | "open";
  /** Levels of nesting that are allowed. */
  readonly depth?: number;
}

// The same function for all of them, so that it is applied to a document once.
const ambiguousInShape: Rewrite = ambiguousAsJson({ entries: true, tuples: true });

/**
 * The rewrites of dialects in which every object lists all its names: an object at the root, maps and open names as
 * entries, tuples as objects, `anyOf`, and JSON text for whatever has no type.
 */
export function closedShape({ tuples = "all", depth }: ClosedShape = {}): readonly Rewrite[] {
  return [
    anythingAsJson,
    structuredValuesAsJson,
    openObjectsAsJson,
    ambiguousInShape,
    ...(depth === undefined ? [] : [cutDepth(depth)]),
    settleJson,
    openNamesToProperty,
    mapsToEntries,
    tuples === "all" ? tuplesToObjects : openTuplesToObjects,
    wrapRoot,
    oneOfToAnyOf,
    closeObjects,
    flattenUnions,
  ];
}
