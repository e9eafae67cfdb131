import type { Path } from "./growing-tree.ts";
import type { Inside } from "./inside.ts";
import type { JsonHandler } from "./json-parser.ts";
import { type WireType, wireTypeOf } from "./json-value.ts";
import type { Place } from "./place.ts";
import type { Places } from "./places.ts";

/** Is told what is wrong with a value that is watched. Paths begin at the value. */
export interface WatchListener {
  /** A value of a type stands where it may not. */
  mismatch(place: Place, type: WireType, path: Path): void;
  /** An object has a member that is none of those that it may have. */
  property(allowed: readonly string[], path: Path): void;
  /** An array has more elements than it may have. */
  element(most: number, path: Path): void;
}

interface Level {
  readonly inside: Inside;
  /** Key or index of the value that comes next. */
  key: string | number;
}

/**
 * Looks at a container that is only read once it is whole, and finds out as soon as it can that none of the rows that it
 * may be takes it. Knows too little to find everything: what it does find is certain.
 */
export class RawWatch implements JsonHandler {
  readonly #places: Places;
  readonly #listener: WatchListener;
  readonly #levels: Level[] = [];
  /** What may stand where the next value does; nothing where there may be none. */
  #place: Place | undefined;
  /** Whether the next value may be null, whatever may stand there. */
  #nullable = false;
  #text = "";
  /** Whether the text that is read has to be one of those that are listed. */
  #listed = false;
  #isOver = false;

  /** A watch for a container that stands at a place. */
  constructor(places: Places, place: Place, listener: WatchListener) {
    this.#places = places;
    this.#listener = listener;
    this.#place = place;
  }

  objectStart(): void {
    this.#enter("object");
  }

  arrayStart(): void {
    this.#enter("array");
  }

  keySoFar(beginning: string): void {
    const names = this.#isOver ? undefined : this.#levels.at(-1)?.inside.names;
    if (names?.some((name) => name.startsWith(beginning)) === false) this.#refuseProperty(names);
  }

  key(name: string): void {
    const level = this.#levels.at(-1);
    if (this.#isOver || level === undefined) return;
    const member = level.inside.member(name);
    if (member === undefined) this.#refuseProperty(level.inside.names ?? []);
    else {
      level.key = name;
      this.#place = member.place;
      this.#nullable = member.null !== "value";
    }
  }

  objectEnd(): void {
    this.#levels.pop();
    this.#pass();
  }

  arrayEnd(): void {
    this.#levels.pop();
    this.#pass();
  }

  stringStart(): void {
    const place = this.#begin("string", "");
    this.#text = "";
    this.#listed = place?.listsTexts ?? false;
  }

  stringChunk(text: string): void {
    if (this.#listed) this.#text += text;
  }

  stringSoFar(): void {
    if (this.#isOver || !this.#listed || this.#place === undefined) return;
    const mayBegin = this.#place.mayBegin(this.#text);
    if (mayBegin === false) this.#refuse("string");
    else if (mayBegin === "certain") this.#listed = false;
  }

  stringEnd(): void {
    if (!this.#isOver && this.#listed && this.#place?.admits(this.#text) === false) this.#refuse("string");
    this.#pass();
  }

  scalarStart(sample: number | boolean | null): void {
    const place = this.#begin(wireTypeOf(sample) ?? "null", sample);
    if (typeof sample === "boolean" && place?.admits(sample) === false) this.#refuse("boolean");
  }

  scalar(value: number | boolean | null): void {
    const type = wireTypeOf(value) ?? "null";
    const place = this.#begin(type, value);
    if (value !== null && place?.admits(value) === false) this.#refuse(type);
    this.#pass();
  }

  /** A value of a type begins. Gives what may stand there, unless it is known that it may not. */
  #begin(type: WireType, sample: unknown): Place | undefined {
    if (this.#isOver) return undefined;
    const level = this.#levels.at(-1);
    if (this.#place === undefined) {
      this.#isOver = true;
      this.#listener.element(level?.inside.mostItems ?? 0, this.#path());
      return undefined;
    }
    if (this.#place.admitsType(type) || (sample === null && this.#nullable)) return this.#place;
    this.#refuse(type);
    return undefined;
  }

  #enter(type: "object" | "array"): void {
    const place = this.#begin(type, type === "object" ? {} : []);
    if (place === undefined) return;
    // Whatever is in it, the schema takes it for what its rows have no room for.
    if (!place.refuses(type)) this.#isOver = true;
    const level: Level = { inside: this.#places.insideOf(place, type), key: type === "array" ? 0 : "" };
    this.#levels.push(level);
    if (type === "array") this.#place = level.inside.element(0);
    this.#nullable = false;
  }

  /** Goes on after a value. */
  #pass(): void {
    const level = this.#levels.at(-1);
    if (this.#isOver || level === undefined || typeof level.key !== "number") return;
    level.key++;
    this.#place = level.inside.element(level.key);
  }

  #refuse(type: WireType): void {
    this.#isOver = true;
    if (this.#place !== undefined) this.#listener.mismatch(this.#place, type, this.#path());
  }

  #refuseProperty(allowed: readonly string[]): void {
    this.#isOver = true;
    this.#listener.property(allowed, this.#path().slice(0, -1));
  }

  #path(): Path {
    return this.#levels.map(({ key }) => key);
  }
}
