import { missingProperty, ofType } from "../flaw.ts";
import type { WireType } from "../json-value.ts";
import { type ObjectNode, slots } from "../stream-shape.ts";
import { EntriesFrame } from "./entries-frame.ts";
import { duplicateKey, type Frame, KeyedFrame, type Reading } from "./frame.ts";
import { MergedFrame, MergedTextFrame } from "./merged-frame.ts";

/** An object whose row is known. */
export class ObjectFrame extends KeyedFrame {
  slot: number = slots.any;
  readonly #node: ObjectNode;
  /** Properties for which null means absent. */
  readonly #nullable: readonly string[] | undefined;
  /** The property in which names beside the declared ones are written together. */
  readonly #rest: string | undefined;
  #restSeen = false;
  /** The member that is being written. */
  #key = "";

  /** A frame for an object of a row, or for one that is read by a `node` of no row and so is written as authored. */
  constructor(reading: Reading, node: ObjectNode, row?: number) {
    super(reading);
    this.#node = node;
    if (row === undefined) return;
    this.#nullable = reading.shape.nullable(row);
    this.#rest = reading.shape.restOf(row);
  }

  override key(name: string): void {
    const { shape, shown } = this.reading;
    if (name === this.#rest) {
      if (this.#restSeen) throw duplicateKey(name);
      this.#restSeen = true;
      this.slot = slots.own;
    } else {
      if (this.isTaken(name)) throw duplicateKey(name);
      this.#key = name;
      this.slot = shape.slotOf(this.#node, name);
    }
    shown.tree.moveTo(name);
  }

  override textFrame(): Frame | undefined {
    return this.#node.rest === "keep" && this.slot === slots.own
      ? new MergedTextFrame(this.reading, this.#node, this)
      : undefined;
  }

  /** Opens what stands in the property of the rest: entries or, written as authored, an object. */
  override open(type: WireType): boolean {
    const { reading } = this;
    const property = this.#rest ?? "";
    if (type === "array" && this.#node.rest !== "keep") {
      reading.push(new EntriesFrame(reading, this.#node, { owner: this, property }));
      return true;
    }
    if (type !== "object" || reading.isTrial) return false;
    reading.push(new MergedFrame(reading, this.#node, this));
    return true;
  }

  override take(value: unknown): void {
    if (value === null) return;
    const { findings, shown } = this.reading;
    findings.mismatch(ofType(this.#node.rest === "keep" ? "string" : "array"));
    shown.place(value);
  }

  override passesOverNull(): boolean {
    return this.#nullable?.includes(this.#key) === true && this.omit();
  }

  override omit(): boolean {
    this.markAbsent(this.#key);
    return true;
  }

  override close(): void {
    for (const name of this.#node.required ?? []) {
      if (!this.isTaken(name)) this.reading.findings.noteInside(missingProperty(name));
    }
    this.reading.leave();
  }
}
