import type { Alternative, NumberFacts } from "./alternative.ts";
import { BudgetError } from "./budget.ts";
import { isMultipleOf } from "./decimal.ts";
import type { Conjunction } from "./document.ts";

/** The alternatives of a node. */
export type Expand = (node: Conjunction) => readonly Alternative[];

/** What can be said for certain of nodes that nothing satisfies. */
export interface Emptiness {
  /** Whether it is certain that no value satisfies a node. What depends on itself is not asked again. */
  isEmpty(node: Conjunction): boolean;
  /** Whether it is certain that no value is of an alternative. */
  isImpossible(alternative: Alternative): boolean;
}

type Known = "empty" | "inhabited" | "open";

/** Makes the questions about emptiness, given what takes nodes apart. */
export function createEmptiness(expand: Expand): Emptiness {
  const isEmpty = (node: Conjunction): boolean => {
    if (node.places.length === 0) return false;
    const memo = node.document.memo<Known>("empty");
    const known = memo.get(node.key);
    if (known !== undefined) return known === "empty";
    memo.set(node.key, "open");
    let empty = false;
    try {
      empty = expand(node).every(isImpossible);
    } catch (problem) {
      if (!(problem instanceof BudgetError)) throw problem;
    }
    memo.set(node.key, empty ? "empty" : "inhabited");
    return empty;
  };
  const isImpossible = (alternative: Alternative): boolean => {
    const { values, type, number, string, array, object } = alternative;
    if (values?.length === 0) return true;
    switch (type) {
      case "number":
        return noNumber(number);
      case "string":
        return string.min > string.max;
      case "array": {
        if (array.min > array.max) return true;
        const most = isEmpty(array.rest) ? array.prefix.length : Number.POSITIVE_INFINITY;
        return array.min > most || array.prefix.some((item, index) => index < array.min && isEmpty(item));
      }
      case "object": {
        if (object.min > object.max || object.required.size > object.max) return true;
        const closed = object.patterns.size === 0 && isEmpty(object.rest);
        if (closed && object.min > object.properties.size) return true;
        return [...object.required].some((name) => {
          const schema = object.properties.get(name);
          return schema !== undefined && isEmpty(schema);
        });
      }
      default:
        return false;
    }
  };
  return { isEmpty, isImpossible };
}

function noNumber({ low, high, integer, multiples }: NumberFacts): boolean {
  if (low === undefined || high === undefined) return false;
  if (low.value > high.value || (low.value === high.value && (low.exclusive || high.exclusive))) return true;
  if (low.value === high.value) return multiples.some((step) => !isMultipleOf(low.value, step));
  return integer && Math.ceil(low.value) > Math.floor(high.value);
}
