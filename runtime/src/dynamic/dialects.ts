import type { Codec, CompiledDialect } from "../codec.ts";
import { type DialectName, dialectNames } from "../facts/dialects.ts";
import { authoredText } from "./authored-text.ts";
import { grammars, lenient } from "./grammars.ts";
import type { ReadSchema } from "./read-schema.ts";
import { writeSchema } from "./write-schema.ts";

/**
 * The dialects of a schema, each written when a model first needs it.
 *
 * `prompt` and `plain` say every schema. A strict dialect says one that needs no more than a change of words, null for
 * absent properties, and an object around the root; of any other its models are asked in the next way.
 * `openai-compatible-loose` says almost every one: its engines differ in what they take, and what one of them refuses is
 * asked for in the next way, too.
 */
export function createDialects(schema: ReadSchema): Codec["dialects"] {
  const written = new Map<DialectName, CompiledDialect>();
  const dialects: Codec["dialects"] = {};
  for (const name of dialectNames) {
    Object.defineProperty(dialects, name, {
      enumerable: true,
      get(): CompiledDialect {
        const dialect = written.get(name) ?? writeDialect(name, schema);
        written.set(name, dialect);
        return dialect;
      },
    });
  }
  return dialects;
}

function writeDialect(name: DialectName, schema: ReadSchema): CompiledDialect {
  if (name === "prompt" || name === "plain") return { schema: authoredText(schema.document, name === "prompt") };
  const grammar = grammars[name];
  if (grammar === undefined) return { unusable: "it is written by `outspec generate` only" };
  const dialect = writeSchema(schema.shapes, schema.table, grammar);
  if (name !== "openai-compatible-loose" || !("unusable" in dialect)) return dialect;
  return writeSchema(schema.shapes, schema.table, lenient);
}
