import { answerText } from "./measurement.ts";

/** A place in an answer at which a fault may strike. */
export interface Place {
  /** Characters of the answer that come before. */
  readonly upTo: number;
  /** Whether a reader of the stream has been shown a partial by then. */
  readonly shows: boolean;
}

/** Name of a place. */
export type PlaceName =
  | "before the first token"
  | "after the first byte of JSON"
  | "inside a string"
  | "inside a number"
  | "between array items"
  | "before the last byte"
  | "before its finish";

/** The places from the first token on. Behind the finish, where nothing can spoil an answer, is a place of its own. */
export const places: Readonly<Record<PlaceName, Place>> = {
  "before the first token": { upTo: 0, shows: false },
  // A single brace may yet turn out to be prose.
  "after the first byte of JSON": { upTo: 1, shows: false },
  "inside a string": { upTo: answerText.indexOf("Lovelace"), shows: true },
  "inside a number": { upTo: answerText.indexOf(".5"), shows: true },
  "between array items": { upTo: answerText.indexOf('"two"'), shows: true },
  "before the last byte": { upTo: answerText.length - 1, shows: true },
  "before its finish": { upTo: answerText.length, shows: true },
};

/** All of them, in the order of an answer. */
export const placeNames = Object.keys(places) as readonly PlaceName[]; // the keys of the record
