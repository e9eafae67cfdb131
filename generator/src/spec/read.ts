import { Composer, type CST, Parser } from "yaml";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { explainSyntaxError } from "./explain-syntax.ts";
import { findJsonError, flattenJson } from "./json-syntax.ts";
import { limits } from "./limits.ts";
import { createPositions } from "./positions.ts";
import { readTree } from "./read-tree.ts";
import type { SpecDocument } from "./spec.ts";

/** Reads one YAML or JSON text (by its path's ending) and remembers where everything stands. Never throws. */
export function readSpec(path: string, source: string): SpecDocument {
  const text = withoutMark(source);
  const rangeAt = createPositions(path, text);
  const unreadable = (finding: Diagnostic): SpecDocument => ({
    path,
    text,
    value: undefined,
    findings: [finding],
    rangeOf: () => rangeAt(0, 0),
    rangeInText: () => rangeAt(0, 0),
  });

  if (text.length > limits.characters) {
    return unreadable(
      error(
        "too-large",
        rangeAt(limits.characters, limits.characters),
        `the file has ${text.length.toLocaleString("en")} characters, and a spec at most ${limits.characters.toLocaleString("en")}`,
        "move what it shares to other files, and refer to them with $ref",
      ),
    );
  }
  const foreign = findForeignText(text);
  if (foreign !== undefined) {
    const { code, offset, length, message, hint } = foreign;
    return unreadable(error(code, rangeAt(offset, offset + length), message, hint));
  }
  const isJson = path.endsWith(".json");
  if (isJson) {
    const broken = findJsonError(text);
    if (broken !== undefined) {
      return unreadable(error("syntax", rangeAt(broken.offset, broken.offset + 1), broken.message, broken.hint));
    }
  }

  // A carriage return by itself ends a line, of which the library knows nothing.
  const tokens = [...new Parser().parse(isJson ? flattenJson(text) : text.replaceAll(/\r(?!\n)/g, "\n"))];
  const excess = findExcess(tokens);
  if (excess !== undefined) {
    const { code, offset, message, hint } = excess;
    return unreadable(error(code, rangeAt(offset, offset + 1), message, hint));
  }

  const [document, second] = [
    ...new Composer({ uniqueKeys: false, prettyErrors: false }).compose(tokens, true, text.length),
  ];
  if (document === undefined) return unreadable(error("empty", rangeAt(0, 0), "the file is empty"));
  const [problem] = document.errors;
  if (problem !== undefined) return unreadable(explainSyntaxError(problem, text, rangeAt));
  if (second !== undefined) {
    const start = separatorBefore(text, second.range?.[0] ?? text.length);
    return unreadable(
      error(
        "several-documents",
        rangeAt(start, start + 3),
        "one file is one spec, and a second YAML document starts here",
        "move it to a file of its own",
      ),
    );
  }
  if (document.directives?.yaml.explicit === true && document.directives.yaml.version !== "1.2") {
    const start = text.indexOf("%YAML");
    return unreadable(
      error(
        "yaml-version",
        rangeAt(start, text.indexOf("\n", start)),
        `YAML ${document.directives.yaml.version} reads yes, no, on and off as booleans; specs are YAML 1.2`,
        "remove this line",
      ),
    );
  }
  if (document.contents === null) {
    return unreadable(
      error("empty", rangeAt(0, 0), "the file is empty", "an output spec has at least `output:` with a JSON Schema"),
    );
  }

  return { path, text, ...readTree(document.contents, text, rangeAt) };
}

/** A text without the byte order mark that some editors put first. */
export function withoutMark(source: string): string {
  return source.startsWith("\ufeff") ? source.slice(1) : source;
}

/** What no parser need look at: a file in another encoding, or one that a merge has left in two versions. */
function findForeignText(
  text: string,
): { code: string; offset: number; length: number; message: string; hint: string } | undefined {
  const nul = text.indexOf("\0");
  if (nul !== -1) {
    const message = "the file is not UTF-8 text: it holds zero bytes, as UTF-16 does";
    return { code: "wrong-encoding", offset: nul, length: 1, message, hint: "save it as UTF-8" };
  }
  const mark = /^(?:<{7}|>{7})(?: .*)?$/m.exec(text);
  if (mark === null) return undefined;
  const message = "a merge left both versions in this file";
  const hint = "keep one of the two, and remove the lines that mark them";
  return { code: "merge-conflict", offset: mark.index, length: mark[0].length, message, hint };
}

interface Excess {
  readonly code: "too-deep" | "too-large";
  readonly offset: number;
  readonly message: string;
  readonly hint?: string;
}

/** Where token trees become too deep or too many. Iterative, because recursion is what it protects from. */
function findExcess(roots: readonly CST.Token[]): Excess | undefined {
  const open: { token: CST.Token; depth: number }[] = roots.map((token) => ({ token, depth: 0 })).reverse();
  let values = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next;
    if (depth > limits.depth) {
      return { code: "too-deep", offset: token.offset, message: `nested more than ${limits.depth} levels deep` };
    }
    if (token.type === "document" && token.value !== undefined) open.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    values += token.items.length;
    if (values > limits.values) {
      return {
        code: "too-large",
        offset: token.offset,
        message: `the file has more than ${limits.values.toLocaleString("en")} values`,
        hint: "move what it shares to other files, and refer to them with $ref",
      };
    }
    // Reversed, so that what stands first in the text is looked at first.
    for (const item of [...token.items].reverse()) {
      if (item.value !== undefined) open.push({ token: item.value, depth: depth + 1 });
      if (item.key != null) open.push({ token: item.key, depth: depth + 1 });
    }
  }
  return undefined;
}

/** Offset of the `---` that starts the document whose content starts at `offset`. */
function separatorBefore(text: string, offset: number): number {
  const before = text.lastIndexOf("\n---", offset);
  return before === -1 ? offset : before + 1;
}
