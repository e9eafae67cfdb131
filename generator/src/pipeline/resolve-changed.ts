import { hasError } from "../diagnostics/sort.ts";
import { createImports } from "../plan/exports.ts";
import { readSpec } from "../spec/read.ts";
import { resolveSpecs } from "../spec/resolve.ts";
import type { Project } from "./memory.ts";

/** Forgets what was made from something that says or means another thing now. */
export function forgetStale({ memory, specs, linked }: Project): void {
  for (const known of [memory.results, memory.resolutions]) {
    for (const [path, { key }] of known) {
      if (!specs.has(path) || linked.get(path)?.key !== key) known.delete(path);
    }
  }
  // The hints of errors look beyond what a spec depends on: to a file with a name like the one that is not there.
  for (const [path, { diagnostics }] of memory.resolutions) if (hasError(diagnostics)) memory.resolutions.delete(path);
}

/** Resolves the specs of which nothing is known, beside all they depend on. */
export async function resolveChanged(project: Project): Promise<void> {
  const { memory, specs, documents, linked, config, others } = project;
  const missing = [...specs.keys()].filter((path) => !memory.results.has(path) && !memory.resolutions.has(path));
  if (missing.length === 0) return;
  const needed = [...new Set(missing.flatMap((path) => linked.get(path)?.closure ?? []))].sort();
  const subset = needed.flatMap((path) => {
    const text = specs.get(path);
    return text === undefined ? [] : [documents.get(path) ?? readSpec(path, text)];
  });
  const ahead = needed.filter((path) => linked.get(path)?.isSpec === false);
  const resolution = await resolveSpecs(subset, config, others, { paths: [...linked.keys()].sort(), ahead });
  const importsOf = createImports(resolution.specs);
  const wanted = new Set(missing);
  for (const [index, spec] of resolution.specs.entries()) {
    if (!wanted.has(spec.path)) continue;
    const { closure = [], key = "" } = linked.get(spec.path) ?? {};
    const beyond = resolution.beyond.filter(({ range }) => closure.includes(range.path));
    const diagnostics = [...(resolution.own[index] ?? []), ...beyond];
    memory.resolutions.set(spec.path, { key, spec, importsOf, diagnostics });
  }
}
