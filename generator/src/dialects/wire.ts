import type { CompiledDialect } from "../../../runtime/src/codec.ts";
import type { DialectName } from "../../../runtime/src/facts/dialects.ts";
import type { Json } from "../spec/resolved-spec.ts";
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
    const wire = toWire(source);
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

function applyAll(document: WireDocument, rewrites: readonly Rewrite[]): WireDocument {
  let current = document;
  for (const rewrite of rewrites) {
    current = rewrite(current);
    if (current.unusable !== undefined) return current;
  }
  return current;
}

/** Prints a document as the runtime is handed it. */
function print(document: WireDocument, { table, examples }: DialectSource): CompiledDialect {
  const schema = JSON.stringify(printDocument(document));
  const inverse = printInverse(document, table);
  const unenforced = [...new Set(document.unenforced)];
  const texts = examples === undefined ? undefined : encodeAll(createEncoder(document), examples);
  return {
    schema,
    ...(inverse === undefined ? {} : { inverse }),
    ...(unenforced.length === 0 ? {} : { unenforced }),
    ...(texts === undefined ? {} : { examples: texts }),
  };
}

/** All examples or none: half of them would teach half of what the developer chose them for. */
function encodeAll(encode: Encode, examples: readonly Json[]): readonly string[] | undefined {
  const encoded = examples.map(encode);
  return encoded.includes(undefined) ? undefined : encoded.map((value) => JSON.stringify(value));
}
