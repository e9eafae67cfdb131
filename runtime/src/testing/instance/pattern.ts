import type { Random } from "./random.ts";

/** One piece of a regular expression, as far as writing an example needs it. */
type Piece =
  | { readonly kind: "one-of"; readonly characters: readonly string[] }
  | { readonly kind: "sequence"; readonly pieces: readonly Piece[] }
  | { readonly kind: "choice"; readonly options: readonly Piece[] }
  | { readonly kind: "repeat"; readonly piece: Piece; readonly min: number; readonly max: number };

const between = (from: string, to: string): readonly string[] => {
  const start = from.codePointAt(0) ?? 0;
  const end = Math.min(to.codePointAt(0) ?? 0, start + 300);
  return Array.from({ length: Math.max(0, end - start + 1) }, (_, i) => String.fromCodePoint(start + i));
};

const letters = between("a", "z");
const digits = between("0", "9");
const wordCharacters = [...letters, ...between("A", "Z"), ...digits, "_"];
const printable = between(" ", "~");
const nothing: Piece = { kind: "sequence", pieces: [] };

const classes: Readonly<Record<string, readonly string[]>> = {
  d: digits,
  w: wordCharacters,
  s: [" "],
  D: letters,
  S: letters,
  W: ["-", " ", "."],
};

const controls: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", f: "\f", v: "\v", 0: "\0" };

/**
 * Writes a text for a regular expression, or nothing when it uses what is not understood here.
 *
 * Understood: alternatives, groups, character classes, quantifiers, escapes, anchors. What a look-ahead asks for is
 * written or left out by chance; other assertions and back-references are read as empty, so the caller has to test what
 * it gets. `stretch` is how far an open quantifier goes beyond its minimum.
 */
export function writeForPattern(pattern: string, random: Random, stretch: number): string | undefined {
  const piece = parsePattern(pattern);
  if (piece === undefined) return undefined;
  const budget = { left: 20_000 };
  return write(piece, random, stretch, budget);
}

function write(piece: Piece, random: Random, stretch: number, budget: { left: number }): string {
  budget.left--;
  if (budget.left < 0) return "";
  switch (piece.kind) {
    case "one-of":
      return piece.characters.length === 0 ? "" : random.pick(piece.characters);
    case "sequence":
      return piece.pieces.map((inner) => write(inner, random, stretch, budget)).join("");
    case "choice":
      return write(random.pick(piece.options), random, stretch, budget);
    case "repeat": {
      const extra = Math.min(piece.max - piece.min, random.integer(Math.min(1, stretch), stretch));
      return Array.from({ length: piece.min + extra }, () => write(piece.piece, random, stretch, budget)).join("");
    }
  }
}

function parsePattern(pattern: string): Piece | undefined {
  const parser = new PatternParser(pattern);
  const piece = parser.readChoice();
  return parser.atEnd && !parser.failed ? piece : undefined;
}

/** A recursive-descent reader of regular expressions; it holds the place it has come to. */
class PatternParser {
  failed = false;
  private at = 0;
  private readonly characters: readonly string[];

  constructor(pattern: string) {
    this.characters = [...pattern];
  }

  get atEnd(): boolean {
    return this.at >= this.characters.length;
  }

  readChoice(): Piece {
    const options = [this.readSequence()];
    while (this.take("|")) options.push(this.readSequence());
    const [only] = options;
    return options.length === 1 && only !== undefined ? only : { kind: "choice", options };
  }

  private readSequence(): Piece {
    const pieces: Piece[] = [];
    while (!this.atEnd && this.peek() !== "|" && this.peek() !== ")") {
      const start = this.at;
      pieces.push(this.readQuantified());
      if (this.at === start) {
        this.failed = true;
        break;
      }
    }
    return { kind: "sequence", pieces };
  }

  private readQuantified(): Piece {
    const piece = this.readAtom();
    const range = this.readQuantifier();
    if (range === undefined) return piece;
    this.take("?");
    return { kind: "repeat", piece, ...range };
  }

