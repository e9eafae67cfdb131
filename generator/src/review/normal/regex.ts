import {
  type CharRange,
  complement,
  digits,
  lastCodePoint,
  lineEnds,
  spaces,
  wordCharacters,
} from "../../../../runtime/src/validation/patterns/character-ranges.ts";

/** A regular expression without assertions inside, references back or look-around. */
export type Regex =
  | { readonly kind: "set"; readonly ranges: readonly CharRange[] }
  | { readonly kind: "sequence"; readonly parts: readonly Regex[] }
  | { readonly kind: "choice"; readonly options: readonly Regex[] }
  | { readonly kind: "repeat"; readonly part: Regex; readonly min: number; readonly max: number };

/** Any text whatever. */
const anything: Regex = {
  kind: "repeat",
  part: { kind: "set", ranges: [[0, lastCodePoint]] },
  min: 0,
  max: Number.POSITIVE_INFINITY,
};

class UnreadableError extends Error {}

const longest = 500;

/**
 * Reads a pattern as the texts that match it as a whole: one that is not anchored has anything before and after.
 * `undefined` for one with constructs that are not regular, or that are not read here.
 */
export function readRegex(pattern: string): Regex | undefined {
  if (pattern.length > longest) return undefined;
  try {
    new RegExp(pattern, "u");
    return readWhole([...pattern]);
  } catch {
    return undefined;
  }
}

function readWhole(text: readonly string[]): Regex {
  let at = 0;
  let depth = 0;
  const peek = (ahead = 0): string => text[at + ahead] ?? "";
  const refuse = (): never => {
    throw new UnreadableError();
  };
  const number = (): number | undefined => {
    let found = "";
    while (/^[0-9]$/.test(peek())) found += text[at++];
    return found === "" ? undefined : Number(found);
  };

  /** One alternative. At the top level it may be anchored; inside groups anchors are not read. */
  const sequence = (isTop: boolean): Regex => {
    const parts: Regex[] = [];
    let start = false;
    let end = false;
    if (isTop && peek() === "^") {
      start = true;
      at++;
    }
    while (at < text.length && peek() !== "|" && peek() !== ")") {
      if (isTop && peek() === "$" && (at + 1 === text.length || peek(1) === "|")) {
        end = true;
        at++;
        break;
      }
      parts.push(quantified(atom()));
    }
    const whole = [...(isTop && !start ? [anything] : []), ...parts, ...(isTop && !end ? [anything] : [])];
    return whole.length === 1 && whole[0] !== undefined ? whole[0] : { kind: "sequence", parts: whole };
  };

  const choice = (isTop: boolean): Regex => {
    const options = [sequence(isTop)];
    while (peek() === "|") {
      at++;
      options.push(sequence(isTop));
    }
    return options.length === 1 && options[0] !== undefined ? options[0] : { kind: "choice", options };
  };

  const quantified = (part: Regex): Regex => {
    let [min, max] = [1, 1];
    const sign = peek();
    if (sign === "*") [min, max] = [0, Number.POSITIVE_INFINITY];
    else if (sign === "+") [min, max] = [1, Number.POSITIVE_INFINITY];
    else if (sign === "?") [min, max] = [0, 1];
    else if (sign === "{") {
      at++;
      min = number() ?? refuse();
      max = min;
      if (peek() === ",") {
        at++;
        max = number() ?? Number.POSITIVE_INFINITY;
      }
      if (peek() !== "}") refuse();
    } else return part;
    at++;
    if (peek() === "?") at++; // Lazy: which texts match does not change.
    return { kind: "repeat", part, min, max };
  };

  const atom = (): Regex => {
    const sign = peek();
    at++;
    if (sign === "(") {
      if (peek() === "?") {
        if (peek(1) !== ":") refuse();
        at += 2;
      }
      depth++;
      if (depth > 20) refuse();
      const inner = choice(false);
      depth--;
      if (peek() !== ")") refuse();
      at++;
      return inner;
    }
    if (sign === "[") return { kind: "set", ranges: characterClass() };
    if (sign === ".") return { kind: "set", ranges: complement(lineEnds) };
    if (sign === "\\") return { kind: "set", ranges: escaped(false) };
    if (sign === "" || "^$*+?{}])|".includes(sign)) refuse();
    return { kind: "set", ranges: single(sign) };
  };

  const escaped = (inClass: boolean): readonly CharRange[] => {
    const sign = peek();
    at++;
    const sets: Readonly<Record<string, readonly CharRange[]>> = { d: digits, w: wordCharacters, s: spaces };
    if ("dws".includes(sign) && sign !== "") return sets[sign] ?? refuse();
    if ("DWS".includes(sign) && sign !== "") return complement(sets[sign.toLowerCase()] ?? refuse());
    const controls: Readonly<Record<string, number>> = { t: 9, n: 10, v: 11, f: 12, r: 13 };
    if ("tnvfr".includes(sign) && sign !== "") return [[controls[sign] ?? 0, controls[sign] ?? 0]];
    if (/^[/\\.*+?()[\]{}|^$]$/.test(sign) || (inClass && sign === "-")) return single(sign);
    return refuse();
  };

  const characterClass = (): readonly CharRange[] => {
    const inverted = peek() === "^";
    if (inverted) at++;
    const ranges: CharRange[] = [];
    const member = (): readonly CharRange[] => {
      const sign = peek();
      if (sign === "") refuse();
      at++;
      return sign === "\\" ? escaped(true) : single(sign);
    };
    while (peek() !== "]") {
      const low = member();
      if (peek() === "-" && peek(1) !== "]") {
        at++;
        const high = member();
        const [from, to] = [low[0]?.[0] ?? 0, high[0]?.[1] ?? 0];
        if (low.length !== 1 || high.length !== 1 || low[0]?.[1] !== from || to < from) refuse();
        ranges.push([from, to]);
      } else ranges.push(...low);
    }
    at++;
    return inverted ? complement(ranges) : ranges;
  };

  const whole = choice(true);
  if (at < text.length) refuse();
  return whole;
}

