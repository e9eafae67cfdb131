import type { Limits, StreamNode } from "../codec.ts";
import type { Room } from "../validation/repairs.ts";
import type { WireType } from "./json-value.ts";
import { type Listed, Place, type TextRole, unread } from "./place.ts";
import { type StreamShape, slots } from "./stream-shape.ts";

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
  room: undefined,
  strict: false,
});

/** The rows that values of each JSON type may be read as, where one of some rows is meant. */
type Fitting = Readonly<Record<WireType, readonly number[]>>;

/** What may stand where one of some rows is meant. */
export function placeAmong(shape: StreamShape, rows: readonly number[], mending: boolean): Place {
  const rowsFor = (type: WireType): readonly number[] => [
    ...new Set(
      rows.flatMap((row) =>
        type === "object" || type === "array" ? shape.readable(row, type) : shape.candidates(row, type),
      ),
    ),
  ];
  const fitting: Fitting = {
    string: rowsFor("string"),
    number: rowsFor("number"),
    boolean: rowsFor("boolean"),
    null: rowsFor("null"),
    object: rowsFor("object"),
    array: rowsFor("array"),
  };
  const strict = !rows.some((row) => shape.isLax(row));
  return new Place({
    rows,
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
    room: mending && strict ? roomOf(shape, fitting) : undefined,
    strict,
  });
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
      for (const value of node.values) if (typeof value === type && shape.allows(row, value)) values.add(value as T);
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

/** What repairs have room for; nothing where the dialect writes values in another form, which must not be mistaken. */
function roomOf(shape: StreamShape, fitting: Fitting): Room | undefined {
  const changed = Object.values(fitting).some((rows) =>
    rows.some((row) => shape.changesForm(row) || shape.isJson(row)),
  );
  if (changed) return undefined;
  return {
    texts: textsOf(shape, fitting.string),
    numbers: fitting.number.length > 0,
    booleans: fitting.boolean.length > 0,
    nulls: fitting.null.length > 0,
    objects: fitting.object.length > 0,
    arrays: fitting.array.length > 0,
    items: itemsOf(shape, fitting.array),
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
  if (node?.kind !== "array" || node.prefix !== undefined || shape.isLax(node.items)) return undefined;
  const texts = shape.candidates(node.items, "string");
  return texts.some((row) => shape.isJson(row)) ? undefined : textsOf(shape, texts);
}
