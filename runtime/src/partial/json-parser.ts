import type { Repair } from "../result.ts";
import {
  codes,
  endOfInteger,
  hexValueOf,
  integerIn,
  isDigit,
  isHighSurrogate,
  isWhite,
  isWholeNumber,
  type Literal,
  literalOf,
  type NumberPart,
  nextNumberPart,
  simpleEscapes,
} from "./json-grammar.ts";
import { MalformedOutputError } from "./malformed-output.ts";
import { createRootFinder, type RootFinder, type RootShape } from "./root-finder.ts";

/** What a parser reports, in the order of the text. Called while text is pushed; a handler that throws ends the parse. */
export interface JsonHandler {
  objectStart(): void;
  /** What has been read of a key whose end is in text yet to come. Told once a push at most. */
  keySoFar(text: string): void;
  /** A whole key. Telling duplicates is the handler's part. */
  key(name: string): void;
  objectEnd(): void;
  arrayStart(): void;
  arrayEnd(): void;
  stringStart(): void;
  /** The next characters of a string, decoded, at least one. Never ends in half of a surrogate pair that may still be completed. */
  stringChunk(text: string): void;
  /** What has been told of a string is all there is of it in the text at hand. Told once a push at most. */
  stringSoFar(): void;
  stringEnd(): void;
  /**
   * A number, `true`, `false` or `null` has begun whose end is in text yet to come: the value itself, or of a number any
   * one. Told once a value at most.
   */
  scalarStart(sample: number | boolean | null): void;
  /**
   * A number, at the character after it; `true`, `false` or `null`, at its last character. `written`: how a number was
   * written, unless it is as JavaScript writes it.
   */
  scalar(value: number | boolean | null, written?: string): void;
}

/** Limits and tolerances of a parser. */
export interface JsonParserOptions {
  /** Most containers that may be open at once. Default 200. */
  readonly maxDepth?: number | undefined;
  /** Most UTF-16 code units of the whole text. Default 16 Mi. */
  readonly maxLength?: number | undefined;
  /** Tolerates fences, prose and trailing commas when given; strict RFC 8259 when absent. */
  readonly tolerate?: RootShape | undefined;
}

/** Reads JSON text as it arrives. Every method throws a {@link MalformedOutputError} on text that no continuation could repair. */
export interface JsonParser {
  push(text: string): void;
  /** Says that no text follows. Throws `incomplete` unless the root value is complete. */
  end(): void;
  /** Whether the root value is complete. A number at the root is so only at the end. */
  readonly done: boolean;
  /**
   * Where the last thing that was reported stands, in UTF-16 code units: what begins by its first one, a key, a text and
   * a container that end by their last, a scalar by the one after it.
   */
  readonly offset: number;
  /** What was tolerated so far, each once. */
  readonly repairs: readonly Repair[];
}

/**
 * What may come next.
 *
 * ```
 * seek ─→ value ─→ [container] ─→ after-value ─→ done
 *
 * first-key    "{"   : a key or "}"            first-element  "["   : a value or "]"
 * next-key     "{…," : a key                   next-element   "[…," : a value
 * colon        a key : ":"                     after-value          : "," or the closing bracket
 * string ⇄ escape ⇄ unicode                    number, literal      : the rest of one
 * ```
 *
 * `next-key` and `next-element` differ from the `first-` states in what a closing bracket means: a trailing comma.
 * White space is passed over in every state but those of the last line.
 */
type State =
  | "seek"
  | "value"
  | "first-key"
  | "next-key"
  | "colon"
  | "first-element"
  | "next-element"
  | "after-value"
  | "string"
  | "escape"
  | "unicode"
  | "number"
  | "literal"
  | "done";

const noRepairs: readonly Repair[] = [];

/** A container that has begun and not ended. */
interface OpenContainer {
  readonly isObject: boolean;
  /** How many containers are open, this one included. */
  readonly depth: number;
  readonly outer: OpenContainer | undefined;
}

function depthOf(open: OpenContainer | undefined): number {
  return open === undefined ? 0 : open.depth;
}

/** Creates a parser that reports to `handler`. Linear: no character is read twice, and strings are passed on in runs. */
export function createJsonParser(handler: JsonHandler, options: JsonParserOptions = {}): JsonParser {
  return new IncrementalParser(handler, options);
}

