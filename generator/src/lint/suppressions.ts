import { isMap, isPair, isScalar, isSeq, Lexer, type Node, parseDocument } from "yaml";
import { walkSchemas } from "../../../runtime/src/schema/keywords.ts";
import { joinPointer } from "../../../runtime/src/schema/pointer.ts";
import type { SourceRange } from "../diagnostics/diagnostic.ts";
import { outlineSpec } from "../spec/outline.ts";
import { createPositions } from "../spec/positions.ts";
import type { SpecDocument } from "../spec/spec.ts";
import { createOffsets } from "./offsets.ts";

/** One `# lint-ignore rule -- reason` of a file. */
export interface Suppression {
  /** Whether it begins as one and does not go on as one; then it has neither rules nor a reason. */
  readonly malformed: boolean;
  /** The rules as they were written, known or not. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** Whether it is about the whole file. */
  readonly isWhole: boolean;
  /** Where the comment stands. */
  readonly range: SourceRange;
  /** Whether what starts at a place is the node that the comment speaks of. */
  covers(place: SourceRange["start"]): boolean;
}

const beginning = /^#\s*lint-ignore(?![a-z])(.*)$/;
const form = /^(-file)?(?:\s+(?!--)([^\s,]+(?:\s*,\s*[^\s,]+)*))?\s*(?:--\s*(.*))?$/;

/** Reads what a comment says after `# lint-ignore`. */
function readRest(rest: string): Omit<Suppression, "range" | "covers"> {
  const match = form.exec(rest);
  const [, whole, rules, reason = ""] = match ?? [];
  return {
    malformed: match === null,
    rules: rules === undefined ? [] : rules.split(",").map((rule) => rule.trim()),
    reason: reason.trim(),
    isWhole: whole !== undefined,
  };
}

/**
 * Reads the suppressions of a YAML file. One above a node is about that node and what it says of itself, and not about
 * schemas inside it, unless they share its line; one with `-file` is about the whole file. JSON has no comments.
 */
export function readSuppressions(document: Pick<SpecDocument, "path" | "text" | "value">): readonly Suppression[] {
  const { path, text } = document;
  if (!text.includes("lint-ignore") || path.endsWith(".json")) return [];
  const rangeAt = createPositions(path, text);
  const found = commentsOf(text).flatMap(({ start, source }) => {
    const rest = beginning.exec(source.trim())?.[1];
    if (rest === undefined) return [];
    return [{ start, ...readRest(rest), range: rangeAt(start, start + source.length) }];
  });
  if (found.length === 0) return [];
  const entries = readEntries(text);
  const schemaAt = createSchemaFinder(document);
  const lineAt = createLineFinder(text);
  const offsetOf = createOffsets(text);
  return found.map(({ start, ...suppression }): Suppression => {
    if (suppression.isWhole) return { ...suppression, covers: () => true };
    const line = lineAt(start);
    const node = line === undefined ? undefined : entries[firstFrom(entries, line.start)];
    if (line === undefined || node === undefined || node.start >= line.end)
      return { ...suppression, covers: () => false };
    const own = schemaAt(node.pointer);
    return {
      ...suppression,
      covers(place) {
        const offset = offsetOf(place);
        if (offset < node.start || offset >= node.end) return false;
        if (offset < line.end) return true;
        const inner = innermost(entries, offset);
        return inner !== undefined && schemaAt(inner.pointer) === own;
      },
    };
  });
}

interface Comment {
  readonly start: number;
  readonly source: string;
}

/** The comments of a YAML text; what looks like one inside a text of several lines is none. */
function commentsOf(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let offset = 0;
  let isScalarNext = false;
  for (const token of new Lexer().lex(text)) {
    if (token === "\u001f") {
      isScalarNext = true;
      continue;
    }
    if (token === "\u0002" || token === "\u0018") continue;
    if (token.startsWith("#") && !isScalarNext) comments.push({ start: offset, source: token.trimEnd() });
    isScalarNext = false;
    offset += token.length;
  }
  return comments;
}

