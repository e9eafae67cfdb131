import type { Alternative } from "../normal/alternative.ts";
import { accepts } from "../normal/accepts.ts";
import { type Budget, BudgetError } from "../normal/budget.ts";
import { type Conjunction, conjoin, type Place } from "../normal/document.ts";
import { expand, isImpossible } from "../normal/expand.ts";
import { structureOf } from "../normal/structure.ts";
import { arrayContained, objectContained } from "./prove-nested.ts";
import { scalarContained } from "./prove-scalar.ts";

/** Proves that every value of one node is a value of another. */
export interface Prover {
  /** `false` means that no proof was found, not that there is none. Throws a `BudgetError`. */
  contained(inner: Conjunction, outer: Conjunction): boolean;
}

/** How a proof of one pair of alternatives asks for others. */
export type Contained = (inner: Conjunction, outer: Conjunction) => boolean;

// A union is split by the values of a property into no more cases than this.
const mostCases = 64;

/**
 * Creates a prover for nodes of any two documents. A pair that is asked for while it is being proved counts as proved;
 * when it turns out not to be, what was concluded from it is forgotten.
 */
export function createProver(budget: Budget): Prover {
  const proved = new Map<string, boolean>();
  /** Pairs that count as proved, in the order in which they were assumed. */
  const trail: string[] = [];

  const contained: Contained = (inner, outer) => {
    if (outer.places.length === 0) return true;
    const key = `${inner.document.serial}:${inner.key}|${outer.document.serial}:${outer.key}`;
    const known = proved.get(key);
    if (known !== undefined) return known;
    budget.spend();
    const mark = trail.length;
    trail.push(key);
    proved.set(key, true);
    let holds = false;
    try {
      holds = sayTheSame(inner, outer) || everyAlternative(inner, outer);
    } finally {
      if (!holds) {
        for (const dropped of trail.splice(mark)) proved.delete(dropped);
        proved.set(key, false);
      }
    }
    return holds;
  };

  const everyAlternative = (inner: Conjunction, outer: Conjunction): boolean => {
    const others = expand(outer);
    return expand(inner).every((alternative) => isImpossible(alternative) || covered(alternative, others, outer));
  };

  const covered = (one: Alternative, others: readonly Alternative[], outer: Conjunction): boolean => {
    if (one.values?.every((value) => accepts(outer, value) === true) === true) return true;
    const fitting = others.filter(({ type }) => type === one.type);
    if (fitting.some((other) => alternativeContained(one, other))) return true;
    return fitting.length > 1 && splits(one).some((cases) => cases.every((part) => covered(part, others, outer)));
  };

  const alternativeContained = (one: Alternative, other: Alternative): boolean => {
    budget.spend();
    if (other.values !== undefined) return false;
    if (!other.opaque.every(({ key }) => one.opaque.some((mine) => mine.key === key))) return false;
    if (!scalarContained(one, other)) return false;
    if (one.type === "array") return arrayContained(one, other, contained);
    return one.type !== "object" || objectContained(one, other, contained);
  };

  return {
    contained: (inner, outer) => {
      try {
        return contained(inner, outer);
      } catch (problem) {
        // A stack that is used up is a budget as well.
        if (problem instanceof RangeError) throw new BudgetError("budget");
        throw problem;
      }
    },
  };
}

function sayTheSame(inner: Conjunction, outer: Conjunction): boolean {
  const said = new Set(inner.places.map(structureOf));
  return outer.places.every((place: Place) => {
    const structure = structureOf(place);
    return structure !== undefined && said.has(structure);
  });
}

/** Ways to take an object apart by the values of a required property, so that each case may fit another branch. */
function splits(one: Alternative): readonly (readonly Alternative[])[] {
  if (one.type !== "object" || one.values !== undefined) return [];
  return [...one.object.properties].flatMap(([name, schema]) => {
    const alternatives = expand(schema).filter((alternative) => !isImpossible(alternative));
    const values = alternatives.flatMap((alternative) => alternative.values ?? [undefined]);
    if (values.length < 2 || values.length > mostCases || values.includes(undefined)) return [];
    const cases = values.map((value) => withProperty(one, name, schema, value ?? null));
    if (!one.object.required.has(name)) cases.push(withoutProperty(one, name, schema));
    return [cases];
  });
}

function withProperty(one: Alternative, name: string, schema: Conjunction, value: Alternative["excluded"][number]) {
  const { document } = schema;
  const only = conjoin(document, [document.make({ const: value }, schema.places[0]?.pointer ?? "")]);
  const required = new Set([...one.object.required, name]);
  return withSchema(one, name, only, required);
}

function withoutProperty(one: Alternative, name: string, { document }: Conjunction): Alternative {
  return withSchema(one, name, conjoin(document, [document.make(false, "")]), one.object.required);
}

function withSchema(
  one: Alternative,
  name: string,
  schema: Conjunction,
  required: ReadonlySet<string>,
): Alternative {
  const properties = new Map([...one.object.properties, [name, schema]]);
  return { ...one, object: { ...one.object, properties, required } };
}
