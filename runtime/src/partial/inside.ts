import type { Member, ObjectPlan } from "./object-plan.ts";
import type { Place } from "./place.ts";
import { type ArrayNode, type ObjectNode, type StreamShape, slots } from "./stream-shape.ts";

/** Where the places inside of a place are found. */
interface PlaceSource {
  readonly shape: StreamShape;
  planOf(row: number, node: ObjectNode): ObjectPlan;
  among(rows: readonly number[]): Place | undefined;
  at(slot: number): Place;
}

/**
 * What may stand inside of an object or an array of which it is not known yet which of some rows it is: at each place,
 * what any of the rows has there. So it says too much rather than too little.
 */
export class Inside {
  /** The names that an object may have, if there are no others. */
  readonly names: readonly string[] | undefined;
  /** Most elements that an array may have. */
  readonly mostItems: number | undefined;
  readonly #source: PlaceSource;
  readonly #objects: readonly ObjectPlan[] | undefined;
  readonly #arrays: readonly ArrayNode[] | undefined;
  readonly #members = new Map<string, Member | undefined>();
  readonly #elements: (Place | undefined)[] = [];
  #otherMember: Member | undefined;
  /** Elements from this index on are all alike. */
  readonly #alikeFrom: number;

  constructor(source: PlaceSource, rows: readonly number[]) {
    const { shape } = source;
    this.#source = source;
    this.#objects = shape
      .containersAt(rows, "object")
      ?.flatMap(({ row, node }) => (node.kind === "object" ? [source.planOf(row, node)] : []));
    this.#arrays = shape.containersAt(rows, "array")?.flatMap(({ node }) => (node.kind === "array" ? [node] : []));
    const isClosed = this.#objects?.every(({ others }) => others.slot === slots.reject) ?? false;
    const names = (this.#objects ?? []).flatMap(({ members }) => members.map(({ name }) => name));
    this.names = isClosed ? [...new Set(names)] : undefined;
    const limits = (this.#arrays ?? []).map(({ limits }) => limits?.maxItems ?? Number.POSITIVE_INFINITY);
    const most = Math.max(...limits, 0);
    this.mostItems = this.#arrays === undefined || most === Number.POSITIVE_INFINITY ? undefined : most;
    this.#alikeFrom = Math.max(0, ...(this.#arrays ?? []).map(({ prefix }) => prefix?.length ?? 0));
  }

  /** What a member may be; nothing where there may be none of this name. */
  member(name: string): Member | undefined {
    if (this.#members.has(name)) return this.#members.get(name);
    const isDeclared = this.#objects?.some(({ positions }) => positions.has(name)) ?? false;
    // Other names are all alike, and there is no end of them.
    if (!isDeclared && this.#otherMember !== undefined) return this.#otherMember;
    const found = this.#findMember(name);
    if (isDeclared) this.#members.set(name, found);
    else this.#otherMember = found;
    return found;
  }

  #findMember(name: string): Member | undefined {
    if (this.#objects === undefined) return { name, slot: slots.any, place: this.#source.at(slots.any), null: "value" };
    const found = this.#objects
      .map(({ members, positions, others }) => members[positions.get(name) ?? -1] ?? others)
      .filter(({ slot }) => slot !== slots.reject);
    const place = this.#source.among(found.map(({ slot }) => slot));
    if (place === undefined) return undefined;
    const isNullable = found.some((member) => member.null !== "value");
    return { name, slot: slots.own, place, null: isNullable ? "absent" : "value" };
  }

  /** What an element may be; nothing where no array has so many. */
  element(index: number): Place | undefined {
    if (this.mostItems !== undefined && index >= this.mostItems) return undefined;
    const at = Math.min(index, this.#alikeFrom);
    this.#elements[at] ??= this.#source.among(
      this.#arrays?.map(({ prefix, items }) => prefix?.[at] ?? items) ?? [slots.any],
    );
    return this.#elements[at];
  }
}
