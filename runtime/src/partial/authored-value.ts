import type { ChangeLog } from "./change-log.ts";
import { type Decoded, decodeWhole, misfitOf, TrialMemory } from "./decoding.ts";
import { NestedText, type ValueReader } from "./event-reader.ts";
import { Findings } from "./findings.ts";
import { type Flaw, jsonText } from "./flaw.ts";
import { ArrayFrame } from "./frames/array-frame.ts";
import { EntriesFrame } from "./frames/entries-frame.ts";
import type { Frame, Reading } from "./frames/frame.ts";
import { ObjectFrame } from "./frames/object-frame.ts";
import { RootFrame } from "./frames/root-frame.ts";
import { TaggedFrame } from "./frames/tagged-frame.ts";
import { TextFrame } from "./frames/text-frame.ts";
import { TupleFrame } from "./frames/tuple-frame.ts";
import type { Container } from "./growing-tree.ts";
import { wireTypeOf } from "./json-value.ts";
import { MalformedOutputError } from "./malformed-output.ts";
import { ShownValue } from "./shown-value.ts";
import { loose, type StreamShape, slots } from "./stream-shape.ts";

/** What a trial shares with the reading that asked for it. */
interface Trial {
  /** The row that is tried. */
  readonly row: number;
  /** Whether what the dialect writes as JSON text must be a string. */
  readonly strictly: boolean;
  readonly depth: number;
  readonly memory: TrialMemory;
}

const maxDepth = 200;

/**
 * Builds the authored value while the value a dialect writes is read, by the rules of the streaming table.
 *
 * It is told what is read piece by piece (`open`, `key`, `close`, `beginText`, …) or as whole values (`take`). Which of
 * the two is its own choice: `open` and `beginText` say when a value must be whole before anything can be said about it.
 * {@link AuthoredValue.walk} tells it a value that is whole already, so each rule is written once, for
 * streams and for decoding. For each value it asks the innermost {@link Frame} which slot it stands in:
 *
 * - One row fits: the value is read into a frame of its own and appears piece by piece.
 * - Several fit, or it may only be shown whole: once whole, it is decoded by a trial, a reading of its own, for each row
 *   that it may be; the first without a {@link Flaw} is it.
 * - None fits: the value can no longer be valid. What is shown stays as it is from here on; what is built keeps what
 *   the model wrote, for the validator to name.
 */
export class AuthoredValue implements Reading, ValueReader {
  /** How what is read now is written: by the dialect, or in JSON text within a string, as authored. */
  shape: StreamShape;
  readonly #wire: StreamShape;
  /** What of the value is shown. */
  readonly shown: ShownValue;
  /** What of it does not fit. */
  readonly findings: Findings;
  readonly #trial: Trial | undefined;
  readonly #memory: TrialMemory;
  /** The frames around the innermost one. */
  readonly #outer: Frame[] = [];
  #frame: Frame;
  /** Whether a held node turned out not to be valid. */
  #concealed = false;

  /** A value that is only wanted whole needs no `log`, and is `frozen` from the start. */
  constructor(
    shape: StreamShape,
    options: { readonly log?: ChangeLog | undefined; readonly frozen?: boolean; readonly trial?: Trial } = {},
  ) {
    this.shape = shape;
    this.#wire = shape;
    this.shown = new ShownValue(options.log, options.frozen ?? false);
    this.findings = new Findings(shape, this.shown);
    this.#trial = options.trial;
    this.#memory = options.trial?.memory ?? new TrialMemory();
    this.#frame =
      options.trial === undefined
        ? new RootFrame(this, 0, shape.inverse.wrapper)
        : new RootFrame(this, options.trial.row);
  }

  get isTrial(): boolean {
    return this.#trial !== undefined;
  }

  get isLost(): boolean {
    return this.isTrial && this.findings.flaw !== undefined;
  }

  /** Ends the reading of a whole value and returns it, with what was not shown. */
  finish(): unknown {
    this.shown.freeze();
    return this.shown.tree.root;
  }

  walk(value: unknown): void {
    if (typeof value === "string" && this.#beginNested()) {
      this.#walkNested(value);
      return;
    }
    const type = wireTypeOf(value);
    if ((type !== "object" && type !== "array") || !this.open(type)) {
      this.take(value);
      return;
    }
    if (Array.isArray(value)) {
      for (const element of value) {
        this.walk(element);
        if (this.isLost) return;
      }
    } else {
      for (const [key, member] of Object.entries(value as object)) {
        // Not JSON, but what programs write for an absent property.
        if (member === undefined) continue;
        this.key(key);
        this.walk(member);
        if (this.isLost) return;
      }
    }
    this.close();
  }

