import type { Dialect } from "./dialect.ts";
import { enforces, moveConstraints } from "./rewrites/constraints.ts";
import { ambiguousAsJson, anythingAsJson, settleJson, structuredValuesAsJson } from "./rewrites/json-text.ts";
import { bareReferences } from "./rewrites/references.ts";
import { wrapTextRoot } from "./rewrites/root.ts";
import { tuplesToObjects } from "./rewrites/tuples.ts";
import { flattenUnions, oneOfToAnyOf, typeListsToAnyOf } from "./rewrites/unions.ts";
import { constToEnum, enumsOf } from "./rewrites/values.ts";
import { createDialect } from "./wire.ts";

/** Fireworks' structured outputs: open names and recursion as they are; what is not documented is said otherwise. Source: providers.md, 12. */
export const fireworks: Dialect = createDialect("fireworks", [
  anythingAsJson,
  structuredValuesAsJson,
  ambiguousAsJson({ entries: false, tuples: true }),
  settleJson,
  tuplesToObjects,
  wrapTextRoot,
  oneOfToAnyOf,
  constToEnum,
  enumsOf(new Set(["string", "number", "boolean"])),
  typeListsToAnyOf,
  flattenUnions,
  moveConstraints(enforces(["minLength", "maxLength", "pattern", "minItems", "maxItems"])),
  bareReferences("wrap"),
]);
