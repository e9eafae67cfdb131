import type { SourceRange } from "../diagnostics/diagnostic.ts";

/** Gives the lines and columns of a piece of a text, from its offsets. */
export type RangeAt = (start: number, end: number) => SourceRange;

/** Turns offsets of a source text into lines and columns; what lies beyond its end is its end. */
export function createPositions(path: string, text: string): RangeAt {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);

  const position = (beyond: number): { line: number; column: number } => {
    const offset = Math.max(0, Math.min(beyond, text.length));
    let low = 0;
    let high = lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (lineStarts[low] ?? 0) + 1 };
  };
  return (start, end) => ({ path, start: position(start), end: position(Math.max(start, end)) });
}

/** Whether one place of a file stands before another. */
export function isBefore(a: SourceRange["start"], b: SourceRange["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  e: "\x1b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};

/**
 * Finds where each character of a decoded YAML or JSON string stands in its source.
 *
 * Walks both side by side: what differs between them is white space (indentation, folded lines) and escapes, so
 * after any difference the next visible character brings them together again.
 */
export function alignScalar(decoded: string, source: string, start: number): (offset: number) => number {
  const quote = source[start] === '"' || source[start] === "'" ? source[start] : undefined;
  const places: number[] = [];
  let at = start;
  if (quote !== undefined) at += 1;
  // The header of a block scalar (`|`, `>-`, a comment) ends with its line.
  else if (source[start] === "|" || source[start] === ">") at = source.indexOf("\n", start) + 1;

  for (let index = 0; index < decoded.length; index++) {
    const character = decoded[index] ?? "";
    const blank = /\s/.test(character);
    if (!blank) while (/\s/.test(source[at] ?? "")) at++;
    let length = 1;
    if (quote === '"' && source[at] === "\\") {
      // A backslash before a line end joins two lines and stands for nothing.
      while (source[at] === "\\" && /[\r\n]/.test(source[at + 1] ?? "")) {
        at++;
        while (/\s/.test(source[at] ?? "")) at++;
      }
      if (source[at] === "\\") length = escapeLength(source, at, character);
    } else if (quote === "'" && character === "'") length = 2;
    places.push(at);
    // White space that was folded or comes from an escape further on does not move the place.
    if (!blank || source[at] === character || length > 1) at += length;
    else if (character === "\n" && /[^\S\n]/.test(source[at] ?? "")) {
      while (/[^\S\n]/.test(source[at] ?? "")) at++;
      if (source[at] === "\n") at++;
    }
    // One escape can stand for two UTF-16 units.
    if (length === 10 && character >= "\ud800" && character <= "\udbff") {
      places.push(places.at(-1) ?? at);
      index++;
    }
  }
  places.push(at);
  return (offset) => places[Math.min(offset, places.length - 1)] ?? start;
}

/** Length of the escape at `at` when it stands for `character`, else 1. */
function escapeLength(source: string, at: number, character: string): number {
  const letter = source[at + 1] ?? "";
  if (letter === "x") return 4;
  if (letter === "u") return 6;
  if (letter === "U") return 10;
  return (escapes[letter] ?? letter) === character ? 2 : 1;
}