  private readQuantifier(): { readonly min: number; readonly max: number } | undefined {
    if (this.take("*")) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.take("+")) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.take("?")) return { min: 0, max: 1 };
    const braces = /^\{(\d+)(,(\d*))?\}/.exec(this.characters.slice(this.at, this.at + 16).join(""));
    if (braces === null) return undefined;
    this.at += braces[0].length;
    const min = Number(braces[1]);
    if (braces[2] === undefined) return { min, max: min };
    return { min, max: braces[3] ? Number(braces[3]) : Number.POSITIVE_INFINITY };
  }

  private readAtom(): Piece {
    const character = this.next();
    switch (character) {
      case "^":
      case "$":
        return nothing;
      case ".":
        return { kind: "one-of", characters: letters };
      case "(":
        return this.readGroup();
      case "[":
        return this.readClass();
      case "\\":
        return this.readEscape();
      default:
        return { kind: "one-of", characters: [character] };
    }
  }

  private readGroup(): Piece {
    let head: string | undefined;
    if (this.take("?")) {
      head = /^(?:[:=!]|<[=!]|<[^>]*>)/.exec(this.characters.slice(this.at, this.at + 64).join(""))?.[0];
      if (head === undefined) this.failed = true;
      else this.at += [...head].length;
    }
    const piece = this.readChoice();
    if (!this.take(")")) this.failed = true;
    if (head === "=") return { kind: "choice", options: [piece, nothing] };
    return head !== undefined && /[=!]$/.test(head) ? nothing : piece;
  }

  private readEscape(): Piece {
    const character = this.next();
    if (/[1-9bB]/.test(character)) return nothing;
    const known = classes[character];
    if (known !== undefined) return { kind: "one-of", characters: known };
    if (character === "p" || character === "P") {
      if (this.take("{")) while (!this.atEnd && !this.take("}")) this.at++;
      return { kind: "one-of", characters: letters };
    }
    return { kind: "one-of", characters: [this.readCharacterEscape(character)] };
  }

  private readCharacterEscape(character: string): string {
    const rest = this.characters.slice(this.at, this.at + 8).join("");
    const code = { x: /^[0-9a-f]{2}/i, u: /^(?:[0-9a-f]{4}|\{[0-9a-f]+\})/i }[character]?.exec(rest)?.[0];
    if (code !== undefined) {
      this.at += code.length;
      return String.fromCodePoint(Number.parseInt(code.replace(/[{}]/g, ""), 16));
    }
    return controls[character] ?? character;
  }

  private readClass(): Piece {
    const negated = this.take("^");
    const members: string[] = [];
    let first = true;
    while (!this.atEnd && (first || this.peek() !== "]")) {
      first = false;
      const from = this.readClassMember();
      if (from.length === 1 && this.peek() === "-" && this.characters[this.at + 1] !== "]") {
        this.at++;
        const to = this.readClassMember();
        members.push(...between(from[0] ?? "", to[0] ?? ""));
      } else {
        members.push(...from);
      }
      if (this.peek() === "]") break;
    }
    if (!this.take("]")) this.failed = true;
    if (!negated) return { kind: "one-of", characters: members };
    const excluded = new Set(members);
    const allowed = [...letters, ...printable].filter((character) => !excluded.has(character));
    const plain = allowed.filter((character) => /[a-z]/.test(character));
    return { kind: "one-of", characters: plain.length > 0 ? plain : allowed };
  }

  private readClassMember(): readonly string[] {
    const character = this.next();
    if (character !== "\\") return [character];
    const escaped = this.next();
    if (escaped === "b") return ["\b"];
    return classes[escaped] ?? [this.readCharacterEscape(escaped)];
  }

  private peek(): string | undefined {
    return this.characters[this.at];
  }

  private next(): string {
    const character = this.characters[this.at];
    this.at++;
    return character ?? "";
  }

  private take(character: string): boolean {
    if (this.characters[this.at] !== character) return false;
    this.at++;
    return true;
  }
}
