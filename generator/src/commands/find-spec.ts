import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { hasError } from "../diagnostics/sort.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { createInputReader, readText } from "../files/read.ts";
import type { CompiledProject } from "../generate.ts";
import { compile } from "../pipeline.ts";
import { readSpec } from "../spec/read.ts";
import { resolveSpecs } from "../spec/resolve.ts";
import type { ResolvedSpec } from "../spec/resolved-spec.ts";
import { didYouMean } from "../spec/suggest.ts";

/**
 * A project in which some spec has an error, compiled for one spec alone: what is wrong elsewhere need not stop it.
 * The findings are those of the spec and of the files it refers to.
 */
export async function withoutOthers(
  project: CompiledProject,
  spec: ResolvedSpec,
): Promise<{ project: CompiledProject; diagnostics: readonly Diagnostic[] }> {
  const { root } = project.place;
  const reader = createInputReader(root);
  const { files, diagnostics } = await compile(
    new Map([[spec.path, readText(join(root, spec.path))]]),
    project.config,
    reader,
  );
  const own = project.diagnostics.filter(({ range }) => range.path === spec.path || reader.seen.has(range.path));
  // A reference by `$id` finds its file only among all specs; then nothing can be left out.
  if (hasError(diagnostics) && !hasError(own)) return { project, diagnostics: project.diagnostics };
  return { project: { ...project, files }, diagnostics: own };
}

/** Errors of the file that a name most likely means, for one that cannot be read as a spec. */
export function findingsOf({ diagnostics }: CompiledProject, wanted = ""): readonly Diagnostic[] {
  const withoutExtension = (path: string): string => path.replace(/\.(?:ya?ml|json)$/, "");
  return diagnostics.filter(
    ({ severity, range }) =>
      severity === "error" && `/${withoutExtension(range.path)}`.endsWith(`/${withoutExtension(wanted)}`),
  );
}

/** The spec that is tried, which is absent when its file cannot be read, among all of its project. */
export interface FoundSpec {
  readonly spec: ResolvedSpec | undefined;
  readonly specs: readonly ResolvedSpec[];
}

/** Finds the spec that a name, a path below the schemas folder or a file stands for. */
export async function findSpec(project: CompiledProject, wanted: string | undefined): Promise<FoundSpec> {
  const { place, config, specs: paths } = project;
  const documents = paths.map((path) => readSpec(path, readFileSync(join(place.root, path), "utf8")));
  const { specs } = await resolveSpecs(documents, config, {
    get: (path) => (existsSync(join(place.root, path)) ? readFileSync(join(place.root, path), "utf8") : undefined),
  });
  const callable = specs.filter(({ shared }) => !shared);
  const names = callable.map(({ stem }) => stem).join(", ");
  if (wanted === undefined) throw new UsageError("which spec?", `outspec try <spec>, one of: ${names}`);
  const plain = wanted.replace(/\.(?:ya?ml|json)$/, "");
  const found = callable.find(
    ({ path, stem, name }) => [stem, name, stem.slice(stem.lastIndexOf("/") + 1)].includes(plain) || path === wanted,
  );
  if (found === undefined && findingsOf(project, wanted).length === 0) {
    throw new UsageError(
      `there is no spec ${JSON.stringify(wanted)}`,
      didYouMean(
        plain,
        callable.map(({ stem }) => stem),
      ) ?? `one of: ${names}`,
    );
  }
  return { spec: found, specs };
}
