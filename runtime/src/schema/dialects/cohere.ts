import type { Dialect } from "./dialect.ts";
import { betweenAnchors, enforces, type FateOf, moveConstraints } from "./rewrites/constraints.ts";
import {
  anythingAsJson,
  emptyObjectsAsJson,
  nullAsJson,
  openObjectsAsJson,
  settleJson,
  structuredValuesAsJson,
  unionsAsJson,
} from "./rewrites/json-text.ts";
import { mapsToEntries, openNamesToProperty } from "./rewrites/maps.ts";
import { leaveOpennessUnsaid, requireSomething } from "./rewrites/objects.ts";
import { inlineReferences, unrollings } from "./rewrites/references.ts";
import { wrapRoot } from "./rewrites/root.ts";
import { tuplesToObjects } from "./rewrites/tuples.ts";
import { constToEnum } from "./rewrites/values.ts";
import { createDialect } from "./wire.ts";

const enforced = enforces([], ["date-time", "uuid", "date", "time"]);

const fateAtCohere: FateOf = (keyword, value, schema) => {
  if (keyword !== "pattern") return enforced(keyword, value, schema);
  const body = betweenAnchors(value);
  return body === undefined ? "say" : { as: body };
};

/** Cohere's structured outputs: no unions, no references, and something required in every object. Source: providers.md, 12. */
export const cohere: Dialect = createDialect(
  "cohere",
  ...unrollings.map((unrolling) => [
    inlineReferences(unrolling),
    anythingAsJson,
    structuredValuesAsJson,
    openObjectsAsJson,
    emptyObjectsAsJson,
    unionsAsJson,
    nullAsJson,
    settleJson,
    openNamesToProperty,
    mapsToEntries,
    tuplesToObjects,
    requireSomething,
    wrapRoot,
    constToEnum,
    leaveOpennessUnsaid,
    moveConstraints(fateAtCohere),
  ]),
);
