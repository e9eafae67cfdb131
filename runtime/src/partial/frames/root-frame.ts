import { noWrapper } from "../flaw.ts";
import { setOwn, type WireType } from "../json-value.ts";
import type { Place } from "../place.ts";
import { slots } from "../stream-shape.ts";
import { duplicateKey, Frame, type Reading } from "./frame.ts";

/** What is around the value that is read: nothing, or the wrapper that a dialect put around the root. */
export class RootFrame extends Frame {
  readonly slot: number;
  readonly place: Place;
  override readonly opened: boolean;
  readonly #wrapper: string | undefined;

  /** A frame for the value of a row, under the property `wrapper` if there is one. */
  constructor(reading: Reading, row: number, wrapper?: string) {
    super(reading);
    this.slot = wrapper === undefined ? row : slots.own;
    this.place = reading.places.at(this.slot);
    this.opened = reading.isTrial;
    this.#wrapper = wrapper;
  }

  override open(type: WireType): boolean {
    if (type !== "object" || this.#wrapper === undefined) return false;
    this.reading.push(new WrapperFrame(this.reading, this.#wrapper));
    return true;
  }

  override take(value: unknown): void {
    const { findings, shown } = this.reading;
    findings.mismatch(noWrapper(`must be an object with the property ${this.#wrapper}`));
    shown.place(value);
  }
}

/** The object a dialect put around the root. */
class WrapperFrame extends Frame {
  readonly slot: number = 0;
  readonly place: Place;
  readonly #name: string;
  #seen = false;

  constructor(reading: Reading, name: string) {
    super(reading);
    this.place = reading.places.at(this.slot);
    this.#name = name;
  }

  override key(name: string): void {
    if (name !== this.#name) {
      this.#break();
      this.reading.key(name);
    } else if (this.#seen) throw duplicateKey(name);
  }

  override next(): void {
    this.#seen = true;
  }

  override close(): void {
    if (this.#seen) this.reading.pop();
    else {
      this.#break();
      this.reading.close();
    }
  }

  /** What should be a wrapper is not: it is kept as the object it is. */
  #break(): void {
    const { reading } = this;
    reading.findings.mismatch(noWrapper(`must be an object with nothing but the property ${this.#name}`));
    const object: Record<string, unknown> = {};
    if (this.#seen) setOwn(object, this.#name, reading.shown.tree.root);
    reading.pop();
    reading.enterLoose(object);
  }
}
