/** White space, control characters, halves of pairs, and what is not seen but changes how a line is shown: marks of direction, joiners. */
const unseen = /[\s\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]+/gu;

/**
 * Makes one line of text that somebody else wrote, so that a terminal, a log or a page can show it: an error lists its
 * attempts a line each, and nobody outside may add a line to it, colour it or turn it round.
 *
 * What lies beyond `most` characters is left out before anything else is done, so that it costs nothing.
 */
export function toOneLine(text: string, most: number): string {
  return text.slice(0, most).replace(unseen, " ").trim();
}
