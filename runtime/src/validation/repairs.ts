import type { RepairLevel } from "../options.ts";
import { createJsonParser } from "../partial/json-parser.ts";
import { MalformedOutputError } from "../partial/malformed-output.ts";
import { RawValue } from "../partial/raw-value.ts";
import type { Repair } from "../result.ts";

/** What a schema has room for at a place: all that repairs of values ask of it. */
export interface Room {
  /** Texts: any, some that are not listed, those of a list, or none. */
  readonly texts: Texts;
  readonly numbers: boolean;
  readonly booleans: boolean;
  readonly nulls: boolean;
  readonly objects: boolean;
  readonly arrays: boolean;
  /** Room for one item of the arrays; nothing where it depends on its place what an item may be. */
  readonly items: Omit<Room, "items"> | undefined;
}

type Texts = "any" | "some" | "none" | readonly string[];

/** The repairs of values at one place, as far as it has room for them. */
export interface Mending {
  /**
   * All that a value which is not wanted as it stands may have been meant to be. `written`: how a number was written,
   * where that is known. Whether a reading fits is for the asker to find out; where more than one does, none is right.
   */
  readingsOf(value: unknown, written?: string): readonly Reading[];
  /** Whether a text that begins so may yet be mended; `certain`: there is no more to be asked before it is whole. */
  mayMend(beginning: string): boolean | "certain";
  /** Whether a value of a JSON type, other than a text, may be mended, whatever it is. */
  mayMendType(type: "number" | "boolean" | "object"): boolean;
  /** Whether null says of an optional property that there is none: where the property would not take it. */
  isNullProperty(isOptional: boolean): boolean;
}

/** Makes the repairs of values for a place with some room. Handed to those who read values, so that they need not bring it along. */
export type CreateMending = (room: Room) => Mending;

/** The repairs of values, all of them. */
const createMending: CreateMending = (room) => ({
  readingsOf: (value, written) => readingsOf(value, room, written),
  mayMend(beginning) {
    const answers = textRepairs.map(({ mayRead }) => mayRead(beginning, room));
    return answers.includes("certain") ? "certain" : answers.includes(true);
  },
  mayMendType: (type) => mayMendType(type, room),
  isNullProperty: (isOptional) => isOptional && !room.nulls,
});

/** The repairs of a level, as a builder of partials takes them. */
export function repairsOf(level: RepairLevel): "none" | "text" | CreateMending {
  return level === "values" ? createMending : level;
}

/** A value as it may have been meant, and by which repair. */
export interface Reading {
  readonly repair: Repair;
  readonly value: unknown;
}

/** A repair of texts that are not wanted as they are written. */
interface TextRepair {
  readonly repair: Repair;
  /** What a text is read as: nothing, one value, or several, of which none is certain. */
  read(text: string, room: Room): readonly unknown[];
  /** Whether a text that begins so may yet be read; `certain`: whatever follows. */
  mayRead(beginning: string, room: Room): boolean | "certain";
}

/** Most characters of a number, and of what is passed over around a word: a text that is longer is none. */
const mostCharacters = 100;

/** A text is one of the values but for its case, or for white space around it. */
const enumCase: TextRepair = {
  repair: "enum-case",
  read: (text, { texts }) => (isList(texts) ? texts.filter((value) => isFolded(text, value)) : []),
  mayRead: (beginning, { texts }) => isList(texts) && texts.some((value) => mayBeFolded(beginning, value)),
};

/** A text holds a number, where no text is wanted. */
const quotedNumber: TextRepair = {
  repair: "quoted-number",
  read(text, { texts, numbers }) {
    if (texts !== "none" || !numbers || text.length > mostCharacters || !wholeNumber.test(text)) return [];
    const value = Number(text);
    return Number.isFinite(value) ? [value] : [];
  },
  mayRead: (beginning, { texts, numbers }) =>
    texts === "none" && numbers && beginning.length <= mostCharacters && begunNumber.test(beginning),
};

/** A number as JSON has it, with white space around it. */
const wholeNumber = /^\s*-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/;
/** The beginning of one: each part may be missing where all that follow are. */
const begunNumber = /^\s*(?:-?(?:(?:0|[1-9]\d*)(?:\.(?:\d+(?:[eE][+-]?\d*)?)?|[eE][+-]?\d*)?\s*)?)$/;

