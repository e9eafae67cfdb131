import type { Codec, Inverse, StreamTable } from "../codec.ts";
import { isNullProperty } from "../validation/repairs.ts";
import type { Place } from "./place.ts";
import { anything, placeAmong } from "./place-parts.ts";
import type { RootShape } from "./root-finder.ts";
import { loose, type ObjectNode, StreamShape } from "./stream-shape.ts";

/** What is known of a member of an object before it is read. */
export interface Member {
  readonly name: string;
  readonly slot: number;
  readonly place: Place;
  /** What null says: that there is no such member, because the dialect has it so or as a repair, or nothing of its own. */
  readonly null: "absent" | "mended" | "value";
}

/** How objects of a row are read. */
export interface ObjectPlan {
  readonly node: ObjectNode;
  /** The declared members, in order. */
  readonly members: readonly Member[];
  readonly positions: ReadonlyMap<string, number>;
  /** The flags of all members that must be there, if each of them has a flag; see {@link flagOf}. */
  readonly required: number | undefined;
  /** What becomes of other names. */
  readonly others: Member;
  /** The property in which names beside the declared ones are written together. */
  readonly restName: string | undefined;
}

/** A flag for each of the first members of an object, or none. */
export function flagOf(position: number): number {
  return position < 0 || position > 30 ? 0 : 1 << position;
}

/** What is known of tables that were read by before. A small answer takes less time to read than its table. */
const known = new WeakMap<StreamTable, Places[]>();

/** What may stand where by a table, as a dialect writes it. The same for the same arguments, with all it has found out. */
export function placesOf(
  table: StreamTable,
  inverse: Inverse | undefined,
  checks: Codec["checks"] | undefined,
  mending: boolean,
): Places {
  const ofTable = known.get(table) ?? [];
  known.set(table, ofTable);
  let places = ofTable.find((other) => other.isFor(inverse, checks, mending));
  if (places === undefined) {
    places = new Places(new StreamShape(table, inverse, checks), mending, inverse, checks);
    ofTable.push(places);
  }
  return places;
}

/** Answers what may stand where, by a table as a dialect writes it. Pure, but for a cache of its answers. */
export class Places {
  readonly shape: StreamShape;
  /** Whether values are mended. */
  readonly mending: boolean;
  readonly #inverse: Inverse | undefined;
  readonly #checks: Codec["checks"] | undefined;
  readonly #rows: (Place | undefined)[] = [];
  readonly #plans: (ObjectPlan | undefined)[] = [];
  #loosePlan: ObjectPlan | undefined;
  #authored: Places | undefined;
  #rootShape: RootShape | undefined;

  constructor(shape: StreamShape, mending: boolean, inverse?: Inverse, checks?: Codec["checks"]) {
    this.shape = shape;
    this.mending = mending;
    this.#inverse = inverse;
    this.#checks = checks;
  }

  /** Whether these were made for an inverse and validators, the same objects, and a level of repairs. */
  isFor(inverse: Inverse | undefined, checks: Codec["checks"] | undefined, mending: boolean): boolean {
    return this.#inverse === inverse && this.#checks === checks && this.mending === mending;
  }

  /** The same table, written as it was authored. */
  get authored(): Places {
    this.#authored ??= this.shape.authored === this.shape ? this : new Places(this.shape.authored, this.mending);
    return this.#authored;
  }

  /** How the root value is told from prose around it. */
  get rootShape(): RootShape {
    this.#rootShape ??= this.shape.rootShape();
    return this.#rootShape;
  }

  /** What may stand at a row; everything at one of the slots. */
  at(slot: number): Place {
    if (slot < 0) return anything;
    let place = this.#rows[slot];
    if (place === undefined) {
      place = placeAmong(this.shape, [slot], this.mending);
      this.#rows[slot] = place;
    }
    return place;
  }

  /** How objects of a row are read. */
  planOf(row: number, node: ObjectNode): ObjectPlan {
    let plan = this.#plans[row];
    if (plan === undefined) {
      plan = this.#makePlan(node, this.shape.nullable(row) ?? [], this.shape.restOf(row));
      this.#plans[row] = plan;
    }
    return plan;
  }

  /** How an object is read that is of no row, so that everything in it is kept as it is written. */
  get loosePlan(): ObjectPlan {
    this.#loosePlan ??= this.#makePlan(loose.object, [], undefined);
    return this.#loosePlan;
  }

  #makePlan(node: ObjectNode, nullable: readonly string[], restName: string | undefined): ObjectPlan {
    const { required = [] } = node;
    const members = Object.entries(node.properties).map(([name, slot]): Member => {
      const place = this.at(slot);
      const isMended = place.room !== undefined && isNullProperty(place.room, !required.includes(name));
      return { name, slot, place, null: nullable.includes(name) ? "absent" : isMended ? "mended" : "value" };
    });
    const positions = new Map(members.map(({ name }, position) => [name, position]));
    const flags = required.map((name) => flagOf(positions.get(name) ?? -1));
    const slot = this.shape.slotOfOthers(node);
    return {
      node,
      members,
      positions,
      required: flags.includes(0) ? undefined : flags.reduce((all, flag) => all | flag, 0),
      others: { name: "", slot, place: this.at(slot), null: "value" },
      restName,
    };
  }
}
