import type { ValidationIssue } from "../codec.ts";
import { type Expectation, expectedAt, type Flaw, onlyProperties, type Sample } from "./flaw.ts";
import type { Path } from "./growing-tree.ts";
import type { WireType } from "./json-value.ts";
import type { Place } from "./place.ts";
import type { ShownValue } from "./shown-value.ts";
import type { StreamShape } from "./stream-shape.ts";

/** What the findings ask of the reading that they are of. */
export interface ReadingState {
  /** Whether what stands where something is read now can have been meant in no other form. */
  readonly isCertain: boolean;
}

/** Whoever wants to know at once that something does not fit. */
export interface FlawListener {
  noteFlaw(flaw: Flaw): void;
}

/** What is found not to fit the table while a value is read, and what is done about it: from there on nothing is shown. */
export class Findings {
  readonly #shape: StreamShape;
  readonly #shown: ShownValue;
  readonly #reading: ReadingState;
  #flaw: Flaw | undefined;
  /** The first place below each key or index of the root that is not shown as it was written. */
  #doubts: Map<string | number, Path> | undefined;

  constructor(shape: StreamShape, shown: ShownValue, reading: ReadingState) {
    this.#shape = shape;
    this.#shown = shown;
    this.#reading = reading;
  }

  /** Told once of the first flaw, when it is found. */
  listener: FlawListener | undefined;
  #isPostponed = false;

  /** The first thing that does not fit its row. */
  get flaw(): Flaw | undefined {
    return this.#flaw;
  }

  /** The first place below a key or index of the root where what is shown is not what was written, if there is one. */
  doubtBelow(step: string | number): Path | undefined {
    return this.#doubts?.get(step);
  }

  /** Notes that a value fits nowhere. From here on nothing is shown. */
  mismatch(expectation: Expectation, path: Path = this.#shown.tree.path(), sample?: Sample): void {
    this.#note(expectation, path, sample === undefined ? {} : { sample });
    this.#shown.freeze();
  }

  /** Notes that a value which has just begun fits nowhere, whatever it will be; `value` is one of its JSON type. */
  mismatchOf(place: Place, type: WireType, value: unknown): void {
    const path = this.#shown.tree.path();
    const sample = { path, value };
    const { expected } = place.parts;
    if (expected === undefined) this.#note(this.#expectedAt(place, type), path, { sample });
    else this.#note(expected, path.slice(0, -1), { sample });
    this.#shown.freeze();
  }

  /** The same for a value within one that is kept aside until it is whole, at `path`. */
  mismatchWithin(place: Place, type: WireType, path: Path): void {
    this.#note(this.#expectedAt(place, type), path, { isAside: true });
    this.#shown.freeze();
  }

  /** Notes what is wrong with a container that is kept aside, at `path`. */
  noteWithin(expectation: Expectation, path: Path): void {
    this.#note(expectation, path, { isAside: true });
    this.#shown.freeze();
  }

  #expectedAt(place: Place, type: WireType): Expectation {
    const expectation = expectedAt(this.#shape, place.parts.rows, type);
    return { ...expectation, final: expectation.final && place.refuses(type) };
  }

  /**
   * Notes that the innermost object has a member whose name begins so, and may have only those that are allowed. `name`
   * is as much as is known of it.
   */
  noteProperty(beginning: string, allowed: readonly string[], name: string): void {
    const path = this.#containerPath;
    const sample = { path: [...path, beginning], value: null };
    this.#note(onlyProperties(allowed), path, { sample }, [...path, name]);
  }

  /** Notes what is wrong with the innermost container, a member of which stands at the pen: one called `key`, if it has just begun. */
  noteInside(expectation: Expectation, key?: string): void {
    const path = this.#containerPath;
    this.#note(expectation, path, key === undefined ? {} : { sample: { path: [...path, key], value: null } });
  }

  /** Notes what is wrong with the scalar at the pen, or with a text of which this much is known. It may be shown all the same. */
  noteValue(expectation: Expectation, value: unknown): void {
    const path = this.#shown.tree.path();
    this.#note(expectation, path, { sample: { path, value } });
  }

  /** Notes that the whole value at the pen is refused by its own validator. */
  noteRefused(issues: readonly ValidationIssue[], value: unknown): void {
    const { keyword = "false schema", params = {} } = issues[0] ?? {};
    const path = this.#shown.tree.path();
    this.#note({ keyword, params, final: true }, path, { issues, sample: { path, value } });
  }

  /** Notes that the value at the pen is not shown. */
  doubt(path: Path = this.#shown.tree.path()): void {
    const [step] = path;
    if (step === undefined || this.#doubts?.has(step)) return;
    this.#doubts ??= new Map();
    this.#doubts.set(step, path);
  }

  get #containerPath(): Path {
    return this.#shown.tree.path().slice(0, -1);
  }

  #note(
    expectation: Expectation,
    path: Path,
    more: Pick<Flaw, "sample" | "issues" | "isAside"> = {},
    doubted: Path = this.#shown.tree.path(),
  ): void {
    this.doubt(doubted);
    if (this.#flaw !== undefined) return;
    // Where the dialect changes the form of a value, a model may have kept to the authored form, and be right.
    const final = expectation.final && !this.#shape.mayLackWrapper && this.#reading.isCertain;
    this.#flaw = { ...expectation, final, path, ...more };
    if (!this.#isPostponed) this.listener?.noteFlaw(this.#flaw);
  }

  /** Reads what is known already and belongs together: of a flaw in it is told when all of it has been read. */
  readTogether(read: () => void): void {
    const isFirst = this.#flaw === undefined;
    this.#isPostponed = true;
    read();
    this.#isPostponed = false;
    if (isFirst && this.#flaw !== undefined) this.listener?.noteFlaw(this.#flaw);
  }
}
