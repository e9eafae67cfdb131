import type { CompiledDialect } from "../../codec.ts";
import type { DialectName } from "../../facts/dialects.ts";
import type { Json } from "../json.ts";
import type { Dialect, DialectSource, Encode, Rewrite, WireDocument } from "./dialect.ts";
import { createEncoder } from "./encode.ts";
import { printDocument, printInverse } from "./print.ts";
import { toWire } from "./to-wire.ts";

/**
 * A dialect that is a list of rewrites, or several lists, from the one that says most to the one that asks least of
 * the dialect: the first that stays within its limits is taken, and the last one's reason where none does.
 */
export function createDialect(name: DialectName, ...lists: readonly (readonly Rewrite[])[]): Dialect {
  const rewritten = (source: DialectSource): WireDocument => {
    const wire = wireOf(source);
    let last = wire;
    for (const list of lists) {
      last = applyAll(wire, list);
      if (last.unusable === undefined) return last;
    }
    return last;
  };
  return {
    name,
    compile(source) {
      const document = rewritten(source);
      if (document.unusable !== undefined) return { unusable: document.unusable };
      return print(document, source);
    },
    encoder(source) {
      const document = rewritten(source);
      return document.unusable === undefined ? createEncoder(document) : undefined;
    },
  };
}

const wires = new WeakMap<DialectSource, WireDocument>();

/** What all dialects start from, made once. */
function wireOf(source: DialectSource): WireDocument {
  const wire = wires.get(source) ?? toWire(source);
  wires.set(source, wire);
  return wire;
}

const applied = new WeakMap<WireDocument, Map<Rewrite, WireDocument>>();

/** Applies a rewrite, once to each document: dialects have most of their rewrites in common, and most change nothing. */
function applyOnce(document: WireDocument, rewrite: Rewrite): WireDocument {
  const known = applied.get(document) ?? new Map<Rewrite, WireDocument>();
  applied.set(document, known);
  const rewritten = known.get(rewrite) ?? rewrite(document);
  known.set(rewrite, rewritten);
  return rewritten;
}

function applyAll(document: WireDocument, rewrites: readonly Rewrite[]): WireDocument {
  let current = document;
  for (const rewrite of rewrites) {
    current = applyOnce(current, rewrite);
    if (current.unusable !== undefined) return current;
  }
  return current;
}

/** Prints a document as the runtime is handed it. */
function print(document: WireDocument, { table, examples }: DialectSource): CompiledDialect {
  const schema = textOf(document);
  const inverse = printInverse(document, table);
  const unenforced = [...new Set(document.unenforced)];
  const written = examples === undefined ? undefined : encodeAll(createEncoder(document), examples);
  return {
    schema,
    ...(inverse === undefined ? {} : { inverse }),
    ...(unenforced.length === 0 ? {} : { unenforced }),
    ...(written === undefined ? {} : { examples: written }),
  };
}

const texts = new WeakMap<WireDocument, string>();

function textOf(document: WireDocument): string {
  const text = texts.get(document) ?? JSON.stringify(printDocument(document));
  texts.set(document, text);
  return text;
}

/** All examples or none: half of them would teach half of what the developer chose them for. */
function encodeAll(encode: Encode, examples: readonly Json[]): readonly string[] | undefined {
  const encoded = examples.map(encode);
  return encoded.includes(undefined) ? undefined : encoded.map((value) => JSON.stringify(value));
}
