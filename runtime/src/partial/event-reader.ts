import type { AuthoredValue } from "./authored-value.ts";
import type { JsonHandler } from "./json-parser.ts";
import { RawValue } from "./raw-value.ts";

/**
 * Hands a parser's events to the value that is built of them: piece by piece where it can read them so, else as whole
 * values ({@link RawValue}).
 */
export class EventReader implements JsonHandler {
  readonly #authored: AuthoredValue;
  /** Collects a container that must be whole before anything can be said about it. */
  #raw: RawValue | undefined;
  #text = "";
  #textGrows = false;

  constructor(authored: AuthoredValue) {
    this.#authored = authored;
  }

  objectStart(): void {
    if (this.#raw === undefined && !this.#authored.open("object")) this.#raw = new RawValue();
    this.#raw?.objectStart();
  }

  key(name: string): void {
    if (this.#raw !== undefined) this.#raw.key(name);
    else this.#authored.key(name);
  }

  objectEnd(): void {
    this.#raw?.objectEnd();
    this.#endContainer();
  }

  arrayStart(): void {
    if (this.#raw === undefined && !this.#authored.open("array")) this.#raw = new RawValue();
    this.#raw?.arrayStart();
  }

  arrayEnd(): void {
    this.#raw?.arrayEnd();
    this.#endContainer();
  }

  stringStart(): void {
    this.#text = "";
    if (this.#raw !== undefined) this.#raw.stringStart();
    else this.#textGrows = this.#authored.beginText();
  }

  stringChunk(text: string): void {
    if (this.#raw !== undefined) {
      this.#raw.stringChunk(text);
      return;
    }
    this.#text += text;
    if (this.#textGrows) this.#authored.growText(this.#text);
  }

  stringEnd(): void {
    if (this.#raw !== undefined) this.#raw.stringEnd();
    // An empty text has not begun to grow: it appears at its close.
    else if (this.#textGrows && this.#text !== "") this.#authored.endText();
    else this.#authored.take(this.#text);
  }

  scalar(value: number | boolean | null): void {
    if (this.#raw !== undefined) this.#raw.scalar(value);
    else this.#authored.take(value);
  }

  #endContainer(): void {
    const raw = this.#raw;
    if (raw === undefined) this.#authored.close();
    else if (raw.whole) {
      this.#raw = undefined;
      this.#authored.take(raw.value);
    }
  }
}
