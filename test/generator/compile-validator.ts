import assert from "node:assert/strict";
import { compileValidators } from "../../generator/src/emit/validator.ts";
import { loadValidatorTools } from "../../generator/src/emit/validator-tools.ts";
import type { Validate } from "../../runtime/src/codec.ts";
import * as codegen from "../../runtime/src/codegen.ts";
import type { Draft, JsonSchema } from "../../runtime/src/schema/json.ts";

const tools = await loadValidatorTools();

/** Compiles the validator of a schema, or of a place in it, as generated code has it. */
export function compileValidator(schema: JsonSchema, draft: Draft = "2020-12", pointer = "#"): Validate {
  const { code } = compileValidators(tools, {
    draft,
    output: schema,
    requests: [{ name: "validate", document: "output", pointers: [pointer] }],
  });
  assert.doesNotMatch(code, /= require\((?!1)|\beval\(|new Function/);
  const script = code.replaceAll(/^export const (\w+): Validate = /gm, "const $1 = ");
  const load = new Function("schema", ...Object.keys(codegen), `${script}\nreturn validate;`);
  // The cast holds because the module was just compiled with this export.
  return load(schema, ...Object.values(codegen)) as Validate;
}