  #walkNested(text: string): void {
    const nested = new NestedText(this);
    try {
      nested.push(text);
      nested.end();
    } catch (error) {
      if (!this.isTrial || !(error instanceof MalformedOutputError)) throw error;
      // The string may still be something else than JSON text.
      this.findings.mismatch(jsonText());
      this.#memory.malformed ??= error;
    }
  }

  key(name: string): void {
    this.#frame.key(name);
  }

  beginText(): "nested" | "grows" | "whole" {
    if (this.#beginNested()) return "nested";
    const { slot } = this.#frame;
    if (slot < 0 || this.shown.frozen) return "whole";
    const role = this.shape.textRole(slot);
    // What fits nowhere is known to at its first quote, wherever the text is cut.
    if (role === "nothing") this.findings.mismatchOf(slot, "string", "");
    return role === "grows" ? role : "whole";
  }

  /** Goes on inside a string that begins, if it holds JSON text. */
  #beginNested(): boolean {
    const { slot } = this.#frame;
    let inside: Frame | undefined;
    if (slot === slots.own) inside = this.#frame.textFrame();
    else if (slot >= 0 && this.shape.textRole(slot) === "nested") inside = new TextFrame(this, slot);
    if (inside === undefined) return false;
    this.push(inside);
    this.shape = this.#wire.authored;
    return true;
  }

  endNested(): void {
    this.pop();
    this.shape = this.#wire;
    this.next();
  }

  growText(text: string): void {
    this.shown.growText(text);
  }

  endText(): void {
    this.shown.endText();
    this.next();
  }

  open(type: "object" | "array"): boolean {
    const { slot } = this.#frame;
    if (this.#depth > maxDepth) {
      throw new MalformedOutputError("too-deep", `more than ${maxDepth} levels of nesting`);
    }
    if (slot === slots.own) return this.#frame.open(type);
    if (slot < 0) return false;

    const { opened } = this.#frame;
    const rows = this.#rowsOf(slot, type, opened);
    const [row] = rows;
    if (row === undefined) this.findings.mismatchOf(slot, type, type === "object" ? {} : []);
    if (row === undefined || rows.length > 1) return false;
    return this.#openRow(row, type);
  }

  #rowsOf(slot: number, type: "object" | "array", opened: boolean): readonly number[] {
    if (!this.isTrial) return this.shape.readable(slot, type, opened);
    return this.shape.candidates(slot, type, opened, this.#isStrict);
  }

  get #isStrict(): boolean {
    return this.#trial?.strictly ?? false;
  }

  /** Begins a container that can only be read by one row. */
  #openRow(row: number, type: "object" | "array"): boolean {
    const node = this.shape.node(row);
    if (node.hold && !this.#opens(row)) return false;
    switch (node.kind) {
      case "object": {
        const isEntries = type === "array";
        this.enter(isEntries ? new EntriesFrame(this, node) : new ObjectFrame(this, node, row), {});
        return true;
      }
      case "array": {
        const form = type === "object" ? this.shape.tupleForm(row) : undefined;
        this.enter(form === undefined ? new ArrayFrame(this, node) : new TupleFrame(this, node, form), []);
        return true;
      }
      case "union":
        this.push(new TaggedFrame(this, node));
        return true;
      default:
        return false;
    }
  }

  /** How many containers are open, in this reading and around it. */
  get #depth(): number {
    return this.#outer.length + (this.#trial?.depth ?? 0);
  }

  /** Whether this is a trial of a row and its value itself comes next. */
  #opens(row: number): boolean {
    return this.#frame.opened && this.#frame.slot === row;
  }

  push(frame: Frame): void {
    this.#outer.push(this.#frame);
    this.#frame = frame;
  }

  enter(frame: Frame, container: Container): void {
    this.shown.enter(container);
    this.push(frame);
  }

  enterLoose(container: Container): void {
    const frame = Array.isArray(container)
      ? new ArrayFrame(this, loose.array, container.length)
      : new ObjectFrame(this, loose.object);
    this.enter(frame, container);
  }

  pop(): void {
    const frame = this.#outer.pop();
    if (frame === undefined) throw new Error("there is nothing around the root");
    this.#frame = frame;
  }

  close(): void {
    this.#frame.close();
  }

  leave(): void {
    this.pop();
    this.shown.leave();
    this.next();
  }

  next(): void {
    this.#frame.next();
  }

  take(value: unknown): void {
    const { slot } = this.#frame;
    switch (slot) {
      case slots.own:
        this.#frame.take(value);
        return;
      case slots.any:
        this.shown.place(value);
        break;
      case slots.drop:
        this.#frame.omit();
        break;
      case slots.reject:
        this.findings.noteProperty();
        this.#conceal(value);
        break;
      default:
        if (value === null && this.#frame.passesOverNull()) return;
        this.decide(slot, value);
    }
    this.next();
  }

  decide(row: number, value: unknown): void {
    if (!this.isTrial) this.#memory.malformed = undefined;
    const decoded = decodeWhole(
      this.shape,
      row,
      value,
      this.#opens(row),
      this.#isStrict,
      (candidate, whole, strictly) => this.#tryRow(candidate, whole, strictly),
    );
    if (decoded === undefined) {
      // What was to be JSON text and is not must not pass for the text that it is.
      if (!this.isTrial && this.#memory.malformed !== undefined) throw this.#memory.malformed;
      // Within a trial nobody is told what is wrong inside.
      const flawBy = (only: number): Flaw | undefined =>
        this.isTrial ? undefined : this.#startTrial(only, value, false).findings.flaw;
      const { expectation, path } = misfitOf(this.shape, row, value, flawBy);
      this.findings.mismatch(expectation, [...this.shown.tree.path(), ...path]);
      this.shown.place(value);
    } else if (decoded.showable) this.shown.place(decoded.value);
    else this.#conceal(decoded.value);
  }

  /** Decodes a whole value by one row, if it fits. */
  #tryRow(row: number, value: unknown, strictly: boolean): Decoded | undefined {
    return this.#memory.recall(value, row, strictly, () => {
      const trial = this.#startTrial(row, value, strictly);
      return trial.isLost ? undefined : { value: trial.shown.tree.root, showable: !trial.#concealed };
    });
  }

  #startTrial(row: number, value: unknown, strictly: boolean): AuthoredValue {
    const trial = new AuthoredValue(this.shape, {
      frozen: true,
      trial: { row, strictly, depth: this.#depth, memory: this.#memory },
    });
    trial.walk(value);
    return trial;
  }

  /** Keeps a value that must not be shown. A list cannot go on without its element, so it stops being shown. */
  #conceal(value: unknown): void {
    this.#concealed = true;
    this.findings.doubt();
    if (!this.shown.frozen && this.#frame.omit()) this.shown.hide(value);
    else {
      this.shown.freeze();
      this.shown.place(value);
    }
  }
}
