import type { Codec, Inverse, JsonType, StreamNode, StreamTable } from "../codec.ts";
import { equalsJson, type WireType, wireTypeOf } from "./json-value.ts";
import type { RootShape } from "./root-finder.ts";

/** A row that streams as an object. */
export type ObjectNode = Extract<StreamNode, { kind: "object" }>;
/** A row that streams as an array. */
export type ArrayNode = Extract<StreamNode, { kind: "array" }>;
/** A row that offers options. */
export type UnionNode = Extract<StreamNode, { kind: "union" }>;

/** A row that streams as an object or an array. */
export interface ContainerRow {
  readonly row: number;
  readonly node: ObjectNode | ArrayNode;
}

/** What is to become of a value that has no row of its own. */
export const slots = {
  /** Kept as it is written. */
  any: -1,
  /** Left out by decoding. */
  drop: -2,
  /** Kept for the validator to refuse, and not shown. */
  reject: -3,
  /** Means what the frame it stands in says: an entry, a member kept back until a tag is known, a wrapper. */
  own: -4,
} as const;

/** The row of an object or an array that keeps everything: what a value is read as once it fits no row of the table. */
export const loose: { readonly object: ObjectNode; readonly array: ArrayNode } = {
  object: { kind: "object", properties: {}, rest: "keep" },
  array: { kind: "array", items: slots.any },
};

/** How a tuple is written as an object. */
export interface TupleForm {
  /** The properties of the first elements, in order. */
  readonly names: readonly string[];
  /** The property that holds the array of what follows them. */
  readonly rest: string | undefined;
  /** The index of each property's element; `rest` comes after all others. */
  readonly positions: ReadonlyMap<string, number>;
  /** The properties for which null means that the element is missing. */
  readonly optional: ReadonlySet<string>;
}

const none: readonly number[] = [];

/** Answers questions about a streaming table as a dialect writes it. Pure, but for a cache of its answers. */
export class StreamShape {
  readonly table: StreamTable;
  readonly inverse: Inverse;
  readonly checks: NonNullable<Codec["checks"]>;
  readonly #entries: ReadonlySet<number>;
  readonly #json: ReadonlySet<number>;
  readonly #tuples: ReadonlyMap<number, TupleForm>;
  readonly #candidates = new Map<number, readonly number[]>();
  #authored: StreamShape | undefined;

