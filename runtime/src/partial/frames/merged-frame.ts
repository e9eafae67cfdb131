import type { WireType } from "../json-value.ts";
import { MalformedOutputError } from "../malformed-output.ts";
import type { Place } from "../place.ts";
import { type ObjectNode, slots } from "../stream-shape.ts";
import { duplicateKey, Frame, type KeyedFrame, type Reading } from "./frame.ts";

/** An object whose members become members of the object around it. */
export class MergedFrame extends Frame {
  slot: number = slots.any;
  place: Place;
  readonly #node: ObjectNode;
  readonly #owner: KeyedFrame;
  #key = "";

  /** A frame for members of `owner`, an object that is read by `node`. */
  constructor(reading: Reading, node: ObjectNode, owner: KeyedFrame) {
    super(reading);
    this.#node = node;
    this.#owner = owner;
    this.place = reading.places.at(this.slot);
  }

  override get isCertain(): boolean {
    return false;
  }

  override key(name: string): void {
    if (this.#owner.isTaken(name)) throw duplicateKey(name);
    const { shape, shown, places } = this.reading;
    this.#key = name;
    this.slot = shape.slotOf(this.#node, name);
    this.place = places.at(this.slot);
    shown.tree.moveTo(name);
  }

  override omit(): boolean {
    this.#owner.markAbsent(this.#key);
    return true;
  }

  override close(): void {
    this.reading.pop();
  }
}

/** A string that holds the JSON text of an object whose members become members of the object around it. */
export class MergedTextFrame extends Frame {
  readonly slot: number = slots.own;
  readonly place: Place;
  readonly #node: ObjectNode;
  readonly #owner: KeyedFrame;

  constructor(reading: Reading, node: ObjectNode, owner: KeyedFrame) {
    super(reading);
    this.#node = node;
    this.#owner = owner;
    this.place = reading.places.at(this.slot);
  }

  override get isCertain(): boolean {
    return false;
  }

  override open(type: WireType): boolean {
    if (type !== "object") return false;
    this.reading.push(new MergedFrame(this.reading, this.#node, this.#owner));
    return true;
  }

  override take(value: unknown): void {
    if (value !== null) throw new MalformedOutputError("syntax", "expected an object");
  }
}
