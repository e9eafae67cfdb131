import type { CompiledDialect } from "../../../runtime/src/codec.ts";
import type { DialectName } from "../../../runtime/src/facts/dialects.ts";
import type { NodeId, SchemaIr } from "../ir/ir.ts";
import type { TypeNames } from "../ir/names.ts";
import type { TableIr } from "../ir/table.ts";
import type { Json, JsonSchema } from "../spec/resolved-spec.ts";

/** A schema on its way into a dialect: what the IR says, in a form that rewrites can change and that prints as JSON Schema. */
export type WireSchema = WireBase &
  (
    | { readonly kind: "any" }
    | { readonly kind: "scalar"; readonly types: readonly WireType[] }
    | { readonly kind: "literal"; readonly values: readonly Json[]; readonly keyword: "enum" | "const" }
    | {
        readonly kind: "object";
        readonly properties: readonly WireProperty[];
        /** Whether other names are allowed, or what their values are. */
        readonly additional: boolean | WireSchema;
      }
    | { readonly kind: "array"; readonly items: WireSchema; readonly prefix?: readonly WireSchema[] }
    | { readonly kind: "union"; readonly keyword: "anyOf" | "oneOf"; readonly options: readonly WireSchema[] }
    | { readonly kind: "reference"; readonly to: NodeId }
  );

/** JSON types of values that are neither object nor array. */
export type WireType = "string" | "number" | "integer" | "boolean" | "null";

/** What every {@link WireSchema} has besides its kind. */
export interface WireBase {
  /** The IR node it stands for; absent for what a rewrite put in. */
  readonly origin?: NodeId;
  /** JSON pointer into the authored schema, for `unenforced`. */
  readonly pointer: string;
  readonly description?: string;
  /** Assertions said in words because the dialect has no keyword for them: `minLength 3`. */
  readonly notes: readonly string[];
  readonly constraints: Readonly<Record<string, Json>>;
}

/** One property of a {@link WireSchema}. */
export interface WireProperty {
  readonly name: string;
  readonly required: boolean;
  readonly schema: WireSchema;
}

/** One kind of {@link WireSchema}. */
export type WireOfKind<K extends WireSchema["kind"]> = Extract<WireSchema, { readonly kind: K }>;

/** A whole schema on its way into a dialect, with what has to be undone when an answer is read. */
export interface WireDocument {
  readonly root: WireSchema;
  /** What references lead to. The root is among them when something refers to it. */
  readonly definitions: ReadonlyMap<NodeId, WireSchema>;
  /** Keys of the definitions in the printed schema. */
  readonly keys: ReadonlyMap<NodeId, string>;
  readonly inverse: WireInverse;
  readonly unenforced: readonly string[];
  /** Set once by the rewrite that found out. */
  readonly unusable?: string;
}

/** The runtime's `Inverse`, by IR node instead of by row. */
export interface WireInverse {
  readonly wrapper?: string;
  readonly nullMeansAbsent: ReadonlyMap<NodeId, readonly string[]>;
  readonly entries: readonly NodeId[];
}

/** One step towards a dialect. Rewrites are composed in order and each adds to the inverse what it changed. */
export type Rewrite = (document: WireDocument) => WireDocument;

/** What dialects are compiled from. */
export interface DialectSource {
  /** The authored schema. */
  readonly schema: JsonSchema;
  readonly ir: SchemaIr;
  readonly names: TypeNames;
  readonly table: TableIr;
  /** Outputs of the few-shot examples, authored. */
  readonly examples?: readonly Json[];
}

/** A dialect: how a schema is said in it. */
export interface Dialect {
  readonly name: DialectName;
  compile(source: DialectSource): CompiledDialect;
}