interface Line {
  readonly start: number;
  readonly end: number;
}

/** Makes the function that finds the line a comment speaks of: its own where it follows something, else the next that is neither blank nor a comment. */
function createLineFinder(text: string): (comment: number) => Line | undefined {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length; start = (lines.at(-1)?.end ?? text.length) + 1) {
    const found = text.indexOf("\n", start);
    lines.push({ start, end: found === -1 ? text.length : found });
  }
  // For each line the next one with something on it, from the last upwards.
  const next: (Line | undefined)[] = [];
  for (let index = lines.length - 1, after: Line | undefined; index >= 0; index--) {
    next[index] = after;
    const line = lines[index];
    if (line !== undefined && !/^\s*(?:#.*)?$/.test(text.slice(line.start, line.end))) after = line;
  }
  return (comment) => {
    const index = firstFrom(lines, comment + 1) - 1;
    const own = lines[index];
    if (own === undefined) return undefined;
    return text.slice(own.start, comment).trim() === "" ? next[index] : { start: own.start, end: comment };
  };
}

/** Index of the first of some things that starts at a place or after it. */
function firstFrom(list: readonly { readonly start: number }[], place: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.start ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A pair of a mapping or an item of a list, from its key to the end of its value. */
interface Entry {
  readonly pointer: string;
  readonly start: number;
  readonly end: number;
  readonly parent: Entry | undefined;
}

/** The innermost entry that a place is in. */
function innermost(entries: readonly Entry[], offset: number): Entry | undefined {
  let entry = entries[firstFrom(entries, offset + 1) - 1];
  while (entry !== undefined && offset >= entry.end) entry = entry.parent;
  return entry;
}

/** The entries of a text, each before those inside it. */
function readEntries(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  const visit = (node: Node | null, pointer: string, parent?: Entry): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        if (!isScalar(key) || key.range == null) continue;
        const below = joinPointer(pointer, String(key.value));
        const inner = value as Node | null;
        const entry = { pointer: below, start: key.range[0], end: inner?.range?.[1] ?? key.range[1], parent };
        entries.push(entry);
        visit(inner, below, entry);
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        const inner = isPair(item) ? null : (item as Node | null);
        if (inner?.range == null) continue;
        const below = joinPointer(pointer, index);
        const entry = { pointer: below, start: inner.range[0], end: inner.range[1], parent };
        entries.push(entry);
        visit(inner, below, entry);
      }
    }
  };
  const document = parseDocument(text, { uniqueKeys: false, prettyErrors: false, logLevel: "silent" });
  visit(document.contents, "");
  return entries;
}

/** The place of a file that something stands at, as a pointer into the spec: that of a plain JSON Schema begins with `/output`. */
export function pointerAt(document: SpecDocument, place: SourceRange["start"]): string {
  const offset = createOffsets(document.text)(place);
  const found = innermost(readEntries(document.text), offset);
  return (outlineSpec(document).output === "" ? "/output" : "") + (found?.pointer ?? "");
}

/** Makes the function that finds the innermost schema a place of a file belongs to, as its pointer. */
function createSchemaFinder(document: Pick<SpecDocument, "path" | "text" | "value">): (pointer: string) => string {
  const { value } = document;
  const schemas = new Set<string>();
  if (value !== undefined) {
    const { output, hasInput } = outlineSpec(document as SpecDocument);
    const roots = [output, ...(hasInput ? ["/input"] : [])];
    for (const root of roots) {
      const at = root === "" ? value : (value as Readonly<Record<string, typeof value>>)[root.slice(1)];
      if (at !== undefined) walkSchemas(at, root, (_schema, pointer) => void schemas.add(pointer));
    }
  }
  return (pointer) => {
    let place = pointer;
    while (place !== "" && !schemas.has(place)) place = place.slice(0, place.lastIndexOf("/"));
    // Outside of schemas every place is its own.
    return place === "" && !schemas.has("") ? (pointer.split("/")[1] ?? "") : place;
  };
}