class IncrementalParser implements JsonParser {
  readonly #handler: JsonHandler;
  readonly #maxDepth: number;
  readonly #maxLength: number;
  readonly #isTolerant: boolean;
  /** Looks for the root until it is found. */
  #finder: RootFinder | undefined;
  #repairsBefore: readonly Repair[] = noRepairs;
  readonly #mayHaveProse: boolean;
  #repairs: readonly Repair[] = noRepairs;

  #state: State;
  /** Characters of all pushes before the current one. */
  #base = 0;
  /** Characters before what was reported last. */
  #reported = 0;
  /** The innermost open container. */
  #open: OpenContainer | undefined;

  #inKey = false;
  #key = "";
  /** A high surrogate whose other half may still come. */
  #heldHalf = "";
  /** The value of the hexadecimal digits after `\\u`, and how many there were. */
  #unicode = 0;
  #unicodeRead = 0;
  #number = "";
  #numberPart: NumberPart = "minus";
  #literal: Literal = { word: "null", value: null };
  #literalRead = 0;
  /** Whether the handler has been told that the number or word has begun. */
  #startTold = false;

  constructor(handler: JsonHandler, options: JsonParserOptions) {
    this.#handler = handler;
    this.#maxDepth = options.maxDepth ?? 200;
    this.#maxLength = options.maxLength ?? 16 * 1024 * 1024;
    this.#mayHaveProse = options.tolerate?.prose === true;
    this.#isTolerant = options.tolerate !== undefined;
    this.#finder = options.tolerate === undefined ? undefined : createRootFinder(options.tolerate);
    this.#state = this.#isTolerant ? "seek" : "value";
  }

  get done(): boolean {
    return this.#state === "done";
  }

  get offset(): number {
    return this.#reported;
  }

