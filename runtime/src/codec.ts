import type { DialectName } from "./facts/dialects.ts";

/** One failed keyword, much as ajv reports it. */
export interface ValidationIssue {
  /** JSON pointer to the value that is wrong; for a property that is missing or too many, to its object. */
  readonly instancePath: string;
  /** The keyword of JSON Schema that failed. */
  readonly keyword: string;
  /** What the keyword asks for, as ajv names it: `{ missingProperty: "notes" }` for `required`. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The same in a few words; it quotes no value. */
  readonly message?: string;
}

/** A compiled validator: returns the verdict and leaves the issues of the last call on itself, as ajv does. */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly ValidationIssue[] | null | undefined;
}

/** The JSON type of a value; `integer` is a number without fraction. */
export type JsonType = "string" | "number" | "integer" | "boolean" | "null" | "object" | "array";

/** Bounds that every value of a row keeps to, as JSON Schema has them. Lengths are counted in code points. */
export interface Limits {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/**
 * One row of a {@link StreamTable}: how a value at this place of the output may be shown while it is being written.
 *
 * - `text`: free text; it grows as it is written.
 * - `whole`: a scalar shown only once complete: enum, const, formatted string, number, boolean, null.
 * - `object`: keys appear as their values do. `properties` maps declared names to rows. `rest` says what becomes of
 *   other names: `drop` (decoding removes them), `keep` (any value, shown when whole), `reject` (left for the
 *   validator to refuse), or the row of their values (a typed map).
 * - `array`: grows; only its last element is unfinished. `prefix` holds the rows of a tuple's first elements.
 * - `union`: one of `options`, told apart by the JSON type of the value and, between objects, by the string or
 *   other scalar at `tag`: `byTag` maps `String(JSON value)` of the tag to a row. Nothing of a tagged object is
 *   shown before its tag is decided. Objects or arrays that nothing tells apart are shown when whole.
 * - `any`: no schema; shown when whole.
 *
 * `hold` (from `x-stream: complete`) shows the value only once it is finished and valid for its own schema. `lax`: the
 * schema only says what an object or an array is like, should it be one, and takes values of other types, too.
 * `limits`: what the schema certainly refuses beside other types; what it does not say may be refused all the same.
 */
export type StreamNode = { readonly hold?: true; readonly lax?: true; readonly limits?: Limits } & (
  | { readonly kind: "text" }
  | { readonly kind: "whole"; readonly types?: readonly JsonType[]; readonly values?: readonly unknown[] }
  | {
      readonly kind: "object";
      readonly properties: Readonly<Record<string, number>>;
      readonly required?: readonly string[];
      readonly rest: "drop" | "keep" | "reject" | number;
    }
  | { readonly kind: "array"; readonly items: number; readonly prefix?: readonly number[] }
  | {
      readonly kind: "union";
      readonly options: readonly number[];
      readonly tag?: string;
      readonly byTag?: Readonly<Record<string, number>>;
    }
  | { readonly kind: "any" }
);

/** The streaming table of an output: rows that refer to each other by index, row 0 being the root. Recursion is a row that refers to an earlier one. */
export type StreamTable = readonly StreamNode[];

/**
 * How a value written in a dialect becomes the authored value. Keys are rows of the streaming table.
 *
 * - `wrapper`: the root was put under this one property, because the dialect wants an object at the root.
 * - `nullMeansAbsent`: optional properties of an object row that are sent as required and nullable; for a row of
 *   `tuples`, the names of elements that may be missing.
 * - `entries`: map rows that are sent as an array of `{ "key": …, "value": … }`.
 * - `rest`: object rows whose undeclared names are sent together under one more property of this name: as an array of
 *   entries where the row's `rest` is a row, as the JSON text of an object where it is `keep`. Null or absent: none.
 *   A name that comes twice, be it here and as a property, is a duplicate key.
 * - `tuples`: array rows with a `prefix` that are sent as an object: `names` are the properties of the first elements,
 *   in order, and `rest` the property that holds the array of what follows them. The properties may stand in any order;
 *   the first element that is missing ends the tuple, and one after it has no place.
 * - `json`: rows whose value is sent as a string that holds its JSON text, in its authored form all the way down. A
 *   value at such a row that is no string is read as it stands. A string always is JSON text: one that is not makes the
 *   answer malformed, even where the row has room for a text. Among the options of a union such a row is tried before
 *   others that a string may be, so texts that look like JSON are safe only where the union itself is such a row.
 *
 * Among options of a union that nothing else tells apart, rows of `entries` and `tuples` are tried first, as they are
 * the stricter; an empty object or array, which shows no form, is tried by the other rows first. What is written in the
 * authored form where another one was asked for is read in that form where nothing else can be meant.
 */
export interface Inverse {
  readonly wrapper?: string;
  readonly nullMeansAbsent?: Readonly<Record<number, readonly string[]>>;
  readonly entries?: readonly number[];
  readonly rest?: Readonly<Record<number, string>>;
  readonly tuples?: Readonly<Record<number, { readonly names: readonly string[]; readonly rest?: string }>>;
  readonly json?: readonly number[];
}

/** A schema as one dialect wants it, or why it cannot be said in it. */
export type CompiledDialect =
  | {
      /** The schema as it is sent: compact JSON text, or prose for the dialect `prompt`. */
      readonly schema: string;
      readonly inverse?: Inverse;
      /** Keywords the dialect cannot enforce, as `keyword at pointer`; our validator does. */
      readonly unenforced?: readonly string[];
      /** Outputs of the spec's few-shot examples as JSON text, written as the dialect has them written. */
      readonly examples?: readonly string[];
    }
  | { readonly unusable: string };

/** Everything a machine needs to ask for one output and to read the answer. Written by the generator. */
export interface Codec {
  /** Version of the contract this was generated for. */
  readonly contract: number;
  /** Name of the schema or tool on the wire: 1 to 64 of `A-Z a-z 0-9 _ -`. */
  readonly name: string;
  /** Name of the spec, where the wire has another one. */
  readonly specName?: string;
  readonly description?: string;
  /** Hash of the spec, 16 hexadecimal digits: same spec, same hash. */
  readonly hash: string;
  readonly table: StreamTable;
  /** Validator of the whole output, decoded. */
  readonly validate: Validate;
  /** Validators of array items and of held nodes, by row. */
  readonly checks?: Readonly<Record<number, Validate>>;
  /** Validator of the prompt's input. */
  readonly input?: Validate;
  readonly dialects: Readonly<Partial<Record<DialectName, CompiledDialect>>>;
}
