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
  minus: 0x2d,
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

/** The words of JSON, by their first letter. */
export const literals: ReadonlyMap<string, { readonly word: string; readonly value: boolean | null }> = new Map([
  ["t", { word: "true", value: true }],
  ["f", { word: "false", value: false }],
  ["n", { word: "null", value: null }],
]);

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

/** The grammar of RFC 8259, section 6: the part that `code` continues a number with, or nothing when it cannot. */
export function nextNumberPart(part: NumberPart, code: number): NumberPart | undefined {
  const character = String.fromCharCode(code);
  const digit = isDigit(code);
  const exponentMark = character === "e" || character === "E";
  switch (part) {
    case "minus":
      return character === "0" ? "zero" : digit ? "integer" : undefined;
    case "zero":
      return character === "." ? "point" : exponentMark ? "e" : undefined;
    case "integer":
      return digit ? "integer" : character === "." ? "point" : exponentMark ? "e" : undefined;
    case "point":
      return digit ? "fraction" : undefined;
    case "fraction":
      return digit ? "fraction" : exponentMark ? "e" : undefined;
    case "e":
      return digit ? "exponent" : character === "+" || character === "-" ? "sign" : undefined;
    case "sign":
    case "exponent":
      return digit ? "exponent" : undefined;
  }
}

/** Whether a number may end with a part. */
export function isWholeNumber(part: NumberPart): boolean {
  return part === "zero" || part === "integer" || part === "fraction" || part === "exponent";
}
