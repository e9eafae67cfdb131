import { canonicalJson } from "../../../../runtime/src/schema/canonical-json.ts";
import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { Alternative, Opaque } from "../normal/alternative.ts";
import { type Budget, BudgetError } from "../normal/budget.ts";
import { type Conjunction, conjoin, type Place } from "../normal/document.ts";
import { accepts, alternativeAccepts, expand, isImpossible } from "../normal/expand.ts";
import { readRegex, textsOf } from "../normal/regex.ts";
import { structureOf } from "../normal/structure.ts";
import { tagsOf, tagValues } from "../normal/tags.ts";
import { keysOf } from "../normal/value-keys.ts";
import { arrayContained, type Contained, objectContained } from "./prove-nested.ts";
import { scalarContained } from "./prove-scalar.ts";

/** Proves that every value of one node is a value of another. */
export interface Prover {
  /** `false` means that no proof was found, not that there is none. Throws a `BudgetError`. */
  contained(inner: Conjunction, outer: Conjunction): boolean;
}

// A union is split by the values of a property into no more cases than this.
const mostCases = 64;
const mostSplits = 2;

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

  const covered = (one: Alternative, others: readonly Alternative[], outer: Conjunction, depth = 0): boolean => {
    if (valuesOf(one)?.every((value) => accepts(outer, value) === true) === true) return true;
    const fitting = likely(one, others).filter((other) => other.type === one.type && !isImpossible(other));
    if (fitting.some((other) => alternativeContained(one, other))) return true;
    if (fitting.length < 2 || depth >= mostSplits) return false;
    return splits(one, fitting).some((cases) => cases.every((part) => covered(part, fitting, outer, depth + 1)));
  };

  const alternativeContained = (one: Alternative, other: Alternative): boolean => {
    budget.spend();
    if (other.values !== undefined && !valuesContained(one, other.values)) return false;
    const isSaid = ({ keyword, key }: Opaque): boolean =>
      // A pattern that is not safe to run can still be read; it is among the facts.
      keyword === "pattern" || one.opaque.some((mine) => mine.key === key);
    if (!other.opaque.every(isSaid)) return false;
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
  const said = new Set(inner.places.map((place) => structureOf(place, "short")));
  return outer.places.every((place: Place) => {
    const structure = structureOf(place, "short");
    return structure !== undefined && said.has(structure);
  });
}

const manyBranches = 16;
const indexes = new WeakMap<
  readonly Alternative[],
  { readonly tag: string; readonly at: ReadonlyMap<string, Alternative> }
>();

/** Those of very many variants that have a tag of this one; all of them where they are not told apart. */
function likely(one: Alternative, others: readonly Alternative[]): readonly Alternative[] {
  if (others.length <= manyBranches || one.type !== "object") return others;
  let index = indexes.get(others);
  if (index === undefined) {
    const [tag = ""] = tagsOf(others, expand);
    const tagged = others.flatMap((other) =>
      [...(tagValues(other, tag, expand) ?? [])].map((value) => [value, other] as const),
    );
    index = { tag, at: new Map(tagged) };
    indexes.set(others, index);
  }
  const { at, tag } = index;
  const own = at.size === 0 ? undefined : tagValues(one, tag, expand);
  if (own === undefined) return others;
  return [...new Set([...own].flatMap((value) => at.get(value) ?? []))];
}

/** The values there are of an alternative, where they are listed or its patterns have few texts. */
function valuesOf(one: Alternative): readonly Json[] | undefined {
  const texts =
    one.type === "string" ? one.string.patterns.map(fewTexts).find((list) => list !== undefined) : undefined;
  return (one.values ?? texts)?.filter((value) => alternativeAccepts(one, value) !== false);
}

function fewTexts(pattern: string): readonly string[] | undefined {
  const regex = readRegex(pattern);
  return regex === undefined ? undefined : textsOf(regex, mostCases);
}

function valuesContained(one: Alternative, values: readonly Json[]): boolean {
  const known = keysOf(values);
  return valuesOf(one)?.every((value) => known.has(canonicalJson(value))) === true;
}

/** Ways to take an object apart by the values of a property, so that each case may fit another branch. */
function splits(one: Alternative, others: readonly Alternative[]): readonly (readonly Alternative[])[] {
  if (one.type !== "object" || one.values !== undefined) return [];
  return [...one.object.properties].flatMap(([name, schema]) => {
    const alternatives = expand(schema).filter((alternative) => !isImpossible(alternative));
    const listed = alternatives.map(valuesOf);
    const values = listed.flatMap((list) => list ?? []);
    const isOptional = !one.object.required.has(name);
    const isTold = others.some(({ object }) => object.properties.has(name));
    if (!isTold || listed.includes(undefined) || values.length > mostCases) return [];
    if (values.length + (isOptional ? 1 : 0) < 2) return [];
    const cases = values.map((value) => withProperty(one, name, schema, value));
    return [isOptional ? [...cases, withoutProperty(one, name, schema)] : cases];
  });
}

function withProperty(one: Alternative, name: string, { document, places }: Conjunction, value: Json): Alternative {
  const only = conjoin(document, [document.make({ const: value }, places[0]?.pointer ?? "")]);
  return withSchema(one, name, only, new Set([...one.object.required, name]));
}

function withoutProperty(one: Alternative, name: string, { document }: Conjunction): Alternative {
  return withSchema(one, name, conjoin(document, [document.make(false, "")]), one.object.required);
}

function withSchema(one: Alternative, name: string, schema: Conjunction, required: ReadonlySet<string>): Alternative {
  const properties = new Map([...one.object.properties, [name, schema]]);
  return { ...one, object: { ...one.object, properties, required } };
}
