import type { WireSchema } from "../dialect.ts";
import { childrenOfWire } from "../walk.ts";

// Definitions multiply when they are written out; past this many schemas the whole is no help to anyone.
const maxSchemas = 20_000;

/** How much a rewrite may still write out in place of references. */
export interface Allowance {
  /** Takes what one more copy of a definition needs; `false`, then and from then on, where that is too much. */
  take(definition: WireSchema): boolean;
  /** Whether something was too much. */
  readonly isSpent: boolean;
}

/** Begins to count what is written out in one document. However little they lead to, at most `references` are replaced. */
export function createAllowance(references: number = Number.POSITIVE_INFINITY): Allowance {
  const sizes = new Map<WireSchema, number>();
  let referencesLeft = references;
  let schemasLeft = maxSchemas;
  let isSpent = false;
  return {
    take(definition) {
      const size = sizes.get(definition) ?? sizeOf(definition);
      sizes.set(definition, size);
      referencesLeft -= 1;
      schemasLeft -= size;
      isSpent ||= referencesLeft < 0 || schemasLeft < 0;
      return !isSpent;
    },
    get isSpent() {
      return isSpent;
    },
  };
}

/** The schemas in one, itself among them. */
function sizeOf(schema: WireSchema): number {
  return childrenOfWire(schema).reduce((sum, child) => sum + sizeOf(child), 1);
}
