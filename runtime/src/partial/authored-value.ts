import type { Repair } from "../result.ts";
import { validateOutput } from "../validation/validate.ts";
import type { ChangeLog } from "./change-log.ts";
import { type Decoded, decodeMended, decodeWhole, type Manner, misfitOf, TrialMemory } from "./decoding.ts";
import { NestedText, type ValueReader } from "./event-reader.ts";
import { Findings, type ReadingState } from "./findings.ts";
import { type Flaw, jsonText } from "./flaw.ts";
import { FrameWatch } from "./frame-watch.ts";
import { ArrayFrame } from "./frames/array-frame.ts";
import { EntriesFrame } from "./frames/entries-frame.ts";
import type { Frame, Reading } from "./frames/frame.ts";
import { ObjectFrame } from "./frames/object-frame.ts";
import { RootFrame } from "./frames/root-frame.ts";
import { TaggedFrame } from "./frames/tagged-frame.ts";
import { TextFrame } from "./frames/text-frame.ts";
import { TupleFrame } from "./frames/tuple-frame.ts";
import type { Container } from "./growing-tree.ts";
import type { JsonHandler } from "./json-parser.ts";
import { wireTypeOf } from "./json-value.ts";
import { MalformedOutputError } from "./malformed-output.ts";
import { unread } from "./place.ts";
import type { Places } from "./places.ts";
import { ShownValue } from "./shown-value.ts";
import { loose, type StreamShape, slots } from "./stream-shape.ts";

/** What a trial shares with the reading that asked for it. */
interface Trial extends Manner {
  /** The row that is tried. */
  readonly row: number;
  readonly depth: number;
  readonly memory: TrialMemory;
}

const maxDepth = 200;

/** Shared by all that have none: streams are many, and open for long. */
const nothing: readonly never[] = [];

/**
 * Lists within lists whose elements are judged one by one: an element of a list further inside is judged with the one
 * around it. So what is judged of an answer is at most as many times as long as the answer, however deep it is.
 */
const maxJudgedLists = 2;

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
 * - None fits: the value is mended, where that is wanted and the schema leaves one reading of it. Else it can no longer
 *   be valid. What is shown stays as it is from here on; what is built keeps what the model wrote, for the validator to
 *   name.
 */
export class AuthoredValue implements Reading, ReadingState, ValueReader {
  /** How what is read now is written: by the dialect, or in JSON text within a string, as authored. */
  places: Places;
  readonly #wire: Places;
  /** What of the value is shown. */
  readonly shown: ShownValue;
  /** What of it does not fit. */
  readonly findings: Findings;
  /** Properties or elements of the root that are lists whose elements are judged as each is finished. */
  judgedLists: readonly (string | number)[] = nothing;
  /** What was mended, each repair once. */
  repairs: readonly Repair[] = nothing;
  readonly #watch: FrameWatch;
  readonly #trial: Trial | undefined;
  readonly #memory: TrialMemory;
  /** The frames around the innermost one. */
  readonly #outer: Frame[] = [];
  #frame: Frame;
  /** Whether a held node turned out not to be valid. */
  #concealed = false;
  /** How many containers were open around the first one that its schema takes, whatever is in it. */
  #laxDepth = Number.POSITIVE_INFINITY;
  /** How many of the open containers are lists. */
  #lists = 0;

  /** A value that is only wanted whole needs no `log`, and is `frozen` from the start. */
  constructor(
    places: Places,
    options: { readonly log?: ChangeLog | undefined; readonly frozen?: boolean; readonly trial?: Trial } = {},
  ) {
    this.places = places;
    this.#wire = places;
    this.shown = new ShownValue(options.log, options.frozen ?? false);
    this.findings = new Findings(places.shape, this.shown, this);
    this.#watch = new FrameWatch(this.findings);
    this.#trial = options.trial;
    this.#memory = options.trial?.memory ?? new TrialMemory();
    this.#frame =
      options.trial === undefined
        ? new RootFrame(this, 0, places.shape.inverse.wrapper)
        : new RootFrame(this, options.trial.row);
  }

  get shape(): StreamShape {
    return this.places.shape;
  }

  get isTrial(): boolean {
    return this.#trial !== undefined;
  }

  get isLost(): boolean {
    return this.isTrial && this.findings.flaw !== undefined;
  }

  get isWatched(): boolean {
    return !this.shown.frozen;
  }

  get mending(): boolean {
    return this.#trial === undefined ? this.places.mending : this.#trial.mending;
  }

