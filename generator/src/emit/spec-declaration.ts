import type { ProjectConfig } from "../config.ts";
import { importPath } from "../plan/build.ts";
import type { EmittedFile } from "../plan/file.ts";
import { specBanner } from "./banner.ts";
import { exportLines, type IndexEntry } from "./project-files.ts";

/**
 * Declares what an import of a spec in YAML gives: `types/schemas/visit.d.yaml.ts` for `schemas/visit.yaml`.
 *
 * TypeScript finds it there when `rootDirs` lays `types` over the project's root and `allowArbitraryExtensions` is on.
 * A spec in JSON has none: bundlers and compilers have a meaning of their own for its import.
 */
export function emitSpecDeclaration(
  specPath: string,
  entry: IndexEntry,
  config: Pick<ProjectConfig, "importExtension">,
): readonly EmittedFile[] {
  const extension = /\.(ya?ml)$/.exec(specPath)?.[1];
  if (extension === undefined) return [];
  const path = `types/${specPath.slice(0, -extension.length)}d.${extension}.ts`;
  const lines = exportLines(entry, importPath(path, entry.path, config.importExtension), (name) => name);
  return [{ path, text: `${specBanner(specPath)}\n\n${lines.length === 0 ? "export {};" : lines.join("\n")}\n` }];
}
