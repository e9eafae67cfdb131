import type { SourceRange } from "../diagnostics/diagnostic.ts";
import { maskSourceLine } from "../diagnostics/secrets.ts";
import { displayWidth } from "./printable.ts";

/** Longer source lines are shown from shortly before the finding on. */
const maxLineWidth = 140;

/** The first line of a range as it is shown, and which columns of it the range takes. */
export interface Excerpt {
  /** The line before, unless it is blank. */
  readonly before?: string;
  readonly line: string;
  /** Columns in front of the marks, and how many marks there are, as a terminal shows them. */
  readonly from: number;
  readonly width: number;
}

/** Cuts out what is to be shown of a file for one finding; nothing where the line does not exist. */
export function excerptOf(text: string, { start, end }: SourceRange): Excerpt | undefined {
  const lines = text.split(/\r?\n/);
  const source = lines[start.line - 1];
  if (source === undefined) return undefined;
  const before = start.line > 1 ? lines[start.line - 2] : undefined;
  const crop = start.column > maxLineWidth - 40 ? start.column - 40 : 0;
  const from = displayWidth(cropped(source.slice(0, start.column - 1), crop));
  const last = end.line > start.line ? source.length : end.column - 1;
  const marked = source.slice(start.column - 1, Math.max(start.column, last)).trimEnd();
  return {
    ...(before !== undefined && before.trim() !== "" && { before: cropped(before, crop) }),
    line: cropped(source, crop),
    from,
    width: Math.min(Math.max(1, displayWidth(marked)), Math.max(1, maxLineWidth - from)),
  };
}

/** Whether a range stands for its file as a whole: an empty one at the top. */
export function isWholeFile({ start, end }: SourceRange): boolean {
  return start.line === 1 && start.column === 1 && end.line === 1 && end.column === 1;
}

/** The part of a line from column `crop` on, without credentials. */
function cropped(line: string, crop: number): string {
  const shown = maskSourceLine(line);
  const rest = crop === 0 ? shown : `…${shown.slice(crop + 1)}`;
  return rest.length > maxLineWidth ? `${rest.slice(0, maxLineWidth)}…` : rest;
}
