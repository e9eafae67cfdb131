import { isAlias, isMap, isPair, isScalar, isSeq, type Node } from "yaml";
import type { Json } from "../../../runtime/src/schema/json.ts";
import { splitPointer } from "../../../runtime/src/schema/pointer.ts";
import type { Diagnostic, SourceRange } from "../diagnostics/diagnostic.ts";
import { error } from "../diagnostics/finding.ts";
import { limits } from "./limits.ts";
import { alignScalar, type RangeAt } from "./positions.ts";
import type { SpecDocument } from "./spec.ts";

/** Where a value and its key stand, and the same for what is inside it. */
interface Place {
  readonly node: Node | undefined;
  readonly key?: Node;
  readonly inside: ReadonlyMap<string, Place> | readonly Place[] | undefined;
}

/** What a node comes to. */
interface Read {
  readonly value: Json;
  readonly place: Place;
}

/** A node that aliases may name: open while it is being read. */
interface Anchor {
  readonly node: Node;
  readonly open: boolean;
  readonly read?: Read & { readonly size: number };
}

/** Turns a YAML tree into plain data, and remembers where everything stands. */
export function readTree(root: Node, text: string, rangeAt: RangeAt): Omit<SpecDocument, "path" | "text"> {
  const reader = new TreeReader(text, rangeAt);
  const { value, place } = reader.read(root);
  const { findings } = reader;
  return {
    // Of a bomb nothing is kept: whatever else there was to say would be about the places where it was cut off.
    value: findings.some(({ code }) => code === "alias-bomb") ? undefined : value,
    findings,
    ...rangesIn(place, text, rangeAt),
  };
}

class TreeReader {
  readonly findings: Diagnostic[] = [];
  readonly #text: string;
  readonly #rangeAt: RangeAt;
  readonly #anchors = new Map<string, Anchor>();
  /** Values that aliases have added. */
  #aliased = 0;
  #size = 0;

  constructor(text: string, rangeAt: RangeAt) {
    this.#text = text;
    this.#rangeAt = rangeAt;
  }