  mended(repair: Repair): void {
    if (!this.repairs.includes(repair)) this.repairs = this.repairs.concat(repair);
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

  keySoFar(beginning: string): void {
    if (this.isWatched) this.#frame.keySoFar(beginning);
  }

  key(name: string): void {
    this.#frame.key(name);
  }

  beginText(): "nested" | "grows" | "watched" | "whole" {
    if (this.#beginNested()) return "nested";
    return this.isWatched ? this.#watch.beginText(this.#frame) : "whole";
  }

  /** Goes on inside a string that begins, if it holds JSON text. */
  #beginNested(): boolean {
    const { slot, place } = this.#frame;
    let inside: Frame | undefined;
    if (slot === slots.own) inside = this.#frame.textFrame();
    else if (slot >= 0 && place.text === "nested") inside = new TextFrame(this, slot, this.#wire.authored.at(slot));
    if (inside === undefined) return false;
    this.push(inside);
    this.places = this.#wire.authored;
    return true;
  }

  endNested(): void {
    this.pop();
    this.places = this.#wire;
    this.next();
  }

  growText(text: string, chunk: string): void {
    this.#watch.growText(this.#frame, text, chunk);
    this.shown.growText(text);
  }

  endText(text: string): void {
    this.#watch.take(this.#frame.place, text);
    this.shown.endText();
    this.next();
  }

  watchText(text: string): boolean {
    return this.isWatched && this.#watch.watchText(this.#frame, text);
  }

  takeText(text: string): void {
    // What is found is the same as if it had been looked at before it was whole.
    if (!this.#frame.place.fits(text)) this.watchText(text);
    this.take(text);
  }

  beginScalar(sample: number | boolean | null): void {
    if (this.isWatched) this.#watch.beginScalar(this.#frame, sample);
  }

  watchContainer(): JsonHandler | undefined {
    return this.isWatched ? this.#watch.watchContainer(this.#frame, this.places) : undefined;
  }

  open(type: "object" | "array"): boolean {
    const { slot, place } = this.#frame;
    if (this.#depth > maxDepth) {
      throw new MalformedOutputError("too-deep", `more than ${maxDepth} levels of nesting`);
    }
    if (slot < 0) {
      if (this.isWatched) this.#watch.beginKept(this.#frame, type);
      return slot === slots.own && this.#frame.open(type);
    }
    const row = this.#trial === undefined ? place[type] : this.#rowInTrial(this.#trial, slot, type);
    if (row >= 0) {
      if (!place.refuses(type)) this.#laxDepth = Math.min(this.#laxDepth, this.#outer.length + 1);
      return this.#openRow(row, type);
    }
    if (row === unread.nothing && !(this.mending && place.admitsType(type))) {
      this.findings.mismatchOf(place, type, type === "object" ? {} : []);
    }
    return false;
  }

  /** The row that a trial reads a container by, as far as it is known before it is whole. */
  #rowInTrial({ strictly }: Trial, slot: number, type: "object" | "array"): number {
    const [row, ...others] = this.shape.candidates(slot, type, this.#frame.opened, strictly);
    return row === undefined ? unread.nothing : others.length > 0 ? unread.whole : row;
  }

  /** Begins a container that can only be read by one row. */
  #openRow(row: number, type: "object" | "array"): boolean {
    const node = this.shape.node(row);
    if (node.hold && !this.#opens(row)) return false;
    switch (node.kind) {
      case "object": {
        const isEntries = type === "array";
        const frame = isEntries ? new EntriesFrame(this, node) : new ObjectFrame(this, this.places.planOf(row, node));
        this.enter(frame, {});
        return true;
      }
      case "array": {
        const form = type === "object" ? this.shape.tupleForm(row) : undefined;
        this.enter(form === undefined ? new ArrayFrame(this, node) : new TupleFrame(this, node, form), []);
        return true;
      }
      case "union":
        this.push(new TaggedFrame(this, node, row));
        return true;
      default:
        return false;
    }
  }

  /** How many containers are open, in this reading and around it. */
  get #depth(): number {
    return this.#outer.length + (this.#trial?.depth ?? 0);
  }

  /** Whether no container around what is read now could have been meant in another form. */
  get isCertain(): boolean {
    if (this.#laxDepth <= this.#outer.length) return false;
    return this.#frame.isCertain && this.#outer.every((frame) => frame.isCertain);
  }

  /** Whether this is a trial of a row and its value itself comes next. */
  #opens(row: number): boolean {
    return this.#frame.opened && this.#frame.slot === row;
  }

  push(frame: Frame): void {
    this.#outer.push(this.#frame);
    this.#frame = frame;
  }

  enter(frame: Frame, container: Container, size = 0): void {
    this.shown.enter(container, size);
    this.push(frame);
  }

  become(frame: Frame, container: Container): void {
    this.shown.enter(container, 0);
    this.#frame = frame;
  }

  enterLoose(container: Container): void {
    const frame = Array.isArray(container)
      ? new ArrayFrame(this, loose.array, container.length)
      : new ObjectFrame(this, this.places.loosePlan);
    this.enter(frame, container, Object.keys(container).length);
  }

  pop(): void {
    const frame = this.#outer.pop();
    if (frame === undefined) throw new Error("there is nothing around the root");
    this.#frame = frame;
    if (this.#outer.length < this.#laxDepth) this.#laxDepth = Number.POSITIVE_INFINITY;
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

  take(value: unknown, written?: string | number): void {
    const { slot, place } = this.#frame;
    if (slot >= 0) {
      if (value === null && this.#frame.nullIsAbsent) {
        this.#frame.takeAbsent();
        return;
      }
      if (place.fits(value) && this.#trial?.strictly !== true) {
        this.shown.place(value);
        if (this.isWatched) this.#watch.take(place, value);
      } else {
        if (place.parts.expected !== undefined) this.#watch.refuse(this.#frame, wireTypeOf(value) ?? "null", value);
        this.decide(slot, value, written);
      }
      this.next();
      return;
    }
    switch (slot) {
      case slots.own:
        if (this.isWatched) this.#watch.takeKept(this.#frame, value);
        this.#frame.take(value);
        return;
      case slots.any:
        this.shown.place(value);
        break;
      case slots.drop:
        this.#frame.omit();
        break;
      case slots.reject:
        this.#conceal(value);
        break;
    }
    this.next();
  }

  decide(row: number, value: unknown, written?: string | number): void {
    const decoded = this.#decode(row, value, written);
    if (decoded === undefined) {
      // Within a trial nobody is told what is wrong inside.
      const flawBy = (only: number): Flaw | undefined =>
        this.isTrial
          ? undefined
          : this.#startTrial(only, value, { strictly: false, mending: this.mending }).findings.flaw;
      const { expectation, path } = misfitOf(this.shape, row, value, flawBy);
      const place = this.shown.tree.path();
      const final = expectation.final && this.#isMisfitCertain(value);
      this.findings.mismatch({ ...expectation, final }, [...place, ...path], { path: place, value });
      this.shown.place(value);
      return;
    }
    for (const repair of decoded.repairs) this.mended(repair);
    if (decoded.issues !== undefined && this.isWatched) this.findings.noteRefused(decoded.issues, decoded.value);
    if (decoded.showable) {
      this.shown.place(decoded.value);
      if (this.isWatched) this.#watch.take(this.places.at(row), decoded.value);
    } else this.#conceal(decoded.value);
  }

  /**
   * Whether a value that fits nowhere is not valid as it stands, either. It may be where it was written as authored in
   * place of another form, which trials do not read, or in place of JSON text.
   */
  #isMisfitCertain(value: unknown): boolean {
    const { hasJson, changesForms } = this.shape;
    if (typeof value === "object" && value !== null) return !changesForms && !hasJson;
    return typeof value !== "string" || !hasJson;
  }

  /** A whole value as it was authored, or as it was meant; nothing when it fits nowhere. */
  #decode(row: number, value: unknown, written: string | number | undefined): Decoded | undefined {
    const { shape, isTrial } = this;
    if (!isTrial) this.#memory.malformed = undefined;
    const opened = this.#opens(row);
    const readInside = (candidate: number, whole: unknown, manner: Manner): Decoded | undefined =>
      this.#tryRow(candidate, whole, manner);
    const decoded = decodeWhole(shape, row, value, opened, this.#trial?.strictly ?? false, readInside);
    if (decoded !== undefined) return decoded;
    // What was to be JSON text and is not must not pass for the text that it is.
    if (!isTrial && this.#memory.malformed !== undefined) throw this.#memory.malformed;
    if (!this.mending) return undefined;
    const text = written === undefined ? undefined : String(written);
    return decodeMended(this.places, row, value, text, opened, readInside);
  }

  /** Decodes a whole value by one row, if it fits. */
  #tryRow(row: number, value: unknown, manner: Manner): Decoded | undefined {
    return this.#memory.recall(value, row, manner, () => {
      const trial = this.#startTrial(row, value, manner);
      if (trial.isLost) return undefined;
      return { value: trial.shown.tree.root, showable: !trial.#concealed, repairs: trial.repairs };
    });
  }

  #startTrial(row: number, value: unknown, manner: Manner): AuthoredValue {
    const trial = new AuthoredValue(this.places, {
      frozen: true,
      trial: { row, ...manner, depth: this.#depth, memory: this.#memory },
    });
    trial.walk(value);
    return trial;
  }

  openList(): boolean {
    this.#lists++;
    if (this.#lists > maxJudgedLists || !this.isWatched) return false;
    const { tree } = this.shown;
    if (tree.depth === 1) this.judgedLists = this.judgedLists.concat(tree.path());
    return true;
  }

  closeList(): void {
    this.#lists--;
  }

  judge(row: number, element: unknown): void {
    // A held element was judged before it was shown.
    const check = this.isWatched && this.shape.node(row).hold !== true ? this.shape.checks[row] : undefined;
    const issues = check === undefined ? [] : validateOutput(check, element);
    if (issues.length > 0) this.findings.noteRefused(issues, element);
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