  constructor(table: StreamTable, inverse: Inverse = asAuthored, checks: NonNullable<Codec["checks"]> = {}) {
    this.table = table;
    this.inverse = inverse;
    this.checks = checks;
    this.#entries = new Set(inverse.entries);
    this.#json = new Set(inverse.json);
    this.#tuples = new Map(
      Object.entries(inverse.tuples ?? {}).map(([row, form]) => [
        Number(row),
        tupleForm(form, inverse.nullMeansAbsent?.[Number(row)]),
      ]),
    );
  }

  /** The same table, written as it was authored. */
  get authored(): StreamShape {
    this.#authored ??= this.inverse === asAuthored ? this : new StreamShape(this.table, asAuthored, this.checks);
    return this.#authored;
  }

  node(row: number): StreamNode {
    const node = this.table[row];
    if (node === undefined) throw new Error(`the streaming table has no row ${row}`);
    return node;
  }

  /** Whether a container is written as one of the other kind: a map as an array of entries, a tuple as an object. */
  changesForm(row: number): boolean {
    return this.#entries.has(row) || this.#tuples.has(row);
  }

  /** Whether a value is written as a string with its JSON text. */
  isJson(row: number): boolean {
    return this.#json.has(row);
  }

  /** Whether any value is written as a string with its JSON text. */
  get hasJson(): boolean {
    return this.#json.size > 0;
  }

  /**
   * Whether what stands at a row must be JSON text, though it is read as it stands too where nothing else fits. Of a
   * union that could not be a string itself, only some options may be JSON text.
   */
  #mustBeJson(row: number): boolean {
    if (!this.#json.has(row)) return false;
    return this.node(row).kind !== "union" || this.authored.candidates(row, "string", true).length > 0;
  }

  /** What the schemas at a row are about that take values of all other types, too: objects, arrays, or both. */
  laxKinds(row: number): ReadonlySet<"object" | "array"> {
    const kinds = new Set<"object" | "array">();
    this.#addLaxKinds(row, kinds, new Set());
    return kinds;
  }

  #addLaxKinds(row: number, kinds: Set<"object" | "array">, seen: Set<number>): void {
    if (seen.has(row)) return;
    seen.add(row);
    const node = this.node(row);
    if (node.kind === "union") for (const option of node.options) this.#addLaxKinds(option, kinds, seen);
    else if (node.lax === true && (node.kind === "object" || node.kind === "array")) kinds.add(node.kind);
  }

  /** How a tuple is written, if it is written as an object. */
  tupleForm(row: number): TupleForm | undefined {
    return this.#tuples.get(row);
  }

  /** The property of an object row in which names beside the declared ones are written together. */
  restOf(row: number): string | undefined {
    return this.inverse.rest?.[row];
  }

  /** Whether the form of some values is another one than was authored, so that a model may have kept to the authored one. */
  get changesForms(): boolean {
    return this.#entries.size > 0 || this.#tuples.size > 0 || this.inverse.rest !== undefined;
  }

  /** Whether the wrapper may turn out to be a property of the root itself, which was written without one. */
  get mayLackWrapper(): boolean {
    const isObject = (shape: StreamShape): boolean => shape.candidates(0, "object", true).length > 0;
    return this.inverse.wrapper !== undefined && (isObject(this) || isObject(this.authored));
  }

  /** Whether a tag alone tells which option an object is. Not so where an object may be anything besides. */
  isTagged(node: UnionNode): boolean {
    const mayBeOther = (option: number): boolean => this.node(option).kind === "any" || this.#tuples.has(option);
    return node.tag !== undefined && !node.options.some(mayBeOther);
  }

  /** Properties of an object row for which null means absent. */
  nullable(row: number): readonly string[] | undefined {
    return this.inverse.nullMeansAbsent?.[row];
  }

  /** The row of an object's member, or one of the {@link slots}. */
  slotOf(node: ObjectNode, key: string): number {
    // Own properties only: `constructor` and `toString` are ordinary keys.
    const declared = Object.hasOwn(node.properties, key) ? node.properties[key] : undefined;
    return declared ?? this.slotOfOthers(node);
  }

  /** The row of members that are not declared, or one of the {@link slots}. */
  slotOfOthers(node: ObjectNode): number {
    switch (node.rest) {
      case "drop":
        return slots.drop;
      case "keep":
        return slots.any;
      case "reject":
        return slots.reject;
      default:
        return node.rest;
    }
  }

  /**
   * The rows that a value of a JSON type may be read as: first those whose form the dialect changes, as they are the
   * stricter, else in the order of the table. Unions are replaced by their options, except a tagged one for an object,
   * one whose JSON text a string holds and, unless it is `opened`, a held one: these stand for themselves. Read
   * `strictly`, what must be JSON text is a string.
   */
  candidates(row: number, type: WireType, opened = false, strictly = false): readonly number[] {
    const key = (row * wireTypes.length + wireTypes.indexOf(type)) * 4 + (opened ? 1 : 0) + (strictly ? 2 : 0);
    let found = this.#candidates.get(key);
    if (found === undefined) {
      const rows = [...new Set(this.#expand(row, type, { opened, strictly }, new Set()))];
      const isChanged = (candidate: number): boolean =>
        type === "string" ? this.#json.has(candidate) : this.changesForm(candidate);
      found = [...rows.filter(isChanged), ...rows.filter((candidate) => !isChanged(candidate))];
      this.#candidates.set(key, found);
    }
    return found;
  }

  /** The candidates, or where there are none in the form of the dialect, those for a value in its authored form. */
  readable(row: number, type: WireType, opened = false): readonly number[] {
    const rows = this.candidates(row, type, opened);
    return rows.length > 0 || !this.changesForms ? rows : this.authored.candidates(row, type, opened);
  }

  /**
   * The objects, or the arrays, that a value at some rows may be, unions opened. Nothing where it may be any, or where
   * the dialect writes one of them in another form.
   */
  containersAt(rows: readonly number[], type: "object" | "array"): readonly ContainerRow[] | undefined {
    const found = new Map<number, ContainerRow>();
    const seen = new Set<number>();
    return rows.every((row) => this.#addContainers(row, type, found, seen)) ? [...found.values()] : undefined;
  }

  #addContainers(row: number, type: "object" | "array", found: Map<number, ContainerRow>, seen: Set<number>): boolean {
    if (row < 0) return false;
    if (seen.has(row)) return true;
    seen.add(row);
    const node = this.node(row);
    if (node.kind === "object" || node.kind === "array") {
      if (node.kind === type) found.set(row, { row, node });
      return !this.changesForm(row) && this.restOf(row) === undefined;
    }
    if (node.kind === "union") return node.options.every((option) => this.#addContainers(option, type, found, seen));
    return node.kind !== "any";
  }

  #expand(
    row: number,
    type: WireType,
    { opened, strictly }: { readonly opened: boolean; readonly strictly: boolean },
    within: Set<number>,
  ): readonly number[] {
    const node = this.node(row);
    if (strictly && type !== "string" && this.#mustBeJson(row)) return none;
    if (type === "string" && this.#json.has(row)) return [row];
    if (node.kind !== "union") return this.#accepts(row, node, type) ? [row] : none;
    if (type === "object" && this.isTagged(node)) return [row];
    // A union that has itself as an option adds nothing to itself.
    if (within.has(row)) return none;
    within.add(row);
    const options = node.options.flatMap((option) => this.#expand(option, type, { opened: false, strictly }, within));
    return node.hold && !opened && options.length > 0 ? [row] : options;
  }

  #accepts(row: number, node: Exclude<StreamNode, UnionNode>, type: WireType): boolean {
    switch (node.kind) {
      case "text":
        return type === "string";
      case "whole":
        if (node.types !== undefined)
          return node.types.some((accepted) => (accepted === "integer" ? "number" : accepted) === type);
        if (node.values !== undefined) return node.values.some((value) => wireTypeOf(value) === type);
        return type !== "object" && type !== "array";
      case "object":
        return type === (this.#entries.has(row) ? "array" : "object");
      case "array":
        return type === (this.#tuples.has(row) ? "object" : "array");
      case "any":
        return true;
    }
  }

  /** Whether a scalar, or a member of an enum, is one of a row's values. The JSON type is known to fit. */
  allows(row: number, value: unknown): boolean {
    const node = this.node(row);
    switch (node.kind) {
      case "text":
      case "any":
        return true;
      case "whole":
        if (!isAmongTypes(node, value)) return false;
        return node.values === undefined || node.values.some((allowed) => equalsJson(allowed, value));
      default:
        return false;
    }
  }

  /** How the root value is told from prose around it. */
  rootShape(): RootShape {
    if (this.inverse.wrapper !== undefined) return { prose: true, arrayFollowers: "" };
    const types = wireTypes.filter((type) => this.readable(0, type, true).length > 0);
    const items = [...this.#arrayRows(0, new Set())].flatMap((row) => {
      const node = this.node(row);
      return node.kind === "array" ? [node.items, ...(node.prefix ?? [])] : [];
    });
    const followers = wireTypes.filter((type) => items.some((row) => this.candidates(row, type, true).length > 0));
    return {
      prose: types.every((type) => type === "object" || type === "array"),
      arrayFollowers: types.includes("array") ? `]${followers.map((type) => firstCharacters[type]).join("")}` : "",
    };
  }

  /** Adds the rows an array may be read as, those of held unions too. */
  #arrayRows(row: number, found: Set<number>): Set<number> {
    for (const candidate of this.readable(row, "array", true)) {
      if (found.has(candidate)) continue;
      found.add(candidate);
      if (this.node(candidate).kind === "union") this.#arrayRows(candidate, found);
    }
    return found;
  }
}

/** The inverse of a dialect that changes nothing. */
const asAuthored: Inverse = {};

function tupleForm(
  { names, rest }: { readonly names: readonly string[]; readonly rest?: string },
  optional: readonly string[] = [],
): TupleForm {
  const positions = new Map(names.map((name, index) => [name, index]));
  if (rest !== undefined) positions.set(rest, names.length);
  return { names, rest, positions, optional: new Set(optional) };
}

const wireTypes: readonly WireType[] = ["string", "number", "boolean", "null", "object", "array"];

const firstCharacters: Readonly<Record<WireType, string>> = {
  string: '"',
  number: "-0123456789",
  boolean: "tf",
  null: "n",
  object: "{",
  array: "[",
};

/** Whether a value has one of the types a row names, where it names any. */
export function isAmongTypes({ types }: { readonly types?: readonly JsonType[] }, value: unknown): boolean {
  return types === undefined || types.some((type) => isOfType(value, type));
}

function isOfType(value: unknown, type: JsonType): boolean {
  return type === "integer" ? Number.isInteger(value) : wireTypeOf(value) === type;
}
