import { noEntries, noProperty } from "../flaw.ts";
import type { WireType } from "../json-value.ts";
import { type ObjectNode, slots } from "../stream-shape.ts";
import { duplicateKey, KeyedFrame, type Reading } from "./frame.ts";

/** A map that is written as an array of entries. The frame stands for both levels, the array and the entry in it. */
export class EntriesFrame extends KeyedFrame {
  readonly #node: ObjectNode;
  #inEntry = false;
  /** The member of the entry that is being written. */
  #member: "key" | "value" = "key";
  /** Key of the entry, once known. */
  #key: string | undefined;
  /** A value that was written before its key. */
  #kept: { readonly value: unknown } | undefined;
  /** Whether the value of the entry has been read and its key was known. */
  #filled = false;

  constructor(reading: Reading, node: ObjectNode) {
    super(reading);
    this.#node = node;
  }

  get slot(): number {
    if (!this.#inEntry || this.#member === "key" || this.#key === undefined) return slots.own;
    return this.reading.shape.slotOf(this.#node, this.#key);
  }

  override key(name: string): void {
    if (name !== "key" && name !== "value") {
      this.#break();
      this.reading.key(name);
      return;
    }
    const isKnown = name === "key" ? this.#key !== undefined : this.#filled || this.#kept !== undefined;
    if (isKnown) throw duplicateKey(name);
    this.#member = name;
  }

  override open(type: WireType): boolean {
    if (this.#inEntry || type !== "object") return false;
    this.#inEntry = true;
    this.#key = undefined;
    this.#kept = undefined;
    this.#filled = false;
    return true;
  }

  override take(value: unknown): void {
    if (this.#inEntry && this.#member === "value") this.#kept = { value };
    else if (this.#inEntry && typeof value === "string") this.#takeKey(value);
    else {
      this.#break();
      this.reading.take(value);
    }
  }

  override omit(): boolean {
    this.markAbsent(this.#key ?? "");
    return true;
  }

  override next(): void {
    this.#filled = true;
  }

  override close(): void {
    if (!this.#inEntry) this.reading.leave();
    else if (this.#filled) this.#inEntry = false;
    else {
      this.#break();
      this.reading.close();
    }
  }

  #takeKey(key: string): void {
    const { reading } = this;
    if (this.isTaken(key)) {
      if (!reading.isTrial) throw duplicateKey(key);
      // The value may still be something else than a map.
      reading.findings.noteInside({ ...noProperty(key), final: false });
      return;
    }
    this.#key = key;
    reading.shown.tree.moveTo(key);
    if (this.#kept === undefined) return;
    const { value } = this.#kept;
    this.#kept = undefined;
    this.#member = "value";
    reading.walk(value);
  }

  /** What should be entries is not: the list is kept as the list it is, so that the validator refuses it as one. */
  #break(): void {
    const { reading } = this;
    const { tree } = reading.shown;
    reading.findings.mismatch(noEntries(), tree.path().slice(0, -1));
    // The cast holds: a map stands for an open object.
    const map = tree.innermost as Readonly<Record<string, unknown>>;
    const finished = Object.keys(map).filter((key) => !this.#inEntry || key !== this.#key);
    reading.pop();
    tree.leave();
    reading.enterLoose(finished.map((key) => ({ key, value: map[key] })));
    if (!this.#inEntry) return;
    reading.enterLoose(this.#entrySoFar(map));
    tree.moveTo(this.#member);
  }

  /** What has been read of the entry that is open. */
  #entrySoFar(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const entry: Record<string, unknown> = {};
    if (this.#key !== undefined) entry["key"] = this.#key;
    if (this.#kept !== undefined) entry["value"] = this.#kept.value;
    else if (this.#key !== undefined && Object.hasOwn(map, this.#key)) entry["value"] = map[this.#key];
    return entry;
  }
}
