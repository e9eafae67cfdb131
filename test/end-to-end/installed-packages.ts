import { cpSync, linkSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./compiled.ts";

/** The folders of this repository's own packages. */
export const ownPackages: Readonly<Record<string, string>> = {
  outspec: join(root, "generator"),
  "@outspec/runtime": join(root, "runtime"),
};

/** What a package.json says, as far as an installation needs it. */
export interface PackageFacts {
  readonly files?: readonly string[];
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Reads the package.json of a folder. */
export function readPackage(folder: string): PackageFacts {
  // The cast holds for every package.json that npm accepts.
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageFacts;
}

/** Gives a project this repository's own packages as they are built, with the files that are published and no others. */
export function copyOwnPackages(project: string): void {
  for (const [name, folder] of Object.entries(ownPackages)) {
    const target = join(project, "node_modules", name);
    for (const path of ["package.json", ...(readPackage(folder).files ?? [])])
      copyLinks(join(folder, path), join(target, path));
  }
}

/** What this repository's own packages depend on. */
export function publishedDependencies(): readonly string[] {
  return Object.values(ownPackages).flatMap((folder) => Object.keys(readPackage(folder).dependencies ?? {}));
}

/** Names in `node_modules` of this repository, but those of its own packages. */
export function installedNames(): readonly string[] {
  return readdirSync(join(root, "node_modules")).filter(
    (name) => name !== "outspec" && name !== "@outspec" && !name.startsWith("."),
  );
}

/** Links packages of this repository into a project, where npm would download them: tests need no network. */
export function linkPackages(project: string, names: Iterable<string>): void {
  for (const name of new Set(names)) {
    const target = join(project, "node_modules", name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(root, "node_modules", name), target);
  }
}

/** The same with real folders, and with all that the packages depend on, for bundlers that follow no link out of a project. */
export function copyPackages(project: string, names: Iterable<string>): void {
  const found = new Set<string>();
  const add = (name: string): void => {
    const folder = join(root, "node_modules", name);
    // Not for this platform, or in a folder of its dependant's.
    if (found.has(name) || statSync(folder, { throwIfNoEntry: false }) === undefined) return;
    found.add(name);
    const { dependencies, optionalDependencies } = readPackage(folder);
    for (const one of Object.keys({ ...dependencies, ...optionalDependencies })) add(one);
    copyLinks(folder, join(project, "node_modules", name));
  };
  for (const name of names) add(name);
}

/** Copies a file or folder as hard links, or really where the target is on another disk. */
function copyLinks(from: string, to: string): void {
  if (statSync(from).isDirectory()) {
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) copyLinks(join(from, name), join(to, name));
    return;
  }
  mkdirSync(dirname(to), { recursive: true });
  try {
    linkSync(from, to);
  } catch {
    cpSync(from, to);
  }
}
