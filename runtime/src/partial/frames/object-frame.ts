import type { Limits } from "../../codec.ts";
import { missingProperty, ofType } from "../flaw.ts";
import type { WireType } from "../json-value.ts";
import { tooFew, tooMany } from "../limits.ts";
import { flagOf, type Member, type ObjectPlan } from "../object-plan.ts";
import { type Place, shortestWrong } from "../place.ts";
import { slots } from "../stream-shape.ts";
import { EntriesFrame } from "./entries-frame.ts";
import { duplicateKey, type Frame, KeyedFrame, type Reading } from "./frame.ts";
import { MergedFrame, MergedTextFrame } from "./merged-frame.ts";

/** An object whose row is known, or one that is kept as it is written. */
export class ObjectFrame extends KeyedFrame {
  slot: number = slots.any;
  place: Place;
  readonly #plan: ObjectPlan;
  /** The member that is being written, and how it is called. */
  #member: Member;
  #key = "";
  /** Flags of the declared members that were written. */
  #written = 0;
  /** Position of the declared member that comes next when all are written in order. */
  #next = 0;
  #restSeen = false;

  constructor(reading: Reading, plan: ObjectPlan) {
    super(reading);
    this.#plan = plan;
    this.#member = plan.others;
    this.place = plan.others.place;
  }

  override get isCertain(): boolean {
    // A member of the name that names beside the declared ones are written in may be one of these itself.
    return this.slot !== slots.own;
  }

  override isTaken(name: string): boolean {
    const position = this.#plan.positions.get(name) ?? -1;
    return (this.#written & flagOf(position)) !== 0 || super.isTaken(name);
  }

  override keySoFar(beginning: string): void {
    const { members, others } = this.#plan;
    if (others.slot !== slots.reject || !this.reading.isWatched) return;
    if (!members.some(({ name }) => name.startsWith(beginning))) this.#noteProperty(beginning);
  }

  override key(name: string): void {
    const { members, positions, restName, others } = this.#plan;
    const { tree } = this.reading.shown;
    if (name === restName) {
      if (this.#restSeen) throw duplicateKey(name);
      this.#restSeen = true;
      this.slot = slots.own;
      this.place = this.reading.places.at(slots.own);
      tree.moveTo(name);
      return;
    }
    // Most members are written in the order of the schema.
    const position = members[this.#next]?.name === name ? this.#next : (positions.get(name) ?? -1);
    const flag = flagOf(position);
    const isTaken = (this.#written & flag) !== 0 || ((flag === 0 || restName !== undefined) && super.isTaken(name));
    if (isTaken) throw duplicateKey(name);
    const member = members[position] ?? others;
    this.#written |= flag;
    if (position >= 0) this.#next = position + 1;
    this.#member = member;
    // Rather the name in the table, which the engine knows already, than one that was cut out of the text.
    this.#key = position < 0 ? name : member.name;
    this.slot = member.slot;
    this.place = member.place;
    tree.moveTo(this.#key);
    if (member.slot === slots.reject) this.#noteProperty(name);
    else if (this.#plan.node.limits !== undefined) this.#watchSize(this.#plan.node.limits);
  }

  #watchSize({ maxProperties: most }: Limits): void {
    const { isWatched, findings, shown } = this.reading;
    if (most === undefined || !isWatched || this.nullIsAbsent || shown.tree.innermostSize < most) return;
    findings.noteInside(tooMany("maxProperties", most), this.#key);
  }

  /** Notes a name that is not allowed, of which no more is told than it takes to know that. */
  #noteProperty(name: string): void {
    if (this.reading.findings.flaw !== undefined) {
      this.reading.findings.doubt();
      return;
    }
    const names = this.#plan.members.map((member) => member.name);
    const beginning = shortestWrong(name, (start) => names.some((allowed) => allowed.startsWith(start)));
    this.reading.findings.noteProperty(beginning, names, name);
  }

  override textFrame(): Frame | undefined {
    return this.#plan.node.rest === "keep" && this.slot === slots.own
      ? new MergedTextFrame(this.reading, this.#plan.node, this)
      : undefined;
  }

  /** Opens what stands in the property of the rest: entries or, written as authored, an object. */
  override open(type: WireType): boolean {
    const { reading } = this;
    const { node, restName: property = "" } = this.#plan;
    if (type === "array" && node.rest !== "keep") {
      reading.push(new EntriesFrame(reading, node, { owner: this, property }));
      return true;
    }
    if (type !== "object" || reading.isTrial) return false;
    reading.push(new MergedFrame(reading, node, this));
    return true;
  }

  override take(value: unknown): void {
    if (value === null) return;
    const { findings, shown } = this.reading;
    findings.mismatch(ofType(this.#plan.node.rest === "keep" ? "string" : "array"));
    shown.place(value);
  }

  override get nullIsAbsent(): boolean {
    return this.#member.null === "absent" || (this.#member.null === "mended" && this.reading.mending);
  }

  override takeAbsent(): void {
    if (this.#member.null === "mended") this.reading.mended("null-property");
    this.omit();
  }

  override omit(): boolean {
    // A member with a flag is known to have been written.
    if (flagOf(this.#plan.positions.get(this.#key) ?? -1) === 0) this.markAbsent(this.#key);
    return true;
  }

  override close(): void {
    const { node, required } = this.#plan;
    const { findings, isWatched, shown } = this.reading;
    if (required === undefined || (this.#written & required) !== required) {
      for (const name of node.required ?? []) if (!this.isTaken(name)) findings.noteInside(missingProperty(name));
    }
    const least = node.limits?.minProperties;
    if (least !== undefined && isWatched && shown.tree.innermostSize < least) {
      findings.noteInside(tooFew("minProperties", least));
    }
    this.reading.leave();
  }
}
