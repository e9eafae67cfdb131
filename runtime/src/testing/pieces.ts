import type { Random } from "./instance/random.ts";

/** How an answer is cut into deltas. */
export interface PieceOptions {
  /** Fewest and most characters (UTF-16 units) of one delta. */
  readonly size: readonly [min: number, max: number];
  /** Whether a cut may fall between the halves of a surrogate pair. */
  readonly splitSurrogates: boolean;
}

/** Cuts a text into token-sized pieces. Joined, they are the text. */
export function cutIntoPieces(text: string, options: PieceOptions, random: Random): readonly string[] {
  const [min, max] = options.size;
  const pieces: string[] = [];
  let at = 0;
  while (at < text.length) {
    let end = Math.min(text.length, at + Math.max(1, random.integer(min, max)));
    if (!options.splitSurrogates && splitsPair(text, end)) end++;
    pieces.push(text.slice(at, end));
    at = end;
  }
  return pieces;
}

function splitsPair(text: string, at: number): boolean {
  const before = text.charCodeAt(at - 1);
  const after = text.charCodeAt(at);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
}
