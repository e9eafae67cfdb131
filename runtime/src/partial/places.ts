import type { Codec, Inverse, StreamTable } from "../codec.ts";
import type { CreateMending } from "../validation/repairs.ts";
import { Inside } from "./inside.ts";
import { flagOf, type Member, type ObjectPlan } from "./object-plan.ts";
import { type Place, unread } from "./place.ts";
import { anything, placeAmong, placeAt } from "./place-parts.ts";
import type { RootShape } from "./root-finder.ts";
import { loose, type ObjectNode, StreamShape, slots } from "./stream-shape.ts";

/** What is known of tables that were read by before. A small answer takes less time to read than its table. */
const known = new WeakMap<StreamTable, Places[]>();

/** What may stand where by a table, as a dialect writes it. The same for the same arguments, with all it has found out. */
export function placesOf(
  table: StreamTable,
  inverse: Inverse | undefined,
  checks: Codec["checks"] | undefined,
  createMending: CreateMending | undefined,
): Places {
  const ofTable = known.get(table) ?? [];
  known.set(table, ofTable);
  let places = ofTable.find((other) => other.isFor(inverse, checks, createMending));
  if (places === undefined) {
    places = new Places(new StreamShape(table, inverse, checks), createMending, inverse, checks);
    ofTable.push(places);
  }
  return places;
}

/** Answers what may stand where, by a table as a dialect writes it. Pure, but for a cache of its answers. */
export class Places {
  readonly shape: StreamShape;
  readonly #createMending: CreateMending | undefined;
  readonly #inverse: Inverse | undefined;
  readonly #checks: Codec["checks"] | undefined;
  readonly #rows: (Place | undefined)[] = [];
  readonly #plans: (ObjectPlan | undefined)[] = [];
  readonly #among = new Map<string, Place>();
  readonly #insides = { object: new Map<Place, Inside>(), array: new Map<Place, Inside>() };
  #loosePlan: ObjectPlan | undefined;
  #authored: Places | undefined;
  #rootShape: RootShape | undefined;

  constructor(
    shape: StreamShape,
    createMending: CreateMending | undefined,
    inverse?: Inverse,
    checks?: Codec["checks"],
  ) {
    this.shape = shape;
    this.#createMending = createMending;
    this.#inverse = inverse;
    this.#checks = checks;
  }

  /** Whether values are mended. */
  get mending(): boolean {
    return this.#createMending !== undefined;
  }

  /** Whether these were made for an inverse, validators and repairs, the same objects. */
  isFor(
    inverse: Inverse | undefined,
    checks: Codec["checks"] | undefined,
    createMending: CreateMending | undefined,
  ): boolean {
    return this.#inverse === inverse && this.#checks === checks && this.#createMending === createMending;
  }

  /** The same table, written as it was authored. */
  get authored(): Places {
    this.#authored ??= this.shape.authored === this.shape ? this : new Places(this.shape.authored, this.#createMending);
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
      place = placeAt(this.shape, slot, this.#createMending);
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

  /** What may stand where one of some rows is meant; nothing where there is none. Slots other than rows take everything. */
  among(rows: readonly number[]): Place | undefined {
    const [first, ...others] = new Set(rows);
    if (first === undefined) return undefined;
    if (others.length === 0) return this.at(first);
    if (first < 0 || others.some((row) => row < 0)) return anything;
    const sorted = [first, ...others].sort((a, b) => a - b);
    const key = sorted.join(" ");
    const known = this.#among.get(key) ?? placeAmong(sorted.map((row) => this.at(row)));
    this.#among.set(key, known);
    return known;
  }

  /** What may stand in a container of a type that is read only once it is whole, as far as its place tells. */
  insideOf(place: Place, type: "object" | "array"): Inside {
    const insides = this.#insides[type];
    let inside = insides.get(place);
    if (inside === undefined) {
      inside = new Inside(this, this.#rowsOpened(place, type));
      insides.set(place, inside);
    }
    return inside;
  }

  /** The rows that a container at a place may be read by: those of the place, or of an item where it may stand for a list. */
  #rowsOpened(place: Place, type: "object" | "array"): readonly number[] {
    const { rows, alternatives } = place.parts;
    if (alternatives !== undefined) return alternatives.flatMap((other) => this.#rowsOpened(other, type));
    if (place[type] !== unread.nothing) return rows;
    const lists = place.admitsType(type) ? this.shape.containersAt(rows, "array") : [];
    return lists?.flatMap(({ node }) => (node.kind === "array" ? [node.items] : [])) ?? [slots.any];
  }

  #makePlan(node: ObjectNode, nullable: readonly string[], restName: string | undefined): ObjectPlan {
    const { required = [] } = node;
    const members = Object.entries(node.properties).map(([name, slot]): Member => {
      const place = this.at(slot);
      const isMended = place.mending?.isNullProperty(!required.includes(name)) === true;
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
