import { BudgetError, createBudget } from "../normal/budget.ts";
import type { Conjunction } from "../normal/document.ts";
import { createProver } from "./prove.ts";

/** What is known of the values of two nodes: those of the new one are the same, all among the old ones, or neither. */
export type Relation = "equal" | "narrower" | "wider" | "other";

const steps = 2000;

/** How the values of a node in the new version relate to those of the old one, however either is spelled. */
export function relationOf(before: Conjunction, after: Conjunction): Relation {
  const [isNarrower, isWider] = [isWithin(after, before), isWithin(before, after)];
  if (isNarrower && isWider) return "equal";
  return isNarrower ? "narrower" : isWider ? "wider" : "other";
}

function isWithin(inner: Conjunction, outer: Conjunction): boolean {
  try {
    return createProver(createBudget(steps, Number.POSITIVE_INFINITY)).contained(inner, outer);
  } catch (problem) {
    if (problem instanceof BudgetError) return false;
    throw problem;
  }
}
