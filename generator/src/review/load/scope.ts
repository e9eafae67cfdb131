import { dirname, relative, resolve, sep } from "node:path";
import { UsageError } from "../../diagnostics/usage-error.ts";
import { findProject } from "../../files/find.ts";
import type { FileTree } from "./file-tree.ts";

/** One project of a review. */
export interface PackagePlace {
  /** Folder below the root of the scope; empty for the root itself. */
  readonly folder: string;
  /** Name of its configuration in that folder; empty for the usual ones. */
  readonly configName: string;
}

/** Which part of the disk a review is about. */
export interface Scope {
  /** Absolute path of the folder that all projects are in. */
  readonly root: string;
  readonly packages: readonly PackagePlace[];
  /** Whether projects are looked for below the root, in either version. */
  readonly discover: boolean;
  /** What to say when that finds none. */
  readonly otherwise?: UsageError;
}

/** Finds what to review: the given configurations, else the nearest one upwards, else whatever is below. */
export function findScope(cwd: string, given: readonly string[], nested: boolean): Scope {
  if (given.length > 0) {
    const places = given.map((config) => findProject(cwd, config));
    const root = commonFolder(places.map((place) => place.root));
    const packages = places.map(({ root: own, config = "" }) => ({ folder: below(root, own), configName: config }));
    return { root, packages, discover: false };
  }
  try {
    const { root, config = "" } = findProject(cwd);
    return { root, packages: [{ folder: "", configName: config }], discover: nested };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { root: resolve(cwd), packages: [], discover: true, otherwise: error };
  }
}

/** All projects of a scope: those that were named, and those that either version has below it. */
export function listPackages(scope: Scope, trees: readonly FileTree[]): readonly PackagePlace[] {
  const places = new Map(scope.packages.map((place) => [place.folder, place]));
  if (scope.discover) {
    for (const path of trees.flatMap((tree) => tree.configs())) {
      const slash = path.lastIndexOf("/");
      const folder = slash < 0 ? "" : path.slice(0, slash);
      if (!places.has(folder)) places.set(folder, { folder, configName: "" });
    }
  }
  if (places.size === 0 && scope.otherwise !== undefined) throw scope.otherwise;
  return [...places.values()].sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

function commonFolder(folders: readonly string[]): string {
  let [common = ""] = folders;
  while (
    folders.some((folder) => folder !== common && !folder.startsWith(common.endsWith(sep) ? common : common + sep))
  )
    common = dirname(common);
  return common;
}

/** A path below a folder, with forward slashes. */
export function below(folder: string, path: string): string {
  return relative(folder, path).split(sep).join("/");
}
