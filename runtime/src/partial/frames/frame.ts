import type { Repair } from "../../result.ts";
import type { Findings } from "../findings.ts";
import type { Container, Path } from "../growing-tree.ts";
import type { WireType } from "../json-value.ts";
import { MalformedOutputError } from "../malformed-output.ts";
import type { Place } from "../place.ts";
import type { Places } from "../places.ts";
import type { ShownValue } from "../shown-value.ts";
import type { StreamShape } from "../stream-shape.ts";

/** What a frame may ask of the reading it is part of, and tell it. */
export interface Reading {
  /** How what is read now is written. */
  readonly shape: StreamShape;
  /** What may stand where, as it is written now. */
  readonly places: Places;
  /** Whether values are mended. */
  readonly mending: boolean;
  readonly shown: ShownValue;
  readonly findings: Findings;
  /** Whether one row of several is tried: what does not fit it may fit another. */
  readonly isTrial: boolean;
  /** Whether this is a trial that has failed. Nothing more need be read. */
  readonly isLost: boolean;
  /** Whether more flaws need be looked for: not in a trial, and not once nothing more is shown. */
  readonly isWatched: boolean;
  /** Says how a member of the innermost object is called. */
  key(name: string): void;
  /** Reads a value that is whole already, as if it had been written here. */
  walk(value: unknown): void;
  /** Takes a value that is whole, for the place it stands at. */
  take(value: unknown): void;
  /** Ends the innermost container. */
  close(): void;
  /** Moves on after a value. */
  next(): void;
  /** Decodes a whole value by a row and places it. */
  decide(row: number, value: unknown): void;
  /** Counts a list that is opened. Returns whether its elements are judged as each is finished. */
  openList(): boolean;
  /** The innermost list is closed. */
  closeList(): void;
  /** Judges a finished element of a list, which stands at the pen, by the validator of its row. */
  judge(row: number, element: unknown): void;
  /** Notes that something was mended. */
  mended(repair: Repair): void;
  /** Goes on inside a frame. */
  push(frame: Frame): void;
  /** Goes on inside a frame that stands for a new container of the value. */
  enter(frame: Frame, container: Container): void;
  /** Goes on inside another frame in place of the innermost one, for a new container of the value. */
  become(frame: Frame, container: Container): void;
  /** Goes on inside a container in which everything is kept as it is written. */
  enterLoose(container: Container): void;
  /** Goes on around the innermost frame. */
  pop(): void;
  /** Ends the innermost frame and the container of the value it stands for. */
  leave(): void;
}

/** A container that is being read: what the next value in it means, and what becomes of it. */
export abstract class Frame {
  /** What the next value is: a row of the table, or one of the slots. */
  abstract readonly slot: number;
  /** What may stand there. */
  abstract readonly place: Place;
  protected readonly reading: Reading;

  constructor(reading: Reading) {
    this.reading = reading;
  }

  /** Whether the next value is the one a trial was started for, so that the `hold` of its row is not to be obeyed again. */
  readonly opened: boolean = false;

  /** Whether the container can only be what it is read as. Not so where a dialect writes it in another form than was authored. */
  get isCertain(): boolean {
    return true;
  }

  /** Where the next value stands, be it in the tree yet or not. */
  path(): Path {
    return this.reading.shown.tree.path();
  }

  /** Says how the name of the next member begins. */
  keySoFar(_beginning: string): void {}

  /** Says how the next member is called. Throws a {@link MalformedOutputError} when there was a member of that name. */
  key(name: string): void {
    throw new Error(`the key ${name} stands outside an object`);
  }

  /** A frame for the value in a string at a slot of its own, where it holds JSON text. */
  textFrame(): Frame | undefined {
    return undefined;
  }

  /** Opens a container at a slot of its own. Returns false when it must be whole before anything can be said about it. */
  open(_type: WireType): boolean {
    return false;
  }

  /** Takes a whole value for a slot of its own. */
  take(_value: unknown): void {
    throw new Error("a frame takes values only for slots of its own");
  }

  /** Whether null, at a row, says that nothing stands there. */
  get nullIsAbsent(): boolean {
    return false;
  }

  /** Takes a null that says so. */
  takeAbsent(): void {}

  /** Goes on without a value that was written. Returns false where none can be missing. */
  omit(): boolean {
    return false;
  }

  /** Moves on after a value. */
  next(): void {}

  /** Ends the container. */
  close(): void {
    throw new Error("a container is closed that was not opened");
  }
}

/** A frame whose members become keys of an object. */
export abstract class KeyedFrame extends Frame {
  /** Keys that were written and are not in the tree: dropped, null for absent, or not shown. */
  #absent: Set<string> | undefined;

  /** Whether a key was written already. */
  isTaken(name: string): boolean {
    return this.reading.shown.tree.has(name) || this.#absent?.has(name) === true;
  }

  /** Remembers a key that is not in the tree. */
  markAbsent(name: string): void {
    this.#absent ??= new Set();
    this.#absent.add(name);
  }
}

/** A second member of the same name. */
export function duplicateKey(name: string): MalformedOutputError {
  return new MalformedOutputError("duplicate-key", `the key ${JSON.stringify(name.slice(0, 80))} is written twice`);
}
