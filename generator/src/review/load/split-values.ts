/** One value of a file as text, or why there is none. */
export interface SplitValue {
  /** The line it begins at, from 1. */
  readonly line: number;
  readonly text: string;
  readonly problem?: string;
}

/** Cuts a file of JSON into its values while it is read. */
export interface ValueSplitter {
  push(text: string): readonly SplitValue[];
  end(): readonly SplitValue[];
}

/** How a file is cut. */
export interface SplitOptions {
  /** Characters that one value may have. */
  readonly limit: number;
  /** Whether each line is a value, as in JSON Lines; else the file is a value, or a list whose elements are. */
  readonly lines: boolean;
}

/**
 * Creates a {@link ValueSplitter}. It follows quotes and brackets only, so that it takes the time of looking at each
 * character once; what stands between may still be no JSON.
 */
export function createValueSplitter({ limit, lines }: SplitOptions): ValueSplitter {
  let line = 1;
  let start = 1;
  let text = "";
  let tooLong = false;
  let depth = 0;
  let inString = false;
  let escaped = false;
  /** Whether the file is a list, known at its first character. */
  let list: boolean | undefined = lines ? false : undefined;
  let ended = false;

  const take = (): readonly SplitValue[] => {
    const value = { line: start, text: text.trim() };
    const wasTooLong = tooLong;
    text = "";
    tooLong = false;
    if (wasTooLong) return [{ ...value, text: "", problem: `this value has more than ${limit} characters` }];
    return value.text === "" ? [] : [value];
  };
  const add = (character: string): void => {
    if (text === "" && /\s/.test(character)) return;
    if (text === "" && !tooLong) start = line;
    if (text.length >= limit) tooLong = true;
    else text += character;
  };

  const step = (character: string): readonly SplitValue[] => {
    if (character === "\ufeff" && line === 1 && text === "") return [];
    if (lines) {
      if (character !== "\n") {
        add(character);
        return [];
      }
      const done = take();
      line++;
      return done;
    }
    const done = inDocument(character);
    if (character === "\n") line++;
    return done;
  };

  const inDocument = (character: string): readonly SplitValue[] => {
    if (inString) {
      add(character);
      if (escaped) escaped = false;
      else if (character === "\\") escaped = true;
      else if (character === '"') inString = false;
      return [];
    }
    if (list === undefined && !/\s/.test(character)) {
      list = character === "[";
      if (list) return [];
    }
    if (ended && !/\s/.test(character)) {
      add(character);
      return [];
    }
    if (list === true && depth === 0 && (character === "," || character === "]")) {
      if (character === "]") ended = true;
      return take();
    }
    if (character === '"') inString = true;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    add(character);
    // One object after the other without a list around them is JSON Lines by another name.
    return list === false && depth === 0 && (character === "}" || character === "]") ? take() : [];
  };

  return {
    push: (chunk) => {
      const found: SplitValue[] = [];
      for (let at = 0; at < chunk.length; at++) found.push(...step(chunk[at] ?? ""));
      return found;
    },
    end() {
      const rest = take();
      const isOpen = list === true && !ended;
      return isOpen ? [...rest, { line, text: "", problem: "the list is not closed" }] : rest;
    },
  };
}
