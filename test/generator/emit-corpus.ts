import { createRequire } from "node:module";
import type { Codec, Validate } from "../../runtime/src/codec.ts";
import { issuesAt } from "../../runtime/src/validation/ajv-helpers.ts";
import { findRepeated } from "../../runtime/src/validation/find-repeated.ts";
import * as formats from "../../runtime/src/validation/formats.ts";
import { createPattern } from "../../runtime/src/validation/patterns/bounded-pattern.ts";
import { remembered } from "../../runtime/src/validation/remembered.ts";

/** What an internal file exports, as a test sees it. */
export interface Internal {
  readonly schema: unknown;
  readonly table: Codec["table"];
  readonly validate: Validate;
  readonly codec: Codec;
}

const require = createRequire(import.meta.url);
const runtime: Readonly<Record<string, unknown>> = {
  ...formats,
  issuesAt,
  createPattern,
  findRepeated,
  remembered,
  equal: require("ajv/dist/runtime/equal").default,
  ucs2length: require("ajv/dist/runtime/ucs2length").default,
};

/** Evaluates an internal file without a loader: its few types are taken off and its imports handed in. */
export function evaluateInternal(text: string): Internal {
  const code = text
    .replaceAll(/^import type .*$/gm, "")
    .replaceAll(/^import \{(.*)\} from .*$/gm, "const {$1} = runtime;")
    .replaceAll(/^(export )?const (\w+): \w+ = /gm, "const $2 = ");
  const load = new Function("runtime", `${code}\nreturn { schema, table, validate, codec };`);
  // The cast holds because the file was just emitted with these exports.
  return load(runtime) as Internal;
}
