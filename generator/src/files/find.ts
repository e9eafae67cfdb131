import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { UsageError } from "../diagnostics/usage-error.ts";
import { compileGlobs, isSpecPath } from "../spec/globs.ts";

/** Where a project is: its root and, when it has one, its configuration file below it. */
export interface ProjectPlace {
  readonly root: string;
  /** Path of the configuration below the root; absent when the defaults are used. */
  readonly config?: string;
}

/** Names that a configuration may have, the one we write first. */
export const configNames: readonly string[] = ["outspec.yaml", "outspec.yml"];

/** Finds the project that a folder belongs to: the nearest one upwards with an `outspec.yaml`, else one with `schemas/`. */
export function findProject(cwd: string, configPath?: string): ProjectPlace {
  if (configPath !== undefined) {
    const path = resolve(cwd, configPath);
    if (!isFile(path))
      throw new UsageError(
        `there is no configuration ${configPath}`,
        "name an outspec.yaml: --config path/to/outspec.yaml",
      );
    return { root: dirname(path), config: path.slice(dirname(path).length + 1) };
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const config = configNames.find((name) => isFile(join(folder, name)));
    if (config !== undefined) return { root: folder, config };
    if (folder === dirname(folder)) break;
  }
  if (existsSync(join(cwd, "schemas"))) return { root: resolve(cwd) };
  throw new UsageError(
    "there is no outspec.yaml here or above, and no schemas/ folder",
    "`npx outspec init` sets up a project",
  );
}

/**
 * Lists the specs of a folder, or those of them that patterns choose, as sorted paths below the root. Hidden folders,
 * `node_modules` and links out of the root are passed over.
 */
export function findSpecs(root: string, folder: string, patterns?: readonly string[]): readonly string[] {
  const found: string[] = [];
  const isChosen = patterns === undefined ? isSpecPath : compileGlobs(patterns);
  const visit = (below: string): void => {
    for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      if (entry.isDirectory()) visit(path);
      else if (
        isSpecPath(entry.name) &&
        !isConfig(path) &&
        isChosen(path) &&
        (entry.isFile() || leadsInside(root, path))
      )
        found.push(path);
    }
  };
  const start = folder === "." ? "" : folder;
  if (!existsSync(join(root, start)) || !statSync(join(root, start)).isDirectory()) {
    throw new UsageError(
      `there is no folder ${folder}/ in ${root}`,
      "put the specs there, or name their folder in outspec.yaml: schemas: path/to/specs",
    );
  }
  visit(start);
  return found.sort();
}

function isConfig(path: string): boolean {
  return configNames.includes(path) || /^(?:package(?:-lock)?|tsconfig[\w.-]*)\.json$/.test(path);
}

/** Whether a path below the root is, links followed, a file below the root. */
export function leadsInside(root: string, path: string): boolean {
  try {
    const real = realpathSync(join(root, path));
    return real.startsWith(realpathSync(root) + sep) && statSync(real).isFile();
  } catch {
    return false;
  }
}

/** The path, if a file is there. */
export function existingFile(path: string): string | undefined {
  return isFile(path) ? path : undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
