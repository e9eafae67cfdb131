import type { ChangeLog } from "./change-log.ts";
import { type Decoded, decodeWhole } from "./decoding.ts";
import {
  type Expectation,
  expectedAt,
  type Flaw,
  missingProperty,
  noEntries,
  noProperty,
  noWrapper,
  oneOf,
} from "./flaw.ts";
import {
  arrayFrame,
  type EntriesFrame,
  entriesAsList,
  entriesFrame,
  entrySoFar,
  type Frame,
  objectFrame,
  rowOfTag,
  slotIn,
  type TaggedFrame,
  taggedFrame,
} from "./frame.ts";
import type { Container, Path } from "./growing-tree.ts";
import { setOwn, type WireType, wireTypeOf } from "./json-value.ts";
import { MalformedOutputError } from "./malformed-output.ts";
import { ShownValue } from "./shown-value.ts";
import { loose, type StreamShape, slots } from "./stream-shape.ts";

/** What an inner reading shares with the one that asked for it. */
interface Inner {
  readonly row: number;
  readonly depth: number;
  readonly decodings: WeakMap<object, Map<number, Decoded | undefined>>;
}

const maxDepth = 200;

/**
 * Builds the authored value while the value a dialect writes is read, by the rules of the streaming table.
 *
 * It is told what is read piece by piece (`open`, `key`, `close`, `beginText`, …) or as whole values (`take`). Which of
 * the two is its own choice: `open` and `beginText` return false when a value must be whole before anything can be
 * said about it. {@link AuthoredValue.walk} tells it a value that is whole already, so each rule is written once, for
 * streams and for decoding. For each value it asks which {@link slots slot} it stands in:
 *
 * - One row fits: the value is read into a {@link Frame} and appears piece by piece.
 * - Several fit, or it may only be shown whole: once whole, it is decoded by an inner reading for each row that it may
 *   be; the first without a {@link Flaw} is it.
 * - None fits: the value can no longer be valid. What is shown stays as it is from here on; what is built keeps what
 *   the model wrote, for the validator to name.
 */
export class AuthoredValue {
  /** What of the value is shown. */
  readonly shown: ShownValue;
  readonly #shape: StreamShape;
  readonly #inner: Inner | undefined;
  readonly #decodings: Inner["decodings"];
  readonly #frames: Frame[] = [];

  /** Whether a held node turned out not to be valid. */
  #concealed = false;
  #flaw: Flaw | undefined;
  /** The first place below each key or index of the root that is not shown as it was written. */
  readonly #doubts = new Map<string | number, Path>();

  /** A value that is only wanted whole needs no `log`, and is `frozen` from the start. */
  constructor(
    shape: StreamShape,
    options: { readonly log?: ChangeLog | undefined; readonly frozen?: boolean; readonly inner?: Inner } = {},
  ) {
    this.#shape = shape;
    this.shown = new ShownValue(options.log, options.frozen ?? false);
    this.#inner = options.inner;
    this.#decodings = options.inner?.decodings ?? new WeakMap();
  }

  /** The first thing that does not fit its row. */
  get flaw(): Flaw | undefined {
    return this.#flaw;
  }

  /** The first place below a key or index of the root where what is shown is not what was written, if there is one. */
  doubtBelow(step: string | number): Path | undefined {
    return this.#doubts.get(step);
  }

  /** Ends the reading of a whole value and returns it, with what was not shown. */
  finish(): unknown {
    this.shown.freeze();
    return this.shown.tree.root;
  }

