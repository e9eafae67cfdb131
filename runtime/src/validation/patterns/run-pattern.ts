import type { CompiledPattern, PatternProgram, PatternStep } from "./pattern-program.ts";

/** What can be asked of a text, as of a RegExp. */
export interface TextTest {
  test(text: string): boolean;
}

/**
 * Steps, times characters, that are taken for one text: two seconds at most. A text that would take more is not looked at
 * and does not match: to refuse it is safe, to read it would keep the whole process waiting.
 */
const maxWork = 200_000_000;

/**
 * Makes a test that takes time in proportion to its text, whatever the text: all ways in which a pattern can be read are
 * followed side by side, each step once for each character. A backtracking matcher, as platforms have it, follows one after
 * the other. The verdict is that of the platform.
 */
export function createLinearTest(pattern: CompiledPattern, flags: "u" | ""): TextTest {
  const sets = pattern.sets.map((source) => new CharacterSet(source, flags));
  return {
    test(text) {
      if (text.length * pattern.size > maxWork) return false;
      const characters = charactersOf(text, flags);
      const found: Uint8Array[] = [];
      const place: Place = { characters, sets, looks: pattern.looks.map(({ isNegative }) => isNegative), found };
      for (const { program, isAhead } of pattern.looks) {
        const at = new Uint8Array(characters.length + 1);
        run(program, place, isAhead, (boundary) => {
          at[boundary] = 1;
          return false;
        });
        found.push(at);
      }
      return run(pattern, place, false, () => true);
    },
  };
}

/** What a program is run on. */
interface Place {
  readonly characters: Uint32Array;
  readonly sets: readonly CharacterSet[];
  /** Whether each look wants to find nothing. */
  readonly looks: readonly boolean[];
  /** Where each look has found something. */
  readonly found: readonly Uint8Array[];
}

/**
 * Runs a program from every place of the text on, backwards from its end where that is wanted. Each place in which it ends is told;
 * true ends the run.
 */
function run(
  { steps }: PatternProgram,
  place: Place,
  isBackwards: boolean,
  onMatch: (boundary: number) => boolean,
): boolean {
  const { characters, sets } = place;
  const { length } = characters;
  /** The last place in which a step was reached, counted from 1. */
  const reached = new Uint32Array(steps.length);
  const open: number[] = [];
  let waiting: number[] = [];
  for (let count = 0; count <= length; count++) {
    const boundary = isBackwards ? length - count : count;
    const character = characters[isBackwards ? boundary - 1 : boundary] ?? 0;
    const isOver = count === length;
    const next: number[] = [];
    open.push(0);
    for (const step of waiting) open.push(step);
    for (let number = open.pop(); number !== undefined; number = open.pop()) {
      if (reached[number] === count + 1) continue;
      reached[number] = count + 1;
      const step = steps[number] as PatternStep; // steps lead to steps only
      switch (step.kind) {
        case "read":
          if (!isOver && sets[step.set]?.has(character) === true) next.push(step.next);
          break;
        case "fork":
          open.push(step.other, step.next);
          break;
        case "place":
          if (isAt(step.place, boundary, characters)) open.push(step.next);
          break;
        case "look":
          if ((place.found[step.look]?.[boundary] === 1) !== place.looks[step.look]) open.push(step.next);
          break;
        case "match":
          if (onMatch(boundary)) return true;
      }
    }
    waiting = next;
  }
  return false;
}

function isAt(place: "start" | "end" | "boundary" | "no-boundary", boundary: number, characters: Uint32Array): boolean {
  if (place === "start") return boundary === 0;
  if (place === "end") return boundary === characters.length;
  return (isWord(characters[boundary - 1]) !== isWord(characters[boundary])) === (place === "boundary");
}

function isWord(character = 0): boolean {
  return (
    (character >= 48 && character <= 57) ||
    (character >= 65 && character <= 90) ||
    character === 95 ||
    (character >= 97 && character <= 122)
  );
}

/** The characters of a text as the flag counts them: code points, or code units without it. */
function charactersOf(text: string, flags: "u" | ""): Uint32Array {
  const characters = new Uint32Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const character = flags === "u" ? (text.codePointAt(at) ?? 0) : text.charCodeAt(at);
    if (character > 0xffff) at++;
    characters[count++] = character;
  }
  return characters.subarray(0, count);
}

const unknown = 0;
const inside = 1;
const outside = 2;

/** The characters that a part of a pattern reads. The platform knows which; it is asked once for each. */
class CharacterSet {
  readonly #expression: RegExp;
  readonly #known = new Uint8Array(0x10000);
  readonly #others = new Map<number, boolean>();

  constructor(source: string, flags: "u" | "") {
    this.#expression = new RegExp(`^(?:${source})$`, flags);
  }

  has(character: number): boolean {
    if (character > 0xffff) return this.#hasOther(character);
    const known = this.#known[character];
    if (known !== unknown) return known === inside;
    const isInside = this.#expression.test(String.fromCharCode(character));
    this.#known[character] = isInside ? inside : outside;
    return isInside;
  }

  #hasOther(character: number): boolean {
    const known = this.#others.get(character) ?? this.#expression.test(String.fromCodePoint(character));
    this.#others.set(character, known);
    return known;
  }
}
