import type { ArrayNode } from "../stream-shape.ts";
import { Frame, type Reading } from "./frame.ts";

/** An array whose row is known. */
export class ArrayFrame extends Frame {
  readonly #node: ArrayNode;
  #index: number;

  /** A frame for an array of which `index` elements have been read. */
  constructor(reading: Reading, node: ArrayNode, index = 0) {
    super(reading);
    this.#node = node;
    this.#index = index;
  }

  get slot(): number {
    return this.#node.prefix?.[this.#index] ?? this.#node.items;
  }

  override next(): void {
    this.#index++;
    this.reading.shown.tree.moveOn();
  }

  override close(): void {
    this.reading.leave();
  }
}
