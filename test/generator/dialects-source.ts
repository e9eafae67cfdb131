import assert from "node:assert/strict";
import { planSpec } from "../../generator/src/plan/build.ts";
import { checkSpec } from "../../generator/src/spec/check.ts";
import { readSpec } from "../../generator/src/spec/read.ts";
import { resolveSpecs } from "../../generator/src/spec/resolve.ts";
import type { CompiledDialect } from "../../runtime/src/codec.ts";
import type { DialectName } from "../../runtime/src/facts/dialects.ts";
import { dialects } from "../../runtime/src/schema/dialects/compile.ts";
import type { DialectSource } from "../../runtime/src/schema/dialects/dialect.ts";
import { buildIr } from "../../runtime/src/schema/ir/build.ts";
import { nameTypes } from "../../runtime/src/schema/ir/names.ts";
import { buildTable } from "../../runtime/src/schema/ir/table.ts";
import type { Json, JsonSchema } from "../../runtime/src/schema/json.ts";
import { config } from "./emit-cases.ts";

/** What a dialect is compiled from, of a schema in draft 2020-12. */
export function source(schema: JsonSchema): DialectSource {
  const ir = buildIr(schema, "2020-12");
  return { schema, ir, names: nameTypes(ir, "Spec", new Set()), table: buildTable(ir) };
}

/** A schema in a dialect that can be used for it. */
export function compiled(
  schema: JsonSchema,
  name: DialectName,
): Exclude<CompiledDialect, { readonly unusable: string }> {
  const dialect = dialects[name].compile(source(schema));
  assert.ok("schema" in dialect, JSON.stringify(dialect));
  return dialect;
}

/** The schema of an object. */
export const object = (
  properties: { readonly [name: string]: Json },
  required: readonly string[] = [],
  more: { readonly [keyword: string]: Json } = {},
): { readonly [keyword: string]: Json } => ({
  type: "object",
  properties,
  ...(required.length === 0 ? {} : { required }),
  ...more,
});

/** What a dialect is compiled from, of any schema, as a run comes to it; nothing where the schema is refused. */
export async function resolvedSource(schema: unknown): Promise<DialectSource | undefined> {
  const document = readSpec("schemas/spec.json", JSON.stringify(schema));
  const findings = [...document.findings, ...(await checkSpec(document, config))];
  if (findings.some(({ severity }) => severity === "error")) return undefined;
  const { specs, diagnostics } = await resolveSpecs([document], config, new Map());
  const [spec] = specs;
  if (spec === undefined || spec.shared || diagnostics.some(({ severity }) => severity === "error")) return undefined;
  const { output } = planSpec(spec, [], config);
  return output.ir.tooComplexAt === undefined ? { schema: spec.schema, ...output } : undefined;
}
