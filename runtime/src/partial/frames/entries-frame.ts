import { noProperty, ofType } from "../flaw.ts";
import { setOwn, type WireType } from "../json-value.ts";
import type { Place } from "../place.ts";
import { type ObjectNode, slots } from "../stream-shape.ts";
import { duplicateKey, KeyedFrame, type Reading } from "./frame.ts";

/** Where entries go that do not make a map of their own. */
export interface Destination {
  /** The object that is open. */
  readonly owner: KeyedFrame;
  /** The property they are written in. */
  readonly property: string;
}

/**
 * A map that is written as an array of entries, or the names of an object beside its declared ones. The frame stands for
 * both levels, the array and the entry in it.
 */
export class EntriesFrame extends KeyedFrame {
  readonly #node: ObjectNode;
  readonly #destination: Destination | undefined;
  /** The keys that were written, when the object has others too. */
  readonly #keys: string[] = [];
  #inEntry = false;
  /** The member of the entry that is being written. */
  #member: "key" | "value" = "key";
  /** Key of the entry, once known. */
  #key: string | undefined;
  /** A value that was written before its key. */
  #kept: { readonly value: unknown } | undefined;
  /** Whether the value of the entry has been read and its key was known. */
  #filled = false;

  constructor(reading: Reading, node: ObjectNode, destination?: Destination) {
    super(reading);
    this.#node = node;
    this.#destination = destination;
  }

  override get isCertain(): boolean {
    return false;
  }

  get place(): Place {
    return this.reading.places.at(this.slot);
  }

  get slot(): number {
    if (!this.#inEntry || this.#member === "key" || this.#key === undefined) return slots.own;
    return this.reading.shape.slotOf(this.#node, this.#key);
  }

  override key(name: string): void {
    if (name !== "key" && name !== "value") {
      this.#break();
      this.reading.key(name);
      return;
    }
    const isKnown = name === "key" ? this.#key !== undefined : this.#filled || this.#kept !== undefined;
    if (isKnown) throw duplicateKey(name);
    this.#member = name;
  }

  override open(type: WireType): boolean {
    if (this.#inEntry || type !== "object") return false;
    this.#inEntry = true;
    this.#key = undefined;
    this.#kept = undefined;
    this.#filled = false;
    return true;
  }

  override take(value: unknown): void {
    if (this.#inEntry && this.#member === "value") this.#kept = { value };
    else if (this.#inEntry && typeof value === "string") this.#takeKey(value);
    else {
      this.#break();
      this.reading.take(value);
    }
  }

  override omit(): boolean {
    this.#owner.markAbsent(this.#key ?? "");
    return true;
  }

  override next(): void {
    this.#filled = true;
  }

  override close(): void {
    if (this.#inEntry && this.#filled) this.#inEntry = false;
    else if (!this.#inEntry) {
      if (this.#destination === undefined) this.reading.leave();
      else this.reading.pop();
    } else {
      this.#break();
      this.reading.close();
    }
  }

  get #owner(): KeyedFrame {
    return this.#destination?.owner ?? this;
  }

  #takeKey(key: string): void {
    const { reading } = this;
    if (this.#owner.isTaken(key)) {
      if (!reading.isTrial) throw duplicateKey(key);
      // The value may still be something else than a map.
      reading.findings.noteInside({ ...noProperty(key), final: false });
      return;
    }
    this.#key = key;
    this.#keys.push(key);
    reading.shown.tree.moveTo(key);
    if (this.#kept === undefined) return;
    const { value } = this.#kept;
    this.#kept = undefined;
    this.#member = "value";
    reading.walk(value);
  }

  /** What should be entries is not: the list is kept as the list it is, so that the validator refuses it as one. */
  #break(): void {
    const { reading } = this;
    const { tree } = reading.shown;
    const path = tree.path().slice(0, -1);
    const property = this.#destination?.property;
    if (property === undefined) reading.findings.mismatch(ofType("object"), path);
    else reading.findings.mismatch(ofType("array"), [...path, property]);
    // The cast holds: entries stand for an open object.
    const object = tree.innermost as Readonly<Record<string, unknown>>;
    const finished = this.#keys.filter((key) => Object.hasOwn(object, key) && !(this.#inEntry && key === this.#key));
    reading.pop();
    tree.leave();
    if (property !== undefined) {
      const left = without(object, this.#keys);
      tree.enter(left, Object.keys(left).length);
      tree.moveTo(property);
    }
    reading.enterLoose(finished.map((key) => ({ key, value: object[key] })));
    if (!this.#inEntry) return;
    reading.enterLoose(this.#entrySoFar(object));
    tree.moveTo(this.#member);
  }

  /** What has been read of the entry that is open. */
  #entrySoFar(object: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const entry: Record<string, unknown> = {};
    if (this.#key !== undefined) entry["key"] = this.#key;
    if (this.#kept !== undefined) entry["value"] = this.#kept.value;
    else if (this.#key !== undefined && Object.hasOwn(object, this.#key)) entry["value"] = object[this.#key];
    return entry;
  }
}

function without(object: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  const left: Record<string, unknown> = {};
  const removed = new Set(keys);
  for (const [key, value] of Object.entries(object)) if (!removed.has(key)) setOwn(left, key, value);
  return left;
}
