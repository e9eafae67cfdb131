/** A JSON text with every character escaped that a terminal or a job log may take for a command, or that nobody sees. */
export function escapeJson(json: string): string {
  return json
    .replace(/[\u007f-\u009f\u2028\u2029\ufff9-\ufffb]|\p{Default_Ignorable_Code_Point}/gu, (character) =>
      character
        .split("")
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join(""),
    )
    .replace(/##(?=\w*\[)/g, "#\\u0023");
}
