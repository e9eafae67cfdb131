import { Frame, type Reading } from "./frame.ts";

/** A string that holds the JSON text of a value. */
export class TextFrame extends Frame {
  readonly slot: number;
  override readonly opened: boolean;

  /** A frame for the value of a row; `opened` as the frame around it is. */
  constructor(reading: Reading, row: number, opened: boolean) {
    super(reading);
    this.slot = row;
    this.opened = opened;
  }
}
