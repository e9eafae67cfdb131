import type { Draft, Json, JsonSchema } from "../../../../runtime/src/schema/json.ts";
import { BudgetError } from "../normal/budget.ts";
import { conjoin, openDocument, type SchemaDocument } from "../normal/document.ts";
import { modernise } from "../normal/modern.ts";
import { draw } from "./draw.ts";
import { type Hints, hintsOf } from "./hints.ts";
import { createRandom } from "./random.ts";

/** One version of a schema: bundled, every `$ref` is `#…`. */
export interface SchemaVersion {
  readonly schema: JsonSchema;
  readonly draft: Draft;
}

/**
 * Draws instances of a schema, most of them valid and many at its edges: each bound, branch and enum member, members
 * present and absent. The same seed gives the same ones. Fewer than `count` come where none can be found.
 */
export function* sampleInstances(
  version: SchemaVersion,
  options: { readonly seed: number; readonly count: number },
): Iterable<Json> {
  const { root } = modernise(version.schema, version.draft);
  yield* drawMany(openDocument(root), hintsOf(root), options);
}

/** Draws instances of a document that is open already. */
export function* drawMany(
  document: SchemaDocument,
  hints: Hints,
  { seed, count }: { readonly seed: number; readonly count: number },
): Iterable<Json> {
  const random = createRandom(seed);
  const node = conjoin(document, [document.rootPlace]);
  for (let index = 0; index < count; index++) {
    try {
      const value = draw(node, { random, hints, minimal: index === 0, depth: 0 });
      if (value !== undefined) yield value;
      else if (index > 20) return;
    } catch (problem) {
      if (problem instanceof BudgetError || problem instanceof RangeError) return;
      throw problem;
    }
  }
}