  read(node: Node | null, key?: Node): Read {
    this.#size++;
    if (node === null) return { value: null, place: placeOf(undefined, key) };
    if (isAlias(node)) return this.#readAlias(node.source, node, key);
    if (node.tag !== undefined) {
      const start = startOfTag(node, this.#text);
      const written = /^!\S*/.exec(this.#text.slice(start, start + 200))?.[0];
      const tag = written ?? node.tag;
      this.findings.push(
        error(
          "yaml-tag",
          written === undefined ? this.#rangeOfNode(node) : this.#rangeAt(start, start + written.length),
          `specs are plain data, and ${tag} is a YAML tag`,
          tag === "!!str" ? "put the value in quotes instead" : "remove the tag",
        ),
      );
    }
    const entry = node.anchor === undefined ? undefined : { node, open: true };
    if (node.anchor !== undefined && entry !== undefined) this.#anchors.set(node.anchor, entry);
    const before = this.#size;
    const read = isMap(node)
      ? this.#readMap(node, key)
      : isSeq(node)
        ? this.#readSequence(node, key)
        : this.#readScalar(node, key);
    if (entry !== undefined) Object.assign(entry, { open: false, read: { ...read, size: this.#size - before + 1 } });
    return read;
  }

  #readAlias(name: string, node: Node, key?: Node): Read {
    const anchor = this.#anchors.get(name);
    if (anchor?.read === undefined) {
      const message =
        anchor?.open === true
          ? `*${name} refers to a value that contains it`
          : `no anchor &${name} stands before this alias`;
      this.findings.push(
        error(anchor?.open === true ? "recursive-alias" : "unknown-alias", this.#rangeOfNode(node), message),
      );
      // An empty mapping passes as almost anything, so that this stays the only finding.
      return { value: {}, place: placeOf(node, key) };
    }
    this.#aliased += anchor.read.size;
    this.#size += anchor.read.size;
    if (this.#aliased > limits.aliasedValues) {
      if (this.#aliased - anchor.read.size <= limits.aliasedValues) {
        this.findings.push(
          error(
            "alias-bomb",
            this.#rangeOfNode(node),
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
  }

  #readScalar(node: Node, key?: Node): Read {
    const place = placeOf(node, key);
    const value = isScalar(node) ? node.value : null;
    if (typeof value === "number") {
      const source = (isScalar(node) && node.source) || String(value);
      if (!Number.isFinite(value))
        this.findings.push(error("not-json", this.#rangeOfNode(node), `${source} is not a JSON number`));
      else if (/^[-+]?\d+$|^0[xo]/.test(source) && !Number.isSafeInteger(value)) {
        this.findings.push(
          error(
            "unsafe-integer",
            this.#rangeOfNode(node),
            `${source} is beyond 2^53 and would become ${value}`,
            "use a string, or a bound that JavaScript can represent",
          ),
        );
      }
      return { value, place };
    }
    return { value: typeof value === "string" || typeof value === "boolean" ? value : null, place };
  }

  #readSequence(node: Node, key?: Node): Read {
    const items = isSeq(node) ? node.items : [];
    const read = items.map((item) => this.read(isPair(item) ? null : (item as Node | null)));
    return {
      value: read.map((item) => item.value),
      place: placeOf(
        node,
        key,
        read.map((item) => item.place),
      ),
    };
  }

  #readMap(node: Node, key?: Node): Read {
    const value: Record<string, Json> = {};
    const inside = new Map<string, Place>();
    if (!isMap(node)) return { value, place: placeOf(node, key, inside) };
    const template = unquotedTemplate(node, this.#text);
    if (template !== undefined) {
      this.findings.push(
        error(
          "unquoted-template",
          this.#rangeOfNode(node),
          "YAML reads an unquoted {{ … }} as a mapping",
          `put it in quotes: "${template}"`,
        ),
      );
      return { value: template, place: placeOf(node, key) };
    }
    for (const pair of node.items) {
      const keyNode = pair.key as Node;
      const name = this.#readKey(keyNode, inside);
      if (typeof name === "object") continue;
      const child = this.read(pair.value as Node | null, keyNode);
      if (name === undefined) continue;
      // defineProperty, because assigning to `__proto__` would change the prototype.
      Object.defineProperty(value, name, { value: child.value, enumerable: true, configurable: true, writable: true });
      inside.set(name, child.place);
    }
    return { value, place: placeOf(node, key, inside) };
  }

  /** The text of a key, with its findings; nothing where it is none, and `skip` where its value is not to be read either. */
  #readKey(keyNode: Node, inside: ReadonlyMap<string, Place>): string | { readonly skip: true } | undefined {
    const name = isScalar(keyNode) && typeof keyNode.value === "string" ? keyNode.value : undefined;
    if (name === undefined) {
      const source = this.#text.slice(keyNode.range?.[0] ?? 0, keyNode.range?.[1] ?? 0);
      const hint = isScalar(keyNode) ? `put it in quotes: "${source}"` : undefined;
      this.findings.push(error("key-not-text", this.#rangeOfNode(keyNode), "a key must be text", hint));
    } else if (name === "<<" && isScalar(keyNode) && keyNode.type === "PLAIN") {
      this.findings.push(
        error(
          "merge-key",
          this.#rangeOfNode(keyNode),
          'merge keys ("<<") are not part of YAML 1.2 and are not read',
          "write the keys out, or share a schema with $ref",
        ),
      );
      return { skip: true };
    } else if (inside.has(name)) {
      const first = inside.get(name)?.key?.range?.[0] ?? 0;
      this.findings.push(
        error(
          "duplicate-key",
          this.#rangeOfNode(keyNode),
          `${JSON.stringify(name)} is already there, in line ${this.#rangeAt(first, first).start.line}`,
          "remove one of the two",
        ),
      );
      return { skip: true };
    }
    if (name !== undefined && /\p{Surrogate}/u.test(name)) {
      this.findings.push(
        error(
          "lone-surrogate",
          this.#rangeOfNode(keyNode),
          `the key ${JSON.stringify(name)} holds half of a surrogate pair, which is no character`,
          "write the whole character, or both halves of it",
        ),
      );
    }
    return name;
  }

  #rangeOfNode(node: Node): SourceRange {
    return this.#rangeAt(node.range?.[0] ?? 0, node.range?.[1] ?? 0);
  }
}

function placeOf(node: Node | undefined, key?: Node, inside?: Place["inside"]): Place {
  return { node, ...(key !== undefined && { key }), inside };
}

/** An anchor and comments may stand between the tag and the value, so the tag is looked up backwards from the value. */
function startOfTag(node: Node, text: string): number {
  const end = node.range?.[0] ?? 0;
  const found = /!\S*\s*(?:&\S+\s*)?(?:#[^\n]*\n\s*)*$/.exec(text.slice(Math.max(0, end - 200), end));
  return found === null ? end : Math.max(0, end - 200) + found.index;
}

/** Finds where the values of a document, and characters inside its texts, stand. */
function rangesIn(root: Place, text: string, rangeAt: RangeAt): Pick<SpecDocument, "rangeOf" | "rangeInText"> {
  const rangeOf: SpecDocument["rangeOf"] = (pointer, what = "value") => {
    const { place, exact } = findPlace(root, pointer);
    const node =
      (what === "key" || !exact || place.node?.range?.[0] === place.node?.range?.[1] ? place.key : undefined) ??
      place.node ??
      place.key;
    return node === undefined ? rangeAt(0, 0) : rangeAt(node.range?.[0] ?? 0, node.range?.[1] ?? 0);
  };
  // A prompt is asked about once for each of its variables, and aligning it takes time in proportion to its length.
  const alignments = new Map<string, ReturnType<typeof alignScalar>>();
  return {
    rangeOf,
    rangeInText(pointer, start, end) {
      const { node } = findPlace(root, pointer).place;
      if (!isScalar(node) || typeof node.value !== "string" || node.range == null) return rangeOf(pointer);
      const placeAt = alignments.get(pointer) ?? alignScalar(node.value, text.slice(0, node.range[1]), node.range[0]);
      alignments.set(pointer, placeAt);
      return rangeAt(placeAt(start), end > start ? placeAt(end - 1) + 1 : placeAt(start));
    },
  };
}

/** The place a pointer leads to, or the last one on its way. */
function findPlace(root: Place, pointer: string): { readonly place: Place; readonly exact: boolean } {
  let place = root;
  for (const step of splitPointer(pointer)) {
    const next: Place | undefined =
      place.inside instanceof Map
        ? place.inside.get(step)
        : (place.inside as readonly Place[] | undefined)?.[Number(step)];
    if (next === undefined) return { place, exact: false };
    place = next;
  }
  return { place, exact: true };
}

/** Source of a value such as `{{ notes }}` that lacks its quotes: a flow mapping whose only key is a flow mapping. */
function unquotedTemplate(node: Node, text: string): string | undefined {
  if (!isMap(node) || node.items.length !== 1 || !isMap(node.items[0]?.key)) return undefined;
  const source = text.slice(node.range?.[0] ?? 0, node.range?.[1] ?? 0);
  return /^\{\{.*\}\}$/.test(source) ? source : undefined;
}
