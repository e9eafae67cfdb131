import type { CompiledDialect } from "../../codec.ts";
import type { DialectName } from "../../facts/dialects.ts";
import type { NodeId, SchemaIr } from "../ir/ir.ts";
import type { TypeNames } from "../ir/names.ts";
import type { TableIr } from "../ir/table.ts";
import type { Json, JsonSchema } from "../json.ts";

/** A schema on its way into a dialect: what the IR says, in a form that rewrites can change and that prints as JSON Schema. */
export type WireSchema = WireBase &
  (
    | { readonly kind: "any" }
    | { readonly kind: "scalar"; readonly types: readonly WireType[] }
    | { readonly kind: "literal"; readonly values: readonly Json[]; readonly keyword: "enum" | "const" }
    | {
        readonly kind: "object";
        readonly properties: readonly WireProperty[];
        /** Whether other names are allowed, or what their values are; `unsaid` where the dialect has no word for it. */
        readonly additional: boolean | "unsaid" | WireSchema;
        /** Decoding removes undeclared names, so that a value that has some fits all the same. */
        readonly drops?: true;
      }
    | {
        readonly kind: "array";
        /** The elements, or those after `prefix`; `false`: there are none; `unsaid`: `maxItems` says that there are none. */
        readonly items: WireSchema | false | "unsaid";
        readonly prefix?: readonly WireSchema[];
      }
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
  /** Said in words because the dialect has no keyword for it: `minLength 3`. */
  readonly notes: readonly string[];
  readonly constraints: Readonly<Record<string, Json>>;
  /** How a value is written here, where that is not as authored. */
  readonly form?: WireForm;
  /** Keywords of the dialect's own, printed last. */
  readonly extras?: Readonly<Record<string, Json>>;
}

/**
 * How an authored value is written where the dialect cannot have it as it is.
 *
 * - `json`: as a string with the JSON text of a value of the authored schema `of`.
 * - `some-json`: as the option of this union has it, some of which are JSON text.
 * - `entries`: a map, as an array of `{ key, value }`.
 * - `tuple`: an array, as an object: `names` are its first elements, `rest` holds the others.
 * - `wrapper`: the root, as the only property of an object.
 */
export type WireForm =
  | { readonly kind: "json"; readonly of: WireSchema }
  | { readonly kind: "some-json" }
  | { readonly kind: "entries" }
  | { readonly kind: "tuple"; readonly names: readonly string[]; readonly rest?: string }
  | { readonly kind: "wrapper"; readonly name: string };

/** One property of a {@link WireSchema}. */
export interface WireProperty {
  readonly name: string;
  readonly required: boolean;
  readonly schema: WireSchema;
  /** It was optional and is required now: null says that it is absent, or, where null is a value by itself, nothing does. */
  readonly absent?: "null" | "never";
  /** The schema forbids null here, though its type may not say so. */
  readonly refusesNull?: true;
  /** It holds the names the object does not declare: as entries, or as the JSON text of an object. */
  readonly holdsRest?: true;
}

/** One kind of {@link WireSchema}. */
export type WireOfKind<K extends WireSchema["kind"]> = Extract<WireSchema, { readonly kind: K }>;

/** A whole schema on its way into a dialect. */
export interface WireDocument {
  readonly root: WireSchema;
  /** What references lead to. The root is among them when something refers to it. */
  readonly definitions: ReadonlyMap<NodeId, WireSchema>;
  /** Keys of the definitions in the printed schema. */
  readonly keys: ReadonlyMap<NodeId, string>;
  /** Every node as it was before the first rewrite. */
  readonly authored: ReadonlyMap<NodeId, WireSchema>;
  readonly unenforced: readonly string[];
  /** Set once by the rewrite that found out. */
  readonly unusable?: string;
}

/** One step towards a dialect. Rewrites are composed in order; what they change they mark, for the way back. */
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

/** Writes an authored value in a dialect; gives `undefined` for a value that does not have the authored shape. */
export type Encode = (value: Json) => Json | undefined;

/** A dialect: how a schema is said in it. */
export interface Dialect {
  readonly name: DialectName;
  compile(source: DialectSource): CompiledDialect;
  /** The function that writes authored values in the dialect; nothing where the dialect is unusable. */
  encoder(source: DialectSource): Encode | undefined;
}