function single(character: string): readonly CharRange[] {
  const code = character.codePointAt(0) ?? 0;
  return [[code, code]];
}

/** The length of the shortest and of the longest text of an expression. */
export function lengthsOf(regex: Regex): readonly [shortest: number, longest: number] {
  switch (regex.kind) {
    case "set":
      return [1, 1];
    case "sequence":
      return regex.parts.map(lengthsOf).reduce(([low, high], part) => [low + part[0], high + part[1]], [0, 0]);
    case "choice":
      return regex.options
        .map(lengthsOf)
        .reduce(([low, high], option) => [Math.min(low, option[0]), Math.max(high, option[1])]);
    case "repeat": {
      const [low, high] = lengthsOf(regex.part);
      return [low * regex.min, high === 0 ? 0 : high * regex.max];
    }
  }
}

/** Every text of an expression that has no more than `most`; `undefined` when there are more. */
export function textsOf(regex: Regex, most: number): readonly string[] | undefined {
  switch (regex.kind) {
    case "set": {
      const size = regex.ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
      if (size > most) return undefined;
      return regex.ranges.flatMap(([from, to]) =>
        Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index)),
      );
    }
    case "choice": {
      const all = new Set<string>();
      for (const option of regex.options) {
        const texts = textsOf(option, most);
        if (texts === undefined) return undefined;
        for (const text of texts) all.add(text);
      }
      return all.size > most ? undefined : [...all];
    }
    case "sequence":
      return regex.parts.reduce<readonly string[] | undefined>((before, part) => append(before, part, most), [""]);
    case "repeat": {
      if (regex.max > most) return undefined;
      const all = new Set<string>();
      let texts: readonly string[] | undefined = [""];
      for (let count = 0; count <= regex.max; count++) {
        if (count >= regex.min) for (const text of texts) all.add(text);
        if (all.size > most) return undefined;
        if (count === regex.max) break;
        texts = append(texts, regex.part, most);
        if (texts === undefined) return undefined;
      }
      return [...all];
    }
  }
}

function append(before: readonly string[] | undefined, part: Regex, most: number): readonly string[] | undefined {
  const after = before === undefined ? undefined : textsOf(part, most);
  if (before === undefined || after === undefined || before.length * after.length > most) return undefined;
  return before.flatMap((left) => after.map((right) => left + right));
}