/** A text holds a boolean, in any case, where no text is wanted. */
const quotedBoolean: TextRepair = {
  repair: "quoted-boolean",
  read(text, { texts, booleans }) {
    if (texts !== "none" || !booleans) return [];
    return [true, false].filter((value) => isFolded(text, String(value)));
  },
  mayRead: (beginning, { texts, booleans }) =>
    texts === "none" && booleans && ["true", "false"].some((word) => mayBeFolded(beginning, word)),
};

/** A text holds the JSON of an object or an array, where no text is wanted. What is cut or broken holds nothing. */
const quotedJson: TextRepair = {
  repair: "quoted-json",
  read(text, room) {
    if (quotedJson.mayRead(text, room) !== "certain") return [];
    const raw = new RawValue();
    try {
      const parser = createJsonParser(raw);
      parser.push(text);
      parser.end();
    } catch (error) {
      if (error instanceof MalformedOutputError) return [];
      throw error;
    }
    return [raw.value];
  },
  mayRead(beginning, { texts, objects, arrays }) {
    if (texts !== "none" || !(objects || arrays)) return false;
    const start = beginning.slice(0, mostCharacters).trimStart();
    if (start === "") return beginning.length <= mostCharacters;
    return (objects && start.startsWith("{")) || (arrays && start.startsWith("[")) ? "certain" : false;
  },
};

/** A text is one item of a list of texts that are listed. Any other may be a list written out. */
const singleText: TextRepair = {
  repair: "single-item",
  read: (text, room) => (listedItems(room).includes(text) ? [[text]] : []),
  mayRead: (beginning, room) => listedItems(room).some((value) => value.startsWith(beginning)),
};

function listedItems(room: Room): readonly string[] {
  const texts = itemsOf(room)?.texts;
  return isList(texts) ? texts : [];
}

const textRepairs: readonly TextRepair[] = [enumCase, quotedNumber, quotedBoolean, quotedJson, singleText];

function readingsOf(value: unknown, room: Room, written: string | undefined): readonly Reading[] {
  if (typeof value === "string")
    return textRepairs.flatMap(({ repair, read }) => read(value, room).map((reading) => ({ repair, value: reading })));
  return [...unquotedText(value, room, written), ...singleItem(value, room)];
}

/**
 * Where only a text is wanted, a number or a boolean stands for the text it is written as. Not for one of a format: no
 * number becomes a date. A number is left alone when it is not known how it was written, as 1 and 1.0 are two texts.
 */
function unquotedText(value: unknown, room: Room, written: string | undefined): readonly Reading[] {
  const { texts, numbers, booleans, objects, arrays } = room;
  if (texts === "none" || texts === "some" || numbers || booleans || objects || arrays) return [];
  const text = typeof value === "boolean" ? String(value) : written;
  return text === undefined ? [] : [{ repair: "unquoted-text", value: text }];
}

/**
 * Where only a list is wanted, one item stands for the list of it: nothing is added but the brackets. An empty object
 * is left alone, as it may stand for an empty list.
 */
function singleItem(value: unknown, room: Room): readonly Reading[] {
  const isEmpty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  if (value === null || Array.isArray(value) || isEmpty || itemsOf(room) === undefined) return [];
  return [{ repair: "single-item", value: [value] }];
}

/** What one item has room for where only a list is wanted whose items are all alike. */
function itemsOf({ texts, numbers, booleans, objects, arrays, items }: Room): Room["items"] {
  return arrays && texts === "none" && !numbers && !booleans && !objects ? items : undefined;
}

function mayMendType(type: "number" | "boolean" | "object", room: Room): boolean {
  const items = itemsOf(room);
  if (items !== undefined) return items[`${type}s`];
  const { texts, numbers, booleans, objects, arrays } = room;
  return type !== "object" && texts !== "none" && texts !== "some" && !numbers && !booleans && !objects && !arrays;
}

function isList(texts: Texts | undefined): texts is readonly string[] {
  return typeof texts === "object";
}

/** A text without what is passed over. In upper case, which is the same whatever stands beside a letter. */
function fold(text: string): string {
  return text.trim().toUpperCase();
}

function isFolded(text: string, value: string): boolean {
  return text.length <= value.length + mostCharacters && fold(text) === fold(value);
}

function mayBeFolded(beginning: string, value: string): boolean {
  if (beginning.length > value.length + mostCharacters) return false;
  const begun = beginning.trimStart().toUpperCase();
  return fold(value).startsWith(begun) || begun.trimEnd() === fold(value);
}
