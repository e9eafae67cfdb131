import { encodePath } from "../encode-path.ts";
import { loggable } from "../printable.ts";
import { shorten } from "./wording.ts";

/** Invisible, and enough for a host to see neither a mention nor a link. */
const gap = "\u200b";

/** Text from a spec as plain words in Markdown: no markup, no HTML, no mention, no link, on one line. */
export function proseText(text: string): string {
  const oneLine = text
    .split(/\r\n?|\n/)
    .map(loggable)
    .join(" ⏎ ");
  return oneLine
    .replace(/[\\`*_[\]|~]/g, "\\$&")
    .replace(/#(?=\d)/g, `#${gap}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("$", "&#36;")
    .replaceAll("@", `${gap}@${gap}`)
    .replace(/(GH)-(?=\d)/gi, `$1-${gap}`)
    .replaceAll("//", `/${gap}/`)
    .replace(/www\./gi, (start) => `${start.slice(0, -1)}${gap}.`)
    .replace(
      /\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{7,40}\b/g,
      (hash) => `${hash.slice(0, 3)}${gap}${hash.slice(3)}`,
    );
}

/** {@link proseText} where it may start a line: no list, no heading, no command of a runner that reads its log. */
function firstWords(text: string): string {
  return proseText(text)
    .replace(/^(\s*)([-+=#:])/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/, "$1\\$2");
}

/** Text from a spec as a code span, which no mark in it can end. A bar is escaped where the span stands in a table. */
export function codeText(text: string, inTable = false): string {
  const oneLine = text
    .split(/\r\n?|\n/)
    .map(loggable)
    .join(" ⏎ ");
  if (oneLine.trim() === "") return "` `";
  const fence = "`".repeat(longestRun(oneLine) + 1);
  const space = /^[` ]|[` ]$/.test(oneLine) ? " " : "";
  const span = `${fence}${space}${oneLine}${space}${fence}`;
  return inTable ? span.replaceAll("|", "\\|") : span;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

/** A message of ours: what stands between backticks becomes code, the rest plain words. */
export function messageText(message: string): string {
  const parts = message.split("`");
  // Backticks from a spec shift the pairs, which spoils the looks and nothing else: both kinds are escaped.
  const last = parts.length % 2 === 0 ? parts.length - 1 : parts.length;
  return parts
    .map((part, index) => {
      if (index >= last) return proseText(`\`${part}`);
      if (index % 2 === 1) return part === "" ? proseText("``") : codeText(part);
      return index === 0 ? firstWords(part) : proseText(part);
    })
    .join("");
}

/** A place in a file, as a link where the host's address of a file is known. */
export function placeText(path: string, line: number, linkBase: string | undefined): string {
  const place = codeText(`${shorten(path, 160)}:${line}`);
  if (linkBase === undefined) return place;
  const address = encodePath(path).replace(/[()']/g, hexEscape);
  return `[${place}](${linkBase.replace(/\/+$/, "").replace(/[\s()<>]/g, hexEscape)}/${address}#L${line})`;
}

function hexEscape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
