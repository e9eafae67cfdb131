import { diffArrays } from "diff";

/** Characters of unchanged text that are shown on each side of a change, in whole words. */
const context = 40;

/** Longer texts are compared as wholes: what a person reads of their difference would not be short either. */
const longest = 20_000;

/** Most lines, and with them places, that are shown. */
const mostLines = 3;

/** A line that is longer takes no further place. */
const longestLine = 200;

/** Longest piece that is shown of what came or went at one place. */
const longestPiece = 160;

/** One place of a text that changed, or the words between two of them. */
type Part =
  | { readonly kind: "same"; readonly words: readonly string[] }
  | { readonly kind: "change"; readonly old: string; readonly now: string };

/**
 * Says how one text became another, in at most three lines: `… for [-a nurse-]{+a lawyer+}: …`. A tag such as
 * `{{ name }}` is one word. Line ends are shown as `⏎`, so that the text never starts a line of its own.
 */
export function describeTextChange(before: string, after: string): string {
  if (before.replaceAll(/\s+/g, "") === after.replaceAll(/\s+/g, "")) return "whitespace only";
  const sizes = `${before.length.toLocaleString("en")} → ${after.length.toLocaleString("en")} characters`;
  if (before.length > longest || after.length > longest) return sizes;
  const parts = changesOf(before, after);
  if (parts === undefined) return `rewritten, ${sizes}`;
  const lines = linesOf(parts);
  const shown = lines.slice(0, mostLines).map((line) => line.replaceAll(/\r?\n/g, "⏎"));
  const more = lines.length - shown.length;
  return more > 0 ? [...shown.slice(0, -1), `${shown.at(-1)} and ${more} more`].join("\n") : shown.join("\n");
}

/** Letters of scripts that put no blanks between words: each is a word here. */
const unspaced = String.raw`[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]`;

/** Tags, words, blanks and marks: what a text is compared by. */
const wordPattern = new RegExp(
  String.raw`\\?\{\{[^{}]{0,400}\}\}|${unspaced}\p{M}*|(?:(?!${unspaced})[\p{L}\p{M}\p{N}_])+|\s+|.`,
  "gsu",
);

function wordsOf(text: string): readonly string[] {
  return text.match(wordPattern) ?? [];
}

/** What changed, in order, with what lies between. Places that only blanks keep apart are one. */
function changesOf(before: string, after: string): readonly Part[] | undefined {
  const found = diffArrays([...wordsOf(before)], [...wordsOf(after)], { maxEditLength: 2000 });
  if (found === undefined) return undefined;
  const parts: Part[] = [];
  for (const [index, { value, added, removed }] of found.entries()) {
    const text = value.join("");
    const last = parts.at(-1);
    const isBetween = last?.kind === "change" && index < found.length - 1 && text.trim() === "" && !text.includes("\n");
    const [old, now] = [added ? "" : text, removed ? "" : text];
    if (!added && !removed && !isBetween) parts.push({ kind: "same", words: value });
    else if (last?.kind !== "change") parts.push({ kind: "change", old, now });
    else parts[parts.length - 1] = { kind: "change", old: last.old + old, now: last.now + now };
  }
  return parts;
}

/** A line for each place that changed; places whose surroundings meet share one. */
function linesOf(parts: readonly Part[]): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const [index, part] of parts.entries()) {
    if (part.kind === "change") {
      line += sayChange(part.old, part.now);
      continue;
    }
    const text = part.words.join("");
    const [isFirst, isLast] = [index === 0, index === parts.length - 1];
    if (!isFirst && !isLast && text.length <= context && line.length <= longestLine) line += text;
    else {
      if (!isFirst) lines.push(line + head(part.words, isLast));
      line = isLast ? "" : tail(part.words, isFirst);
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** Blanks around what came and went stand outside of the marks where both sides have them. */
function sayChange(old: string, now: string): string {
  const start = /^\s*/.exec(old)?.[0] ?? "";
  const end = /\s*$/.exec(old)?.[0] ?? "";
  const isFramed = old.trim() !== "" && now.trim() !== "" && now.startsWith(start) && now.endsWith(end);
  if (!isFramed) return `${marked("[-", old, "-]")}${marked("{+", now, "+}")}`;
  const inner = (text: string): string => text.slice(start.length, text.length - end.length);
  return `${start}${marked("[-", inner(old), "-]")}${marked("{+", inner(now), "+}")}${end}`;
}

function marked(open: string, text: string, close: string): string {
  if (text === "") return "";
  if (text.length <= longestPiece) return `${open}${text}${close}`;
  const half = longestPiece / 2;
  const [start, end] = [text.slice(0, half), text.slice(-half)];
  return `${open}${start.replace(/[\ud800-\udbff]$/, "")} … ${end.replace(/^[\udc00-\udfff]/, "")}${close}`;
}

/** As many of the first words as there is room for. */
function head(words: readonly string[], isWhole: boolean): string {
  const kept = fitting(words);
  return kept.length === words.length && isWhole ? kept.join("") : `${kept.join("").trimEnd()} …`;
}

/** As many of the last words as there is room for. */
function tail(words: readonly string[], isWhole: boolean): string {
  const kept = [...fitting([...words].reverse())].reverse();
  return kept.length === words.length && isWhole ? kept.join("") : `… ${kept.join("").trimStart()}`;
}

function fitting(words: readonly string[]): readonly string[] {
  let length = 0;
  const end = words.findIndex((word) => {
    length += word.length;
    return length > context;
  });
  return end === -1 ? words : words.slice(0, end);
}
