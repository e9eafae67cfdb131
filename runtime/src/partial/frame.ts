import { type ArrayNode, type ObjectNode, type StreamShape, slots, type UnionNode } from "./stream-shape.ts";

/** An object whose row is known. */
export interface ObjectFrame {
  readonly kind: "object";
  readonly node: ObjectNode;
  /** Properties for which null means absent. */
  readonly nullable: readonly string[] | undefined;
  /** The member that is being written. */
  key: string;
  slot: number;
  /** Keys that were written and are not in the value: dropped, null for absent, or not shown. */
  absent: Set<string> | undefined;
}

/** An array whose row is known. */
export interface ArrayFrame {
  readonly kind: "array";
  readonly node: ArrayNode;
  index: number;
}

/** A map that is written as an array of entries. The frame stands for both levels, the array and the entry in it. */
export interface EntriesFrame {
  readonly kind: "entries";
  readonly node: ObjectNode;
  inEntry: boolean;
  /** The member of the entry that is being written. */
  member: "key" | "value";
  /** Key of the entry, once known. */
  key: string | undefined;
  /** A value that was written before its key. */
  kept: { readonly value: unknown } | undefined;
  /** Whether the value of the entry has been read and its key was known. */
  filled: boolean;
  absent: Set<string> | undefined;
}

/** An object that may be one of several. Its members are kept as they are written until the tag says which. */
export interface TaggedFrame {
  readonly kind: "tagged";
  node: UnionNode;
  key: string;
  readonly members: Map<string, unknown>;
  /** The row the tag chose, when the object is to be shown whole only. */
  decided: number | undefined;
}

/** The object a dialect put around the root. */
export interface WrapperFrame {
  readonly kind: "wrapper";
  seen: boolean;
}

/** A container that is being read: what its next value means. */
export type Frame = ObjectFrame | ArrayFrame | EntriesFrame | TaggedFrame | WrapperFrame;

/** A frame for an object of which nothing has been read. */
export function objectFrame(node: ObjectNode, nullable?: readonly string[]): ObjectFrame {
  return { kind: "object", node, nullable, key: "", slot: slots.any, absent: undefined };
}

/** A frame for an array of which `index` elements have been read. */
export function arrayFrame(node: ArrayNode, index = 0): ArrayFrame {
  return { kind: "array", node, index };
}

/** A frame for a map that is written as entries, none of which has been read. */
export function entriesFrame(node: ObjectNode): EntriesFrame {
  return {
    kind: "entries",
    node,
    inEntry: false,
    member: "key",
    key: undefined,
    kept: undefined,
    filled: false,
    absent: undefined,
  };
}

/** A frame for an object whose tag has not been read. */
export function taggedFrame(node: UnionNode): TaggedFrame {
  return { kind: "tagged", node, key: "", members: new Map(), decided: undefined };
}

/** What the next value in a frame is: a row of the table, or one of the {@link slots}. */
export function slotIn(frame: Frame, shape: StreamShape): number {
  switch (frame.kind) {
    case "object":
      return frame.slot;
    case "array":
      return frame.node.prefix?.[frame.index] ?? frame.node.items;
    case "entries":
      if (!frame.inEntry) return slots.entry;
      if (frame.member === "key") return slots.entryKey;
      return frame.key === undefined ? slots.buffer : shape.slotOf(frame.node, frame.key);
    case "tagged":
      return slots.buffer;
    case "wrapper":
      return 0;
  }
}

/** The row a tag's value chooses; nothing when it is no scalar or not one of the table's. */
export function rowOfTag(node: UnionNode, tag: unknown): number | undefined {
  if (typeof tag === "object" && tag !== null) return undefined;
  const name = String(tag);
  return node.byTag !== undefined && Object.hasOwn(node.byTag, name) ? node.byTag[name] : undefined;
}

/** The finished entries of a map as a list, the way they were written. */
export function entriesAsList(frame: EntriesFrame, map: Readonly<Record<string, unknown>>): unknown[] {
  const finished = Object.entries(map).filter(([key]) => !frame.inEntry || key !== frame.key);
  return finished.map(([key, value]) => ({ key, value }));
}

/** What has been read of the entry that is open. */
export function entrySoFar(frame: EntriesFrame, map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entry: Record<string, unknown> = {};
  if (frame.key !== undefined) entry["key"] = frame.key;
  if (frame.kept !== undefined) entry["value"] = frame.kept.value;
  else if (frame.key !== undefined && Object.hasOwn(map, frame.key)) entry["value"] = map[frame.key];
  return entry;
}
