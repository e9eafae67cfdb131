import type { Json } from "../../../runtime/src/schema/json.ts";

/** A line longer than this is broken, each by itself: what stands around it has no say. */
const lineWidth = 124;

/** Whether a line may stay on one line. */
export function fits(line: string): boolean {
  return line.length <= lineWidth;
}

/** Indents every line that is not empty. */
export function indent(text: string, by = "  "): string {
  return text.replaceAll(/^(?=.)/gm, by);
}

/** A string as a TypeScript literal in double quotes. */
export function stringLiteral(text: string): string {
  return JSON.stringify(text).replaceAll(invisible, escapeUnit);
}

// Line separators, and marks that make code read differently from what it says.
const invisible = /[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Code whose strings nobody escaped, with invisible characters spelt out. They can stand nowhere but in strings. */
export function escapeInvisible(code: string): string {
  return code.replaceAll(invisible, escapeUnit);
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** The text between two backticks that stands for `text`. */
export function templateText(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("`", "\\`")
    .replaceAll("${", "\\${")
    .replaceAll(invisible, escapeUnit);
}

/** A string literal in single quotes: JSON inside it reads as it is. */
export function jsonLiteral(json: string): string {
  const escaped = json.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll(invisible, escapeUnit);
  return `'${escaped}'`;
}

/** A JSON value as an expression. A key named `__proto__` stays an ordinary key. */
export function valueLiteral(value: Json): string {
  if (typeof value === "string") return stringLiteral(value);
  if (Array.isArray(value)) return `[${value.map(valueLiteral).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${valueKey(key)}: ${valueLiteral(item)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return JSON.stringify(value);
}

/** A property's name in an object literal. */
export function valueKey(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : propertyName(name);
}

/** A property's name in a type. */
export function propertyName(name: string): string {
  return isIdentifier(name) ? name : stringLiteral(name);
}

/**
 * Whether a name can follow a dot. Letters beyond the first 65,536 characters are left to quotes: compilers know them
 * only up to the Unicode version they were made with, which may be older than ours.
 */
export function isIdentifier(name: string): boolean {
  if (/[\u{10000}-\u{10ffff}]/u.test(name)) return false;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && name.normalize("NFC") === name;
}

/**
 * A doc comment with a text nobody vouches for. Whatever could end the comment, start a tag or hide is made harmless.
 */
export function docComment(text: string): string {
  const lines = text
    .replaceAll(/[\ud800-\udfff]/gu, "\ufffd")
    .replaceAll(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replaceAll(/\t/g, " ")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a comment
    .replaceAll(/[\u0000-\u0009\u000b-\u001f]/g, "")
    .replaceAll(invisible, "")
    .replaceAll("*/", "*\\/")
    // At the start of a line or after a brace an at sign is a tag, and some tags speak to the compiler.
    .replaceAll(/(^|[\s{(*/])@/g, "$1\\@")
    .split("\n")
    .map((line) => line.trimEnd());
  while (lines[0] === "") lines.shift();
  while (lines.at(-1) === "") lines.pop();
  const [only] = lines;
  if (only === undefined) return "";
  if (lines.length === 1) return `/** ${only} */`;
  return ["/**", ...lines.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"].join("\n");
}

/** The article that goes with a name, by its first letters. */
export function articleFor(name: string): "A" | "An" {
  return /^(?:[AEIO]|U(?!ni|s|r[aei]|t))/.test(name) && !/^(?:Eu|One|Once)/.test(name) ? "An" : "A";
}
