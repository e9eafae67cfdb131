import { isAbsolute } from "node:path";
import { askGit, explainFailure, type GitOptions, runGit } from "./git.ts";
import { LoadError } from "./load-error.ts";

/** A repository as seen from a folder in it. */
export interface Repository {
  /** The folder that git is run in. */
  readonly folder: string;
  /** Top folder of the working tree. */
  readonly top: string;
  /** Path of `folder` below `top`, with forward slashes; empty for the top itself. */
  readonly prefix: string;
  /** Whether history ends before its beginning. */
  readonly shallow: boolean;
  /** Algorithm of the object ids. */
  readonly hash: "sha1" | "sha256";
  readonly options: GitOptions;
}

/** Finds the repository that a folder is in. */
export async function openRepository(folder: string, options: GitOptions = {}): Promise<Repository> {
  const args = ["rev-parse", "--is-shallow-repository", "--show-object-format", "--show-prefix", "--show-toplevel"];
  const { code, stdout, stderr } = await runGit(folder, args, options);
  const [shallow, hash, prefix = "", top] = stdout.split("\n");
  if (code === 0 && top !== undefined && top !== "")
    return {
      folder,
      top,
      prefix: prefix.replace(/\/$/, ""),
      shallow: shallow === "true",
      hash: hash === "sha256" ? "sha256" : "sha1",
      options,
    };
  if (/not a git repository/i.test(stderr))
    throw new LoadError("no-repository", `${folder} is not in a git repository`, {
      hint: "compare with a folder or a file: --against dir:path/to/the/old/version",
    });
  if (/must be run in a work tree/.test(stderr))
    throw new LoadError("no-repository", `${folder} is a repository without a working tree`, {
      hint: "run this in a clone that has its files checked out",
    });
  throw explainFailure(args, stderr);
}

/** Id of the commit that a revision stands for; `undefined` where there is none. */
export async function findCommit({ folder, options }: Repository, revision: string): Promise<string | undefined> {
  // A colon would lead into a commit's files, and these are asked for in another way.
  if (revision === "" || /[:\0\n]/.test(revision)) return undefined;
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`];
  const { code, stdout } = await runGit(folder, args, options);
  const id = stdout.trim();
  return code === 0 && /^[0-9a-f]{40,64}$/.test(id) ? id : undefined;
}

/** The best common ancestor of two commits; `undefined` where none is known. */
export async function findMergeBase(
  { folder, options }: Repository,
  one: string,
  other: string,
): Promise<string | undefined> {
  const args = ["merge-base", "--end-of-options", one, other];
  const { code, stdout, stderr } = await runGit(folder, args, options);
  // Where history is cut off git may fail at a missing commit instead of finding nothing.
  if (code > 1 && !/missing|could not|unable|bad object/i.test(stderr)) throw explainFailure(args, stderr);
  return code === 0 ? stdout.trim().split("\n")[0] : undefined;
}

/** The parents that a commit names, whether or not this clone has them. */
export async function readParents({ folder, options }: Repository, commit: string): Promise<readonly string[]> {
  // The object itself: what git shows of it leaves out parents beyond the edge of a shallow clone.
  const text = await askGit(folder, ["cat-file", "commit", commit], options);
  const header = text.split("\n\n")[0] ?? "";
  return [...header.matchAll(/^parent ([0-9a-f]{40,64})$/gm)].flatMap(([, id]) => id ?? []);
}

/** A branch or tag, or the symbolic name of one. */
export interface Ref {
  /** `refs/remotes/origin/main`. */
  readonly name: string;
  /** What it points to, a tag's commit included; may be no commit at all. */
  readonly commit: string;
  /** The ref that it stands for, for a symbolic one. */
  readonly symbolic?: string;
  /** The ref that a local branch follows. */
  readonly upstream?: string;
}

/** Lists the refs that begin with one of some prefixes (`refs/tags`), tags by version and others by name. */
export async function listRefs({ folder, options }: Repository, prefixes: readonly string[]): Promise<readonly Ref[]> {
  const format = "%(refname)%00%(objectname)%00%(*objectname)%00%(symref)%00%(upstream)";
  const args = ["for-each-ref", "--sort=version:refname", `--format=${format}`, ...prefixes];
  const lines = (await askGit(folder, args, options)).split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [name = "", id = "", peeled = "", symbolic = "", upstream = ""] = line.split("\0");
    return {
      name,
      commit: peeled === "" ? id : peeled,
      ...(symbolic !== "" && { symbolic }),
      ...(upstream !== "" && { upstream }),
    };
  });
}

/** Those of some paths (below the top) that a sparse checkout leaves out of the working tree. Git knows none outside of it. */
export async function findSparse({ top, options }: Repository, paths: readonly string[]): Promise<readonly string[]> {
  const inside = paths.filter((path) => !isAbsolute(path) && !path.startsWith("../"));
  if (inside.length === 0) return [];
  const text = await askGit(top, ["ls-files", "-t", "-z", "--", ...inside], options);
  return text.split("\0").flatMap((line) => (line.startsWith("S ") ? line.slice(2) : []));
}
