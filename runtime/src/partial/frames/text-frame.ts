import { Frame, type Reading } from "./frame.ts";

/** A string that holds the JSON text of a value. */
export class TextFrame extends Frame {
  readonly slot: number;

  /** A frame for the value of a row. */
  constructor(reading: Reading, row: number) {
    super(reading);
    this.slot = row;
  }
}
