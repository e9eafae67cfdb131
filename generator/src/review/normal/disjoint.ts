import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Alternative, Expand } from "./alternative.ts";
import { BudgetError } from "./budget.ts";
import type { Conjunction } from "./document.ts";
import type { Emptiness } from "./empty.ts";
import { formatsDisjoint } from "./known-formats.ts";
import { keysOf } from "./value-keys.ts";

const deepest = 3;

/** What can be said for certain of values that two nodes have in common. */
export interface Disjointness {
  /** Whether it is certain that no value satisfies both nodes. */
  areDisjoint(left: Conjunction, right: Conjunction, depth?: number): boolean;
}

/** Makes the questions about common values, given what takes nodes apart. */
export function createDisjointness(expand: Expand, { isEmpty, isImpossible }: Emptiness): Disjointness {
  const areDisjoint = (left: Conjunction, right: Conjunction, depth = 0): boolean => {
    if (depth > deepest) return false;
    try {
      return expand(left).every((one) => expand(right).every((other) => alternativesDisjoint(one, other, depth)));
    } catch (problem) {
      if (problem instanceof BudgetError) return false;
      throw problem;
    }
  };

  const alternativesDisjoint = (left: Alternative, right: Alternative, depth = 0): boolean => {
    if (left.type !== right.type || isImpossible(left) || isImpossible(right)) return true;
    if (left.values !== undefined && right.values !== undefined) {
      const keys = keysOf(left.values);
      return !right.values.some((value) => keys.has(canonicalJson(value)));
    }
    switch (left.type) {
      case "number":
        return numbersApart(left, right) || numbersApart(right, left);
      case "string":
        return (
          left.string.max < right.string.min ||
          right.string.max < left.string.min ||
          left.formats.some((one) => right.formats.some((other) => formatsDisjoint(one, other)))
        );
      case "array":
        return left.array.max < right.array.min || right.array.max < left.array.min;
      case "object":
        return objectsApart(left, right, depth) || objectsApart(right, left, depth);
      default:
        return false;
    }
  };

  // A name that is required on the left has values of its own there, or is refused on the right.
  const objectsApart = ({ object: left }: Alternative, { object: right }: Alternative, depth: number): boolean =>
    [...left.required].some((name) => {
      const mine = left.properties.get(name);
      if (mine === undefined) return false;
      const theirs = right.properties.get(name);
      if (theirs === undefined)
        return right.patterns.size === 0 && (isEmpty(right.rest) || areDisjoint(mine, right.rest, depth + 1));
      return isEmpty(theirs) || areDisjoint(mine, theirs, depth + 1);
    });

  return { areDisjoint };
}

function numbersApart(below: Alternative, above: Alternative): boolean {
  const { high } = below.number;
  const { low } = above.number;
  if (high === undefined || low === undefined) return false;
  return high.value < low.value || (high.value === low.value && (high.exclusive || low.exclusive));
}
