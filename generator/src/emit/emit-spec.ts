import { compileDialects } from "../../../runtime/src/schema/dialects/compile.ts";
import type { ProjectConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { planSpec } from "../plan/build.ts";
import type { SpecImports } from "../plan/exports.ts";
import type { EmittedFile } from "../plan/file.ts";
import { neededDialects } from "../plan/needed-dialects.ts";
import type { SpecPlan } from "../plan/plan.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import { emitInternalFile, emitSharedInternalFile } from "./internal-file.ts";
import type { IndexEntry } from "./project-files.ts";
import { compilePrompt } from "./prompt.ts";
import { emitSpecDeclaration } from "./spec-declaration.ts";
import { emitSpecFile } from "./spec-file.ts";
import type { TypeTools } from "./types.ts";
import type { ValidatorTools } from "./validator-tools.ts";

/** What emission needs loaded. */
export interface EmitTools {
  readonly types: TypeTools;
  readonly validators: ValidatorTools;
}

/** Together with the configuration, all that decides the files of one spec. */
export interface EmitUnit {
  readonly spec: ResolvedSpec;
  /** What the run's `createImports` says of this spec. */
  readonly imports: SpecImports;
}

/** The files of one spec; without `entry` there are only findings. */
export interface EmittedSpec {
  readonly files: readonly EmittedFile[];
  readonly entry?: IndexEntry;
  readonly diagnostics: readonly Diagnostic[];
}

/** Writes the files of one spec, in memory. */
export async function emitSpec(
  tools: EmitTools,
  { spec, imports }: EmitUnit,
  config: ProjectConfig,
): Promise<EmittedSpec> {
  const plan = planSpec(spec, imports, config);
  const tooComplex = complexity(plan);
  if (tooComplex !== undefined) return { files: [], diagnostics: [tooComplex] };
  const unclear = unclearVariables(plan);
  if (unclear.length > 0) return { files: [], diagnostics: unclear };
  const { text, types, values } = await emitSpecFile(tools.types, plan, config);
  const { type, partial, input } = plan.names;
  const entry: IndexEntry = { path: plan.path, name: spec.name, own: [type, partial, input], types, values };
  const declaration = config.importSpecs === true ? emitSpecDeclaration(spec.path, entry, config) : [];
  const files: readonly EmittedFile[] = [{ path: plan.path, text }, ...declaration];
  if (spec.shared) {
    const shared = { path: plan.internalPath, text: emitSharedInternalFile(tools.validators, plan, config) };
    return { files: [...files, shared], entry, diagnostics: [] };
  }
  const examples = spec.examples?.map((example) => example.output);
  const source = { schema: spec.schema, ...plan.output, ...(examples === undefined ? {} : { examples }) };
  const compiled = compileDialects(source, neededDialects(config));
  const internal = { path: plan.internalPath, text: emitInternalFile(tools.validators, plan, compiled, config) };
  return { files: [...files, internal], entry, diagnostics: [] };
}

/** Why a spec cannot be worked with: unions spread over unions give more combinations than anything could hold. */
function complexity({ spec, output, input }: SpecPlan): Diagnostic | undefined {
  const place = output.ir.tooComplexAt ?? (output.table.isTooLarge ? "#" : undefined);
  if (place === undefined && input?.ir.tooComplexAt === undefined) return undefined;
  return {
    code: "too-complex",
    severity: "error",
    message: `the schema of ${spec.name} combines its anyOf, oneOf and allOf in too many ways`,
    hint: "say fewer alternatives, or list them in one union",
    range: spec.rangeOf(place === undefined ? "" : place.slice(1)),
  };
}

/** The places where a prompt goes on into something the input's schema does not describe. */
function unclearVariables({ spec, input }: SpecPlan): readonly Diagnostic[] {
  if (spec.prompt === undefined) return [];
  return compilePrompt(spec.prompt, input?.ir).unclear.map((path) => ({
    code: "undeclared-variable",
    severity: "error",
    message: `the prompt of ${spec.name} goes into ${JSON.stringify(path)}, and the input does not say what is there`,
    hint: "declare it under `input`, as one list or as one object with its properties",
    range: spec.rangeOfVariable?.(path) ?? spec.rangeOf(""),
  }));
}
