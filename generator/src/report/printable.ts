const tabWidth = 4;

/** `1 spec`, `2 specs`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * Makes a text safe for a terminal, and all of it visible: tabs become spaces, control characters, those that direct
 * text and those that show nothing their code points. What joins emoji to one picture is left.
 */
export function printable(text: string): string {
  return text
    .replaceAll("\t", " ".repeat(tabWidth))
    .replace(unseen, (characters) =>
      isPartOfEmoji.test(characters) ? characters : [...characters].map(escaped).join(""),
    );
}

/** Characters that a reader does not see, or sees as something else; with an emoji in front, what makes it one picture. */
const unseen =
  /\p{Extended_Pictographic}\p{Emoji_Modifier}?(?:[\ufe0e\ufe0f](?:\u200d(?=\p{Extended_Pictographic}))?|\u200d(?=\p{Extended_Pictographic}))|[\p{Cc}\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu;

const isPartOfEmoji = /^\p{Extended_Pictographic}/u;

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Writes a value as JSON that is safe for a terminal and still the same value: what {@link printable} shows by its code, JSON escapes. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(unseen, (characters) => {
    if (characters === "\n" || isPartOfEmoji.test(characters)) return characters;
    return Array.from(characters, escapedInJson).join("");
  });
}

function escapedInJson(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
}

/** Columns a text takes in a terminal, near enough: East Asian wide letters and emoji take two, marks none. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of printable(text)) {
    if (/\p{Mn}|\p{Me}|\u200d|[\ufe00-\ufe0f]/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

/**
 * Makes a text from a spec safe for a job log: {@link printable}, and no mark by which a runner knows a command
 * wherever it stands in a line (`##[error]`).
 */
export function loggable(text: string): string {
  return printable(text).replace(/##(?=\w*\[)/g, "#\\u{23}");
}
