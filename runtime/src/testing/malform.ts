/**
 * Puts something into a JSON text, at or after an offset, that makes it malformed whatever follows.
 *
 * Inside a string that is a closing quote and a semicolon, elsewhere a semicolon alone: no lenient reader of JSON
 * takes either for something else.
 */
export function malformJson(text: string, offset: number): string {
  let inString = false;
  let at = 0;
  while (at < text.length && (at < offset || at === 0)) {
    const character = text[at];
    if (inString && character === "\\") at++;
    else if (character === '"') inString = !inString;
    at++;
  }
  return `${text.slice(0, at)}${inString ? '";' : ";"}${text.slice(at)}`;
}