  /** Reads a value that is whole already, as if it had been written here. */
  walk(value: unknown): void {
    const type = wireTypeOf(value);
    if ((type !== "object" && type !== "array") || !this.open(type)) {
      this.take(value);
      return;
    }
    if (Array.isArray(value)) {
      for (const element of value) {
        this.walk(element);
        if (this.#isLost()) return;
      }
    } else {
      for (const [key, member] of Object.entries(value as object)) {
        // Not JSON, but what programs write for an absent property.
        if (member === undefined) continue;
        this.key(key);
        this.walk(member);
        if (this.#isLost()) return;
      }
    }
    this.close();
  }

  /** Whether this reading will be thrown away: one row of several was tried, and is not it. */
  #isLost(): boolean {
    return this.#inner !== undefined && this.#flaw !== undefined;
  }

  /** Says how a member of the innermost object is called. Throws when it had a member of that name. */
  key(name: string): void {
    const frame = this.#frames.at(-1);
    switch (frame?.kind) {
      case "object":
        if (this.shown.tree.has(name) || frame.absent?.has(name)) throw duplicateKey(name);
        frame.key = name;
        frame.slot = this.#shape.slotOf(frame.node, name);
        this.shown.tree.moveTo(name);
        return;
      case "tagged":
        if (frame.members.has(name)) throw duplicateKey(name);
        frame.key = name;
        return;
      case "entries": {
        const known = name === "key" ? frame.key !== undefined : frame.filled || frame.kept !== undefined;
        if (name !== "key" && name !== "value") {
          this.#breakEntries(frame);
          this.key(name);
          return;
        }
        if (known) throw duplicateKey(name);
        frame.member = name;
        return;
      }
      case "wrapper":
        if (name !== this.#shape.inverse.wrapper) {
          this.#breakWrapper(frame.seen);
          this.key(name);
        } else if (frame.seen) throw duplicateKey(name);
        return;
      default:
        throw new Error("a key stands outside an object");
    }
  }

  /** A string begins. Returns whether it may be shown as it grows. */
  beginText(): boolean {
    const slot = this.#slot();
    if (slot < 0 || this.shown.frozen) return false;
    if (this.#shape.grows(slot)) return true;
    // What fits nowhere is known to at its first quote, wherever the text is cut.
    if (this.#shape.candidates(slot, "string").length === 0) this.#mismatchOf(slot, "string", "");
    return false;
  }

  /** Shows a string that grows as far as it was read. */
  growText(text: string): void {
    this.shown.growText(text);
  }

  /** Ends a string that grew. */
  endText(): void {
    this.shown.endText();
    this.#endValue();
  }

  #slot(): number {
    const frame = this.#frames.at(-1);
    if (frame !== undefined) return slotIn(frame, this.#shape);
    if (this.#inner !== undefined) return this.#inner.row;
    return this.#shape.inverse.wrapper === undefined ? 0 : slots.wrapper;
  }

  /** Whether this reading was started for the value at `row` itself, so that its `hold` is not to be obeyed again. */
  #opens(row: number): boolean {
    return this.#frames.length === 0 && this.#inner?.row === row;
  }

  /** Begins a container. Returns false when it must be whole before anything can be said about it. */
  open(type: "object" | "array"): boolean {
    const slot = this.#slot();
    if (this.#frames.length + (this.#inner?.depth ?? 0) > maxDepth) {
      throw new MalformedOutputError("too-deep", `more than ${maxDepth} levels of nesting`);
    }
    if (slot === slots.wrapper && type === "object") {
      this.#frames.push({ kind: "wrapper", seen: false });
      return true;
    }
    if (slot === slots.entry && type === "object") {
      const frame = this.#frames.at(-1);
      if (frame?.kind !== "entries") throw new Error("an entry stands outside a map");
      Object.assign(frame, { inEntry: true, key: undefined, kept: undefined, filled: false });
      return true;
    }
    if (slot < 0) return false;

    const rows = this.#shape.candidates(slot, type, this.#opens(slot));
    const [row] = rows;
    if (row === undefined) this.#mismatchOf(slot, type, type === "object" ? {} : []);
    if (row === undefined || rows.length > 1) return false;
    const node = this.#shape.node(row);
    if (node.hold && !this.#opens(row)) return false;
    switch (node.kind) {
      case "object":
        this.#enter(this.#shape.isEntries(row) ? entriesFrame(node) : objectFrame(node, this.#shape.nullable(row)), {});
        return true;
      case "array":
        this.#enter(arrayFrame(node), []);
        return true;
      case "union":
        this.#frames.push(taggedFrame(node));
        return true;
      default:
        return false;
    }
  }

  #enter(frame: Frame, container: Container): void {
    this.shown.enter(container);
    this.#frames.push(frame);
  }

  /** Ends the innermost container. */
  close(): void {
    const frame = this.#frames.at(-1);
    switch (frame?.kind) {
      case "object":
        for (const name of frame.node.required ?? []) {
          if (!this.shown.tree.has(name) && !frame.absent?.has(name)) this.#noteInside(missingProperty(name));
        }
        this.#leave();
        return;
      case "array":
        this.#leave();
        return;
      case "entries":
        if (!frame.inEntry) this.#leave();
        else if (frame.filled) frame.inEntry = false;
        else {
          this.#breakEntries(frame);
          this.close();
        }
        return;
      case "tagged": {
        this.#frames.pop();
        const whole = objectOf(frame.members);
        if (frame.decided === undefined) {
          this.#mismatch(missingProperty(frame.node.tag ?? ""));
          this.shown.place(whole);
        } else this.#decide(frame.decided, whole);
        this.#endValue();
        return;
      }
      case "wrapper":
        if (frame.seen) this.#frames.pop();
        else {
          this.#breakWrapper(false);
          this.close();
        }
        return;
      default:
        throw new Error("a container is closed that was not opened");
    }
  }

  #leave(): void {
    this.#frames.pop();
    this.shown.leave();
    this.#endValue();
  }

  /** Takes a value that is whole, for the slot it stands in. */
  take(value: unknown): void {
    const frame = this.#frames.at(-1);
    const slot = this.#slot();
    switch (slot) {
      case slots.any:
        this.shown.place(value);
        break;
      case slots.drop:
        this.#leaveOut();
        break;
      case slots.reject:
        this.#noteProperty();
        this.#conceal(value);
        break;
      case slots.buffer:
        if (frame?.kind === "tagged") this.#takeMember(frame, value);
        else if (frame?.kind === "entries") frame.kept = { value };
        return;
      case slots.entry:
      case slots.entryKey:
        if (frame?.kind === "entries") this.#takeEntryPart(frame, value);
        return;
      case slots.wrapper:
        this.#mismatch(noWrapper(`must be an object with the property ${this.#shape.inverse.wrapper}`));
        this.shown.place(value);
        return;
      default:
        if (value === null && frame?.kind === "object" && frame.nullable?.includes(frame.key)) this.#leaveOut();
        else this.#decide(slot, value);
    }
    this.#endValue();
  }

  /** Moves on after a value. */
  #endValue(): void {
    const frame = this.#frames.at(-1);
    if (frame?.kind === "array") {
      frame.index++;
      this.shown.tree.moveOn();
    } else if (frame?.kind === "entries") frame.filled = true;
    else if (frame?.kind === "wrapper") frame.seen = true;
  }

  /** Decodes a whole value by a row and places it. */
  #decide(row: number, value: unknown): void {
    const readInside = (candidate: number, whole: unknown): Decoded | undefined => this.#readInside(candidate, whole);
    const decoded = decodeWhole(this.#shape, row, value, this.#opens(row), readInside);
    if (decoded === undefined) {
      this.#refuse(row, value);
      this.shown.place(value);
    } else if (decoded.showable) this.shown.place(decoded.value);
    else this.#conceal(decoded.value);
  }

  /** Says what is wrong with a whole value that no row fits. */
  #refuse(row: number, value: unknown): void {
    const type = wireTypeOf(value);
    const inside = this.#flawInside(row, type, value);
    if (inside === undefined) this.#mismatch(expectedAt(this.#shape, row, type));
    else {
      const { keyword, params, final, path } = inside;
      this.#mismatch({ keyword, params, final }, [...this.shown.tree.path(), ...path]);
    }
  }

