import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Codec } from "@outspec/runtime/codegen";
import { dialectNames } from "@outspec/runtime/facts/dialects";
import { parse } from "yaml";
import * as commentThread from "../generated/internal/comment-thread.ts";
import * as invoice from "../generated/internal/invoice.ts";
import * as meetingActions from "../generated/internal/meeting-actions.ts";
import * as patientSummary from "../generated/internal/patient-summary.ts";
import * as productCatalog from "../generated/internal/product-catalog.ts";
import * as supportTriage from "../generated/internal/support-triage.ts";
import { compileDialects } from "../runtime/src/schema/dialects/compile.ts";
import { resolvedSource } from "./generator/dialects-source.ts";

const generated: Readonly<Record<string, { readonly codec: Codec; readonly schema: unknown }>> = {
  "comment-thread": commentThread,
  invoice,
  "meeting-actions": meetingActions,
  "patient-summary": patientSummary,
  "product-catalog": productCatalog,
  "support-triage": supportTriage,
};

/** Names of the example specs. */
export const specNames: readonly string[] = Object.keys(generated);

/** The codec of an example spec with all dialects, as if its project named every provider. */
export async function codecInEveryDialect(name: string): Promise<Codec> {
  const own = generated[name];
  assert.ok(own);
  const { output } = parse(readFileSync(join(import.meta.dirname, "../schemas", `${name}.yaml`), "utf8"));
  const source = await resolvedSource(output);
  assert.ok(source, `${name} is a schema that can be compiled`);
  // The table of the committed code, so that its rows are those its checks are for.
  assert.deepEqual(source.table.table, own.codec.table);
  return { ...own.codec, dialects: Object.fromEntries(compileDialects(source, new Set(dialectNames))) };
}
