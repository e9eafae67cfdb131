import { isMap, isPair, isScalar, isSeq, type Node, type Pair, type ParsedNode, parseDocument, visit } from "yaml";
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import { createOffsets } from "./offsets.ts";

/** How a finding can be mended in the text, leaving all around it as it is. */
export type LintFix =
  /** Another word in place of the scalar at the finding's place. */
  | { readonly kind: "word"; readonly word: string }
  /** Quotes around the scalar at the finding's place. */
  | { readonly kind: "quote" }
  /** The list item at the finding's place is taken out. */
  | { readonly kind: "remove-item" }
  /** The property at the finding's place moves up to before one of its siblings. */
  | { readonly kind: "move-before"; readonly sibling: string }
  /** The comment at the finding's place is taken out, with its line where nothing else is on it. */
  | { readonly kind: "remove-comment" }
  /** Another comment in place of the one at the finding's place. */
  | { readonly kind: "rewrite-comment"; readonly comment: string };

/** A stretch of text and what takes its place. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A place that can be mended. */
export interface Fixable {
  readonly range: SourceRange;
  readonly fix: LintFix;
}

/** What mending a text gave. */
export interface FixedText {
  readonly text: string;
  /** The fixes that were made, by index; others overlap with them or cannot be made without doubt. */
  readonly made: readonly number[];
}

/** Mends a YAML or JSON text. What cannot be done safely is left out; text that no fix is about stays byte for byte. */
export function fixText(text: string, fixables: readonly Fixable[]): FixedText {
  const offsetOf = createOffsets(text);
  const tree = readTree(text);
  const edits: Edit[] = [];
  const made: number[] = [];
  const overlaps = (edit: Edit): boolean => edits.some((other) => edit.start < other.end && other.start < edit.end);
  for (const [index, { range, fix }] of fixables.entries()) {
    const start = offsetOf(range.start);
    const found = editsFor(text, tree, start, fix);
    if (found === undefined || found.some(overlaps)) continue;
    edits.push(...found);
    made.push(index);
  }
  const fixed = [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((whole, { start, end, text: inner }) => whole.slice(0, start) + inner + whole.slice(end), text);
  return { text: fixed, made };
}

/** The scalars, list items and pairs of a text by where they start. */
interface Tree {
  readonly scalars: ReadonlyMap<number, Node>;
  readonly items: ReadonlyMap<number, { readonly list: Node; readonly index: number }>;
  readonly pairs: ReadonlyMap<number, { readonly map: Node; readonly index: number }>;
}

function readTree(text: string): Tree {
  const scalars = new Map<number, Node>();
  const items = new Map<number, { list: Node; index: number }>();
  const pairs = new Map<number, { map: Node; index: number }>();
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  visit(document, {
    Scalar: (_, node) => void scalars.set(startOf(node), node as Node),
    Seq: (_, list) => {
      for (const [index, item] of list.items.entries())
        if (!isPair(item)) items.set(startOf(item as Node), { list: list as Node, index });
    },
    Map: (_, map) => {
      for (const [index, pair] of map.items.entries())
        pairs.set(startOf(pair.key as Node), { map: map as Node, index });
    },
  });
  return { scalars, items, pairs };
}

function startOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? -1;
}

