import { ofType } from "../flaw.ts";
import { setOwn, type WireType } from "../json-value.ts";
import type { Place } from "../place.ts";
import { type ArrayNode, slots, type TupleForm } from "../stream-shape.ts";
import { duplicateKey, Frame, type Reading } from "./frame.ts";

/**
 * A tuple that is written as an object. The frame stands for both levels, the object and the array of further elements
 * in it.
 *
 * Elements appear in their order: what is written before its turn is kept back. The first that is missing ends the
 * tuple, and what comes after it has no place.
 */
export class TupleFrame extends Frame {
  readonly #node: ArrayNode;
  readonly #form: TupleForm;
  /** How many elements have been read. */
  #index = 0;
  readonly #seen = new Set<string>();
  readonly #kept = new Map<string, unknown>();
  /** The property that is being written, and the index of its element; that of the rest comes after all others. */
  #key = "";
  #position = -1;
  #inRest = false;
  /** Whether values that were kept back are being read. */
  #catchingUp = false;

  constructor(reading: Reading, node: ArrayNode, form: TupleForm) {
    super(reading);
    this.#node = node;
    this.#form = form;
  }

  override get isCertain(): boolean {
    return false;
  }

  get place(): Place {
    return this.reading.places.at(this.slot);
  }

  get slot(): number {
    const isElement = this.#inRest || (this.#position === this.#index && !this.#isAtRest);
    return isElement ? (this.#node.prefix?.[this.#index] ?? this.#node.items) : slots.own;
  }

  /** Whether the array of further elements is what is being written. */
  get #isAtRest(): boolean {
    return this.#position === this.#form.names.length;
  }

  override key(name: string): void {
    const position = this.#form.positions.get(name);
    if (position === undefined) {
      this.#break();
      this.reading.key(name);
      return;
    }
    if (this.#seen.has(name)) throw duplicateKey(name);
    this.#seen.add(name);
    this.#key = name;
    this.#position = position;
  }

  override open(type: WireType): boolean {
    if (type !== "array" || !this.#isAtRest || this.#position !== this.#index) return false;
    this.#inRest = true;
    return true;
  }

  override get nullIsAbsent(): boolean {
    return !this.#inRest && this.#mayBeMissing(this.#key);
  }

  override take(value: unknown): void {
    if (value === null && (this.#isAtRest || this.#mayBeMissing(this.#key))) return;
    if (!this.#isAtRest || Array.isArray(value)) {
      this.#kept.set(this.#key, value);
      return;
    }
    this.#seen.delete(this.#key);
    this.#break();
    this.reading.key(this.#key);
    this.reading.take(value);
  }

  override next(): void {
    this.#index++;
    this.reading.shown.tree.moveOn();
    if (!this.#inRest && !this.#catchingUp && this.#kept.size > 0) this.#catchUp();
  }

  override close(): void {
    if (this.#inRest) {
      this.#inRest = false;
      return;
    }
    if (this.#hasGap()) {
      this.#break();
      this.reading.close();
    } else this.reading.leave();
  }

  /** Whether an element was kept back and never had its turn. An empty array of further elements has none. */
  #hasGap(): boolean {
    return [...this.#kept].some(
      ([name, value]) => name !== this.#form.rest || !Array.isArray(value) || value.length > 0,
    );
  }

  #mayBeMissing(name: string): boolean {
    return this.#form.optional.has(name);
  }

  /** Reads what was kept back and has its turn now. */
  #catchUp(): void {
    const { names, rest } = this.#form;
    this.#catchingUp = true;
    for (let name = names[this.#index]; name !== undefined && this.#kept.has(name); name = names[this.#index]) {
      this.#position = this.#index;
      this.#readKept(name);
      if (this.reading.isLost) return;
    }
    if (this.#index === names.length && rest !== undefined && this.#kept.has(rest)) {
      this.#inRest = true;
      this.#readKept(rest);
      this.#inRest = false;
    }
    this.#catchingUp = false;
  }

  #readKept(name: string): void {
    const value = this.#kept.get(name);
    this.#kept.delete(name);
    if (!this.#inRest || !Array.isArray(value)) {
      this.reading.walk(value);
      return;
    }
    for (const element of value) {
      this.reading.walk(element);
      if (this.reading.isLost) return;
    }
  }

  /** What should be a tuple is not: it is kept as the object it is, so that the validator refuses it as one. */
  #break(): void {
    const { reading } = this;
    const { tree } = reading.shown;
    reading.findings.mismatch(ofType("array"), tree.path().slice(0, -1));
    // The cast holds: a tuple stands for an open array.
    const elements = tree.innermost as readonly unknown[];
    const { names, rest } = this.#form;
    const object: Record<string, unknown> = {};
    for (const name of this.#seen) setOwn(object, name, this.#kept.get(name) ?? null);
    elements.slice(0, names.length).forEach((element, index) => void setOwn(object, names[index] ?? "", element));
    if (rest !== undefined && elements.length > names.length) setOwn(object, rest, elements.slice(names.length));
    reading.pop();
    tree.leave();
    reading.enterLoose(object);
  }
}
