const tabWidth = 4;

/** `1 spec`, `2 specs`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Makes a text safe for a terminal: tabs become spaces, other control and direction characters their code points. */
export function printable(text: string): string {
  return text
    .replaceAll("\t", " ".repeat(tabWidth))
    .replace(
      /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
      (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
    );
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