function editsFor(
  text: string,
  { scalars, items, pairs }: Tree,
  start: number,
  fix: LintFix,
): readonly Edit[] | undefined {
  switch (fix.kind) {
    case "word": {
      const node = scalars.get(start);
      return node === undefined ? undefined : rewriteScalar(text, node, () => fix.word);
    }
    case "quote": {
      const node = scalars.get(start);
      if (node === undefined || !isScalar(node) || node.type !== "PLAIN") return undefined;
      const source = text.slice(start, node.range?.[1]);
      return /["\\\n]/.test(source) ? undefined : [{ start, end: start + source.length, text: `"${source}"` }];
    }
    case "remove-item": {
      const found = items.get(start);
      return found === undefined ? undefined : removeItem(text, found.list, found.index);
    }
    case "move-before": {
      const found = pairs.get(start);
      return found === undefined ? undefined : moveBefore(text, found.map, found.index, fix.sibling);
    }
    case "remove-comment":
      return removeComment(text, start);
    case "rewrite-comment": {
      const length = text[start] === "#" ? text.slice(start).search(/\r?\n|$/) : 0;
      return length === 0 ? undefined : [{ start, end: start + length, text: fix.comment }];
    }
  }
}

/** Writes another word into a plain or quoted scalar of one line. */
function rewriteScalar(text: string, node: Node, rewrite: () => string): readonly Edit[] | undefined {
  const [start, end] = node.range ?? [0, 0];
  const source = text.slice(start, end);
  const word = rewrite();
  if (source.includes("\n") || !/^[\w$.-]+$/.test(word)) return undefined;
  const quote = source[0] === '"' || source[0] === "'" ? source[0] : "";
  return [{ start, end, text: quote + word + quote }];
}

function removeItem(text: string, list: Node, index: number): readonly Edit[] | undefined {
  if (!isSeq(list)) return undefined;
  const item = list.items[index] as ParsedNode | undefined;
  const [start, end] = item?.range ?? [0, 0];
  if (item === undefined || item.anchor !== undefined || list.items.length < 2) return undefined;
  if (list.flow === true) {
    // With the comma before it, or after it for the first.
    const previous = list.items[index - 1] as ParsedNode | undefined;
    const next = list.items[index + 1] as ParsedNode | undefined;
    const edit =
      previous !== undefined
        ? { start: previous.range[1], end, text: "" }
        : { start, end: next === undefined ? end : next.range[0], text: "" };
    return text.slice(edit.start, edit.end).includes("#") ? undefined : [edit];
  }
  const lineStart = text.lastIndexOf("\n", start) + 1;
  // The item has its line to itself, or there is more on it than can be seen from here.
  if (!/^\s*-\s+$/.test(text.slice(lineStart, start)) || text.slice(start, end).includes("\n")) return undefined;
  const lineEnd = text.indexOf("\n", end);
  return [{ start: lineStart, end: lineEnd === -1 ? text.length : lineEnd + 1, text: "" }];
}

/** Moves a pair of a block mapping, with the comments right above it, to before a sibling that is written earlier. */
function moveBefore(text: string, map: Node, index: number, sibling: string): readonly Edit[] | undefined {
  if (!isMap(map) || map.flow === true) return undefined;
  const target = map.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === sibling);
  if (target === -1 || target >= index) return undefined;
  const from = blockOf(text, map.items, index);
  const to = blockOf(text, map.items, target);
  if (from === undefined || to === undefined || to.start >= from.start) return undefined;
  const moved = text.slice(from.start, from.end);
  // An alias that moves above its anchor would lead nowhere, and an anchor below its alias neither.
  if (/(?:^|[\s[{,:-])[&*][^\s,\]}]+/m.test(moved)) return undefined;
  // The last line of a file may lack its end.
  const whole = moved.endsWith("\n") ? moved : `${moved}\n`;
  return [
    { start: to.start, end: to.start, text: whole },
    { start: from.start, end: from.end, text: "" },
  ];
}

/** The whole lines of a pair and of the comments right above it; nothing where other things share them. */
function blockOf(
  text: string,
  items: readonly Pair[],
  index: number,
): { readonly start: number; readonly end: number } | undefined {
  const pair = items[index];
  const key = startOf(pair?.key as Node);
  let start = text.lastIndexOf("\n", key - 1) + 1;
  if (key < 0 || text.slice(start, key).trim() !== "") return undefined;
  const previous = items[index - 1];
  const floor = previous === undefined ? 0 : endOf(text, previous);
  while (start > floor) {
    const before = text.lastIndexOf("\n", start - 2) + 1;
    if (before < floor || !/^\s*#/.test(text.slice(before, start))) break;
    start = before;
  }
  return pair === undefined ? undefined : { start, end: endOf(text, pair) };
}

/** Where the last line with something of a pair on it ends. */
function endOf(text: string, { key, value }: Pair): number {
  const last = (value as Node | null)?.range?.[1] ?? (key as Node).range?.[1] ?? 0;
  // The value of a block ends where the next thing starts: go back to what is its own.
  let end = last;
  while (end > 0 && /\s/.test(text[end - 1] ?? "")) end--;
  const lineEnd = text.indexOf("\n", end);
  return lineEnd === -1 ? text.length : lineEnd + 1;
}

function removeComment(text: string, start: number): readonly Edit[] | undefined {
  if (text[start] !== "#") return undefined;
  const found = text.indexOf("\n", start);
  const end = found === -1 ? text.length : found;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  if (text.slice(lineStart, start).trim() === "")
    return [{ start: lineStart, end: Math.min(text.length, end + 1), text: "" }];
  const trimmed = text.slice(lineStart, start).trimEnd().length;
  const stop = text[end - 1] === "\r" ? end - 1 : end;
  return [{ start: lineStart + trimmed, end: stop, text: "" }];
}