  /** What a whole container breaks of the only row it may be. Outside inner readings only: within them nobody is told. */
  #flawInside(row: number, type: WireType | undefined, value: unknown): Flaw | undefined {
    if (this.#inner !== undefined || (type !== "object" && type !== "array")) return undefined;
    const [only, ...others] = this.#shape.candidates(row, type);
    if (only === undefined || others.length > 0) return undefined;
    const node = this.#shape.node(only);
    if (node.kind !== "object" && node.kind !== "array") return undefined;
    return this.#read(only, value).flaw;
  }

  /** Reads a whole value by one row in a reading of its own. Remembered, or unions in unions would be read again for every option. */
  #readInside(row: number, value: unknown): Decoded | undefined {
    // A scalar costs nothing to decode again, and has no identity to remember it by.
    const remembered = typeof value === "object" && value !== null ? this.#decodingsOf(value) : undefined;
    if (remembered?.has(row)) return remembered.get(row);
    const reading = this.#read(row, value);
    const decoded =
      reading.#flaw === undefined ? { value: reading.shown.tree.root, showable: !reading.#concealed } : undefined;
    remembered?.set(row, decoded);
    return decoded;
  }

  #read(row: number, value: unknown): AuthoredValue {
    const depth = (this.#inner?.depth ?? 0) + this.#frames.length;
    const reading = new AuthoredValue(this.#shape, { frozen: true, inner: { row, depth, decodings: this.#decodings } });
    reading.walk(value);
    return reading;
  }

  #decodingsOf(value: object): Map<number, Decoded | undefined> {
    const known = this.#decodings.get(value) ?? new Map<number, Decoded | undefined>();
    this.#decodings.set(value, known);
    return known;
  }

  #takeMember(frame: TaggedFrame, value: unknown): void {
    frame.members.set(frame.key, value);
    if (frame.decided === undefined && frame.key === frame.node.tag) this.#decideTag(frame, value);
  }

  /** The tag is known: what was kept back appears, and what follows is read into its frame. */
  #decideTag(frame: TaggedFrame, tag: unknown): void {
    const row = rowOfTag(frame.node, tag);
    if (row === undefined) {
      const { tag: name = "", byTag = {} } = frame.node;
      this.#mismatch(oneOf(Object.keys(byTag)), [...this.shown.tree.path(), name]);
      this.#become(frame, objectFrame(loose.object));
      return;
    }
    const node = this.#shape.node(row);
    if (node.kind === "object" && !node.hold) {
      this.#become(frame, objectFrame(node, this.#shape.nullable(row)));
    } else if (node.kind === "union" && this.#shape.isTagged(node) && !node.hold) {
      frame.node = node;
      if (node.tag !== undefined && frame.members.has(node.tag)) this.#decideTag(frame, frame.members.get(node.tag));
    } else {
      frame.decided = row;
    }
  }

  #become(tagged: TaggedFrame, frame: Frame): void {
    this.#frames.pop();
    this.#enter(frame, {});
    for (const [key, member] of tagged.members) {
      this.key(key);
      this.walk(member);
      if (this.#isLost()) return;
    }
  }

  #takeEntryPart(frame: EntriesFrame, value: unknown): void {
    if (!frame.inEntry || typeof value !== "string") {
      this.#breakEntries(frame);
      this.take(value);
      return;
    }
    if (this.shown.tree.has(value) || frame.absent?.has(value)) {
      if (this.#inner === undefined) throw duplicateKey(value);
      // The value may still be something else than a map.
      this.#noteInside({ ...noProperty(value), final: false });
      return;
    }
    frame.key = value;
    this.shown.tree.moveTo(value);
    if (frame.kept === undefined) return;
    const { value: kept } = frame.kept;
    frame.kept = undefined;
    frame.member = "value";
    this.walk(kept);
  }

  /** What should be entries is not: the list is kept as the list it is, so that the validator refuses it as one. */
  #breakEntries(frame: EntriesFrame): void {
    this.#mismatch(noEntries(), this.shown.tree.path().slice(0, -1));
    // The cast holds: an entries frame always stands for an open object.
    const map = this.shown.tree.innermost as Readonly<Record<string, unknown>>;
    const list = entriesAsList(frame, map);
    this.#frames.pop();
    this.shown.tree.leave();
    this.#enter(arrayFrame(loose.array, list.length), list);
    if (!frame.inEntry) return;
    this.#enter(objectFrame(loose.object), entrySoFar(frame, map));
    this.shown.tree.moveTo(frame.member);
  }

  /** What should be a wrapper is not: it is kept as the object it is. */
  #breakWrapper(seen: boolean): void {
    const name = this.#shape.inverse.wrapper ?? "";
    this.#mismatch(noWrapper(`must be an object with nothing but the property ${name}`));
    const object: Record<string, unknown> = {};
    if (seen) setOwn(object, name, this.shown.tree.root);
    this.#frames.pop();
    this.#enter(objectFrame(loose.object), object);
  }

  /** Passes over a value that decoding removes. */
  #leaveOut(): void {
    const frame = this.#frames.at(-1);
    if (frame?.kind !== "object" && frame?.kind !== "entries") return;
    frame.absent ??= new Set();
    frame.absent.add(frame.key ?? "");
  }

  /** Keeps a value that must not be shown. A list cannot go on without its element, so it stops being shown. */
  #conceal(value: unknown): void {
    this.#concealed = true;
    this.#doubt();
    const frame = this.#frames.at(-1);
    if (!this.shown.frozen && (frame?.kind === "object" || frame?.kind === "entries")) {
      this.shown.hide(value);
      this.#leaveOut();
      return;
    }
    this.shown.freeze();
    this.shown.place(value);
  }

  /** Notes that a value fits nowhere. From here on nothing is shown. */
  #mismatch(expectation: Expectation, path: Path = this.shown.tree.path()): void {
    this.#note(expectation, path);
    this.shown.freeze();
  }

  /** Notes that a value which has just begun fits nowhere, whatever it will be; `value` is one of its JSON type. */
  #mismatchOf(row: number, type: WireType, value: unknown): void {
    const path = this.shown.tree.path();
    this.#note(expectedAt(this.#shape, row, type), path, { path, value });
    this.shown.freeze();
  }

  /** Notes that the member at the pen is not to be there. */
  #noteProperty(): void {
    const path = this.shown.tree.path();
    this.#note(noProperty(String(path.at(-1))), path.slice(0, -1), { path, value: null });
  }

  /** Notes what is wrong with the innermost container, a member of which stands at the pen. */
  #noteInside(expectation: Expectation): void {
    this.#note(expectation, this.shown.tree.path().slice(0, -1));
  }

  #note(expectation: Expectation, path: Path, sample?: Flaw["sample"]): void {
    // Where the dialect changes the form of a value, a model may have kept to the authored form, and be right.
    const final = expectation.final && !this.#shape.mayLackWrapper && !this.#shape.hasEntries;
    this.#flaw ??= { ...expectation, final, path, ...(sample === undefined ? {} : { sample }) };
    this.#doubt();
  }

  #doubt(): void {
    const path = this.shown.tree.path();
    const [step] = path;
    if (step !== undefined && !this.#doubts.has(step)) this.#doubts.set(step, path);
  }
}

function objectOf(members: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [key, value] of members) setOwn(object, key, value);
  return object;
}

function duplicateKey(name: string): MalformedOutputError {
  return new MalformedOutputError("duplicate-key", `the key ${JSON.stringify(name)} is written twice`);
}
