import { existsSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { ProjectConfig } from "../config.ts";
import { UsageError } from "../diagnostics/usage-error.ts";
import { findSpecs, leadsInside } from "../files/find.ts";
import { compileGlobs, explainGlob, folderOfGlob, isGlob, isSpecPath } from "../spec/globs.ts";

/** The specs a command was told to look at, as paths below the root; absent where it was told none. */
export function chooseSpecs(
  root: string,
  cwd: string,
  given: readonly string[],
  allowEmpty: boolean,
): ReadonlySet<string> | undefined {
  if (given.length === 0) return undefined;
  return new Set(
    given.flatMap((argument) => {
      const found = specsOf(root, cwd, argument);
      if (found.length === 0 && !allowEmpty) {
        const hint = "a spec is a .yaml, .yml or .json file; --allow-empty makes nothing of it";
        throw new UsageError(`no spec matches ${JSON.stringify(argument)}`, hint);
      }
      return found;
    }),
  );
}

/** The project's own specs; none is a usage error unless that is allowed. */
export function projectSpecs(
  root: string,
  { schemas, patterns }: ProjectConfig,
  allowEmpty: boolean,
): readonly string[] {
  if (allowEmpty && !existsSync(join(root, schemas))) return [];
  const specs = findSpecs(root, schemas, patterns);
  if (specs.length === 0 && !allowEmpty) {
    const hint = "a spec is a .yaml, .yml or .json file; `npx outspec init` writes a first one";
    throw new UsageError(`there are no specs in ${schemas}/`, hint);
  }
  return specs;
}

function specsOf(root: string, cwd: string, argument: string): readonly string[] {
  const path = below(root, cwd, argument);
  const stats = statSync(join(root, path), { throwIfNoEntry: false });
  if (stats?.isFile() === true) {
    // A pull request may bring a link to a file that is none of its business.
    if (!leadsInside(root, path)) throw new UsageError(`${JSON.stringify(argument)} leads out of the project`);
    if (isSpecPath(path)) return [path];
    throw new UsageError(`${argument} is not a .yaml, .yml or .json file`);
  }
  if (stats?.isDirectory() === true) return findSpecs(root, path === "" ? "." : path);
  if (!isGlob(argument)) throw new UsageError(`there is no file or folder ${JSON.stringify(argument)}`);
  const problem = explainGlob(path);
  if (problem !== undefined) throw new UsageError(`${JSON.stringify(argument)} cannot be read: ${problem}`);
  const folder = folderOfGlob(path);
  if (folder !== "" && !existsSync(join(root, folder))) return [];
  return findSpecs(root, folder === "" ? "." : folder).filter(compileGlobs([path]));
}

/** An argument as a path below the root, with forward slashes. */
function below(root: string, cwd: string, argument: string): string {
  const path = relative(root, resolve(cwd, argument)).split(sep).join("/");
  if (path === ".." || path.startsWith("../"))
    throw new UsageError(`${JSON.stringify(argument)} is outside the project`, `the project is ${root}`);
  return path;
}
