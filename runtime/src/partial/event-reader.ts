import { joinPieces } from "../joined-text.ts";
import { createJsonParser, type JsonHandler, type JsonParser } from "./json-parser.ts";
import { MalformedOutputError } from "./malformed-output.ts";
import { RawValue } from "./raw-value.ts";

/** A value that is built while it is read. */
export interface ValueReader {
  /** Begins a container. Returns false when it must be whole before anything can be said about it. */
  open(type: "object" | "array"): boolean;
  /** Looks at a container that has to be whole, as it arrives; nothing when there is nothing to be found. */
  watchContainer(): JsonHandler | undefined;
  /** Says how the name of a member begins that goes on in text yet to come. */
  keySoFar(beginning: string): void;
  /** Says how a member of the innermost object is called. Throws when it had a member of that name. */
  key(name: string): void;
  /** Ends the innermost container. */
  close(): void;
  /**
   * A string begins. What is in it is told as JSON text (`nested`, until `endNested`), as text that grows (`grows`,
   * until `endText`), or at once, as a value that is whole (`whole`). One that is `watched` is taken as a whole, too.
   */
  beginText(): "nested" | "grows" | "watched" | "whole";
  /** Ends a string that held JSON text. */
  endNested(): void;
  /** Shows a string that grows as far as it was read, `chunk` being what is new. */
  growText(text: string, chunk: string): void;
  /** Ends a string that grew. */
  endText(text: string): void;
  /** Looks at a string that goes on in text yet to come. Returns whether to go on watching. */
  watchText(text: string): boolean;
  /** Takes a string that was watched and is whole. */
  takeText(text: string): void;
  /** A scalar begins; `sample` is of its JSON type, and if it is no number the scalar itself. */
  beginScalar(sample: number | boolean | null): void;
  /**
   * Takes a value that is whole, for the place it stands at. `written`: how a number was written, or the number itself
   * where that is how JavaScript writes it.
   */
  take(value: unknown, written?: string | number): void;
}

/**
 * Hands a parser's events to the value that is built of them: piece by piece where it can read them so, else as whole
 * values ({@link RawValue}).
 */
export class EventReader implements JsonHandler {
  readonly #value: ValueReader;
  /** Collects a container that must be whole before anything can be said about it. */
  #raw: RawValue | undefined;
  /** Looks at it while it is collected. */
  #watch: JsonHandler | undefined;
  #text = "";
  /** Whether the text has been put together from several pieces. */
  #isJoined = false;
  #role: ReturnType<ValueReader["beginText"]> = "whole";
  /** Reads the string that is being written, when it holds JSON text. */
  #nested: NestedText | undefined;

  constructor(value: ValueReader) {
    this.#value = value;
  }

  objectStart(): void {
    if (this.#raw === undefined && !this.#value.open("object")) this.#collect();
    this.#raw?.objectStart();
    this.#watch?.objectStart();
  }

  #collect(): void {
    this.#raw = new RawValue();
    this.#watch = this.#value.watchContainer();
  }

  keySoFar(beginning: string): void {
    if (this.#raw === undefined) this.#value.keySoFar(beginning);
    else this.#watch?.keySoFar(beginning);
  }

  key(name: string): void {
    if (this.#raw === undefined) this.#value.key(name);
    else {
      this.#raw.key(name);
      this.#watch?.key(name);
    }
  }

  objectEnd(): void {
    this.#raw?.objectEnd();
    this.#watch?.objectEnd();
    this.#endContainer();
  }

  arrayStart(): void {
    if (this.#raw === undefined && !this.#value.open("array")) this.#collect();
    this.#raw?.arrayStart();
    this.#watch?.arrayStart();
  }

  arrayEnd(): void {
    this.#raw?.arrayEnd();
    this.#watch?.arrayEnd();
    this.#endContainer();
  }

  stringStart(): void {
    this.#text = "";
    this.#isJoined = false;
    if (this.#raw !== undefined) {
      this.#raw.stringStart();
      this.#watch?.stringStart();
      return;
    }
    const role = this.#value.beginText();
    this.#role = role;
    if (role === "nested") this.#nested = new NestedText(this.#value);
  }

  stringChunk(text: string): void {
    if (this.#raw !== undefined) {
      this.#raw.stringChunk(text);
      this.#watch?.stringChunk(text);
    } else if (this.#nested !== undefined) this.#nested.push(text);
    else {
      this.#isJoined = this.#text !== "";
      this.#text += text;
      if (this.#role === "grows") this.#value.growText(this.#text, text);
    }
  }

  stringSoFar(): void {
    if (this.#raw !== undefined) this.#watch?.stringSoFar();
    else if (this.#role === "watched" && !this.#value.watchText(this.#text)) this.#role = "whole";
  }

  stringEnd(): void {
    if (this.#isJoined) joinPieces(this.#text);
    if (this.#raw !== undefined) {
      this.#raw.stringEnd();
      this.#watch?.stringEnd();
    } else if (this.#nested !== undefined) {
      this.#nested.end();
      this.#nested = undefined;
    }
    // An empty text has not begun to grow: it appears at its close.
    else if (this.#role === "grows" && this.#text !== "") this.#value.endText(this.#text);
    else if (this.#role === "watched") this.#value.takeText(this.#text);
    else this.#value.take(this.#text);
  }

  scalarStart(sample: number | boolean | null): void {
    if (this.#raw === undefined) this.#value.beginScalar(sample);
    else this.#watch?.scalarStart(sample);
  }

  scalar(value: number | boolean | null, written?: string): void {
    if (this.#raw !== undefined) {
      this.#raw.scalar(value);
      this.#watch?.scalar(value);
    } else if (typeof value === "number") this.#value.take(value, written ?? value);
    else this.#value.take(value);
  }

  #endContainer(): void {
    const raw = this.#raw;
    if (raw === undefined) this.#value.close();
    else if (raw.whole) {
      this.#raw = undefined;
      this.#watch = undefined;
      this.#value.take(raw.value);
    }
  }
}

/** Reads the JSON text in a string, as it arrives, into the value that the string stands for. Strict: nothing in it is repaired. */
export class NestedText {
  readonly #value: ValueReader;
  readonly #parser: JsonParser;

  constructor(value: ValueReader) {
    this.#value = value;
    this.#parser = createJsonParser(new EventReader(value));
  }

  /** Reads on. Throws a {@link MalformedOutputError} when the text cannot become JSON. */
  push(text: string): void {
    this.#step(() => this.#parser.push(text));
  }

  /** Ends the text. Throws a {@link MalformedOutputError} when it is incomplete: nothing can follow its closing quote. */
  end(): void {
    this.#step(() => this.#parser.end());
    this.#value.endNested();
  }

  #step(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof MalformedOutputError)) throw error;
      const { detail, offset, reason } = error;
      const place = offset < 0 ? this.#parser.offset : offset;
      throw new MalformedOutputError(
        reason === "incomplete" ? "syntax" : reason,
        `the JSON text in this string is wrong at its character ${place} (${detail})`,
      );
    }
  }
}
