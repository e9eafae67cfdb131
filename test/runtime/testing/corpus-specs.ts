import type { OutputSpec } from "@outspec/runtime";
import { defineOutput, type Validate } from "@outspec/runtime/codegen";
import type { Schema } from "@outspec/runtime/testing";
import { compileSchema } from "../simulator/compile-schema.ts";

/** A spec of a schema that nothing was generated from: ajv judges its values, and nothing is removed from them. */
export function specOf(name: string, schema: Schema): OutputSpec<unknown> | undefined {
  const validate = compileSchema(schema);
  if (validate === undefined) return undefined;
  // Our own form of an issue is the part of ajv's that is read.
  return defineOutput({ name, schema, validate: validate as Validate, table: [{ kind: "any" }] });
}
