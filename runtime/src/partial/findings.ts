import { type Expectation, expectedAt, type Flaw, noProperty } from "./flaw.ts";
import type { Path } from "./growing-tree.ts";
import type { WireType } from "./json-value.ts";
import type { ShownValue } from "./shown-value.ts";
import type { StreamShape } from "./stream-shape.ts";

/** What is found not to fit the table while a value is read, and what is done about it: from there on nothing is shown. */
export class Findings {
  readonly #shape: StreamShape;
  readonly #shown: ShownValue;
  #flaw: Flaw | undefined;
  /** The first place below each key or index of the root that is not shown as it was written. */
  readonly #doubts = new Map<string | number, Path>();

  constructor(shape: StreamShape, shown: ShownValue) {
    this.#shape = shape;
    this.#shown = shown;
  }

  /** The first thing that does not fit its row. */
  get flaw(): Flaw | undefined {
    return this.#flaw;
  }

  /** The first place below a key or index of the root where what is shown is not what was written, if there is one. */
  doubtBelow(step: string | number): Path | undefined {
    return this.#doubts.get(step);
  }

  /** Notes that a value fits nowhere. From here on nothing is shown. */
  mismatch(expectation: Expectation, path: Path = this.#shown.tree.path()): void {
    this.#note(expectation, path);
    this.#shown.freeze();
  }

  /** Notes that a value which has just begun fits nowhere, whatever it will be; `value` is one of its JSON type. */
  mismatchOf(row: number, type: WireType, value: unknown): void {
    const path = this.#shown.tree.path();
    this.#note(expectedAt(this.#shape, row, type), path, { path, value });
    this.#shown.freeze();
  }

  /** Notes that the member at the pen is not to be there. */
  noteProperty(): void {
    const path = this.#shown.tree.path();
    this.#note(noProperty(String(path.at(-1))), path.slice(0, -1), { path, value: null });
  }

  /** Notes what is wrong with the innermost container, a member of which stands at the pen. */
  noteInside(expectation: Expectation): void {
    this.#note(expectation, this.#shown.tree.path().slice(0, -1));
  }

  /** Notes that the value at the pen is not shown. */
  doubt(): void {
    const path = this.#shown.tree.path();
    const [step] = path;
    if (step !== undefined && !this.#doubts.has(step)) this.#doubts.set(step, path);
  }

  #note(expectation: Expectation, path: Path, sample?: Flaw["sample"]): void {
    // Where the dialect changes the form of a value, a model may have kept to the authored form, and be right.
    const final = expectation.final && !this.#shape.mayLackWrapper && !this.#shape.changesForms;
    this.#flaw ??= { ...expectation, final, path, ...(sample === undefined ? {} : { sample }) };
    this.doubt();
  }
}
