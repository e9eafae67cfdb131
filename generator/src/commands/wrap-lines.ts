import { displayWidth, printable } from "../report/printable.ts";

/**
 * The last lines of a text as a terminal of this size has room for, long ones wrapped below their own indentation. What does
 * not fit above is one line that says so: the end is where things happen.
 */
export function wrapLines(text: string, columns: number, rows: number): readonly string[] {
  const lines = text.split("\n");
  const shown: string[] = [];
  let at = lines.length;
  while (at > 0 && shown.length <= rows) {
    at--;
    shown.unshift(...wrap(lines[at] ?? "", columns, rows));
  }
  if (at === 0 && shown.length <= rows) return shown;
  return ["…", ...shown.slice(shown.length - Math.max(0, rows - 1))].slice(0, Math.max(1, rows));
}

/** A line of so many characters more than fit is read from a later place only. */
const manyScreens = 4;

function wrap(line: string, columns: number, rows: number): readonly string[] {
  const [indentation = ""] = /^ */.exec(line) ?? [];
  const inset = indentation.length < columns / 2 ? indentation : "";
  const width = Math.max(2, columns - inset.length);
  // Rounded, so that what is shown does not move along with every character that comes.
  const most = manyScreens * columns * (rows + 1);
  const from = line.length > 2 * most ? Math.floor((line.length - most) / most) * most : indentation.length;
  const pieces: string[] = [];
  let piece = "";
  let taken = 0;
  for (const { segment } of graphemes.segment(line.slice(from))) {
    const visible = printable(segment);
    const wide = displayWidth(visible);
    if (taken + wide > width) {
      pieces.push(piece);
      piece = "";
      taken = 0;
    }
    piece += visible;
    taken += wide;
  }
  return [...pieces, piece].map((one) => `${inset}${one}`);
}

/** What is one picture must not be cut in two. */
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });
