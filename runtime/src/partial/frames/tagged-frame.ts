import { missingProperty, oneOf, onlyProperties } from "../flaw.ts";
import type { Path } from "../growing-tree.ts";
import type { Inside } from "../inside.ts";
import { setOwn } from "../json-value.ts";
import type { Member, ObjectPlan } from "../object-plan.ts";
import type { Place } from "../place.ts";
import { slots, type UnionNode } from "../stream-shape.ts";
import { duplicateKey, Frame, type Reading } from "./frame.ts";
import { ObjectFrame } from "./object-frame.ts";

/** An object that may be one of several. Its members are kept as they are written until the tag says which. */
export class TaggedFrame extends Frame {
  readonly slot: number = slots.own;
  place: Place;
  /** What the object may be, as far as is known. */
  #row: number;
  #node: UnionNode;
  #member: Member | undefined;
  #key = "";
  readonly #members = new Map<string, unknown>();
  /** The row the tag chose, when the object is to be shown whole only. */
  #decided: number | undefined;

  constructor(reading: Reading, node: UnionNode, row: number) {
    super(reading);
    this.#node = node;
    this.#row = row;
    this.place = reading.places.at(this.slot);
  }

  get #inside(): Inside {
    const { places } = this.reading;
    return places.insideOf(places.at(this.#row), "object");
  }

  override path(): Path {
    return [...super.path(), this.#key];
  }

  override get nullIsAbsent(): boolean {
    return this.#member !== undefined && this.#member.null !== "value";
  }

  override keySoFar(beginning: string): void {
    const { names } = this.#inside;
    if (names?.some((name) => name.startsWith(beginning)) === false) this.#refuseProperty(names);
  }

  override key(name: string): void {
    if (this.#members.has(name)) throw duplicateKey(name);
    this.#key = name;
    if (!this.reading.isWatched) return;
    const inside = this.#inside;
    this.#member = inside.member(name);
    this.place = this.#member?.place ?? this.reading.places.at(slots.any);
    if (this.#member === undefined) this.#refuseProperty(inside.names ?? []);
  }

  #refuseProperty(allowed: readonly string[]): void {
    this.reading.findings.noteWithin(onlyProperties(allowed), super.path());
  }

  override take(value: unknown): void {
    this.#members.set(this.#key, value);
    if (this.#decided === undefined && this.#key === this.#node.tag) this.#decideTag(value);
  }

  override close(): void {
    const { reading } = this;
    reading.pop();
    const whole: Record<string, unknown> = {};
    for (const [key, value] of this.#members) setOwn(whole, key, value);
    if (this.#decided === undefined) {
      const path = reading.shown.tree.path();
      reading.findings.mismatch(missingProperty(this.#node.tag ?? ""), path, { path, value: whole });
      reading.shown.place(whole);
    } else reading.decide(this.#decided, whole);
    reading.next();
  }

  /** The tag is known: what was kept back appears, and what follows is read into its frame. */
  #decideTag(tag: unknown): void {
    const { shape, findings, shown } = this.reading;
    const row = rowOfTag(this.#node, tag) ?? this.#rowOfMended(tag);
    if (row === undefined) {
      const { tag: name = "", byTag = {} } = this.#node;
      const path = [...shown.tree.path(), name];
      findings.mismatch(oneOf(Object.keys(byTag)), path, { path, value: tag });
      this.#become(this.reading.places.loosePlan);
      return;
    }
    const node = shape.node(row);
    if (node.kind === "object" && !node.hold) {
      this.#become(this.reading.places.planOf(row, node));
    } else if (node.kind === "union" && shape.isTagged(node) && !node.hold) {
      this.#node = node;
      this.#row = row;
      if (node.tag !== undefined && this.#members.has(node.tag)) this.#decideTag(this.#members.get(node.tag));
    } else {
      this.#decided = row;
      this.#row = row;
    }
  }

  /** The row of the only tag that another one may have been meant to be. It is mended as any value, where it stands. */
  #rowOfMended(tag: unknown): number | undefined {
    const place = this.reading.mending ? this.#inside.member(this.#node.tag ?? "")?.place : undefined;
    const places = place?.parts.alternatives ?? (place === undefined ? [] : [place]);
    const readings = places.flatMap(({ mending }) => mending?.readingsOf(tag) ?? []);
    const [row, ...others] = new Set(readings.map(({ value }) => rowOfTag(this.#node, value)));
    return others.length === 0 ? row : undefined;
  }

  #become(plan: ObjectPlan): void {
    const { reading } = this;
    reading.become(new ObjectFrame(reading, plan), {});
    // Before its tag is there as well, no validator could tell what the object is.
    reading.findings.readTogether(() => {
      for (const [key, member] of this.#members) {
        reading.key(key);
        reading.walk(member);
        if (reading.isLost) return;
      }
    });
  }
}

/** The row a tag's value chooses; nothing when it is no scalar or not one of the table's. */
function rowOfTag(node: UnionNode, tag: unknown): number | undefined {
  if (typeof tag === "object" && tag !== null) return undefined;
  const name = String(tag);
  return node.byTag !== undefined && Object.hasOwn(node.byTag, name) ? node.byTag[name] : undefined;
}
