/**
 * Every construct, final and while it is being written, and types that two modules import from a third. The files are
 * those of a golden project, which its own test holds to its specs. Checked by `tsc -b`; nothing here runs.
 */
import type { Album, PartialAlbum } from "../generator/cases/projects/types-of-every-construct/expected/_album.ts";
import type { PartialPoster, Poster } from "../generator/cases/projects/types-of-every-construct/expected/_poster.ts";
import type {
  Anything,
  Circle,
  Constants,
  Contact,
  Counts,
  Empty,
  Grid,
  Held,
  Labels,
  Merged,
  Nested,
  Nullable,
  Numbered,
  Pair,
  PartialAnything,
  PartialCircle,
  PartialCounts,
  PartialEmpty,
  PartialGrid,
  PartialHeld,
  PartialLabels,
  PartialMerged,
  PartialNested,
  PartialNullable,
  PartialNumbered,
  PartialPair,
  PartialRooms,
  PartialShape,
  PartialTextOrList,
  PartialTree,
  PartialTuple,
  Rooms,
  Shape,
  TextOrList,
  Tree,
  Tuple,
} from "../generator/cases/projects/types-of-every-construct/expected/_shapes.ts";

/** Fails to compile unless both types are the same. */
function expectType<Expected>(): <Actual>(
  value: Actual & ([Actual] extends [Expected] ? ([Expected] extends [Actual] ? unknown : never) : never),
) => void {
  return () => {};
}

/** Compiles only where each first type can be given for the second. */
type Assignable<Pairs extends readonly (readonly [unknown, unknown])[]> = {
  [Index in keyof Pairs]: [Pairs[Index][0]] extends [Pairs[Index][1]] ? true : never;
};

/** Whatever is finished is a partial, too. */
export const finalsArePartials: Assignable<
  [
    [Album, PartialAlbum],
    [Anything, PartialAnything],
    [Circle, PartialCircle],
    [Counts, PartialCounts],
    [Empty, PartialEmpty],
    [Grid, PartialGrid],
    [Held, PartialHeld],
    [Labels, PartialLabels],
    [Merged, PartialMerged],
    [Nested, PartialNested],
    [Nullable, PartialNullable],
    [Numbered, PartialNumbered],
    [Pair, PartialPair],
    [Poster, PartialPoster],
    [Rooms, PartialRooms],
    [Shape, PartialShape],
    [TextOrList, PartialTextOrList],
    [Tree, PartialTree],
    [Tuple, PartialTuple],
  ]
> = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true];

// @ts-expect-error: a partial is not the finished value
export const partialsAreNotFinal: Assignable<[[PartialTree, Tree]]> = [true];

export function taggedUnions(shape: Shape, partial: PartialShape, numbered: PartialNumbered): number {
  if (partial.kind === "circle") {
    expectType<number | undefined>()(partial.radius);
    // @ts-expect-error: a circle has no side
    return partial.side;
  }
  expectType<number | undefined>()(partial.side);
  if (numbered?.v === 1) expectType<string | undefined>()(numbered.one);
  // @ts-expect-error: the other option has no such property
  else expectType<string | undefined>()(numbered?.one);
  switch (shape.kind) {
    case "circle":
      return shape.radius;
    case "square":
      return shape.side;
  }
}

export function untaggedUnions(contact: Contact, either: PartialTextOrList): string {
  if (typeof either !== "string") expectType<readonly PartialCircle[]>()(either);
  // @ts-expect-error: nothing says which of the two it is
  expectType<string>()(contact.mail);
  return "mail" in contact ? contact.mail : contact.phone;
}

export function tuples(tuple: Tuple, partial: PartialTuple, pair: Pair): void {
  expectType<string>()(tuple[0]);
  expectType<Circle>()(tuple[1]);
  expectType<"a" | "b" | undefined>()(tuple[2]);
  expectType<number | undefined>()(tuple[3]);
  expectType<PartialCircle | undefined>()(partial[1]);
  expectType<2>()(pair.length);
  // @ts-expect-error: a pair has no third element
  pair[2];
  // @ts-expect-error: a partial belongs to all its readers
  partial[0] = "";
}

export function maps(counts: Counts, rooms: PartialRooms, labels: Labels, partial: PartialLabels): void {
  expectType<number | undefined>()(counts["any"]);
  expectType<number | undefined>()(rooms["any"]?.radius);
  expectType<number>()(labels.id);
  expectType<string | undefined>()(labels.title);
  expectType<string[] | number | string | undefined>()(labels["other"]);
  expectType<readonly string[] | number | string | undefined>()(partial["other"]);
  // @ts-expect-error: the values of the map are no flags
  counts["any"] = true;
}

export function recursion(tree: Tree, partial: PartialTree, nested: Nested): void {
  expectType<string | undefined>()(tree.children[0]?.children[0]?.parent?.name);
  expectType<string | undefined>()(partial.children?.[0]?.parent?.children?.[0]?.name);
  const [first] = nested;
  if (typeof first === "object") expectType<string | Nested | undefined>()(first[0]);
}

export function constants(constants: Constants, merged: Merged, held: PartialHeld): void {
  if (typeof constants === "object" && constants !== null) expectType<[1, "a"]>()(constants.y);
  expectType<"circle">()(merged.kind);
  expectType<number>()(merged.depth);
  // What is held back is there as a whole, or not at all.
  expectType<Circle | undefined>()(held.circle);
}

export function nullables(value: Nullable, partial: PartialNullable): void {
  expectType<string | null>()(value.must);
  expectType<"low" | "high" | null>()(value.level);
  expectType<boolean | undefined>()(partial.inner?.deep);
  // @ts-expect-error: what may be left out is not given as undefined
  value.may = undefined;
}

/** A type that two specs take from a third is one type. */
export function shared(album: Album, poster: Poster, partial: PartialPoster): PartialAlbum {
  album.tree = poster.tree;
  expectType<Tree>()(album.tree);
  expectType<Tree>()(poster.tree);
  expectType<PartialShape | null | undefined>()(partial.shape);
  // @ts-expect-error: a wrong name of a field is no field
  album.covr;
  // @ts-expect-error: nor does one slip in
  return { tree: { nmae: "" } };
}
