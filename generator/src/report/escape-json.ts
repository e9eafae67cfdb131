/** A JSON text with every character escaped that a terminal or a job log may take for a command. */
export function escapeJson(json: string): string {
  return json
    .replace(
      /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    )
    .replace(/##(?=\w*\[)/g, "#\\u0023");
}
