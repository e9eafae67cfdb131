const hidden = "[redacted]";

/** Steps of work after which a text and what it may quote are no longer compared character by character. */
const mostSteps = 2_000_000;

/**
 * Replaces every run of characters that a text has in common with one of the sources, from `shortest` on: what a provider
 * quotes of a request, whole or in part.
 *
 * Sources that are shorter themselves are looked for whole, unless they are as short as a word. Takes time in proportion
 * to the sources' length; a text is expected to be as short as a message.
 */
export function redactRuns(text: string, sources: readonly string[], shortest: number): string {
  if (text === "") return text;
  const search = new RunSearch(text, shortest);
  for (const source of sources) search.look(source.replace(/[\s\p{Cc}]+/gu, " ").trim());
  return search.redacted();
}

/** Less is a word, and words are in every text. */
const shortestWhole = 6;

class RunSearch {
  readonly #text: string;
  readonly #shortest: number;
  /** Length of the pieces by which runs are found: a run holds at least one that begins at a multiple of it in the source. */
  readonly #size: number;
  /** Where each piece of the text begins. */
  readonly #pieces = new Map<string, number[]>();
  readonly #isHidden: boolean[];
  #steps = 0;

  constructor(text: string, shortest: number) {
    this.#text = text;
    this.#shortest = shortest;
    this.#size = shortest >> 1;
    this.#isHidden = new Array<boolean>(text.length).fill(false);
    for (let at = 0; at + this.#size <= text.length; at++) {
      const piece = text.slice(at, at + this.#size);
      const known = this.#pieces.get(piece);
      if (known === undefined) this.#pieces.set(piece, [at]);
      else known.push(at);
    }
  }

  /** Hides what the text has of one source. */
  look(source: string): void {
    if (source.length < this.#shortest) this.#lookForWhole(source);
    for (let at = 0; at + this.#size <= source.length; at += this.#size) {
      for (const place of this.#pieces.get(source.slice(at, at + this.#size)) ?? []) {
        if (this.#isHidden[place] === true && this.#isHidden[place + this.#size - 1] === true) continue;
        this.#hideRun(source, at, place);
      }
    }
    this.#lookForCutEnd(source);
  }

  redacted(): string {
    let clean = "";
    for (let at = 0; at < this.#text.length; at++) {
      if (this.#isHidden[at] !== true) clean += this.#text[at];
      else if (this.#isHidden[at - 1] !== true) clean += hidden;
    }
    return clean;
  }

  #lookForWhole(source: string): void {
    if (source.length < shortestWhole) return;
    for (let at = this.#text.indexOf(source); at !== -1; at = this.#text.indexOf(source, at + 1))
      this.#hide(at, at + source.length);
  }

  /** Extends a piece that is found to both sides. A text made to have no end of near misses is hidden instead of compared. */
  #hideRun(source: string, inSource: number, inText: number): void {
    let before = 0;
    let after = this.#size;
    if (this.#steps < mostSteps) {
      while (isSame(source, inSource - before - 1, this.#text, inText - before - 1)) before++;
      while (isSame(source, inSource + after, this.#text, inText + after)) after++;
      this.#steps += before + after;
      if (before + after < this.#shortest) return;
    }
    this.#hide(inText - before, inText + after);
  }

  /** A message that was cut may end in the middle of a quote, with less of it than counts elsewhere. */
  #lookForCutEnd(source: string): void {
    if (!this.#text.endsWith("…")) return;
    const end = this.#text.length - 1;
    for (let length = this.#shortest - 1; length >= this.#size; length--) {
      if (length > end || !source.includes(this.#text.slice(end - length, end))) continue;
      this.#hide(end - length, end);
      return;
    }
  }

  #hide(from: number, to: number): void {
    this.#isHidden.fill(true, from, to);
  }
}

function isSame(one: string, at: number, other: string, place: number): boolean {
  return at >= 0 && place >= 0 && at < one.length && place < other.length && one[at] === other[place];
}
