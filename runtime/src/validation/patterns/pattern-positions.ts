import { type CharRange, complement, digits, lastCodePoint, spaces, wordCharacters } from "./character-ranges.ts";

/**
 * A pattern as an automaton without empty steps: one state for each character it reads. What looks around (assertions,
 * references back) is left out, so that it reads at least what the pattern does.
 */
export interface PatternPositions {
  /** What each position reads. */
  readonly reads: readonly (readonly CharRange[])[];
  /** Positions that can come next; twice where two loops lead there. */
  readonly follow: readonly (readonly number[])[];
  /** Positions that a match can end with. */
  readonly last: ReadonlySet<number>;
  /** Positions that a match can begin with; twice where two ways lead there. */
  readonly first: readonly number[];
  /** Whether something is asked after the last position, so that a match can still fail there. */
  readonly checksEnd: boolean;
  /** Whether the pattern looks around or refers back: it may then take longer than what it reads tells. */
  readonly looksAround: boolean;
}

interface Part {
  readonly nullable: boolean;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** More positions, or deeper groups, are not looked at. */
const maxPositions = 150;
const maxGroups = 50;

/** A repetition up to so often is written out; one of more counts as without end. */
const maxCopies = 3;

const everything: readonly CharRange[] = [[0, lastCodePoint]];
const beyondAscii: CharRange = [0x80, lastCodePoint];
const letters: readonly CharRange[] = [[65, 90], [97, 122], beyondAscii];

/**
 * Reads a pattern that is known to be one; `undefined` when it is too large to be looked at. With `writesOut`, what is
 * repeated a certain number of times is written out however often that is, and all other repetitions are without end.
 */
export function readPattern(pattern: string, writesOut = false): PatternPositions | undefined {
  const reads: (readonly CharRange[])[] = [];
  const follow: number[][] = [];
  const empty: Part = { nullable: true, first: [], last: [] };
  let at = 0;
  let depth = 0;
  let isTooLarge = false;
  let checksEnd = false;
  let looksAround = false;

  const connect = (from: readonly number[], to: readonly number[]): void => {
    for (const position of from) follow[position]?.push(...to);
  };
  const read = (ranges: readonly CharRange[]): Part => {
    if (reads.length >= maxPositions) isTooLarge = true;
    else {
      reads.push(ranges);
      follow.push([]);
    }
    const position = reads.length - 1;
    return { nullable: false, first: [position], last: [position] };
  };
  const sequence = (left: Part, right: Part): Part => {
    connect(left.last, right.first);
    return {
      nullable: left.nullable && right.nullable,
      first: left.nullable ? [...left.first, ...right.first] : left.first,
      last: right.nullable ? [...left.last, ...right.last] : right.last,
    };
  };

  function alternatives(): Part {
    let result = terms();
    while (pattern[at] === "|") {
      at++;
      const other = terms();
      result = {
        nullable: result.nullable || other.nullable,
        first: [...result.first, ...other.first],
        last: [...result.last, ...other.last],
      };
    }
    return result;
  }

  function terms(): Part {
    let result = empty;
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")" && !isTooLarge)
      result = sequence(result, term());
    return result;
  }

  function term(): Part {
    const start = at;
    let part = atom();
    const bounds = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(pattern.slice(at, at + 40));
    if (bounds === null) return part;
    const end = at + bounds[0].length;
    const [, sign, least, comma, most] = bounds;
    const min = sign === undefined ? Number(least) : sign === "+" ? 1 : 0;
    const max =
      sign === "?" ? 1 : sign !== undefined || (comma !== undefined && most === "") ? Infinity : Number(most ?? least);
    if (max === 0) part = empty;
    else if (max > 1 && max !== min && (writesOut || max > maxCopies)) {
      for (let copy = 1; writesOut && copy < min && !isTooLarge; copy++) {
        at = start;
        part = sequence(part, atom());
      }
      connect(part.last, part.first);
    } else {
      for (let copy = 1; copy < (writesOut ? max : Math.min(max, maxCopies)) && !isTooLarge; copy++) {
        at = start;
        const again = atom();
        part = sequence(part, copy < min ? again : { ...again, nullable: true });
      }
    }
    at = end;
    return min === 0 ? { ...part, nullable: true } : part;
  }

