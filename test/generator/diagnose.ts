import type { ProjectConfig } from "../../generator/src/config.ts";
import type { Diagnostic } from "../../generator/src/diagnostics/diagnostic.ts";
import { sortDiagnostics } from "../../generator/src/diagnostics/sort.ts";
import { checkSpec } from "../../generator/src/spec/check.ts";
import { readSpec } from "../../generator/src/spec/read.ts";
import { readConfig } from "../../generator/src/spec/read-config.ts";
import { resolveSpecs } from "../../generator/src/spec/resolve.ts";

/** A run up to the resolved specs: what the front half of the generator finds in files by path. Emits nothing. */
export async function diagnose(
  files: ReadonlyMap<string, string>,
): Promise<{ diagnostics: readonly Diagnostic[]; specs: number }> {
  const configText = files.get("outspec.yaml");
  const read = await readConfig("outspec.yaml", configText ?? "schemas: .\n", { importExtension: "js" });
  const config: ProjectConfig = read.config;
  const below = config.schemas === "." ? "" : `${config.schemas}/`;
  const isSpec = (path: string): boolean =>
    /\.(ya?ml|json)$/.test(path) && path.startsWith(below) && path !== "outspec.yaml";
  const documents = [...files]
    .filter(([path]) => isSpec(path))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, text]) => readSpec(path, text));
  const checked = await Promise.all(documents.map((document) => checkSpec(document, config)));
  const { diagnostics } = await resolveSpecs(documents, config, files);
  const all = [
    ...read.diagnostics,
    ...documents.flatMap(({ findings }) => findings),
    ...checked.flat(),
    ...diagnostics,
  ];
  return { diagnostics: sortDiagnostics(all), specs: documents.length };
}
