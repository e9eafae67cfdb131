import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { configNames } from "./find.ts";
import { isOwnFile } from "./ownership.ts";
import { readText } from "./read.ts";

/**
 * Lists the files below a folder as sorted paths with forward slashes; a missing folder is empty. Folders below it that
 * belong to another project, or are another one's output, are passed over.
 */
function listFiles(folder: string): readonly string[] {
  const found: string[] = [];
  const visit = (below: string): void => {
    if (below !== "" && belongsToAnother(join(folder, below))) return;
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== "node_modules" && entry.name !== ".git") visit(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  if (existsSync(folder) && statSync(folder).isDirectory()) visit("");
  return found.sort();
}

/** Whether a folder below an output folder is a project, or an output folder, of its own. */
function belongsToAnother(folder: string): boolean {
  const attributes = textIfPresent(join(folder, ".gitattributes"));
  return (
    configNames.some((name) => existsSync(join(folder, name))) || (attributes !== undefined && isOwnFile(attributes))
  );
}

/**
 * Finds what keeps a file from being written at a path below `folder`: a folder in its place, or a file in place of one
 * of its folders. Gives the path of that below `folder`; empty for `folder` itself. Looks at each folder once.
 */
export function createObstacleFinder(folder: string): (path: string) => string | undefined {
  const folders = new Map<string, string | undefined>();
  const inFolders = (below: string): string | undefined => {
    if (folders.has(below)) return folders.get(below);
    const found =
      (below === "" ? undefined : inFolders(parentOf(below))) ??
      (statSync(join(folder, below), { throwIfNoEntry: false })?.isDirectory() === false ? below : undefined);
    folders.set(below, found);
    return found;
  };
  return (path) => {
    const obstacle = inFolders(parentOf(path));
    if (obstacle !== undefined) return obstacle;
    return statSync(join(folder, path), { throwIfNoEntry: false })?.isFile() === false ? path : undefined;
  };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Text of a file if there is one. */
export function textIfPresent(path: string): string | undefined {
  // Also false, not a failure, where a file stands in place of one of the path's folders.
  if (!existsSync(path)) return undefined;
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readText(path) : undefined;
}

/** Files of ours in the output folder that no spec stands behind any more. */
export function findOrphans(folder: string, emitted: ReadonlySet<string>): readonly string[] {
  return listFiles(folder).filter(
    (path) => path.endsWith(".ts") && !emitted.has(path) && isOwnFile(readText(join(folder, path))),
  );
}
