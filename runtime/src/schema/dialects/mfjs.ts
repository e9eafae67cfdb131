import type { Dialect } from "./dialect.ts";
import { moveConstraints } from "./rewrites/constraints.ts";
import { ambiguousAsJson, anythingAsJson, settleJson, structuredValuesAsJson } from "./rewrites/json-text.ts";
import { bareReferences } from "./rewrites/references.ts";
import { wrapRoot } from "./rewrites/root.ts";
import { tuplesToObjects } from "./rewrites/tuples.ts";
import { flattenUnions, oneOfToAnyOf, typeListsToAnyOf } from "./rewrites/unions.ts";
import { constToEnum, enumsOf } from "./rewrites/values.ts";
import { createDialect } from "./wire.ts";

/** Moonshot's flavoured JSON Schema: one type at every node, and no constraints. Source: providers.md, 12. */
export const mfjs: Dialect = createDialect("mfjs", [
  anythingAsJson,
  structuredValuesAsJson,
  ambiguousAsJson({ entries: false, tuples: true }),
  settleJson,
  tuplesToObjects,
  wrapRoot,
  oneOfToAnyOf,
  constToEnum,
  enumsOf(new Set(["string", "number"])),
  typeListsToAnyOf,
  flattenUnions,
  moveConstraints(() => "say"),
  bareReferences("wrap"),
]);
