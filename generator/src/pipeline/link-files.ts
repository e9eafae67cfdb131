import type { ProjectConfig } from "../config.ts";
import { createClosures, type LinkedFile, readLinks } from "../spec/links.ts";
import { readSpec } from "../spec/read.ts";
import type { OtherFiles } from "../spec/references.ts";
import { hash } from "./hash.ts";
import type { Linked, Memory } from "./memory.ts";

/** Finds all files of the run, the specs and what they may refer to however far away, and what each depends on. */
export function linkFiles(
  { files }: Memory,
  specs: ReadonlyMap<string, string>,
  others: OtherFiles,
  config: ProjectConfig,
): ReadonlyMap<string, Linked> {
  const linked = new Map<string, LinkedFile & { readonly key: string; readonly isSpec: boolean }>();
  const asked = new Set<string>();
  for (const path of specs.keys()) {
    const file = files.get(path);
    if (file === undefined) continue;
    linked.set(path, { path, key: file.key, links: file.links, isSpec: true });
    for (const other of file.links.files) asked.add(other);
  }
  for (const path of asked) {
    const text = specs.has(path) ? undefined : others.get(path);
    if (text === undefined) continue;
    const key = hash(path, text);
    const last = files.get(path);
    const links = last?.key === key ? last.links : readLinks(readSpec(path, text));
    files.set(path, { key, diagnostics: [], links });
    linked.set(path, { path, key, links, isSpec: false });
    for (const other of links.files) asked.add(other);
  }
  for (const path of files.keys()) if (!linked.has(path)) files.delete(path);

  // How specs are linted changes nothing of what is made of them.
  const { lint: _lint, ...rest } = config;
  const configKey = hash(rest);
  const closureOf = createClosures(linked);
  return new Map(
    [...linked.values()].map((file): [string, Linked] => {
      const closure = closureOf(file.path);
      const parts = closure.map((path) => [path, linked.get(path)?.isSpec, linked.get(path)?.key]);
      return [file.path, { ...file, closure, key: hash(configKey, file.path, parts) }];
    }),
  );
}
