/** Code units that mean something to JSON, and the back-tick of fences. */
export const codes = {
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  backslash: 0x5c,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  backtick: 0x60,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  plus: 0x2b,
  minus: 0x2d,
  point: 0x2e,
  zero: 0x30,
} as const;

/** The part of a number that was read last. Only `zero`, `integer`, `fraction` and `exponent` may be its end. */
export type NumberPart = "minus" | "zero" | "integer" | "point" | "fraction" | "e" | "sign" | "exponent";

/** What stands for itself, or for a control character, after a backslash. */
export const simpleEscapes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["/", "/"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);

/** One of the words of JSON. */
export interface Literal {
  readonly word: string;
  readonly value: boolean | null;
}

const literals: Readonly<Record<string, Literal>> = {
  t: { word: "true", value: true },
  f: { word: "false", value: false },
  n: { word: "null", value: null },
};

/** The word of JSON that begins with a character. */
export function literalOf(character: string): Literal | undefined {
  return literals[character];
}

/** Whether a code unit is white space. */
export function isWhite(code: number): boolean {
  return code === codes.space || code === codes.lineFeed || code === codes.carriageReturn || code === codes.tab;
}

/** Whether a code unit is a decimal digit. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Whether a code unit is the first half of a surrogate pair. */
export function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** The value of a hexadecimal digit. */
export function hexValueOf(code: number): number | undefined {
  if (isDigit(code)) return code - codes.zero;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : undefined;
}

/** The grammar of RFC 8259, section 6: the part that `code` continues a number with, or nothing when it cannot. */
export function nextNumberPart(part: NumberPart, code: number): NumberPart | undefined {
  const digit = isDigit(code);
  switch (part) {
    case "minus":
      return code === codes.zero ? "zero" : digit ? "integer" : undefined;
    case "zero":
      return code === codes.point ? "point" : isExponentMark(code) ? "e" : undefined;
    case "integer":
      return digit ? "integer" : code === codes.point ? "point" : isExponentMark(code) ? "e" : undefined;
    case "point":
      return digit ? "fraction" : undefined;
    case "fraction":
      return digit ? "fraction" : isExponentMark(code) ? "e" : undefined;
    case "e":
      return digit ? "exponent" : code === codes.plus || code === codes.minus ? "sign" : undefined;
    case "sign":
    case "exponent":
      return digit ? "exponent" : undefined;
  }
}

function isExponentMark(code: number): boolean {
  return (code | 0x20) === 0x65;
}

/** Digits that a double holds exactly, whatever they are. */
const exactDigits = 15;

/**
 * Where an integer ends whose digits begin at `start`, if it is whole in the text at hand and has so few digits that
 * {@link integerIn} reads it, which is so for most numbers. Else -1.
 */
export function endOfInteger(text: string, start: number): number {
  let end = start;
  // Past the end of the text the code is NaN, which is no digit.
  while (isDigit(text.charCodeAt(end))) end++;
  const digits = end - start;
  if (digits === 0 || digits > exactDigits || end >= text.length) return -1;
  if (digits > 1 && text.charCodeAt(start) === codes.zero) return -1;
  const next = text.charCodeAt(end);
  return next === codes.point || isExponentMark(next) ? -1 : end;
}

/** The value of a few digits. */
export function integerIn(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) value = value * 10 + (text.charCodeAt(i) - codes.zero);
  return value;
}

/** Whether a number may end with a part. */
export function isWholeNumber(part: NumberPart): boolean {
  return part === "zero" || part === "integer" || part === "fraction" || part === "exponent";
}
