import type { ProjectConfig } from "./config.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { sortDiagnostics } from "./diagnostics/sort.ts";
import type { EmittedFile } from "./plan/file.ts";
import { checkSpec } from "./spec/check.ts";
import { readSpec } from "./spec/read.ts";
import type { OtherFiles } from "./spec/references.ts";
import { resolveSpecs } from "./spec/resolve.ts";

/** What a run produces. With an error among the diagnostics there are no files. */
export interface Compilation {
  readonly files: readonly EmittedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs every phase on specs already in memory. Reads and writes nothing itself: `others` is asked for the text of a
 * file below the project root when a `$ref` names one that is not a spec.
 */
export async function compile(
  specs: ReadonlyMap<string, string>,
  config: ProjectConfig,
  others: OtherFiles = new Map(),
): Promise<Compilation> {
  // Sorted by code unit, so that the order in which a disk lists files never shows.
  const sorted = [...specs].sort(([a], [b]) => (a < b ? -1 : 1));
  const documents = sorted.map(([path, text]) => readSpec(path, text));
  const read = documents.flatMap(({ findings }) => findings);
  const checked = (await Promise.all(documents.map((document) => checkSpec(document, config)))).flat();
  const { specs: resolved, diagnostics: found } = await resolveSpecs(documents, config, others);
  const diagnostics = sortDiagnostics([...read, ...checked, ...found]);
  if (diagnostics.some(({ severity }) => severity === "error")) return { files: [], diagnostics };

  const { emitProject } = await import("./emit/emit-project.ts");
  const emitted = await emitProject(resolved, config);
  const all = sortDiagnostics([...diagnostics, ...emitted.diagnostics]);
  return { files: all.some(({ severity }) => severity === "error") ? [] : emitted.files, diagnostics: all };
}
