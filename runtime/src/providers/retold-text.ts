/**
 * A text that arrives in pieces and is told again in full when its part ends, and when the whole of it ends.
 *
 * Each function takes what arrived and gives what of it is new. What is told again only counts where it goes on from
 * the pieces: a server may send fewer pieces than there is text, or none, but a text of other words is not a longer one.
 */
export interface RetoldText {
  /** The next piece of the part with this index. */
  piece(part: unknown, text: string): string;
  /** The whole text of the part with this index. */
  part(part: unknown, text: string): string;
  /** The whole text. */
  whole(text: string): string;
}

/** Starts a text of which nothing has arrived yet. */
export function createRetoldText(): RetoldText {
  let arrived = "";
  let current: unknown;
  let start = 0;

  function turnTo(part: unknown): void {
    if (part === current) return;
    current = part;
    start = arrived.length;
  }

  function beyond(from: number, text: string): string {
    const known = arrived.length - from;
    // Mostly nothing is missing, and then nothing is compared.
    if (text.length <= known || !text.startsWith(arrived.slice(from))) return "";
    const rest = text.slice(known);
    arrived += rest;
    return rest;
  }

  return {
    piece(part, text) {
      turnTo(part);
      arrived += text;
      return text;
    },
    part(part, text) {
      turnTo(part);
      return beyond(start, text);
    },
    whole: (text) => beyond(0, text),
  };
}
