import type { Place } from "../place.ts";
import { Frame, type Reading } from "./frame.ts";

/** A string that holds the JSON text of a value. */
export class TextFrame extends Frame {
  readonly slot: number;
  readonly place: Place;

  /** A frame for the value of a row, where `place` says what may stand there as it is authored. */
  constructor(reading: Reading, row: number, place: Place) {
    super(reading);
    this.slot = row;
    this.place = place;
  }
}
