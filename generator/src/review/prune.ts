import { isMap, isSeq, parseDocument } from "yaml";

/** The text of an `outspec.yaml` without some of its acceptances, and without the list where none is left. The rest stays as it is. */
export function withoutAcceptances(text: string, indexes: readonly number[]): string {
  const document = parseDocument(text);
  const review = document.get("review", true);
  const accept = isMap(review) ? review.get("accept", true) : undefined;
  if (!isMap(review) || !isSeq(accept)) return text;
  if (indexes.length >= accept.items.length) {
    const isAll = review.items.length === 1;
    return isAll ? removePair(text, document.contents, "review") : removePair(text, review, "accept");
  }
  const gone = new Set(indexes);
  let result = text;
  for (const [index, item] of [...accept.items.entries()].reverse()) {
    const range = (item as { readonly range?: readonly number[] | null }).range;
    if (gone.has(index) && range != null)
      result = removeItem(result, range[0] ?? 0, range[2] ?? 0, accept.flow === true);
  }
  return result;
}

/** Cuts one item of a list out: in block style its lines from the dash on, in flow style with its comma. */
function removeItem(text: string, start: number, end: number, isFlow: boolean): string {
  if (isFlow) {
    const after = /^\s*,\s*/.exec(text.slice(end))?.[0].length ?? 0;
    const before = after > 0 ? 0 : (/,\s*$/.exec(text.slice(0, start))?.[0].length ?? 0);
    return text.slice(0, start - before) + text.slice(end + after);
  }
  const line = text.lastIndexOf("\n", text.lastIndexOf("-", start)) + 1;
  return text.slice(0, line) + text.slice(endOfLine(text, end));
}

function removePair(text: string, map: unknown, key: string): string {
  if (!isMap(map)) return text;
  const pair = map.items.find((one) => (one.key as { readonly value?: unknown }).value === key);
  const start = (pair?.key as { readonly range?: readonly number[] | null } | undefined)?.range?.[0];
  const end = (pair?.value as { readonly range?: readonly number[] | null } | undefined)?.range?.[2];
  if (start === undefined || end === undefined) return text;
  return text.slice(0, text.lastIndexOf("\n", start - 1) + 1) + text.slice(endOfLine(text, end));
}

/** The start of the line after a node, whose range may or may not reach over its line's end. */
function endOfLine(text: string, end: number): number {
  if (text[end - 1] === "\n") return end;
  const next = text.indexOf("\n", end);
  return next < 0 ? text.length : next + 1;
}
