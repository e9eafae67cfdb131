import { dialectNames } from "../../../runtime/src/facts/dialects.ts";
import type { ProjectConfig } from "../config.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { dialects } from "../dialects/compile.ts";
import type { EmittedFile } from "../plan/file.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import { type EmitTools, emitSpec } from "./emit-spec.ts";
import { emitGitattributes, emitIndexFile, emitRouterFile, type IndexEntry } from "./project-files.ts";
import { loadTypeTools } from "./types.ts";
import { loadValidatorTools } from "./validator.ts";

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
  const tools: EmitTools = { types: await loadTypeTools(), validators: await loadValidatorTools() };
  const files: EmittedFile[] = [];
  const entries: IndexEntry[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const spec of [...specs].sort((a, b) => (a.stem < b.stem ? -1 : 1))) {
    try {
      const emitted = await emitSpec(tools, spec, config);
      files.push(...emitted.files);
      diagnostics.push(...emitted.diagnostics);
      if (emitted.entry !== undefined) entries.push(emitted.entry);
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
