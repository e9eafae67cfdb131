import type { Limits, StreamNode } from "../codec.ts";
import type { CreateMending, Mending, Room } from "../validation/repairs.ts";
import type { WireType } from "./json-value.ts";
import { type Listed, Place, type TextRole, unread } from "./place.ts";
import { isAmongTypes, type StreamShape, slots } from "./stream-shape.ts";

/** Where a value of no row stands: everything may be there. */
export const anything: Place = new Place({
  rows: [slots.any],
  object: unread.whole,
  array: unread.whole,
  text: "whole",
  texts: "all",
  numbers: "all",
  integers: true,
  booleans: "all",
  nulls: true,
  asked: new Set(),
  limits: undefined,
  mending: undefined,
  lax: new Set(),
});

/** What stands where it is not known yet which of some places is meant. Only what any of them takes is known of it. */
export function placeAmong(alternatives: readonly Place[]): Place {
  return new Place({
    ...anything.parts,
    rows: alternatives.flatMap(({ parts }) => parts.rows),
    alternatives,
  });
}

/** The rows that values of each JSON type may be read as, where a row is meant. */
type Fitting = Readonly<Record<WireType, readonly number[]>>;

/** What may stand at a row. */
export function placeAt(shape: StreamShape, row: number, createMending: CreateMending | undefined): Place {
  const fitting = fittingAt(shape, row);
  const lax = shape.laxKinds(row);
  return new Place({
    rows: [row],
    object: readerOf(shape, fitting.object),
    array: readerOf(shape, fitting.array),
    text: textRole(shape, fitting.string),
    texts: listed<string>(shape, fitting.string, "string"),
    numbers: listed<number>(shape, fitting.number, "number"),
    integers: fitting.number.some((row) => takesEveryInteger(shape.node(row))),
    booleans: listed<boolean>(shape, fitting.boolean, "boolean"),
    nulls: fitting.null.length > 0,
    asked: new Set(scalarTypes.filter((type) => fitting[type].some((row) => isAsked(shape, row)))),
    limits: limitsOf(shape, fitting),
    mending: createMending !== undefined && lax.size === 0 ? mendingOf(shape, fitting, createMending) : undefined,
    lax,
  });
}

function fittingAt(shape: StreamShape, row: number): Fitting {
  return {
    string: shape.candidates(row, "string"),
    number: shape.candidates(row, "number"),
    boolean: shape.candidates(row, "boolean"),
    null: shape.candidates(row, "null"),
    object: shape.readable(row, "object"),
    array: shape.readable(row, "array"),
  };
}

const scalarTypes: readonly WireType[] = ["string", "number", "boolean", "null"];

/** The row that reads a container as it arrives: the only one that fits, if it may be shown in parts. */
function readerOf(shape: StreamShape, rows: readonly number[]): number {
  const [only] = rows;
  if (only === undefined) return unread.nothing;
  const node = shape.node(only);
  return rows.length === 1 && node.kind !== "any" && node.hold !== true ? only : unread.whole;
}

function textRole(shape: StreamShape, rows: readonly number[]): TextRole {
  if (rows.length === 0) return "nothing";
  if (rows.every((row) => shape.isJson(row))) return "nested";
  return rows.some((row) => isFreeText(shape.node(row))) && !rows.some((row) => shape.isJson(row)) ? "grows" : "whole";
}

function isFreeText({ kind, hold }: StreamNode): boolean {
  return kind === "text" && hold !== true;
}

/** The values that some rows list, or all, where one of them takes every value of the type. */
function listed<T>(shape: StreamShape, rows: readonly number[], type: WireType): Listed<T> {
  const values = new Set<T>();
  for (const row of rows) {
    const node = shape.node(row);
    if (shape.isJson(row) || node.kind !== "whole") return "all";
    if (node.values !== undefined) {
      // The cast holds: the values are of the type that is asked for.
      for (const value of node.values) if (typeof value === type && isAmongTypes(node, value)) values.add(value as T);
    } else if (type !== "number" || node.types === undefined || node.types.includes("number")) return "all";
  }
  return values;
}

function takesEveryInteger(node: StreamNode): boolean {
  return node.kind === "whole" && node.values === undefined && node.types?.includes("integer") === true;
}

/** Whether a value that fits a row is not known to stand there before the row is asked further. */
function isAsked(shape: StreamShape, row: number): boolean {
  const { kind, hold } = shape.node(row);
  return hold === true || kind === "union" || shape.isJson(row);
}

/** The bounds that every row keeps to which a number, or a text, may be read as. */
function limitsOf(shape: StreamShape, { string, number }: Fitting): Limits | undefined {
  const loosest = <K extends keyof Limits>(
    rows: readonly number[],
    key: K,
    pick: (...values: number[]) => number,
  ): { readonly [name in K]?: number } => {
    const values = rows.flatMap((row) => shape.node(row).limits?.[key] ?? []);
    if (values.length === 0 || values.length < rows.length) return {};
    return { [key]: pick(...values) } as { readonly [name in K]: number }; // the key is the one that was asked for
  };
  const limits: Limits = {
    ...loosest(string, "minLength", Math.min),
    ...loosest(string, "maxLength", Math.max),
    ...loosest(number, "minimum", Math.min),
    ...loosest(number, "exclusiveMinimum", Math.min),
    ...loosest(number, "maximum", Math.max),
    ...loosest(number, "exclusiveMaximum", Math.max),
  };
  return Object.keys(limits).length === 0 ? undefined : limits;
}

/** How values are mended; nothing where the dialect writes them in another form, which must not be mistaken. */
function mendingOf(shape: StreamShape, fitting: Fitting, createMending: CreateMending): Mending | undefined {
  const isChanged = Object.values(fitting).some((rows) =>
    rows.some((row) => shape.changesForm(row) || shape.isJson(row)),
  );
  return isChanged ? undefined : createMending({ ...roomFor(shape, fitting), items: itemsOf(shape, fitting.array) });
}

function roomFor(shape: StreamShape, fitting: Fitting): Omit<Room, "items"> {
  return {
    texts: textsOf(shape, fitting.string),
    numbers: fitting.number.length > 0,
    booleans: fitting.boolean.length > 0,
    nulls: fitting.null.length > 0,
    objects: fitting.object.length > 0,
    arrays: fitting.array.length > 0,
  };
}

function textsOf(shape: StreamShape, rows: readonly number[]): Room["texts"] {
  if (rows.length === 0) return "none";
  if (rows.some((row) => shape.node(row).kind === "text")) return "any";
  const texts = listed<string>(shape, rows, "string");
  return texts === "all" || rows.some((row) => isAsked(shape, row)) ? "some" : [...texts];
}

function itemsOf(shape: StreamShape, rows: readonly number[]): Room["items"] {
  const [only] = rows;
  const node = only === undefined || rows.length > 1 ? undefined : shape.node(only);
  if (node?.kind !== "array" || node.prefix !== undefined || shape.laxKinds(node.items).size > 0) return undefined;
  return roomFor(shape, fittingAt(shape, node.items));
}
