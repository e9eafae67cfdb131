import type { Terminal } from "../../../generator/src/commands/command.ts";

/** A terminal in memory that understands what ours are told: rows that can be read at any time. */
export interface FakeTerminal extends Terminal {
  /** Every row up to the cursor, those that have left the screen first; without spaces at the end. */
  readonly rows: readonly string[];
  /** The rows as one text. */
  text(): string;
  resize(columns: number, rows: number): void;
  /** The most rows a drawing reached back over. */
  readonly furthest: number;
}

/** What moves the cursor or clears a row, or else one character. */
const sequence = /\p{Cc}\[(\d*)([A-Z])|([\s\S])/gu;

/** Creates one. Standard output and standard error go to the same screen, as they do for a person. */
export function createFakeTerminal(columns = 80, rows = 24): FakeTerminal {
  let size = { columns, rows };
  const lines: string[] = [""];
  let row = 0;
  let furthest = 0;
  const write = (text: string): void => {
    for (const [, up, code, character = ""] of text.matchAll(sequence)) {
      if (code === "A") {
        furthest = Math.max(furthest, Number(up));
        row = Math.max(0, row - Number(up));
      } else if (code === "K") lines[row] = "";
      else if (code === "J") lines.splice(row, Number.POSITIVE_INFINITY, "");
      else if (character === "\n") lines[++row] ??= "";
      else if (character !== "\r") lines[row] += character;
    }
  };
  return {
    cwd: "/",
    out: write,
    note: write,
    interactive: true,
    color: false,
    size: () => size,
    resize: (columns, rows) => {
      size = { columns, rows };
    },
    get rows() {
      return lines;
    },
    get furthest() {
      return furthest;
    },
    text: () => lines.map((line) => line.trimEnd()).join("\n"),
  };
}
