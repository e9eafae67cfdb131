import { missingProperty } from "../flaw.ts";
import { type ObjectNode, slots } from "../stream-shape.ts";
import { duplicateKey, KeyedFrame, type Reading } from "./frame.ts";

/** An object whose row is known. */
export class ObjectFrame extends KeyedFrame {
  slot: number = slots.any;
  readonly #node: ObjectNode;
  /** Properties for which null means absent. */
  readonly #nullable: readonly string[] | undefined;
  /** The member that is being written. */
  #key = "";

  constructor(reading: Reading, node: ObjectNode, nullable?: readonly string[]) {
    super(reading);
    this.#node = node;
    this.#nullable = nullable;
  }

  override key(name: string): void {
    if (this.isTaken(name)) throw duplicateKey(name);
    const { shape, shown } = this.reading;
    this.#key = name;
    this.slot = shape.slotOf(this.#node, name);
    shown.tree.moveTo(name);
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
