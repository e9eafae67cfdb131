import type { Json } from "../json.ts";

/**
 * Identity of a place in a schema: the JSON pointer of the schema that stands there. Where several schemas apply to
 * one place (`allOf`, a union beside properties) their pointers are joined.
 */
export type NodeId = string;

/** JSON types of a value that is neither object nor array. */
export type ScalarType = "string" | "number" | "integer" | "boolean" | "null";

/** Keywords that refuse values without shaping the type: lengths, bounds, patterns, formats. */
export type Constraints = Readonly<Record<string, Json>>;

/** One property of an object, in the order of the spec. */
export interface PropertyIr {
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeIr;
}

/**
 * What becomes of names an object does not declare: removed by decoding, kept with any value, left for the validator
 * to refuse, or kept with values of one type. DESIGN section 2, "Closed or open".
 */
export type RestIr = "drop" | "keep" | "reject" | TypeIr;

/** What every node knows besides its kind. */
export interface NodeIr {
  readonly id: NodeId;
  /** JSON pointers of the schemas that apply here, all of them. */
  readonly sources: readonly string[];
  readonly description?: string;
  /** From `x-stream: complete`: shown only when finished and valid. */
  readonly hold?: true;
  /** The schema names no type, and is read as one of what its keywords are about: it takes values of other types, too. */
  readonly inferred?: true;
  readonly constraints: Constraints;
  /** Keywords the IR does not understand, as `keyword at pointer`: the type is wider than the schema here. */
  readonly unsaid: readonly string[];
}

/**
 * The type of a place in an output: a closed union on `kind`.
 *
 * - `any` takes every value, `never` none.
 * - `text` is a free string; `scalar` one of some JSON types (a string only when it has a format).
 * - `literal` is one of some values.
 * - `union` keeps the spec's order; options may be unions and references.
 * - `reference` stands for the node of that id, which is how shared and recursive types are said.
 */
export type TypeIr = NodeIr &
  (
    | { readonly kind: "any" }
    | { readonly kind: "never" }
    | { readonly kind: "text" }
    | { readonly kind: "scalar"; readonly types: readonly ScalarType[] }
    | { readonly kind: "literal"; readonly values: readonly Json[] }
    | { readonly kind: "object"; readonly properties: readonly PropertyIr[]; readonly rest: RestIr }
    | {
        readonly kind: "array";
        readonly items: TypeIr;
        /** First elements of a tuple; `items` is then what follows them. */
        readonly prefix?: readonly TypeIr[];
      }
    | { readonly kind: "union"; readonly keyword: "type" | "anyOf" | "oneOf"; readonly options: readonly TypeIr[] }
    | { readonly kind: "reference"; readonly to: NodeId }
  );

/** The kinds of {@link TypeIr}. */
export type TypeKind = TypeIr["kind"];

/** One kind of {@link TypeIr}. */
export type TypeOfKind<K extends TypeKind> = Extract<TypeIr, { readonly kind: K }>;

/** A whole schema, understood: its root and every node a reference can lead to. */
export interface SchemaIr {
  readonly root: TypeIr;
  /** Targets of references, in the order in which they were met. */
  readonly targets: ReadonlyMap<NodeId, TypeIr>;
  /** The named definitions among the targets: their own key, by node. */
  readonly definitions: ReadonlyMap<NodeId, string>;
  /** The place at which the schema turned out to have more nodes than can be worked with; the rest is then empty. */
  readonly tooComplexAt?: string;
}

/** Follows references to the node they stand for. A circle of references is `undefined`. */
export function resolve(schema: SchemaIr, type: TypeIr): Exclude<TypeIr, { readonly kind: "reference" }> | undefined {
  const seen = new Set<NodeId>();
  let current: TypeIr | undefined = type;
  while (current?.kind === "reference") {
    if (seen.has(current.to)) return undefined;
    seen.add(current.to);
    current = schema.targets.get(current.to);
  }
  return current;
}

/** The first node, where references lead on from one to the next, whose values are held back until they are whole. */
export function holderOf(schema: SchemaIr, type: TypeIr): TypeIr | undefined {
  const seen = new Set<NodeId>();
  let current: TypeIr | undefined = type;
  while (current !== undefined && current.hold === undefined) {
    if (current.kind !== "reference" || seen.has(current.to)) return undefined;
    seen.add(current.to);
    current = schema.targets.get(current.to);
  }
  return current;
}

/** The nodes directly below a node, in order. */
export function childrenOf(type: TypeIr): readonly TypeIr[] {
  switch (type.kind) {
    case "object":
      return [
        ...type.properties.map((property) => property.type),
        ...(typeof type.rest === "object" ? [type.rest] : []),
      ];
    case "array":
      return [...(type.prefix ?? []), type.items];
    case "union":
      return type.options;
    case "any":
    case "never":
    case "text":
    case "scalar":
    case "literal":
    case "reference":
      return [];
  }
}