  get repairs(): readonly Repair[] {
    return [...new Set([...(this.#finder?.repairs ?? this.#repairsBefore), ...this.#repairs])];
  }

  push(text: string): void {
    const { length } = text;
    if (this.#base + length > this.#maxLength) {
      throw new MalformedOutputError("too-long", `the text is longer than ${this.#maxLength} characters`, this.#base);
    }
    for (let i = 0; i < length; ) i = this.#step(text, i);
    this.#base += length;
    this.#tellUnfinished();
  }

  end(): void {
    // A number at the root has no delimiter but the end.
    if (this.#state === "number" && this.#open === undefined && isWholeNumber(this.#numberPart)) this.#endNumber(0);
    if (this.#state === "done") return;
    const detail = this.#state === "seek" ? "the text holds no JSON value" : "the text ended before the JSON value did";
    throw new MalformedOutputError("incomplete", detail, this.#base);
  }

  /** Tells how much has been read of a key or a scalar: it may be enough to know that it is wrong. */
  #tellUnfinished(): void {
    switch (this.#state) {
      case "number":
      case "literal":
        if (this.#startTold) return;
        this.#startTold = true;
        this.#handler.scalarStart(this.#state === "number" ? 0 : this.#literal.value);
        return;
      case "string":
      case "escape":
      case "unicode":
        if (!this.#inKey) this.#handler.stringSoFar();
        else if (this.#key !== "") this.#handler.keySoFar(this.#key);
        return;
      default:
    }
  }

  /** Reads at least one character from `i` on, except that a number leaves the one after it. Returns where to go on. */
  #step(text: string, i: number): number {
    switch (this.#state) {
      case "string":
        return this.#readString(text, i);
      case "escape":
        return this.#readEscape(text, i);
      case "unicode":
        return this.#readUnicode(text, i);
      case "number":
        return this.#readNumber(text, i);
      case "literal":
        return this.#readLiteral(text, i);
      case "seek":
        return this.#seek(text, i);
      case "done":
        return this.#readTrailer(text, i);
      default: {
        const code = text.charCodeAt(i);
        return isWhite(code) ? i + 1 : this.#readToken(this.#state, text, code, i);
      }
    }
  }

  /** Reads the character that stands between values, or the key or value that begins with it. */
  #readToken(state: State, text: string, code: number, i: number): number {
    switch (state) {
      case "after-value":
        if (code === codes.comma) this.#state = this.#open?.isObject === true ? "next-key" : "next-element";
        else if (code === (this.#open?.isObject === true ? codes.closeBrace : codes.closeBracket)) this.#close(i);
        else this.#fail(`expected a comma or the end of the ${this.#open?.isObject === true ? "object" : "array"}`, i);
        return i + 1;
      case "first-key":
      case "next-key":
        if (code === codes.quote) return this.#startKey(text, i);
        if (code === codes.closeBrace && this.#mayCloseIn(state)) this.#close(i);
        else this.#fail("expected a key in double quotes", i);
        return i + 1;
      case "colon":
        if (code !== codes.colon) this.#fail("expected a colon after the key", i);
        this.#state = "value";
        return i + 1;
      default:
        if (code !== codes.closeBracket || state === "value" || !this.#mayCloseIn(state)) {
          return this.#startValue(text, code, i);
        }
        this.#close(i);
        return i + 1;
    }
  }

  /** Whether a closing bracket may stand here: right after the opening one, or after a trailing comma that is tolerated. */
  #mayCloseIn(state: State): boolean {
    if (state === "first-key" || state === "first-element") return true;
    if (!this.#isTolerant) return false;
    this.#repaired("trailing-comma");
    return true;
  }

  #startKey(text: string, i: number): number {
    this.#inKey = true;
    const end = endOfRun(text, i + 1);
    // Most keys are whole in the text at hand and have nothing escaped.
    if (end < text.length && text.charCodeAt(end) === codes.quote) {
      this.#key = text.slice(i + 1, end);
      this.#endString(end);
      return end + 1;
    }
    this.#key = "";
    this.#state = "string";
    return i + 1;
  }

  #startValue(text: string, code: number, i: number): number {
    this.#reported = this.#base + i;
    if (code === codes.quote) {
      this.#inKey = false;
      this.#state = "string";
      this.#handler.stringStart();
      return i + 1;
    }
    if (code === codes.openBrace || code === codes.openBracket) {
      this.#openContainer(code === codes.openBrace, i);
      return i + 1;
    }
    if (isDigit(code) || code === codes.minus) return this.#startNumber(text, code, i);
    const literal = literalOf(text.charAt(i));
    if (literal === undefined) this.#fail("expected a value", i);
    this.#literal = literal;
    this.#literalRead = 1;
    this.#startTold = false;
    this.#state = "literal";
    return i + 1;
  }

  #startNumber(text: string, code: number, i: number): number {
    const first = code === codes.minus ? i + 1 : i;
    const end = endOfInteger(text, first);
    const value = end < 0 ? Number.NaN : integerIn(text, first, end);
    // JavaScript writes -0 without its sign.
    if (end >= 0 && (code !== codes.minus || value !== 0)) {
      this.#reported = this.#base + end;
      this.#endValue();
      this.#handler.scalar(code === codes.minus ? -value : value);
      return end;
    }
    this.#number = String.fromCharCode(code);
    this.#numberPart = code === codes.minus ? "minus" : code === codes.zero ? "zero" : "integer";
    this.#startTold = false;
    this.#state = "number";
    return i + 1;
  }

  #openContainer(isObject: boolean, i: number): void {
    if (depthOf(this.#open) >= this.#maxDepth) {
      throw new MalformedOutputError("too-deep", `more than ${this.#maxDepth} levels of nesting`, this.#base + i);
    }
    this.#open = { isObject, depth: depthOf(this.#open) + 1, outer: this.#open };
    this.#state = isObject ? "first-key" : "first-element";
    if (isObject) this.#handler.objectStart();
    else this.#handler.arrayStart();
  }

  #close(i: number): void {
    this.#reported = this.#base + i;
    const closed = this.#open;
    this.#open = closed?.outer;
    this.#endValue();
    if (closed?.isObject === true) this.#handler.objectEnd();
    else this.#handler.arrayEnd();
  }

  #endValue(): void {
    this.#state = this.#open === undefined ? "done" : "after-value";
  }

  #readString(text: string, start: number): number {
    const i = endOfRun(text, start);
    if (i > start) this.#emit(text.slice(start, i));
    if (i === text.length) return i;
    const code = text.charCodeAt(i);
    if (code === codes.backslash) this.#state = "escape";
    else if (code === codes.quote) this.#endString(i);
    else this.#fail("a control character in a string is not escaped", i);
    return i + 1;
  }

  #endString(i: number): void {
    if (this.#heldHalf !== "") this.#pass(this.#heldHalf);
    this.#heldHalf = "";
    this.#reported = this.#base + i;
    if (this.#inKey) {
      this.#state = "colon";
      this.#handler.key(this.#key);
    } else {
      this.#endValue();
      this.#handler.stringEnd();
    }
  }

  #readEscape(text: string, i: number): number {
    const character = text.charAt(i);
    if (character === "u") {
      this.#unicode = 0;
      this.#unicodeRead = 0;
      this.#state = "unicode";
      return i + 1;
    }
    const decoded = simpleEscapes.get(character);
    if (decoded === undefined) this.#fail("unknown escape in a string", i);
    this.#state = "string";
    this.#emit(decoded);
    return i + 1;
  }

  #readUnicode(text: string, i: number): number {
    const digit = hexValueOf(text.charCodeAt(i));
    if (digit === undefined) this.#fail("expected four hexadecimal digits after \\u", i);
    this.#unicode = this.#unicode * 16 + digit;
    this.#unicodeRead++;
    if (this.#unicodeRead === 4) {
      this.#state = "string";
      this.#emit(String.fromCharCode(this.#unicode));
    }
    return i + 1;
  }

  /** Passes decoded characters on, but for a high surrogate at their end. */
  #emit(decoded: string): void {
    let run = decoded;
    if (this.#heldHalf !== "") {
      run = this.#heldHalf + run;
      this.#heldHalf = "";
    }
    if (isHighSurrogate(run.charCodeAt(run.length - 1))) {
      this.#heldHalf = run.slice(-1);
      run = run.slice(0, -1);
    }
    if (run !== "") this.#pass(run);
  }

  #pass(run: string): void {
    if (this.#inKey) this.#key += run;
    else this.#handler.stringChunk(run);
  }

  #readNumber(text: string, start: number): number {
    let i = start;
    let part = this.#numberPart;
    for (; i < text.length; i++) {
      const next = nextNumberPart(part, text.charCodeAt(i));
      if (next === undefined) break;
      part = next;
    }
    this.#numberPart = part;
    this.#number += text.slice(start, i);
    if (i < text.length) this.#endNumber(i);
    return i;
  }

  #endNumber(i: number): void {
    if (!isWholeNumber(this.#numberPart)) this.#fail("expected a digit", i);
    const value = Number(this.#number);
    // JSON has no infinity, so none could be written again.
    if (!Number.isFinite(value)) this.#fail("a number is too large", i);
    this.#reported = this.#base + i;
    this.#endValue();
    this.#handler.scalar(value, this.#number);
  }

  #readLiteral(text: string, start: number): number {
    const { word, value } = this.#literal;
    let i = start;
    for (; i < text.length && this.#literalRead < word.length; i++, this.#literalRead++) {
      if (text[i] !== word[this.#literalRead]) this.#fail("expected a value", i);
    }
    if (this.#literalRead === word.length) {
      this.#reported = this.#base + i;
      this.#endValue();
      this.#handler.scalar(value);
    }
    return i;
  }

  #seek(text: string, start: number): number {
    const finder = this.#finder;
    if (finder === undefined) throw new Error("a strict parser does not seek its root");
    const i = finder.find(text, start);
    if (i < 0) return text.length;
    this.#state = "value";
    const { opened, repairs, offset } = finder;
    this.#finder = undefined;
    this.#repairsBefore = repairs;
    const base = this.#base;
    // The brackets may have come long ago, with white space between them at most.
    this.#base = offset;
    for (let read = 0; read < opened.length; ) read = this.#step(opened, read);
    this.#base = base;
    return i;
  }

  /** After the root: nothing but white space, or, when tolerated, the end of a fence and prose. */
  #readTrailer(text: string, start: number): number {
    for (let i = start; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (isWhite(code)) continue;
      if (code === codes.backtick && this.#isTolerant) this.#repaired("fence");
      // What goes on after a scalar may belong to it, as in 1,000.
      else if (this.#mayHaveProse || this.#repairs.includes("fence")) this.#repaired("prose");
      else this.#fail("expected nothing after the JSON value", i);
    }
    return text.length;
  }

  #repaired(repair: Repair): void {
    if (!this.#repairs.includes(repair)) this.#repairs = [...this.#repairs, repair];
  }

  #fail(detail: string, i: number): never {
    this.#tellUnfinished();
    throw new MalformedOutputError("syntax", detail, this.#base + i);
  }
}

/** Where the characters of a string that stand for themselves end: at a quote, a backslash, a control character or the end. */
function endOfRun(text: string, start: number): number {
  const { length } = text;
  let i = start;
  while (i < length) {
    const code = text.charCodeAt(i);
    if (code === codes.quote || code === codes.backslash || code < codes.space) break;
    i++;
  }
  return i;
}
