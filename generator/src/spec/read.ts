import {
  Composer,
  type CST,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  Parser,
  type YAMLParseError,
} from "yaml";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { splitPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { findJsonError, flattenJson } from "./json-syntax.ts";
import { limits } from "./limits.ts";
import { alignScalar, createPositions } from "./positions.ts";
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

  const reader = createTreeReader(document.contents, text, rangeAt);
  return { path, text, ...reader };
}

/** A text without the byte order mark that some editors put first. */
export function withoutMark(source: string): string {
  return source.startsWith("\ufeff") ? source.slice(1) : source;
}

type RangeAt = (start: number, end: number) => SourceRange;

/** Where a value and its key stand, and the same for what is inside it. */
interface Place {
  readonly node: Node | undefined;
  readonly key?: Node;
  readonly inside: ReadonlyMap<string, Place> | readonly Place[] | undefined;
}

/** Turns the YAML tree into plain data and an equally shaped tree of places. */
function createTreeReader(root: Node, text: string, rangeAt: RangeAt): Omit<SpecDocument, "path" | "text"> {
  const findings: Diagnostic[] = [];
  const anchors = new Map<string, { node: Node; open: boolean; read?: { value: Json; place: Place; size: number } }>();
  let aliased = 0;
  let size = 0;
  const rangeOfNode = (node: Node): SourceRange => rangeAt(node.range?.[0] ?? 0, node.range?.[1] ?? 0);

  const readNode = (node: Node | null, key?: Node): { value: Json; place: Place } => {
    size++;
    if (node === null) return { value: null, place: placeOf(undefined, key) };
    if (isAlias(node)) return readAlias(node.source, node, key);
    if (node.tag !== undefined) {
      const start = startOfTag(node);
      const written = /^!\S*/.exec(text.slice(start, start + 200))?.[0];
      const tag = written ?? node.tag;
      findings.push(
        error(
          "yaml-tag",
          written === undefined ? rangeOfNode(node) : rangeAt(start, start + written.length),
          `specs are plain data, and ${tag} is a YAML tag`,
          tag === "!!str" ? "put the value in quotes instead" : "remove the tag",
        ),
      );
    }
    const entry = node.anchor === undefined ? undefined : { node, open: true };
    if (node.anchor !== undefined && entry !== undefined) anchors.set(node.anchor, entry);
    const before = size;
    const read = isMap(node) ? readMap(node, key) : isSeq(node) ? readSequence(node, key) : readScalar(node, key);
    if (entry !== undefined) Object.assign(entry, { open: false, read: { ...read, size: size - before + 1 } });
    return read;
  };

  const placeOf = (node: Node | undefined, key?: Node, inside?: Place["inside"]): Place => ({
    node,
    ...(key !== undefined && { key }),
    inside,
  });

  const readAlias = (name: string, node: Node, key?: Node): { value: Json; place: Place } => {
    const anchor = anchors.get(name);
    if (anchor?.read === undefined) {
      const message =
        anchor?.open === true
          ? `*${name} refers to a value that contains it`
          : `no anchor &${name} stands before this alias`;
      findings.push(error(anchor?.open === true ? "recursive-alias" : "unknown-alias", rangeOfNode(node), message));
      // An empty mapping passes as almost anything, so that this stays the only finding.
      return { value: {}, place: placeOf(node, key) };
    }
    aliased += anchor.read.size;
    size += anchor.read.size;
    if (aliased > limits.aliasedValues) {
      if (aliased - anchor.read.size <= limits.aliasedValues) {
        findings.push(
          error(
            "alias-bomb",
            rangeOfNode(node),
            `aliases add more than ${limits.aliasedValues.toLocaleString("en")} values to this file`,
            "use $ref and $defs to share schemas",
          ),
        );
      }
      return { value: null, place: placeOf(node, key) };
    }
    return {
      value: structuredClone(anchor.read.value),
      place: { ...anchor.read.place, ...(key !== undefined && { key }) },
    };
  };

  const readScalar = (node: Node, key?: Node): { value: Json; place: Place } => {
    const place = placeOf(node, key);
    const value = isScalar(node) ? node.value : null;
    if (typeof value === "number") {
      const source = (isScalar(node) && node.source) || String(value);
      if (!Number.isFinite(value))
        findings.push(error("not-json", rangeOfNode(node), `${source} is not a JSON number`));
      else if (/^[-+]?\d+$|^0[xo]/.test(source) && !Number.isSafeInteger(value)) {
        findings.push(
          error(
            "unsafe-integer",
            rangeOfNode(node),
            `${source} is beyond 2^53 and would become ${value}`,
            "use a string, or a bound that JavaScript can represent",
          ),
        );
      }
      return { value, place };
    }
    return { value: typeof value === "string" || typeof value === "boolean" ? value : null, place };
  };

  const readSequence = (node: Node, key?: Node): { value: Json; place: Place } => {
    const items = isSeq(node) ? node.items : [];
    const read = items.map((item) => readNode(isPair(item) ? null : (item as Node | null)));
    return {
      value: read.map((item) => item.value),
      place: placeOf(
        node,
        key,
        read.map((item) => item.place),
      ),
    };
  };

  const readMap = (node: Node, key?: Node): { value: Json; place: Place } => {
    const value: Record<string, Json> = {};
    const inside = new Map<string, Place>();
    if (!isMap(node)) return { value, place: placeOf(node, key, inside) };
    const template = unquotedTemplate(node, text);
    if (template !== undefined) {
      findings.push(
        error(
          "unquoted-template",
          rangeOfNode(node),
          "YAML reads an unquoted {{ … }} as a mapping",
          `put it in quotes: "${template}"`,
        ),
      );
      return { value: template, place: placeOf(node, key) };
    }
    for (const pair of node.items) {
      const keyNode = pair.key as Node;
      const name = isScalar(keyNode) && typeof keyNode.value === "string" ? keyNode.value : undefined;
      if (name === undefined) {
        const source = text.slice(keyNode.range?.[0] ?? 0, keyNode.range?.[1] ?? 0);
        const hint = isScalar(keyNode) ? `put it in quotes: "${source}"` : undefined;
        findings.push(error("key-not-text", rangeOfNode(keyNode), "a key must be text", hint));
      } else if (name === "<<" && isScalar(keyNode) && keyNode.type === "PLAIN") {
        findings.push(
          error(
            "merge-key",
            rangeOfNode(keyNode),
            'merge keys ("<<") are not part of YAML 1.2 and are not read',
            "write the keys out, or share a schema with $ref",
          ),
        );
        continue;
      } else if (inside.has(name)) {
        const first = inside.get(name)?.key?.range?.[0] ?? 0;
        findings.push(
          error(
            "duplicate-key",
            rangeOfNode(keyNode),
            `${JSON.stringify(name)} is already there, in line ${rangeAt(first, first).start.line}`,
            "remove one of the two",
          ),
        );
        continue;
      }
      if (name !== undefined && /\p{Surrogate}/u.test(name)) {
        findings.push(
          error(
            "lone-surrogate",
            rangeOfNode(keyNode),
            `the key ${JSON.stringify(name)} holds half of a surrogate pair, which is no character`,
            "write the whole character, or both halves of it",
          ),
        );
      }
      const child = readNode(pair.value as Node | null, keyNode);
      if (name === undefined) continue;
      // defineProperty, because assigning to `__proto__` would change the prototype.
      Object.defineProperty(value, name, { value: child.value, enumerable: true, configurable: true, writable: true });
      inside.set(name, child.place);
    }
    return { value, place: placeOf(node, key, inside) };
  };

  /** An anchor and comments may stand between the tag and the value, so the tag is looked up backwards from the value. */
  const startOfTag = (node: Node): number => {
    const end = node.range?.[0] ?? 0;
    const found = /!\S*\s*(?:&\S+\s*)?(?:#[^\n]*\n\s*)*$/.exec(text.slice(Math.max(0, end - 200), end));
    return found === null ? end : Math.max(0, end - 200) + found.index;
  };

  const { value, place: rootPlace } = readNode(root);

  const find = (pointer: string): { place: Place; exact: boolean } => {
    let place = rootPlace;
    for (const step of splitPointer(pointer)) {
      const next: Place | undefined =
        place.inside instanceof Map
          ? place.inside.get(step)
          : (place.inside as readonly Place[] | undefined)?.[Number(step)];
      if (next === undefined) return { place, exact: false };
      place = next;
    }
    return { place, exact: true };
  };

  const rangeOf: SpecDocument["rangeOf"] = (pointer, what = "value") => {
    const { place, exact } = find(pointer);
    const node =
      (what === "key" || !exact || place.node?.range?.[0] === place.node?.range?.[1] ? place.key : undefined) ??
      place.node ??
      place.key;
    return node === undefined ? rangeAt(0, 0) : rangeOfNode(node);
  };
  // A prompt is asked about once for each of its variables, and aligning it takes time in proportion to its length.
  const alignments = new Map<string, ReturnType<typeof alignScalar>>();
  return {
    // Of a bomb nothing is kept: whatever else there was to say would be about the places where it was cut off.
    value: findings.some(({ code }) => code === "alias-bomb") ? undefined : value,
    findings,
    rangeOf,
    rangeInText(pointer, start, end) {
      const { node } = find(pointer).place;
      if (!isScalar(node) || typeof node.value !== "string" || node.range == null) return rangeOf(pointer);
      const placeAt = alignments.get(pointer) ?? alignScalar(node.value, text.slice(0, node.range[1]), node.range[0]);
      alignments.set(pointer, placeAt);
      return rangeAt(placeAt(start), end > start ? placeAt(end - 1) + 1 : placeAt(start));
    },
  };
}

/** Source of a value such as `{{ notes }}` that lacks its quotes: a flow mapping whose only key is a flow mapping. */
function unquotedTemplate(node: Node, text: string): string | undefined {
  if (!isMap(node) || node.items.length !== 1 || !isMap(node.items[0]?.key)) return undefined;
  const source = text.slice(node.range?.[0] ?? 0, node.range?.[1] ?? 0);
  return /^\{\{.*\}\}$/.test(source) ? source : undefined;
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

/** Says in our words what the YAML library found, for the mistakes people really make. */
function explainSyntaxError(problem: YAMLParseError, text: string, rangeAt: RangeAt): Diagnostic {
  const [start, end] = problem.pos;
  const range = rangeAt(start, Math.min(end, start + 40));
  const lineStart = text.lastIndexOf("\n", Math.max(0, start - 1)) + 1;
  const lineEnd = text.indexOf("\n", lineStart);
  // Nobody writes such mistakes far to the right, and the patterns below take their time with long lines.
  const line = text.slice(lineStart, Math.min(lineEnd === -1 ? text.length : lineEnd, lineStart + 400)).trimEnd();

  const template = /^\s*(?:- )?(?:[\w-]+:\s+)?(\{\{.*)$/.exec(line)?.[1];
  if (template !== undefined) {
    const at = lineStart + line.indexOf(template);
    return error(
      "unquoted-template",
      rangeAt(at, at + template.length),
      "YAML reads an unquoted {{ … }} as a mapping",
      `put the whole value in quotes: "${template.replaceAll('"', '\\"')}"`,
    );
  }
  switch (problem.code) {
    case "TAB_AS_INDENT":
      return error("syntax", range, "YAML is indented with spaces, and this is a tab", "replace the tab by spaces");
    case "BLOCK_AS_IMPLICIT_KEY": {
      if (/^\s*(?:- )?\S+:\s+\S.*:(\s|$)/.test(line)) {
        return error(
          "syntax",
          range,
          'a colon followed by a space starts a mapping, and "key: value" stands here already',
          "put the whole text in quotes",
        );
      }
      return error(
        "syntax",
        range,
        "the lines below are indented as if they belonged to this value",
        "align them with the key, or give the key no value on its own line",
      );
    }
    case "BAD_INDENT": {
      const open = /^Flow (map|sequence)/.exec(problem.message)?.[1];
      if (open !== undefined) {
        const [bracket, close] = open === "map" ? ["{", "}"] : ["[", "]"];
        return error(
          "syntax",
          rangeAt(start, start + 1),
          `what was opened with "${bracket}" is not closed before this line`,
          `close it with "${close}"`,
        );
      }
      return error(
        "syntax",
        rangeAt(start, start + 1),
        lowerFirst(problem.message),
        "check the indentation of this line and the one above",
      );
    }
    case "BAD_SCALAR_START":
      return error(
        "syntax",
        range,
        `a plain YAML value cannot start with ${text[start] ?? ""}`,
        "put the value in quotes",
      );
    case "MISSING_CHAR":
      if (problem.message.startsWith("Implicit map keys")) return strayLine(range);
      return error(
        "syntax",
        range,
        lowerFirst(problem.message.replace(/["']quote/, "quote")),
        "close what was opened above",
      );
    case "MULTILINE_IMPLICIT_KEY":
      return /:(?:\s|$)/.test(line) ? error("syntax", range, lowerFirst(problem.message)) : strayLine(range);
    default:
      return error("syntax", range, lowerFirst(problem.message));
  }
}

function strayLine(range: SourceRange): Diagnostic {
  return error("syntax", range, "a key stands here without a colon and a value", 'write "key: value", or remove it');
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}
