import type { Codec, Inverse, JsonType, StreamNode, StreamTable } from "../codec.ts";
import { equalsJson, type WireType, wireTypeOf } from "./json-value.ts";
import type { RootShape } from "./root-finder.ts";

/** A row that streams as an object. */
export type ObjectNode = Extract<StreamNode, { kind: "object" }>;
/** A row that streams as an array. */
export type ArrayNode = Extract<StreamNode, { kind: "array" }>;
/** A row that offers options. */
export type UnionNode = Extract<StreamNode, { kind: "union" }>;

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

const none: readonly number[] = [];

/** Answers questions about a streaming table as a dialect writes it. Pure, but for a cache of its answers. */
export class StreamShape {
  readonly table: StreamTable;
  readonly inverse: Inverse;
  readonly checks: NonNullable<Codec["checks"]>;
  readonly #entries: ReadonlySet<number>;
  readonly #candidates = new Map<number, readonly number[]>();
  readonly #grows = new Map<number, boolean>();

  constructor(table: StreamTable, inverse: Inverse = {}, checks: NonNullable<Codec["checks"]> = {}) {
    this.table = table;
    this.inverse = inverse;
    this.checks = checks;
    this.#entries = new Set(inverse.entries);
  }

  node(row: number): StreamNode {
    const node = this.table[row];
    if (node === undefined) throw new Error(`the streaming table has no row ${row}`);
    return node;
  }

  /** Whether a map is written as an array of entries. */
  isEntries(row: number): boolean {
    return this.#entries.has(row);
  }

  /** Whether maps are written otherwise than authored. */
  get hasEntries(): boolean {
    return this.#entries.size > 0;
  }

  /** Whether the wrapper may turn out to be a property of the root itself, which was written without one. */
  get mayLackWrapper(): boolean {
    return this.inverse.wrapper !== undefined && (this.hasEntries || this.candidates(0, "object", true).length > 0);
  }

  /** Whether a tag alone tells which option an object is. Not so where an object may be anything besides. */
  isTagged(node: UnionNode): boolean {
    return node.tag !== undefined && !node.options.some((option) => this.node(option).kind === "any");
  }

  /** Properties of an object row for which null means absent. */
  nullable(row: number): readonly string[] | undefined {
    return this.inverse.nullMeansAbsent?.[row];
  }

  /** The row of an object's member, or one of the {@link slots}. */
  slotOf(node: ObjectNode, key: string): number {
    // Own properties only: `constructor` and `toString` are ordinary keys.
    const declared = Object.hasOwn(node.properties, key) ? node.properties[key] : undefined;
    if (declared !== undefined) return declared;
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
   * The rows that a value of a JSON type may be read as, in the order of the table. Unions are replaced by their
   * options, except a tagged one for an object and, unless it is `opened`, a held one: these stand for themselves.
   */
  candidates(row: number, type: WireType, opened = false): readonly number[] {
    const key = (row * wireTypes.length + wireTypes.indexOf(type)) * 2 + (opened ? 1 : 0);
    let found = this.#candidates.get(key);
    if (found === undefined) {
      found = [...new Set(this.#expand(row, type, opened, new Set()))];
      this.#candidates.set(key, found);
    }
    return found;
  }

  #expand(row: number, type: WireType, opened: boolean, within: Set<number>): readonly number[] {
    const node = this.node(row);
    if (node.kind !== "union") return this.#accepts(row, node, type) ? [row] : none;
    if (type === "object" && this.isTagged(node)) return [row];
    // A union that has itself as an option adds nothing to itself.
    if (within.has(row)) return none;
    within.add(row);
    const options = node.options.flatMap((option) => this.#expand(option, type, false, within));
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
        return type === (this.isEntries(row) ? "array" : "object");
      case "array":
        return type === "array";
      case "any":
        return true;
    }
  }

  /** Whether a string at a row may be shown while it is being written. */
  grows(row: number): boolean {
    let grows = this.#grows.get(row);
    if (grows === undefined) {
      const options = this.candidates(row, "string").map((option) => this.node(option));
      grows = options.some((node) => node.kind === "text" && node.hold !== true);
      this.#grows.set(row, grows);
    }
    return grows;
  }

  /** Whether a scalar, or a member of an enum, is one of a row's values. The JSON type is known to fit. */
  allows(row: number, value: unknown): boolean {
    const node = this.node(row);
    switch (node.kind) {
      case "text":
      case "any":
        return true;
      case "whole":
        if (node.types !== undefined && !node.types.some((type) => isOfType(value, type))) return false;
        return node.values === undefined || node.values.some((allowed) => equalsJson(allowed, value));
      default:
        return false;
    }
  }

  /** How the root value is told from prose around it. */
  rootShape(): RootShape {
    if (this.inverse.wrapper !== undefined) return { prose: true, arrayFollowers: "" };
    const types = wireTypes.filter((type) => this.candidates(0, type, true).length > 0);
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
    for (const candidate of this.candidates(row, "array", true)) {
      if (found.has(candidate)) continue;
      found.add(candidate);
      if (this.node(candidate).kind === "union") this.#arrayRows(candidate, found);
    }
    return found;
  }
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

function isOfType(value: unknown, type: JsonType): boolean {
  return type === "integer" ? Number.isInteger(value) : wireTypeOf(value) === type;
}
