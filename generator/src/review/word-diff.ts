import { diffWordsWithSpace } from "diff";

/** Characters of unchanged text that are shown on each side of a change. */
const context = 24;

/** Longer texts are compared as wholes: what a person reads of their difference would not be short either. */
const longest = 20_000;

/** Most changes that are shown. */
const mostChanges = 3;

/**
 * Says how one text became another, in at most three lines: `… for [-a nurse-]{+a lawyer+}: …`. Line ends are shown as
 * `⏎`, so that the text never starts a line of its own.
 */
export function describeTextChange(before: string, after: string): string {
  if (before.replaceAll(/\s+/g, "") === after.replaceAll(/\s+/g, "")) return "whitespace only";
  if (before.length > longest || after.length > longest)
    return `${before.length.toLocaleString("en")} → ${after.length.toLocaleString("en")} characters`;
  const parts = diffWordsWithSpace(before, after, { maxEditLength: 2000 });
  if (parts === undefined)
    return `rewritten, ${before.length.toLocaleString("en")} → ${after.length.toLocaleString("en")} characters`;
  const lines: string[] = [];
  let line = "";
  for (const [index, { value, added, removed }] of parts.entries()) {
    if (added || removed) line += added ? `{+${value}+}` : `[-${value}-]`;
    else {
      const isLast = index === parts.length - 1;
      if (line !== "") {
        lines.push(`${line}${head(value, isLast)}`);
        line = "";
      }
      if (!isLast) line = tail(value, index === 0);
    }
    if (line !== "" && index === parts.length - 1) lines.push(line);
  }
  const shown = lines.slice(0, mostChanges).map((text) => text.replaceAll(/\r?\n/g, "⏎"));
  const more = lines.length - shown.length;
  return more > 0 ? [...shown.slice(0, -1), `${shown.at(-1)} and ${more} more`].join("\n") : shown.join("\n");
}

function head(text: string, isWhole: boolean): string {
  return isWhole && text.length <= context ? text : `${text.slice(0, context)}…`;
}

function tail(text: string, isWhole: boolean): string {
  return isWhole && text.length <= context ? text : `…${text.slice(-context)}`;
}
