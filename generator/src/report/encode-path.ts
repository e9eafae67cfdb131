/** A path as part of an address. Half of a surrogate pair has no encoding: U+FFFD stands for it, as in every UTF-8 text. */
export function encodePath(path: string): string {
  return path
    .replace(/[\ud800-\udfff]/gu, "\ufffd")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}
