import type { StreamTable } from "./codec.ts";

/** An answer that means what it says: JSON in which everything has a place of its own in the table. */
export interface PlainAnswer {
  readonly value: unknown;
}

/** Most containers within one another. An answer that is deeper is left to the parser, which has a limit. */
const deepest = 100;

/**
 * Reads a whole answer with the platform's parser, which takes a fraction of the time that ours takes.
 *
 * Gives nothing where the two might not agree, or ours has more to say: text that is no JSON, or not all of it; keys that are
 * written twice, or that the table does not know; containers that may be one of several things. What is given is not validated.
 */
export function readPlainAnswer(table: StreamTable, text: string): PlainAnswer | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const walk = new Walk(table);
  // Of a key that is written twice only one is left in the value, so that there are more texts than it has.
  return walk.isPlain(value, 0, 0) && walk.texts === textsIn(text) ? { value } : undefined;
}

/** Goes through a value, and counts keys and texts in it. */
class Walk {
  texts = 0;
  readonly #table: StreamTable;

  constructor(table: StreamTable) {
    this.#table = table;
  }

  isPlain(value: unknown, row: number, depth: number): boolean {
    if (typeof value === "string") this.texts++;
    if (typeof value === "number") return Number.isFinite(value) && !Object.is(value, -0);
    if (typeof value !== "object" || value === null) return true;
    if (depth >= deepest) return false;
    return Array.isArray(value) ? this.#isPlainList(value, row, depth) : this.#isPlainObject(value, row, depth);
  }

  #isPlainList(list: readonly unknown[], row: number, depth: number): boolean {
    const node = this.#table[this.#rowOf("array", row)];
    if (node?.kind !== "array" || node.prefix !== undefined) return false;
    for (const item of list) if (!this.isPlain(item, node.items, depth + 1)) return false;
    return true;
  }

  #isPlainObject(object: object, row: number, depth: number): boolean {
    const node = this.#table[this.#rowOf("object", row)];
    if (node?.kind !== "object") return false;
    for (const [name, value] of Object.entries(object)) {
      const property = Object.hasOwn(node.properties, name) ? node.properties[name] : undefined;
      if (property === undefined || !this.isPlain(value, property, depth + 1)) return false;
      this.texts++;
    }
    return true;
  }

  /** The row of a container: of a union the only option that can be one. */
  #rowOf(kind: "array" | "object", row: number): number {
    const node = this.#table[row];
    if (node?.kind !== "union") return row;
    const [only = -1, ...others] = node.options.filter((option) => canBe(kind, this.#table[option]?.kind));
    return others.length === 0 ? only : -1;
  }
}

function canBe(kind: "array" | "object", option: StreamTable[number]["kind"] | undefined): boolean {
  return option === kind || option === "union" || option === "any" || option === undefined;
}

/** How many texts, keys among them, are written in a text that is JSON. */
function textsIn(text: string): number {
  let quotes = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    // A quote within a text stands behind an odd number of backslashes.
    let before = at;
    while (text.charCodeAt(before - 1) === 0x5c) before--;
    if ((at - before) % 2 === 0) quotes++;
  }
  return quotes / 2;
}
