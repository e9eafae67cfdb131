import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { isOwnFile } from "./ownership.ts";
import { readText } from "./read.ts";

/** Lists the files below a folder as sorted paths with forward slashes; a missing folder is empty. */
function listFiles(folder: string): readonly string[] {
  const found: string[] = [];
  const visit = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== "node_modules" && entry.name !== ".git") visit(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  if (existsSync(folder) && statSync(folder).isDirectory()) visit("");
  return found.sort();
}

/** Text of a file if there is one. */
export function textIfPresent(path: string): string | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true ? readText(path) : undefined;
}

/** Files of ours in the output folder that no spec stands behind any more. */
export function findOrphans(folder: string, emitted: ReadonlySet<string>): readonly string[] {
  return listFiles(folder).filter(
    (path) => path.endsWith(".ts") && !emitted.has(path) && isOwnFile(readText(join(folder, path))),
  );
}
