import type { Json } from "../../../../runtime/src/schema/json.ts";
import type { Conjunction, Place } from "./document.ts";

/** The JSON types of values; integers are numbers with a fact of their own. */
export type TypeName = "null" | "boolean" | "number" | "string" | "array" | "object";

export const typeNames: readonly TypeName[] = ["null", "boolean", "number", "string", "array", "object"];

/** A bound of numbers. */
export interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

export interface NumberFacts {
  readonly integer: boolean;
  readonly low?: Bound;
  readonly high?: Bound;
  readonly multiples: readonly number[];
}

export interface StringFacts {
  readonly min: number;
  readonly max: number;
  readonly patterns: readonly string[];
}

/** One `contains` with its counts. */
export interface ContainsFact {
  readonly schema: Conjunction;
  readonly min: number;
  readonly max: number;
}

export interface ArrayFacts {
  readonly prefix: readonly Conjunction[];
  readonly rest: Conjunction;
  readonly min: number;
  readonly max: number;
  readonly unique: boolean;
  readonly contains: readonly ContainsFact[];
}

/** What is said of names that are not declared: refused, told apart by a schema or `true`, or nothing. */
export type Openness = "refused" | "stated" | "omitted";

export interface ObjectFacts {
  /** In the order in which they are declared; names that are only required come last. */
  readonly properties: ReadonlyMap<string, Conjunction>;
  /** Those of `properties` that some schema declares. */
  readonly declared: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  readonly patterns: ReadonlyMap<string, Conjunction>;
  /** Schemas of the values under all other names. */
  readonly rest: Conjunction;
  readonly openness: Openness;
  readonly min: number;
  readonly max: number;
  readonly names: Conjunction;
  readonly dependents: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A demand that is not taken apart. Equal keys mean equal demands. */
export interface Opaque {
  readonly keyword: string;
  readonly key: string;
  readonly place: Place;
}

/** One way to satisfy a node: values of one type with everything that is asked of them. */
export interface Alternative {
  readonly type: TypeName;
  /** Every schema that takes part, the node's own first. */
  readonly members: readonly Place[];
  /** The union branch it comes from, outermost first; empty where the node is no union. */
  readonly branches: readonly Place[];
  /** The only values there are, where they are listed. */
  readonly values?: readonly Json[];
  /** Values that are not among them. */
  readonly excluded: readonly Json[];
  /** Asserted formats. */
  readonly formats: readonly string[];
  readonly number: NumberFacts;
  readonly string: StringFacts;
  readonly array: ArrayFacts;
  readonly object: ObjectFacts;
  /** What could not be said in facts; the facts alone admit more. */
  readonly opaque: readonly Opaque[];
}

/** Takes a node apart into its alternatives. May throw a `BudgetError`. */
export type Expand = (node: Conjunction) => readonly Alternative[];

/** The first of an alternative's schemas that states one of some keywords. */
export function ownerOf(alternative: Alternative, ...keywords: readonly string[]): Place | undefined {
  return alternative.members.find(
    ({ schema }) => typeof schema === "object" && keywords.some((keyword) => Object.hasOwn(schema, keyword)),
  );
}
