import type { JsonHandler } from "./json-parser.ts";
import { setOwn } from "./json-value.ts";
import { MalformedOutputError } from "./malformed-output.ts";

type RawContainer = unknown[] | Record<string, unknown>;

/** Builds one container just as it is written, for a value that means nothing before it is whole. */
export class RawValue implements JsonHandler {
  readonly #open: RawContainer[] = [];
  readonly #keys: string[] = [];
  #text = "";
  #value: unknown;

  /** Whether the container is closed. */
  get whole(): boolean {
    return this.#open.length === 0;
  }

  get value(): unknown {
    return this.#value;
  }

  objectStart(): void {
    this.#enter({});
  }

  keySoFar(): void {}

  key(name: string): void {
    const container = this.#open.at(-1);
    if (container === undefined || Object.hasOwn(container, name)) {
      throw new MalformedOutputError("duplicate-key", `the key ${JSON.stringify(name.slice(0, 80))} is written twice`);
    }
    this.#keys[this.#open.length - 1] = name;
  }

  objectEnd(): void {
    this.#open.pop();
  }

  arrayStart(): void {
    this.#enter([]);
  }

  arrayEnd(): void {
    this.#open.pop();
  }

  stringStart(): void {
    this.#text = "";
  }

  stringChunk(text: string): void {
    this.#text += text;
  }

  stringSoFar(): void {}

  stringEnd(): void {
    this.#place(this.#text);
  }

  scalarStart(): void {}

  scalar(value: number | boolean | null): void {
    this.#place(value);
  }

  #enter(container: RawContainer): void {
    this.#place(container);
    this.#open.push(container);
  }

  #place(value: unknown): void {
    const container = this.#open.at(-1);
    if (container === undefined) this.#value = value;
    else if (Array.isArray(container)) container.push(value);
    else setOwn(container, this.#keys[this.#open.length - 1] ?? "", value);
  }
}
