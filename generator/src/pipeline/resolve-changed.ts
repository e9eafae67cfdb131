import { hasError } from "../diagnostics/sort.ts";
import { readSpec } from "../spec/read.ts";
import { resolveSpecs } from "../spec/resolve.ts";
import type { ForeignPlace, ResolvedSpec } from "../spec/resolved-spec.ts";
import { hash } from "./hash.ts";
import type { Project } from "./memory.ts";

/** Forgets what was made from something that says or means another thing now. */
export function forgetStale({ memory, specs, linked }: Project): void {
  for (const known of [memory.results, memory.resolutions]) {
    for (const [path, { meaning }] of known) {
      if (!specs.has(path) || linked.get(path)?.meaning !== meaning) known.delete(path);
    }
  }
  // The hints of errors look beyond what a spec depends on: to a file with a name like the one that is not there.
  for (const [path, { diagnostics }] of memory.resolutions) if (hasError(diagnostics)) memory.resolutions.delete(path);
}

/** Resolves some specs beside all they depend on, as far as they are not resolved. */
export async function resolveSome(project: Project, paths: readonly string[]): Promise<void> {
  const { memory, specs, documents, linked, config, others } = project;
  const missing = paths.filter((path) => specs.has(path) && !memory.resolutions.has(path));
  if (missing.length === 0) return;
  const needed = [...new Set(missing.flatMap((path) => linked.get(path)?.closure ?? []))].sort();
  const subset = needed.flatMap((path) => {
    const text = specs.get(path);
    return text === undefined ? [] : [documents.get(path) ?? readSpec(path, text)];
  });
  const ahead = needed.filter((path) => linked.get(path)?.isSpec === false);
  const resolution = await resolveSpecs(subset, config, others, { paths: [...linked.keys()].sort(), ahead });
  for (const [index, spec] of resolution.specs.entries()) {
    const { closure = [], meaning = "" } = linked.get(spec.path) ?? {};
    const beyond = resolution.beyond.filter(({ range }) => closure.includes(range.path));
    memory.resolutions.set(spec.path, {
      meaning,
      spec,
      diagnostics: [...(resolution.own[index] ?? []), ...beyond],
    });
  }
}

/** Works out what decides each spec's files: its meaning, and what others refer to in it and in those it depends on. */
export function keysOfOutputs({ memory, specs, linked }: Project): ReadonlyMap<string, string> {
  const offers = new Map<string, Set<string>>();
  for (const path of specs.keys()) {
    const resolved = memory.resolutions.get(path)?.spec;
    const refers = resolved === undefined ? (memory.results.get(path)?.refers ?? []) : placesIn(resolved);
    for (const place of refers) offers.set(place.path, (offers.get(place.path) ?? new Set()).add(place.pointer));
  }
  return new Map(
    [...specs.keys()].map((path) => {
      const { closure = [], meaning = "" } = linked.get(path) ?? {};
      return [path, hash(meaning, ...closure.map((other) => [...(offers.get(other) ?? [])].sort()))];
    }),
  );
}

/** The places in other specs that a spec refers to. */
export function placesIn({ foreign }: ResolvedSpec): readonly ForeignPlace[] {
  return [...foreign.values()];
}
