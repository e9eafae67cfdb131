import type { JsonSchema } from "../../../runtime/src/schema/json.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import type { SpecDocument } from "../spec/spec.ts";
import { type CompareOptions, compareSchemas, type SchemaVersion } from "./compare/compare.ts";
import { compareDefinitions } from "./compare-definitions.ts";
import { compareExports } from "./compare-exports.ts";
import type { Difference } from "./difference.ts";
import { exportedTypes } from "./exported-types.ts";

/** One version of a spec: what it means, and the file it stands in. */
export interface SpecVersion {
  readonly spec: ResolvedSpec;
  /** The specs that it refers to, however indirectly, and itself. */
  readonly beside: readonly ResolvedSpec[];
  readonly document: SpecDocument;
}

/** Compares the schemas of a spec, and the types that are made of them. */
export async function compareSpecSchemas(
  before: SpecVersion,
  after: SpecVersion,
  options: Pick<CompareOptions, "recorded" | "sampleCount">,
): Promise<readonly Difference[]> {
  const specs = { before: before.spec, after: after.spec };
  const output = await compareSchemas(versionOf(before.spec), versionOf(after.spec), {
    prefix: "/output",
    exportDefinitions: false,
    ...options,
  });
  const inputs = await compareInputs(before.spec, after.spec);
  // That the spec itself has another name is told by itself.
  const old = exportedTypes(before.spec, before.beside, after.spec.name);
  const now = exportedTypes(after.spec, after.beside);
  // A schema that is too complex to be read has no types.
  if (old === undefined || now === undefined) return [...output.differences, ...inputs];
  const exported = { before: old, after: now };
  const outputs = await compareDefinitions(specs, exported, output.differences, options);
  // No model is asked for a shared spec: what is sent of it is told with the specs that refer to it.
  const seen = after.spec.shared ? outputs.map((one) => ({ ...one, model: false })) : outputs;
  return compareExports(specs, exported, [...seen, ...inputs]);
}

function versionOf({ schema, draft }: ResolvedSpec): SchemaVersion {
  return { schema, draft };
}

/** What a function without variables takes: an object that has none. */
const noVariables: JsonSchema = { type: "object", properties: {}, additionalProperties: false };

async function compareInputs(before: ResolvedSpec, after: ResolvedSpec): Promise<readonly Difference[]> {
  if (before.input === undefined && after.input === undefined) return [];
  const version = ({ input, inputDraft }: ResolvedSpec): SchemaVersion => ({
    schema: input ?? noVariables,
    draft: inputDraft ?? "2020-12",
  });
  const { differences } = await compareSchemas(version(before), version(after), {
    prefix: "/input",
    exportDefinitions: false,
  });
  return differences;
}
