import type { SourceRange } from "../diagnostics/diagnostic.ts";

/** Makes the function that turns a line and a column of a text into an offset. */
export function createOffsets(text: string): (position: SourceRange["start"]) => number {
  const lines = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.push(at + 1);
  return ({ line, column }) => (lines[line - 1] ?? text.length) + column - 1;
}
