import type { Limits } from "../codec.ts";

/** JSON types of a value that is neither object nor array. */
export type ScalarType = "string" | "number" | "integer" | "boolean" | "null";

/** One property of an object, in the order of the schema. */
export interface ShapeProperty {
  readonly name: string;
  readonly required: boolean;
  readonly shape: Shape;
}

/** What becomes of names an object does not declare: removed, kept, refused, or kept with values of one shape. */
export type Rest = "drop" | "keep" | "reject" | Shape;

/** What every {@link Shape} knows besides its kind. */
export interface ShapeBase {
  /** Identity of the place: the pointers of the schemas that apply there, joined. */
  readonly id: string;
  /** Pointers of the schemas that a value has to satisfy here. */
  readonly sources: readonly string[];
  readonly description?: string;
  /** From `x-stream: complete`. */
  readonly hold?: true;
  /** The schema names no type and is read as one of what its keywords are about: it takes values of other types, too. */
  readonly inferred?: true;
  /** Keywords that refuse values without saying more of their form. */
  readonly constraints: Readonly<Record<string, unknown>>;
  /** What else the schema says of values here, which has no place in a shape: `not {"const":"x"}`. */
  readonly unsaid?: readonly string[];
}

/**
 * What a schema says of the form of a value, as far as a stream and a request need it: never tighter than the schema,
 * wider where a keyword has no place here. The validator holds all of it.
 */
export type Shape = ShapeBase &
  (
    | { readonly kind: "any" }
    | { readonly kind: "never" }
    | { readonly kind: "text" }
    | { readonly kind: "scalar"; readonly types: readonly ScalarType[] }
    | { readonly kind: "literal"; readonly values: readonly unknown[] }
    | { readonly kind: "object"; readonly properties: readonly ShapeProperty[]; readonly rest: Rest }
    | { readonly kind: "array"; readonly items: Shape; readonly prefix?: readonly Shape[] }
    | { readonly kind: "union"; readonly options: readonly Shape[] }
    | { readonly kind: "reference"; readonly to: string }
  );

/** One kind of {@link Shape}. */
export type ShapeOf<K extends Shape["kind"]> = Extract<Shape, { readonly kind: K }>;

/** A shape that is no reference. */
export type Resolved = Exclude<Shape, { readonly kind: "reference" }>;

/** The shape of a whole schema, and of every place a reference leads to. */
export interface Shapes {
  readonly root: Shape;
  readonly targets: ReadonlyMap<string, Shape>;
  /** Where the schema turned out to be more than can be worked with. */
  readonly tooComplexAt?: string;
}

/** Follows references to the shape they stand for. A circle of them is `undefined`. */
export function resolveShape({ targets }: Shapes, shape: Shape): Resolved | undefined {
  const seen = new Set<string>();
  let current: Shape | undefined = shape;
  while (current?.kind === "reference") {
    if (seen.has(current.to)) return undefined;
    seen.add(current.to);
    current = targets.get(current.to);
  }
  return current;
}

/** The first shape, where references lead on from one to the next, whose values are held back until they are whole. */
export function holderOf({ targets }: Shapes, shape: Shape): Shape | undefined {
  const seen = new Set<string>();
  let current: Shape | undefined = shape;
  while (current !== undefined && current.hold === undefined) {
    if (current.kind !== "reference" || seen.has(current.to)) return undefined;
    seen.add(current.to);
    current = targets.get(current.to);
  }
  return current;
}

/** The options of a union with references and unions inside it opened, each once. A circle adds nothing. */
export function flatOptions(shapes: Shapes, union: ShapeOf<"union">): readonly Resolved[] {
  const found = new Map<string, Resolved>();
  const seen = new Set<string>();
  const visit = (option: Shape): void => {
    const target = resolveShape(shapes, option);
    if (target === undefined || seen.has(target.id)) return;
    seen.add(target.id);
    if (target.kind === "union") for (const inner of target.options) visit(inner);
    else if (target.kind !== "never") found.set(target.id, target);
  };
  visit(union);
  return [...found.values()];
}

/** Whether a JSON value has a type; every integer is a number. */
export function hasType(value: unknown, type: ScalarType | "object" | "array"): boolean {
  if (value === null) return type === "null";
  if (Array.isArray(value)) return type === "array";
  if (typeof value === "number") return type === "number" || (type === "integer" && Number.isInteger(value));
  return typeof value === type;
}

/** The bounds among some constraints that a table has words for. */
export function boundsAmong({ constraints }: ShapeBase, keywords: readonly (keyof Limits)[]): Limits {
  return Object.fromEntries(
    keywords.flatMap((keyword) => {
      const limit = constraints[keyword];
      return typeof limit === "number" && Number.isFinite(limit) ? [[keyword, limit]] : [];
    }),
  );
}
