/** A part of a regular expression, as far as it matters to whether a text matches. */
export type PatternPart =
  /** Reads one character. `source` is how the pattern writes which: `a`, `\d`, `[a-z]`, `.`. */
  | { readonly kind: "character"; readonly source: string }
  | { readonly kind: "sequence"; readonly parts: readonly PatternPart[] }
  | { readonly kind: "choice"; readonly options: readonly PatternPart[] }
  | { readonly kind: "repeat"; readonly part: PatternPart; readonly min: number; readonly max: number }
  /** Asks where it is. */
  | { readonly kind: "place"; readonly place: "start" | "end" | "boundary" | "no-boundary" }
  /** Asks what comes next, or what came before. */
  | { readonly kind: "look"; readonly part: PatternPart; readonly isAhead: boolean; readonly isNegative: boolean };

/** Deeper groups are not read. */
const maxGroups = 50;

/**
 * Reads a regular expression of ECMAScript that is known to be valid. Nothing where it refers back to a group, which no
 * matcher can do in a time that is known before, or says something newer than this reader.
 */
export function parsePattern(pattern: string, flags: "u" | ""): PatternPart | undefined {
  try {
    return new PatternParser(pattern, flags === "u").parse();
  } catch (error) {
    if (error === beyond) return undefined;
    throw error;
  }
}

const beyond = Symbol("beyond what can be read");

const bounds = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/;
const pairOfEscapes = /^\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}/;
const escapeOfOne =
  /^\\(?:u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|[pP]\{[^}]*\}|c[A-Za-z]|0(?!\d)|[^1-9kcuxpPbB\d])/u;

class PatternParser {
  readonly #pattern: string;
  readonly #isUnicode: boolean;
  #at = 0;
  #depth = 0;

  constructor(pattern: string, isUnicode: boolean) {
    this.#pattern = pattern;
    this.#isUnicode = isUnicode;
  }

  parse(): PatternPart {
    const whole = this.#choice();
    if (this.#at < this.#pattern.length) throw beyond;
    return whole;
  }

  #choice(): PatternPart {
    const first = this.#sequence();
    if (this.#pattern[this.#at] !== "|") return first;
    const options = [first];
    while (this.#pattern[this.#at] === "|") {
      this.#at++;
      options.push(this.#sequence());
    }
    return { kind: "choice", options };
  }

  #sequence(): PatternPart {
    const parts: PatternPart[] = [];
    while (this.#at < this.#pattern.length && this.#pattern[this.#at] !== "|" && this.#pattern[this.#at] !== ")") {
      parts.push(this.#term());
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: "sequence", parts };
  }

  #term(): PatternPart {
    const part = this.#atom();
    const found = bounds.exec(this.#pattern.slice(this.#at, this.#at + 40));
    if (found === null) return part;
    // Only old expressions may repeat what reads nothing, and mean nothing by it.
    if (part.kind === "look" || part.kind === "place") throw beyond;
    this.#at += found[0].length;
    const [, sign, least, comma, most] = found;
    if (sign !== undefined)
      return { kind: "repeat", part, min: sign === "+" ? 1 : 0, max: sign === "?" ? 1 : Number.POSITIVE_INFINITY };
    const min = Number(least);
    const max = comma === undefined ? min : most === "" ? Number.POSITIVE_INFINITY : Number(most);
    return { kind: "repeat", part, min, max };
  }

  #atom(): PatternPart {
    switch (this.#pattern[this.#at]) {
      case "(":
        return this.#group();
      case "[":
        return this.#character(this.#classEnd() - this.#at);
      case "^":
        this.#at++;
        return { kind: "place", place: "start" };
      case "$":
        this.#at++;
        return { kind: "place", place: "end" };
      case "\\":
        return this.#escape();
      default: {
        const isPair = this.#isUnicode && (this.#pattern.codePointAt(this.#at) ?? 0) > 0xffff;
        return this.#character(isPair ? 2 : 1);
      }
    }
  }

  #character(length: number): PatternPart {
    const source = this.#pattern.slice(this.#at, this.#at + length);
    this.#at += length;
    return { kind: "character", source };
  }

  #escape(): PatternPart {
    const rest = this.#pattern.slice(this.#at, this.#at + 80);
    if (rest.startsWith("\\b") || rest.startsWith("\\B")) {
      this.#at += 2;
      return { kind: "place", place: rest[1] === "b" ? "boundary" : "no-boundary" };
    }
    const pair = this.#isUnicode ? pairOfEscapes.exec(rest) : null;
    const one = pair ?? escapeOfOne.exec(rest);
    if (one === null) throw beyond;
    // Without the flag these are letters with a backslash before them.
    if (!this.#isUnicode && /^\\(?:u\{|[pP])/.test(one[0])) throw beyond;
    // Without the flag a character is half of a pair, too.
    if (!this.#isUnicode && one[0].length === 3 && one[0].codePointAt(1) !== one[0].charCodeAt(1)) throw beyond;
    return this.#character(one[0].length);
  }

  /** Where the class that begins here is over. */
  #classEnd(): number {
    let at = this.#at + 1;
    while (at < this.#pattern.length && this.#pattern[at] !== "]") at += this.#pattern[at] === "\\" ? 2 : 1;
    return at + 1;
  }

  #group(): PatternPart {
    const opening = /^\((?:\?(?::|=|!|<=|<!|<[^>=!][^>]*>))?/.exec(this.#pattern.slice(this.#at, this.#at + 200))?.[0];
    if (opening === undefined || (opening === "(" && this.#pattern[this.#at + 1] === "?")) throw beyond;
    this.#depth++;
    if (this.#depth > maxGroups) throw beyond;
    this.#at += opening.length;
    const part = this.#choice();
    if (this.#pattern[this.#at] !== ")") throw beyond;
    this.#at++;
    this.#depth--;
    if (!/^\(\?<?[=!]$/.test(opening)) return part;
    return { kind: "look", part, isAhead: !opening.includes("<"), isNegative: opening.endsWith("!") };
  }
}
