// Generated from schemas/_shapes.yaml. Do not edit: change the spec and run `outspec generate`.

export interface Circle {
  kind: "circle";
  radius: number;
  label?: string;
}

export interface Square {
  kind: "square";
  side: number;
}

export type Shape = Circle | Square;

export type Numbered = Numbered1 | Numbered2 | null;

export interface Numbered1 {
  v: 1;
  one?: string;
}

export interface Numbered2 {
  v: 2;
  two?: string;
}

export type Contact = ContactOption1 | ContactOption2;

export interface ContactOption1 {
  mail: string;
}

export interface ContactOption2 {
  phone: string;
}

export type TextOrList = string | Circle[];

export type Tuple = [string, Circle, ("a" | "b")?, ...number[]];

export type Pair = [number, number];

export interface Tree {
  name: string;
  children: Tree[];
  parent?: Tree | null;
}

export type Nested = (string | Nested)[];

export interface Counts {
  [key: string]: number;
}

export interface Rooms {
  [key: string]: Circle;
}

export interface Labels {
  id: number;
  title?: string;
  [key: string]: string[] | number | string | undefined;
}

export interface Anything {
  id: number;
  [key: string]: unknown;
}

export interface Empty {
  [key: string]: never;
}

export type Constants = { x: 1; y: [1, "a"] } | "plain" | 3 | null;

export type Grid = (number | null)[][][];

export interface Nullable {
  must: string | null;
  may?: string | null;
  level: "low" | "high" | null;
  inner?: NullableInner | null;
}

export interface NullableInner {
  deep?: boolean;
}

export interface Merged {
  kind: "circle";
  radius: number;
  label?: string;
  depth: number;
}

export interface Held {
  circle: Circle;
}

/** A {@link Circle} while it is being written: absent means not decided yet. */
export interface PartialCircle {
  readonly kind?: "circle";
  readonly radius?: number;
  readonly label?: string;
}

/** A {@link Square} while it is being written: absent means not decided yet. */
export interface PartialSquare {
  readonly kind: "square";
  readonly side?: number;
}

/** A {@link Shape} while it is being written: absent means not decided yet. */
export type PartialShape = (PartialCircle & { readonly kind: "circle" }) | PartialSquare;

/** A {@link Numbered} while it is being written: absent means not decided yet. */
export type PartialNumbered = PartialNumbered1 | PartialNumbered2 | null;

/** A {@link Numbered1} while it is being written: absent means not decided yet. */
export interface PartialNumbered1 {
  readonly v: 1;
  readonly one?: string;
}

/** A {@link Numbered2} while it is being written: absent means not decided yet. */
export interface PartialNumbered2 {
  readonly v: 2;
  readonly two?: string;
}

/** A {@link TextOrList} while it is being written: absent means not decided yet. */
export type PartialTextOrList = string | readonly PartialCircle[];

/** A {@link Tuple} while it is being written: absent means not decided yet. */
export type PartialTuple = readonly [string?, PartialCircle?, ("a" | "b")?, ...number[]];

/** A {@link Pair} while it is being written: absent means not decided yet. */
export type PartialPair = readonly [number?, number?];

/** A {@link Tree} while it is being written: absent means not decided yet. */
export interface PartialTree {
  readonly name?: string;
  readonly children?: readonly PartialTree[];
  readonly parent?: PartialTree | null;
}

/** A {@link Nested} while it is being written: absent means not decided yet. */
export type PartialNested = readonly (string | PartialNested)[];

/** A {@link Counts} while it is being written: absent means not decided yet. */
export interface PartialCounts {
  readonly [key: string]: number;
}

/** A {@link Rooms} while it is being written: absent means not decided yet. */
export interface PartialRooms {
  readonly [key: string]: PartialCircle;
}

/** A {@link Labels} while it is being written: absent means not decided yet. */
export interface PartialLabels {
  readonly id?: number;
  readonly title?: string;
  readonly [key: string]: readonly string[] | number | string | undefined;
}

/** An {@link Anything} while it is being written: absent means not decided yet. */
export interface PartialAnything {
  readonly id?: number;
  readonly [key: string]: unknown;
}

/** An {@link Empty} while it is being written: absent means not decided yet. */
export interface PartialEmpty {
  readonly [key: string]: never;
}

/** A {@link Grid} while it is being written: absent means not decided yet. */
export type PartialGrid = readonly (readonly (readonly (number | null)[])[])[];

/** A {@link Nullable} while it is being written: absent means not decided yet. */
export interface PartialNullable {
  readonly must?: string | null;
  readonly may?: string | null;
  readonly level?: "low" | "high" | null;
  readonly inner?: PartialNullableInner | null;
}

/** A {@link NullableInner} while it is being written: absent means not decided yet. */
export interface PartialNullableInner {
  readonly deep?: boolean;
}

/** A {@link Merged} while it is being written: absent means not decided yet. */
export interface PartialMerged {
  readonly kind?: "circle";
  readonly radius?: number;
  readonly label?: string;
  readonly depth?: number;
}

/** A {@link Held} while it is being written: absent means not decided yet. */
export interface PartialHeld {
  readonly circle?: Circle;
}
