import { dialectNames } from "../../../runtime/src/facts/dialects.ts";
import type { ProjectConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { compileDialects, dialects, neededDialects } from "../dialects/compile.ts";
import { planSpec } from "../plan/build.ts";
import type { EmittedFile } from "../plan/file.ts";
import type { SpecPlan } from "../plan/plan.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import { emitInternalFile } from "./internal-file.ts";
import { emitGitattributes, emitIndexFile, emitRouterFile, type IndexEntry } from "./project-files.ts";
import { compilePrompt } from "./prompt.ts";
import { emitSpecFile } from "./spec-file.ts";
import { loadTypeTools, type TypeTools } from "./types.ts";
import { loadValidatorTools, type ValidatorTools } from "./validator.ts";

/** What the generator writes for a project. With an error among the diagnostics the files are not complete. */
export interface EmittedProject {
  readonly files: readonly EmittedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Writes all files of a project, in memory. The same specs give the same bytes, whatever their order.
 *
 * The libraries it needs are loaded here and not before, so that a run without changes stays quick.
 */
export async function emitProject(specs: readonly ResolvedSpec[], config: ProjectConfig): Promise<EmittedProject> {
  const tools = { types: await loadTypeTools(), validators: await loadValidatorTools() };
  const files: EmittedFile[] = [];
  const entries: IndexEntry[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const spec of [...specs].sort((a, b) => (a.stem < b.stem ? -1 : 1))) {
    try {
      const plan = planSpec(spec, config);
      const tooComplex = complexity(plan);
      if (tooComplex !== undefined) {
        diagnostics.push(tooComplex);
        continue;
      }
      const unclear = unclearVariables(plan);
      diagnostics.push(...unclear);
      if (unclear.length > 0) continue;
      const emitted = await emitSpec(tools, plan, config);
      files.push(...emitted.files);
      entries.push(emitted.entry);
    } catch (error) {
      diagnostics.push(notEmitted(spec, error));
    }
  }
  diagnostics.push(...unknownTargets(config));
  files.push({ path: "index.ts", text: emitIndexFile(entries, config) });
  if (Object.keys(config.routers).length > 0) files.push({ path: "router.ts", text: emitRouterFile(config) });
  files.push({ path: ".gitattributes", text: emitGitattributes() });
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), diagnostics };
}

async function emitSpec(
  tools: { readonly types: TypeTools; readonly validators: ValidatorTools },
  plan: SpecPlan,
  config: ProjectConfig,
): Promise<{ readonly files: readonly EmittedFile[]; readonly entry: IndexEntry }> {
  const { spec, output } = plan;
  const { text, types, values } = await emitSpecFile(tools.types, plan, config);
  const entry: IndexEntry = { path: plan.path, name: spec.name, types, values };
  const file: EmittedFile = { path: plan.path, text };
  if (spec.shared) return { files: [file], entry };
  const compiled = compileDialects({ schema: spec.schema, ...output }, neededDialects(config));
  return {
    files: [file, { path: plan.internalPath, text: emitInternalFile(tools.validators, plan, compiled) }],
    entry,
  };
}

/** Why a spec cannot be worked with: unions spread over unions give more combinations than anything could hold. */
function complexity({ spec, output, input }: SpecPlan): Diagnostic | undefined {
  const place = output.ir.tooComplexAt;
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
    range: spec.rangeOf(""),
  }));
}

/** What a checked spec can still fail with: mostly a schema ajv does not compile, told in ajv's words. */
function notEmitted(spec: ResolvedSpec, error: unknown): Diagnostic {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: "not-generated",
    severity: "error",
    message: `no code could be generated for ${spec.name}: ${reason}`,
    hint: "where the schema is right, this is a fault of Outspec and worth a report",
    range: spec.rangeOf(""),
  };
}

function unknownTargets(config: ProjectConfig): readonly Diagnostic[] {
  return config.targets
    .filter((name) => !dialects.has(name))
    .map((name): Diagnostic => {
      const place = { line: 1, column: 1 };
      const known = dialectNames.filter((other) => dialects.has(other));
      return {
        code: "unknown-target",
        severity: "error",
        message: `the dialect ${JSON.stringify(name)} cannot be compiled yet`,
        hint: `one of ${known.join(", ")}`,
        range: { path: "outspec.yaml", start: place, end: place },
      };
    });
}
