import type { Repair } from "../result.ts";

/** What tells the root value from the text around it. */
export interface RootShape {
  /** Whether the root is an object or an array, so that prose before it can be told from it. */
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
  /** Brackets of the root that were read before it could be told from prose: `{`, `[`, `[{` or nothing. */
  readonly opened: string;
  readonly repairs: ReadonlySet<Repair>;
}

/**
 * Where the finder stands.
 *
 * - `prose`: in text that is not the root; a bracket makes a `candidate`, three back-ticks a `fence`, `<think>` a section.
 * - `fence`: on the rest of a fence's line, `json` as a rule.
 * - `candidate`: after `{`, `[` or `[{`; what follows decides. White space is passed over.
 * - `think`: between `<think>` and `</think>`: drafts of the answer are no answer.
 */
type State = "prose" | "fence" | "candidate" | "think";

const white = " \t\n\r";

/**
 * Creates a finder.
 *
 * It commits to the first `{` followed by `"` or `}`, the first `[{` followed by one of these, or the first `[`
 * followed by one of `arrayFollowers` (before any prose, by `"`, `[` or `]` as well). A root of another JSON type than was asked for is taken as well, so that a
 * part of a wrong answer is never mistaken for the answer. When the root may be a scalar only fences and `<think>`
 * sections are skipped.
 */
export function createRootFinder(shape: RootShape): RootFinder {
  const repairs = new Set<Repair>();
  let state: State = "prose";
  let opened = "";
  let ticks = 0;
  let tag = "";

  /** Whether `tag`, the text since the last `<`, has become `wanted`. Neither tag holds a second `<`, so nothing is re-read. */
  function tagReaches(wanted: string, character: string): boolean {
    tag = character === "<" ? "<" : tag !== "" && wanted.startsWith(tag + character) ? tag + character : "";
    return tag === wanted;
  }

  /** Reads one character outside the root. Returns whether a scalar root begins with it. */
  function readProse(character: string): boolean {
    const undecided = tag !== "" || ticks > 0;
    const tagEnds = tagReaches("<think>", character);
    ticks = character === "`" ? ticks + 1 : 0;
    // What began like a tag or a fence and became neither was prose.
    if (undecided && tag === "" && ticks === 0) repairs.add("prose");
    if (ticks === 3) {
      repairs.add("fence");
      ticks = 0;
      state = "fence";
    } else if (tagEnds) {
      repairs.add("prose");
      tag = "";
      state = "think";
    } else if (shape.prose && (character === "{" || character === "[")) {
      opened = character;
      state = "candidate";
    } else if (ticks === 0 && tag === "" && !white.includes(character)) {
      if (!shape.prose) return true;
      repairs.add("prose");
    }
    return false;
  }

  /** Reads the character after a bracket. Returns whether the brackets open the root. */
  function readCandidate(character: string): boolean {
    if (opened.endsWith("{")) {
      if (character === '"' || character === "}") return true;
    } else {
      // A text that begins like an array is one, wanted or not. In prose brackets have other uses.
      const followers = repairs.has("prose") ? shape.arrayFollowers : `${shape.arrayFollowers}"[]`;
      if (followers.includes(character) && character !== "{") return true;
      if (character === "{") {
        opened = "[{";
        return false;
      }
    }
    repairs.add("prose");
    opened = "";
    state = "prose";
    readProse(character);
    return false;
  }

  return {
    find(text, start) {
      for (let i = start; i < text.length; i++) {
        const character = text.charAt(i);
        switch (state) {
          case "prose":
            if (readProse(character)) return i;
            break;
          case "fence":
            if (character === "\n") state = "prose";
            // A one-line answer: ```{"a":1}```
            else if (shape.prose && (character === "{" || character === "[")) readProse(character);
            break;
          case "candidate":
            if (!white.includes(character) && readCandidate(character)) return i;
            break;
          case "think":
            if (tagReaches("</think>", character)) {
              tag = "";
              state = "prose";
            }
            break;
        }
      }
      return -1;
    },
    get opened() {
      return opened;
    },
    repairs,
  };
}
