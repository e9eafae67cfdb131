import type { JsonHandler } from "./json-parser.ts";
import { RawValue } from "./raw-value.ts";

/** A value that is built while it is read. */
export interface ValueReader {
  /** Begins a container. Returns false when it must be whole before anything can be said about it. */
  open(type: "object" | "array"): boolean;
  /** Says how a member of the innermost object is called. Throws when it had a member of that name. */
  key(name: string): void;
  /** Ends the innermost container. */
  close(): void;
  /** A string begins. Returns whether it may be shown as it grows. */
  beginText(): boolean;
  /** Shows a string that grows as far as it was read. */
  growText(text: string): void;
  /** Ends a string that grew. */
  endText(): void;
  /** Takes a value that is whole, for the place it stands at. */
  take(value: unknown): void;
}

/**
 * Hands a parser's events to the value that is built of them: piece by piece where it can read them so, else as whole
 * values ({@link RawValue}).
 */
export class EventReader implements JsonHandler {
  readonly #value: ValueReader;
  /** Collects a container that must be whole before anything can be said about it. */
  #raw: RawValue | undefined;
  #text = "";
  #textGrows = false;

  constructor(value: ValueReader) {
    this.#value = value;
  }

  objectStart(): void {
    if (this.#raw === undefined && !this.#value.open("object")) this.#raw = new RawValue();
    this.#raw?.objectStart();
  }

  key(name: string): void {
    if (this.#raw !== undefined) this.#raw.key(name);
    else this.#value.key(name);
  }

  objectEnd(): void {
    this.#raw?.objectEnd();
    this.#endContainer();
  }

  arrayStart(): void {
    if (this.#raw === undefined && !this.#value.open("array")) this.#raw = new RawValue();
    this.#raw?.arrayStart();
  }

  arrayEnd(): void {
    this.#raw?.arrayEnd();
    this.#endContainer();
  }

  stringStart(): void {
    this.#text = "";
    if (this.#raw !== undefined) this.#raw.stringStart();
    else this.#textGrows = this.#value.beginText();
  }

  stringChunk(text: string): void {
    if (this.#raw !== undefined) {
      this.#raw.stringChunk(text);
      return;
    }
    this.#text += text;
    if (this.#textGrows) this.#value.growText(this.#text);
  }

  stringEnd(): void {
    if (this.#raw !== undefined) this.#raw.stringEnd();
    // An empty text has not begun to grow: it appears at its close.
    else if (this.#textGrows && this.#text !== "") this.#value.endText();
    else this.#value.take(this.#text);
  }

  scalar(value: number | boolean | null): void {
    if (this.#raw !== undefined) this.#raw.scalar(value);
    else this.#value.take(value);
  }

  #endContainer(): void {
    const raw = this.#raw;
    if (raw === undefined) this.#value.close();
    else if (raw.whole) {
      this.#raw = undefined;
      this.#value.take(raw.value);
    }
  }
}
