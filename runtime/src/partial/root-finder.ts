import type { Repair } from "../result.ts";

/** What tells the root value from the text around it. */
export interface RootShape {
  /** Whether the root is an object or an array, so that prose around it can be told from it. */
  readonly prose: boolean;
  /** Characters that may follow `[` over white space when the root is an array; empty when it is an object. */
  readonly arrayFollowers: string;
}

/** Finds where the root value begins in text that may have a fence, prose or a `<think>` section before it. */
export interface RootFinder {
  /**
   * Reads on from `start`. Returns the index at which the value goes on after {@link RootFinder.opened}, or -1 when
   * it has not been found in this text.
   */
  find(text: string, start: number): number;
  /** Once it is found, what was read of the root before it could be told from prose: `{`, `[`, `[{`, `[` and a scalar, or nothing. */
  readonly opened: string;
  /** Where it begins, in UTF-16 code units of all that was read. */
  readonly offset: number;
  /** What was left out so far, each once. */
  readonly repairs: readonly Repair[];
}

/**
 * Where the finder stands.
 *
 * - `prose`: in text that is not the root; a bracket makes a `candidate`, three back-ticks a `fence`, `<think>` a section.
 * - `fence`: on the rest of a fence's line, `json` as a rule.
 * - `candidate`: after `{`, `[` or `[{`; what follows decides. White space is passed over.
 * - `scalar`: after `[` and the beginning of what may be a scalar; what follows decides.
 * - `think`: between `<think>` and `</think>`: drafts of the answer are no answer.
 */
type State = "prose" | "fence" | "candidate" | "scalar" | "think";

const white = " \t\n\r";
const scalarCharacter = /[\w.+-]/;
const scalar = /^(?:null|true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const longestScalar = 30;

/**
 * Creates a finder.
 *
 * It commits to the first `{` followed by `"` or `}`, the first `[{` followed by one of these, or the first `[`
 * followed by one of `arrayFollowers` (before any prose, by `"`, `[`, `]` or a scalar and a comma as well). A root of another JSON type than was asked for is taken as well, so that a
 * part of a wrong answer is never mistaken for the answer. When the root may be a scalar only fences and `<think>`
 * sections are skipped.
 */
export function createRootFinder(shape: RootShape): RootFinder {
  return new StatefulFinder(shape);
}

class StatefulFinder implements RootFinder {
  opened = "";
  offset = 0;
  readonly repairs: Repair[] = [];
  readonly #shape: RootShape;
  #state: State = "prose";
  #ticks = 0;
  #tag = "";
  #scalarEnded = false;
  /** Characters before the one that is being read. */
  #read = 0;

  constructor(shape: RootShape) {
    this.#shape = shape;
  }

  find(text: string, start: number): number {
    for (let i = start; i < text.length; i++, this.#read++) {
      const character = text.charAt(i);
      switch (this.#state) {
        case "prose":
          if (this.#readProse(character)) return i;
          break;
        case "fence":
          if (character === "\n") this.#state = "prose";
          // A one-line answer: ```{"a":1}```
          else if (this.#shape.prose && (character === "{" || character === "[")) this.#readProse(character);
          break;
        case "candidate":
          if (!white.includes(character) && this.#readCandidate(character)) return i;
          break;
        case "scalar":
          if (this.#readScalar(character)) return i;
          break;
        case "think":
          if (this.#tagReaches("</think>", character)) this.#state = "prose";
          break;
      }
    }
    return -1;
  }

  #repaired(repair: Repair): void {
    if (!this.repairs.includes(repair)) this.repairs.push(repair);
  }

  /** Whether the text since the last `<` has become `wanted`. Neither tag holds a second `<`, so nothing is re-read. */
  #tagReaches(wanted: string, character: string): boolean {
    const text = this.#tag + character;
    this.#tag = character === "<" ? "<" : wanted.startsWith(text) ? text : "";
    return this.#tag === wanted;
  }

  /** Reads one character outside the root. Returns whether a scalar root begins with it. */
  #readProse(character: string): boolean {
    const undecided = this.#tag !== "" || this.#ticks > 0;
    const tagEnds = this.#tagReaches("<think>", character);
    this.#ticks = character === "`" ? this.#ticks + 1 : 0;
    // What began like a tag or a fence and became neither was prose.
    if (undecided && this.#tag === "" && this.#ticks === 0) this.#repaired("prose");
    if (this.#ticks === 3) {
      this.#repaired("fence");
      this.#ticks = 0;
      this.#state = "fence";
    } else if (tagEnds) {
      this.#repaired("prose");
      this.#state = "think";
    } else if (this.#shape.prose && (character === "{" || character === "[")) {
      this.opened = character;
      this.offset = this.#read;
      this.#state = "candidate";
    } else if (this.#ticks === 0 && this.#tag === "" && !white.includes(character)) {
      if (!this.#shape.prose) return true;
      this.#repaired("prose");
    }
    return false;
  }

  /** Reads the character after a bracket. Returns whether the brackets open the root. */
  #readCandidate(character: string): boolean {
    if (this.opened.endsWith("{")) {
      if (character === '"' || character === "}") return true;
    } else {
      // A text that begins like an array is one, wanted or not. In prose brackets have other uses.
      const { arrayFollowers } = this.#shape;
      const followers = this.repairs.includes("prose") ? arrayFollowers : `${arrayFollowers}"[]`;
      if (followers.includes(character) && character !== "{") return true;
      if (character === "{") {
        this.opened = "[{";
        return false;
      }
      if (this.repairs.length === 0 && scalarCharacter.test(character)) {
        this.opened += character;
        this.#state = "scalar";
        return false;
      }
    }
    this.#refuse(character);
    return false;
  }

  /** Reads on after a bracket and the beginning of a scalar. Returns whether they open the root. */
  #readScalar(character: string): boolean {
    const mayGoOn = !this.#scalarEnded && scalarCharacter.test(character) && this.opened.length < longestScalar;
    if (mayGoOn) this.opened += character;
    else if (white.includes(character)) this.#scalarEnded = true;
    else if (character === "," && scalar.test(this.opened.slice(1))) return true;
    else this.#refuse(character);
    return false;
  }

  /** What looked like the root was prose. */
  #refuse(character: string): void {
    this.#repaired("prose");
    this.#state = "prose";
    this.#readProse(character);
  }
}
