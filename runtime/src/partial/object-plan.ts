import type { Place } from "./place.ts";
import type { ObjectNode } from "./stream-shape.ts";

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
