import type { Codec, CompiledDialect } from "../codec.ts";
import { dialectNames } from "../facts/dialects.ts";
import { dialects } from "../schema/dialects/compile.ts";
import type { DialectSource } from "../schema/dialects/dialect.ts";

/** The dialects of a schema, each written when a model first needs it. */
export function createDialects(source: DialectSource): Codec["dialects"] {
  const written: Codec["dialects"] = {};
  for (const name of dialectNames) {
    let dialect: CompiledDialect | undefined;
    Object.defineProperty(written, name, {
      enumerable: true,
      get: (): CompiledDialect => {
        dialect ??= dialects[name].compile(source);
        return dialect;
      },
    });
  }
  return written;
}
