import type { ProjectConfig } from "../../config.ts";
import { configNames } from "../../files/find.ts";
import { compileGlobs, isSpecPath } from "../../spec/globs.ts";
import { LoadError } from "./load-error.ts";

/** The files of one side, on disk or in a commit. Paths count from the top of the tree, with forward slashes. */
export interface FileTree {
  /** Configurations below the top, with their paths, sorted; those in hidden folders and `node_modules` are left out. */
  configs(): readonly string[];
  /** Whether there is a file. */
  has(path: string): boolean;
  /** Paths of a project's specs below its folder, sorted; `undefined` where the folder of specs is missing. */
  listSpecs(folder: string, config: Pick<ProjectConfig, "schemas" | "patterns">): readonly string[] | undefined;
  /**
   * Ids of a file's content as git computes them. Files with an id in common are equal; others may be so as well, and
   * only their texts tell. Empty where there is no such file; of a file on disk nothing is known before it is loaded.
   */
  idsOf(path: string): readonly string[];
  /**
   * Brings files into memory. Throws a {@link LoadError} for what is there and is no text of the project's: a link
   * that leaves `folder`, a submodule, a pointer to a large file.
   */
  load(paths: Iterable<string>, folder: string): Promise<void>;
  /** Text of a file that has been loaded; `undefined` where there is none. */
  textOf(path: string): string | undefined;
  /** Lets go of what the tree holds open. */
  close(): void;
}

/** The tree of a side that does not exist. */
export const emptyTree: FileTree = {
  configs: () => [],
  has: () => false,
  listSpecs: () => undefined,
  idsOf: () => [],
  load: () => Promise.resolve(),
  textOf: () => undefined,
  close: () => undefined,
};

/** A file of a project larger than this is not read: a spec ends far below. */
export const mostBytes: number = 16 * 1024 * 1024;

/** A path below a folder. */
export function inFolder(folder: string, path: string): string {
  return folder === "" ? path : `${folder}/${path}`;
}

/** A folder below a folder, where either may be the top itself. */
export function joinFolders(folder: string, inner: string): string {
  return inner === "" ? folder : inFolder(folder, inner);
}

/** Whether a path is that of a configuration, wherever it is. */
export function isConfigPath(path: string): boolean {
  return configNames.includes(path.slice(path.lastIndexOf("/") + 1));
}

/** Whether a part of a path is passed over when files are looked for. */
export function isPassedOver(name: string): boolean {
  return name.startsWith(".") || name === "node_modules";
}

/** Tells which paths below a project's folder are its specs; the twin of what `generate` finds on disk. */
export function createSpecTest({ patterns }: Pick<ProjectConfig, "patterns">): (path: string) => boolean {
  const isChosen = patterns === undefined ? isSpecPath : compileGlobs(patterns);
  return (path) =>
    isSpecPath(path) &&
    !configNames.includes(path) &&
    !/^(?:package(?:-lock)?|tsconfig[\w.-]*)\.json$/.test(path) &&
    isChosen(path);
}

/** Text of a file's bytes; what stands in place of a large file is an error. */
export function decodeText(path: string, bytes: Uint8Array, where: string): string {
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  if (/^version https:\/\/git-lfs\.github\.com\/spec\/v1\r?\n/.test(text))
    throw new LoadError("unreadable", `${path} is a pointer to a large file (Git LFS) ${where}, not a spec`, {
      hint: "specs are compared as text: take them out of LFS in .gitattributes, or run `git lfs pull` where it is checked out",
    });
  return text;
}

/** Why a link or a submodule cannot be read. */
export function unreadable(path: string, reason: string, hint?: string): LoadError {
  return new LoadError("unreadable", `${path} ${reason}`, hint === undefined ? {} : { hint });
}

/** The words for a submodule, on disk or in a commit. */
export function submodule(path: string, where: string): LoadError {
  return unreadable(
    path,
    `is a repository of its own (a submodule) ${where}, whose files the review cannot compare`,
    "run the review in that repository, or keep the specs in this one",
  );
}
