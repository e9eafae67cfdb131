import { tooFew, tooMany } from "../limits.ts";
import { Place, unread } from "../place.ts";
import { type ArrayNode, loose } from "../stream-shape.ts";
import { Frame, type Reading } from "./frame.ts";

/** An array whose row is known. */
export class ArrayFrame extends Frame {
  slot: number;
  place: Place;
  readonly #node: ArrayNode;
  readonly #isJudged: boolean;
  /** Index of the element that is read. */
  #index: number;

  /** A frame for an array of which `index` elements have been read. */
  constructor(reading: Reading, node: ArrayNode, index = 0) {
    super(reading);
    this.#node = node;
    this.#index = index;
    this.#isJudged = reading.openList() && node !== loose.array;
    this.slot = node.prefix?.[index] ?? node.items;
    this.place = reading.places.at(this.slot);
    if (node.limits?.maxItems === 0 && reading.isWatched) this.place = fullPlace(this.slot, 0);
  }

  override next(): void {
    const { reading } = this;
    const { tree } = reading.shown;
    // The cast holds: the frame stands for an array.
    if (this.#isJudged) reading.judge(this.slot, (tree.innermost as readonly unknown[])[this.#index]);
    this.#index++;
    tree.moveOn();
    const { prefix, items, limits } = this.#node;
    if (prefix !== undefined) {
      this.slot = prefix[this.#index] ?? items;
      this.place = reading.places.at(this.slot);
    }
    const most = limits?.maxItems;
    if (most !== undefined && this.#index >= most && reading.isWatched) this.place = fullPlace(this.slot, most);
  }

  override close(): void {
    const least = this.#node.limits?.minItems;
    if (least !== undefined && this.#index < least && this.reading.isWatched) {
      this.reading.findings.noteInside(tooFew("minItems", least));
    }
    this.reading.closeList();
    this.reading.leave();
  }
}

/** The place after the last element that an array may have: nothing may stand there. */
function fullPlace(row: number, most: number): Place {
  return new Place({
    rows: [row],
    object: unread.nothing,
    array: unread.nothing,
    text: "nothing",
    texts: new Set(),
    numbers: new Set(),
    integers: false,
    booleans: new Set(),
    nulls: false,
    asked: new Set(),
    limits: undefined,
    mending: undefined,
    lax: new Set(),
    expected: tooMany("maxItems", most),
  });
}