  function atom(): Part {
    const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
    at += character.length;
    switch (character) {
      case "(":
        return group();
      case "[":
        return read(characterClass());
      case ".":
        return read(everything);
      case "^":
        return empty;
      case "$":
        checksEnd = true;
        return empty;
      case "\\":
        return escaped();
      default:
        return read([[character.codePointAt(0) ?? 0, character.codePointAt(0) ?? 0]]);
    }
  }

  function group(): Part {
    const opening = /^\?(?:[:=!]|<[=!]|<[^>]*>)/.exec(pattern.slice(at, at + 80))?.[0] ?? "";
    at += opening.length;
    depth++;
    if (depth > maxGroups) isTooLarge = true;
    const isAssertion = /^\?<?[=!]$/.test(opening);
    const inner = isTooLarge ? empty : alternatives();
    depth--;
    at++;
    if (isAssertion) {
      checksEnd = true;
      looksAround = true;
    }
    return isAssertion ? empty : inner;
  }

  function escaped(): Part {
    const ranges = escapedRanges();
    if (ranges !== undefined) return read(ranges);
    checksEnd = true;
    return empty;
  }

  /** What an escape reads; `undefined` when it reads nothing of its own. `at` is behind the backslash. */
  function escapedRanges(): readonly CharRange[] | undefined {
    const rest = pattern.slice(at, at + 80);
    const property = /^[pP]\{([^}]*)\}/.exec(rest);
    const code = /^(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/.exec(rest);
    const whole = property?.[0] ?? code?.[0] ?? /^(?:\d+|k<[^>]*>|c[A-Za-z]|[\s\S])/.exec(rest)?.[0] ?? "";
    at += whole.length;
    if (property !== null)
      return /^(?:L|Letter|Alphabetic|Lu|Ll)\b/.test(property[1] ?? "") && rest[0] === "p" ? letters : everything;
    if (code !== null) {
      const point = Number.parseInt(code[1] ?? code[2] ?? code[3] ?? "0", 16);
      return [[point, point]];
    }
    if (/^(?:[1-9]\d*|k<)/.test(whole)) looksAround = true;
    if (/^(?:[1-9]\d*|k<)/.test(whole) || whole === "b" || whole === "B") return undefined;
    const classes: Readonly<Record<string, readonly CharRange[]>> = {
      d: digits,
      D: complement(digits),
      w: wordCharacters,
      W: complement(wordCharacters),
      s: spaces,
      S: complement(spaces),
    };
    const known = Object.hasOwn(classes, whole) ? classes[whole] : undefined;
    if (known !== undefined) return known;
    const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13, "0": 0 };
    const point = (Object.hasOwn(controls, whole) ? controls[whole] : undefined) ?? whole.codePointAt(0) ?? 0;
    return [[point, point]];
  }

  function characterClass(): readonly CharRange[] {
    const negated = pattern[at] === "^";
    if (negated) at++;
    const ranges: CharRange[] = [];
    let isVague = false;
    const one = (): readonly CharRange[] => {
      const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
      at += character.length;
      if (character === "\\") {
        isVague ||= /[pP]/.test(pattern[at] ?? "");
        return escapedRanges() ?? [[8, 8]];
      }
      return [[character.codePointAt(0) ?? 0, character.codePointAt(0) ?? 0]];
    };
    while (at < pattern.length && pattern[at] !== "]") {
      const from = one();
      if (pattern[at] === "-" && pattern[at + 1] !== "]" && from.length === 1) {
        at++;
        const to = one();
        ranges.push([from[0]?.[0] ?? 0, to.at(-1)?.[1] ?? 0]);
      } else ranges.push(...from);
    }
    at++;
    // What a property has is only known from above: what it has not may be anything.
    if (negated && isVague) return everything;
    return negated ? complement(ranges) : ranges;
  }

  const whole = alternatives();
  if (isTooLarge || at < pattern.length) return undefined;
  return { reads, follow, first: whole.first, last: new Set(whole.last), checksEnd, looksAround };
}
